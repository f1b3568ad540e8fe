"""Is the worker's age one at which people work?"""

from sojourn.casework.checks.facts import CaseFacts, as_date
from sojourn.casework.checks.findings import HINDERS, WARNS, Finding, examines, hindrance, warning

BIRTH_DATE = "worker.birth_date"
YOUNGEST, OLDEST = 15, 75


@examines(
    "worker.birth_date",
    "activities[].start",
    finds={
        "birth_date_not_readable": HINDERS,
        "birth_date_missing": HINDERS,
        "worker_too_young": HINDERS,
        "worker_of_great_age": WARNS,
    },
)
def worker_age(facts: CaseFacts) -> list[Finding]:
    """A birth date that makes the worker a child at the start is a slip of the pen; a great age is shown."""
    try:
        born = as_date(facts.text(BIRTH_DATE))
    except ValueError:
        return [hindrance("birth_date_not_readable", BIRTH_DATE)]
    if born is None:
        return [hindrance("birth_date_missing", BIRTH_DATE)]
    start = facts.asked_start or facts.today
    age = start.year - born.year - ((start.month, start.day) < (born.month, born.day))
    if age < YOUNGEST:
        return [hindrance("worker_too_young", BIRTH_DATE, age=YOUNGEST)]
    if age > OLDEST:
        return [warning("worker_of_great_age", BIRTH_DATE, age=OLDEST)]
    return []
