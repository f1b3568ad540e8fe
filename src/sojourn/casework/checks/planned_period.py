"""Can the days be a plan?"""

from sojourn.casework.checks.facts import CaseFacts
from sojourn.casework.checks.findings import HINDERS, WARNS, Finding, examines, hindrance, warning


@examines(
    "activities[].start",
    "activities[].end",
    finds={"end_before_start": HINDERS, "work_is_over": WARNS},
)
def planned_period(facts: CaseFacts) -> list[Finding]:
    """A last day before the first one is a slip. Work that is over when it is asked about is worth a look."""
    start, end = facts.asked_start, facts.asked_end
    if end is None:
        return []
    if start is not None and end < start:
        return [
            hindrance("end_before_start", facts.path("end"), start=start.isoformat(), end=end.isoformat())
        ]
    return [warning("work_is_over", facts.path("end"), end=end.isoformat())] if end < facts.today else []
