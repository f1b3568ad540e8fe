"""Finding the institution's cases by a whole value. Gives what the officer may see, or raises NotAllowed."""

from dataclasses import dataclass, field
from typing import Final

from django.db.models import Q

from sojourn.casework.access import CaseRow, rows_of
from sojourn.casework.permissions import cases_in_sight
from sojourn.casework.searching.keys import (
    Key,
    key_of_employer_name,
    key_of_employer_number,
    key_of_name,
    key_of_number,
)
from sojourn.casework.searching.models import SearchKey
from sojourn.certificates.number import normal_number
from sojourn.core.errors import InvalidInput
from sojourn.parties.acting import ActingAs

MOST_FOUND: Final = 50
LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is searched for. `typed`: a reference, a certificate number, a worker's number, a full name, or an
    employer's name or register number; `birth_date` (ISO) narrows a full name.
    """

    typed: str = field(repr=False, default="")
    birth_date: str = field(repr=False, default="")

    @property
    def by(self) -> str:
        """The kind of thing that was typed, for the journal: it tells nothing of what it was."""
        if self.birth_date:
            return "name_and_birth"
        has_digit = any(sign.isdigit() for sign in self.typed)
        return "number" if has_digit else "name"


def find_cases(acting: ActingAs, wanted: Wanted) -> tuple[CaseRow, ...]:
    """The institution's cases that have this value, newest first, at most MOST_FOUND. Raises NotAllowed."""
    cases, typed = cases_in_sight(acting), wanted.typed.strip()[:LONGEST]
    if not typed:
        return ()
    fits = Q()
    for kind, index in _keys(typed, wanted.birth_date):
        fits |= Q(pk__in=SearchKey.objects.filter(kind=kind, index=index).values("case_id"))
    if not wanted.birth_date:
        fits |= Q(reference__iexact=typed)
        if (number := _certificate_number(typed)) is not None:
            fits |= Q(decision__certificate_number=number)
    return rows_of(cases.filter(fits).order_by("-opened_at", "pk")[:MOST_FOUND]) if fits else ()


def _keys(typed: str, birth_date: str) -> list[Key]:
    if birth_date:
        keys = [key_of_name(typed, birth_date)]
    else:
        keys = [
            key_of_number(typed),
            key_of_name(typed),
            key_of_employer_name(typed),
            key_of_employer_number(typed),
        ]
    return [key for key in keys if key is not None]


def _certificate_number(typed: str) -> str | None:
    try:
        return normal_number(typed)
    except InvalidInput:
        return None
