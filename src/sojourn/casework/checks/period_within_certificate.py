"""Can the certificate run as long as was asked?"""

from sojourn.casework.checks.facts import CaseFacts, as_date
from sojourn.casework.checks.findings import HINDERS, Finding, examines, hindrance


@examines(
    "activities[].end",
    "the law's answer",
    finds={"no_end_under_limit": HINDERS, "certificate_ends_early": HINDERS},
)
def period_within_certificate(facts: CaseFacts) -> list[Finding]:
    """A certificate that ends before the asked last day is less than was asked: an officer says so, or not.

    An open end is asked for nothing in particular: where the law sets a last day, an officer sets it.
    """
    findings = []
    for period in facts.periods:
        certificate = period.get("certificate") or {}
        until = as_date(certificate.get("until"))
        if until is None:
            continue
        if facts.asked_end is None:
            findings.append(hindrance("no_end_under_limit", facts.path("end"), until=until.isoformat()))
        elif until < facts.asked_end:
            findings.append(
                hindrance(
                    "certificate_ends_early",
                    facts.path("end"),
                    until=until.isoformat(),
                    end=facts.asked_end.isoformat(),
                )
            )
    return findings
