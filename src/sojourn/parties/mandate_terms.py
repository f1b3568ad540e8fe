"""What the terms of a mandate have to be."""

from collections.abc import Collection
from datetime import date

from sojourn.core import clock
from sojourn.core.errors import InvalidInput, Problem
from sojourn.parties.acting import REQUEST_KINDS
from sojourn.parties.models import Firm
from sojourn.parties.particulars import checked_email, seats

MOST_PEOPLE = 50


def mandate_problems(
    firm_code: str, firm: Firm | None, kinds: Collection[str], begins: date, ends: date | None
) -> list[Problem]:
    """What is wrong with the firm, the kinds of request or the days."""
    problems = []
    if firm is None:
        problems.append(Problem("firm_code", "firm_unknown" if firm_code.strip() else "firm_code_missing"))
    if not kinds or not set(kinds) <= set(REQUEST_KINDS):
        problems.append(Problem("kinds", "mandate_kinds_missing"))
    if ends is not None and ends < begins:
        problems.append(Problem("valid_until", "valid_until_too_early"))
    elif ends is not None and ends < clock.today():
        problems.append(Problem("valid_until", "valid_until_past"))
    return problems


def limit_problems(countries: Collection[str], people: Collection[str]) -> list[Problem]:
    """What is wrong with the countries of work or with the addresses of those who may act."""
    problems = []
    if not set(countries) <= seats():
        problems.append(Problem("countries", "mandate_country_unknown"))
    if len(people) > MOST_PEOPLE:
        problems.append(Problem("people", "mandate_people_too_many", {"limit": MOST_PEOPLE}))
    for address in people:
        try:
            checked_email(address)
        except InvalidInput:
            problems.append(Problem("people", "mandate_person_no_address", {"typed": address[:100]}))
            break
    return problems
