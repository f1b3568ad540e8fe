"""Does a certificate of another country already speak about some of the days?"""

from sojourn.casework.checks.facts import CaseFacts, shared_days
from sojourn.casework.checks.findings import HINDERS, Finding, examines, hindrance


@examines(
    "activities[].start",
    "activities[].end",
    "foreign certificates of the worker",
    finds={"foreign_overlap": HINDERS, "foreign_overlap_open": HINDERS},
)
def foreign_overlap(facts: CaseFacts) -> list[Finding]:
    """A certificate from abroad says that another law applies on some of the days. In doubt it binds all the same."""
    start = facts.asked_start
    if start is None:
        return []
    findings = []
    for other in facts.around.foreign_certificates:
        shared = shared_days(start, facts.asked_end, other.start, other.end)
        if shared is None or other.country == facts.country:
            continue
        first, last = shared
        days = {"start": first.isoformat()} | ({"end": last.isoformat()} if last else {})
        findings.append(
            hindrance(
                "foreign_overlap" if last else "foreign_overlap_open",
                facts.path("start"),
                reference=other.reference,
                issued_in=other.country,
                **days,
            )
        )
    return findings
