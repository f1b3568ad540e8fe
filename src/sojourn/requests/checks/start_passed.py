"""Has the work begun already?"""

from sojourn.requests.checks.gathered import Finding, Gathered, warning


def start_passed(gathered: Gathered) -> list[Finding]:
    """One can still ask, and says why it is late."""
    start = gathered.answers.start
    return (
        [warning("start_passed", "activities[0].start", start=start)]
        if start and start < gathered.today
        else []
    )
