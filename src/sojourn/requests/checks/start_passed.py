"""Has the work begun already?"""

from sojourn.requests.checks.gathered import Finding, Gathered, warning


def start_passed(gathered: Gathered) -> list[Finding]:
    """One can still ask, and says why it is late; where the law is known to reach back, it says that."""
    start = gathered.answers.start
    if start is None or start >= gathered.today:
        return []
    code = "start_passed_allowed" if gathered.issued_afterwards else "start_passed"
    return [warning(code, "activities[0].start", start=start)]
