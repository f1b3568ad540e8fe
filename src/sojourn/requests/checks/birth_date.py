"""Is the date of birth a plausible one?"""

from datetime import date

from sojourn.requests.checks.gathered import Finding, Gathered, day_in, hindrance, rows_of, warning

OLDEST = 120
USUAL_AGES = range(15, 81)


def birth_date(gathered: Gathered) -> list[Finding]:
    """Not in the future, not beyond any human age; an unusual working age is asked about."""
    found = []
    born = gathered.answers.day("worker.birth_date")
    if born:
        found += _possible(born, "worker.birth_date", gathered.today)
        age = _age(born, gathered.answers.start or gathered.today)
        if not found and age not in USUAL_AGES:
            found.append(warning("age_unusual", "worker.birth_date", age=age))
    for number, row in enumerate(rows_of(gathered, "worker.family")):
        if of_family := day_in(row, "birth_date"):
            found += _possible(of_family, f"worker.family[{number}].birth_date", gathered.today)
    return found


def _possible(born: date, field: str, today: date) -> list[Finding]:
    if born > today:
        return [hindrance("birth_date_in_future", field)]
    if _age(born, today) > OLDEST:
        return [hindrance("birth_date_too_early", field)]
    return []


def _age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
