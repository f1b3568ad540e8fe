"""Is the employer one that is known, and still at work?"""

from sojourn.casework.checks.facts import CaseFacts
from sojourn.casework.checks.findings import HINDERS, WARNS, Finding, examines, hindrance, warning

NUMBER = "sender.ein"


@examines(
    "sender.ein",
    "activities[].end",
    "what officers recorded of the employer",
    "earlier approvals for the employer",
    finds={"employer_ceased": HINDERS, "employer_little_activity": HINDERS, "employer_unknown": WARNS},
)
def employer_standing(facts: CaseFacts) -> list[Finding]:
    """An employer that has ceased sends nobody; what officers recorded of an employer comes up in each of its cases.

    No register of employers is asked. Unknown means: no number was given, and nothing was approved for it before.
    """
    if not facts.is_employee:
        return []
    around, findings = facts.around, []
    if around.ceased_on and (facts.asked_end is None or around.ceased_on <= facts.asked_end):
        findings.append(hindrance("employer_ceased", since=around.ceased_on.isoformat()))
    if around.little_activity_since:
        findings.append(hindrance("employer_little_activity", since=around.little_activity_since.isoformat()))
    if not around.employer_known and not facts.text(NUMBER):
        findings.append(warning("employer_unknown", NUMBER))
    return findings
