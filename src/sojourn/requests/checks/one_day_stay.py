"""Was the same day entered twice by mistake?"""

from sojourn.requests.checks.gathered import Finding, Gathered, warning


def one_day_stay(gathered: Gathered) -> list[Finding]:
    """A stay of one day is possible, and mostly a slip."""
    start, end = gathered.answers.start, gathered.answers.end
    if start and start == end:
        return [warning("one_day_stay", "activities[0].end", "activities[0].start", day=start)]
    return []
