"""Was the same asked before?"""

from sojourn.casework.checks.facts import CaseFacts, shared_days
from sojourn.casework.checks.findings import HINDERS, Finding, examines, hindrance


@examines(
    "activities[].country",
    "activities[].start",
    "activities[].end",
    "requests for the same worker",
    finds={"duplicate_request": HINDERS},
)
def duplicate_request(facts: CaseFacts) -> list[Finding]:
    """Another request for the same person, the same country and some of the same days is being handled."""
    start = facts.asked_start
    if start is None:
        return []
    return [
        hindrance("duplicate_request", facts.path("start"), reference=other.reference)
        for other in facts.other_requests
        if other.host == facts.host and shared_days(start, facts.asked_end, other.start, other.end)
    ]
