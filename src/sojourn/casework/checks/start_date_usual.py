"""Is the first day near enough to today?"""

from datetime import date

from sojourn.casework.checks.facts import CaseFacts
from sojourn.casework.checks.findings import HINDERS, WARNS, Finding, examines, hindrance, warning
from sojourn.core.periods import last_day_of, next_day

USUAL_MONTHS = 12


@examines(
    "activities[].start",
    "today",
    finds={
        "start_missing": HINDERS,
        "start_long_past": HINDERS,
        "start_in_past": WARNS,
        "start_far_ahead": WARNS,
    },
)
def start_date_usual(facts: CaseFacts) -> list[Finding]:
    """A start in the past is possible; long past needs an officer. Far ahead is only shown."""
    start = facts.asked_start
    if start is None:
        return [hindrance("start_missing", facts.path("start"))]
    field, day = facts.path("start"), start.isoformat()
    if _more_than_usual(start, facts.today):
        return [hindrance("start_long_past", field, start=day, months=USUAL_MONTHS)]
    if start < facts.today:
        return [warning("start_in_past", field, start=day)]
    if _more_than_usual(facts.today, start):
        return [warning("start_far_ahead", field, start=day, months=USUAL_MONTHS)]
    return []


def _more_than_usual(earlier: date, later: date) -> bool:
    return next_day(last_day_of(earlier, USUAL_MONTHS)) < later
