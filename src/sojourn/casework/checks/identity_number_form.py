"""Are the identity numbers ones that could have been given out?"""

from stdnum.us import ein, ssn

from sojourn.casework.checks.facts import CaseFacts
from sojourn.casework.checks.findings import HINDERS, WARNS, Finding, examines, hindrance, warning

SSN = "worker.ssn"
EIN = "sender.ein"


@examines(
    "worker.ssn",
    "sender.ein",
    finds={"number_missing": HINDERS, "number_not_possible": HINDERS, "employer_number_not_possible": WARNS},
)
def identity_number_form(facts: CaseFacts) -> list[Finding]:
    """The worker's number must be there and have the form of its country; the employer's, if given, too.

    A number that has not been issued yet is possible, and something an officer has to look at.
    """
    findings = []
    if facts.country == "US":
        number = facts.text(SSN)
        if not number:
            findings.append(hindrance("number_missing", SSN))
        elif not ssn.is_valid(number):
            findings.append(hindrance("number_not_possible", SSN))
    employer_number = facts.text(EIN)
    if employer_number and not ein.is_valid(employer_number):
        findings.append(warning("employer_number_not_possible", EIN))
    return findings
