"""Is it for this institution to certify?"""

from sojourn.casework.checks.facts import CaseFacts
from sojourn.casework.checks.findings import HINDERS, Finding, examines, hindrance


@examines(
    "the law's answer",
    "the institution's country",
    finds={"other_legislation": HINDERS, "no_certificate": HINDERS, "other_issuer": HINDERS},
)
def certificate_is_ours(facts: CaseFacts) -> list[Finding]:
    """The legislation must be this country's, and the certificate this institution's to issue."""
    findings = []
    for period in facts.periods:
        if period.get("outcome") != "decided":
            continue
        certificate = period.get("certificate")
        if period.get("legislation") != facts.country:
            findings.append(hindrance("other_legislation", legislation=str(period.get("legislation"))))
        elif certificate is None:
            findings.append(hindrance("no_certificate"))
        elif certificate.get("issuer") not in (None, facts.institution_id):
            findings.append(hindrance("other_issuer", issuer=str(certificate["issuer"])))
    return findings
