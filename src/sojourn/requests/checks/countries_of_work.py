"""Do the countries of work belong together?"""

from collections.abc import Mapping

from sojourn.core.countries import state_of
from sojourn.requests.checks.gathered import Finding, Gathered, hindrance, rows_of

ROWS = "question.countries_of_work"
# Shares are estimates: a third each makes 99.
TOLERANCE = 0.011


def countries_of_work(gathered: Gathered) -> list[Finding]:
    """Who usually works in several countries names at least two, among them that of the request, and the whole time."""
    rows = rows_of(gathered, ROWS)
    if not rows or gathered.answers.values.get("question.several_countries") is not True:
        return []
    return [*_countries(gathered, rows), *_shares(rows), *_seats(rows)]


def _countries(gathered: Gathered, rows: list[Mapping[str, object]]) -> list[Finding]:
    named = {state_of(str(row["country"])) for row in rows}
    if len(named) < 2:
        return [hindrance("one_country_of_work", f"{ROWS}[0].country")]
    host = gathered.answers.host
    if host and state_of(host) not in named:
        return [hindrance("host_not_among_countries", f"{ROWS}[0].country", country=host)]
    return []


def _shares(rows: list[Mapping[str, object]]) -> list[Finding]:
    whole = sum(float(str(row["share"])) for row in rows)
    if abs(whole - 1) <= TOLERANCE:
        return []
    return [hindrance("shares_not_whole", f"{ROWS}[0].share", sum=f"{whole * 100:g}")]


def _seats(rows: list[Mapping[str, object]]) -> list[Finding]:
    return [
        hindrance("seat_of_other_employer_missing", f"{ROWS}[{number}].seat")
        for number, row in enumerate(rows)
        if row.get("how") == "for_another" and "seat" not in row
    ]
