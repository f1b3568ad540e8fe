"""Does a live certificate already speak about some of the days?"""

from sojourn.casework.checks.facts import CaseFacts, shared_days
from sojourn.casework.checks.findings import HINDERS, Finding, examines, hindrance


@examines(
    "activities[].start",
    "activities[].end",
    "certificates of the worker issued here",
    finds={"certificate_overlap": HINDERS, "certificate_overlap_open": HINDERS},
)
def certificate_overlap(facts: CaseFacts) -> list[Finding]:
    """A certificate of the same person shares days with what is asked, in whichever country."""
    start = facts.asked_start
    if start is None:
        return []
    findings = []
    for other in facts.other_certificates:
        shared = shared_days(start, facts.asked_end, other.start, other.end)
        if shared is None:
            continue
        first, last = shared
        code = "certificate_overlap" if last else "certificate_overlap_open"
        days = {"start": first.isoformat()} | ({"end": last.isoformat()} if last else {})
        findings.append(hindrance(code, facts.path("start"), number=other.number, **days))
    return findings
