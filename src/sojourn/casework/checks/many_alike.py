"""Do many requests of one employer have the same days?"""

from sojourn.casework.checks.facts import CaseFacts
from sojourn.casework.checks.findings import WARNS, Finding, examines, warning

MANY = 20
WITHIN_DAYS = 7


@examines(
    "activities[].country",
    "activities[].start",
    "activities[].end",
    "requests of the same employer in the last week",
    finds={"many_alike": WARNS},
)
def many_alike(facts: CaseFacts) -> list[Finding]:
    """Large teams travel together, and tables are filled by dragging down: shown, and worth a sample."""
    if facts.around.alike < MANY:
        return []
    return [warning("many_alike", facts.path("start"), count=MANY, days=WITHIN_DAYS)]
