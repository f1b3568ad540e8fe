"""Was the Social Security number typed to get past the field?"""

from sojourn.requests.checks.gathered import Finding, Gathered, warning
from sojourn.requests.written import digits_of

RUNS = ("123456789", "987654321")


def number_looks_made_up(gathered: Gathered) -> list[Finding]:
    """All digits alike or in a row: possible, but mostly a stand-in that was forgotten."""
    digits = digits_of(gathered.answers.text("worker.ssn"))
    if digits and (len(set(digits)) == 1 or digits in RUNS):
        return [warning("number_looks_made_up", "worker.ssn")]
    return []
