"""Is the first day near enough to today?"""

from datetime import date

from sojourn.casework.checks.facts import CaseFacts
from sojourn.casework.checks.findings import Finding, hindrance, warning

USUAL_MONTHS = 12


def start_date_usual(facts: CaseFacts) -> list[Finding]:
    """A start in the past is possible; long past needs an officer. Far ahead is only shown."""
    start = facts.asked_start
    if start is None:
        return [hindrance("start_missing", facts.path("start"))]
    field, day = facts.path("start"), start.isoformat()
    if start < _shifted(facts.today, -USUAL_MONTHS):
        return [hindrance("start_long_past", field, start=day, months=USUAL_MONTHS)]
    if start < facts.today:
        return [warning("start_in_past", field, start=day)]
    if start > _shifted(facts.today, USUAL_MONTHS):
        return [warning("start_far_ahead", field, start=day, months=USUAL_MONTHS)]
    return []


def _shifted(day: date, months: int) -> date:
    """The same day of the month `months` later or earlier, or the month's last day where it has none."""
    years, month = divmod(day.month - 1 + months, 12)
    for clipped in range(day.day, 27, -1):
        try:
            return date(day.year + years, month + 1, clipped)
        except ValueError:
            continue
    return date(day.year + years, month + 1, day.day)
