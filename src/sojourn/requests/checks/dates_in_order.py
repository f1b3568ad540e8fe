"""Do the dates follow one another as they must?"""

from sojourn.core.periods import day_before
from sojourn.requests.checks.gathered import Finding, Gathered, day_in, hindrance, rows_of

START, END = "activities[0].start", "activities[0].end"
BEFORE_THE_START = (
    ("activities[0].employed_since", "hired_after_start"),
    ("activities[0].home_activity_since", "business_after_start"),
    ("question.insured_at_home_since", "insured_after_start"),
)


def dates_in_order(gathered: Gathered) -> list[Finding]:
    """The stay ends after it begins; job, business and cover at home began before it; earlier stays ended."""
    return [*_stay(gathered), *_before_the_start(gathered), *_earlier_stays(gathered)]


def _stay(gathered: Gathered) -> list[Finding]:
    start, end = gathered.answers.start, gathered.answers.end
    if start and end and end < start:
        return [hindrance("end_before_start", END, START, limit=start)]
    return []


def _before_the_start(gathered: Gathered) -> list[Finding]:
    start = gathered.answers.start
    found = []
    for fact_id, code in BEFORE_THE_START:
        since = gathered.answers.day(fact_id)
        if start and since and since > start:
            found.append(hindrance(code, fact_id, START, since=since, start=start))
    return found


def _earlier_stays(gathered: Gathered) -> list[Finding]:
    found = []
    for number, row in enumerate(rows_of(gathered, "history")):
        first, last, start = day_in(row, "start"), day_in(row, "end"), gathered.answers.start
        if first and last and last < first:
            found.append(hindrance("stay_ends_before_start", f"history[{number}].end", limit=first))
        elif last and start and last >= start:
            limit = day_before(start)
            found.append(
                hindrance("stay_runs_into_start", f"history[{number}].end", START, limit=limit, start=start)
            )
    return found
