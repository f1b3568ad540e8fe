"""Is the start so far ahead that the year may be wrong?"""

from sojourn.core.periods import within_months
from sojourn.requests.checks.gathered import Finding, Gathered, warning

USUAL_MONTHS = 24


def start_far_ahead(gathered: Gathered) -> list[Finding]:
    """Few people know their work abroad years before."""
    start = gathered.answers.start
    if start and start > gathered.today and not within_months(gathered.today, start, USUAL_MONTHS):
        return [warning("start_far_ahead", "activities[0].start", start=start)]
    return []
