"""One row of a table read: who, which trip, and what is wrong with it. Equal texts are read once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from uuid import UUID

from sojourn.core.errors import InvalidInput, Problem
from sojourn.engine.lawbook.facts import Applicant, Kind, load_facts
from sojourn.register.cover.answers import COUNTRY, END, SENT_FROM, START
from sojourn.register.facts import EMAIL, EMPLOYEE_NUMBER, traveller_facts
from sojourn.register.importing.columns import KIND, KIND_WORDS, SHARE, question_columns
from sojourn.register.states import TripKind
from sojourn.register.trip_events import PURPOSE, TRIP_KEY, Plan
from sojourn.requests.bulk.cells import typed_of
from sojourn.requests.bulk.columns import folded
from sojourn.requests.entry import Read, read

_ROUTE: Final = (COUNTRY, START, END, SENT_FROM)
_MOST_KEPT: Final = 200_000


@dataclass(slots=True)
class RowRead:
    """What a row says. `trip` None: the row is about a person alone."""

    number: int
    plain: dict[str, Any] = field(default_factory=dict)
    particulars: dict[str, Any] = field(default_factory=dict, repr=False)
    trip_plain: dict[str, Any] = field(default_factory=dict)
    trip_particulars: dict[str, Any] = field(default_factory=dict, repr=False)
    employee_number: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    trip: Plan | None = None
    # Who is meant, where the caller knows the register's own id.
    traveller_id: UUID | None = None
    problems: list[Problem] = field(default_factory=list)


class RowReader:
    """Reads the rows of one table."""

    def __init__(self, mapping: Sequence[str], date_order: str, home: str) -> None:
        self._mapping, self._order, self._home = list(mapping), date_order, home
        self._columns = question_columns()
        self._facts = load_facts()
        self._kept: dict[tuple[str, str], Read] = {}
        self._of_person = traveller_facts()

    def read(self, number: int, cells: Sequence[str]) -> RowRead:
        """The row with its values read; what cannot be read stands in its problems."""
        row = RowRead(number)
        own: dict[str, str] = {}
        route: dict[str, Any] = {}
        for meant, text in zip(self._mapping, cells, strict=False):
            text = text.strip()
            if not meant or not text:
                continue
            if meant not in self._columns:
                own[meant] = text
                continue
            found = self._value(meant, text)
            if found.problems:
                row.problems += found.problems
            elif meant in _ROUTE:
                route[meant] = found
            elif found.value is not None:
                self._put(row, meant, found.value)
        row.employee_number, row.email = own.get(EMPLOYEE_NUMBER, ""), own.get(EMAIL, "")
        if COUNTRY in route or START in route:
            self._plan(row, route, own)
        if not row.particulars.get("worker.family_name") and not row.employee_number:
            row.problems.append(Problem("worker.family_name", "missing"))
        return row

    def _value(self, meant: str, text: str) -> Read:
        key = (meant, text)
        known = self._kept.get(key)
        if known is None:
            column = self._columns[meant]
            known = read(column.fact, typed_of(column, text, self._order), Applicant.EMPLOYER)
            if len(self._kept) < _MOST_KEPT:
                self._kept[key] = known
        return known

    def _put(self, row: RowRead, meant: str, value: Any) -> None:
        fact = self._facts[self._columns[meant].fact.id]
        named = fact.kind is Kind.PARTICULAR
        if fact.id in self._of_person:
            (row.particulars if named else row.plain)[fact.id] = value
        else:
            (row.trip_particulars if named else row.trip_plain)[fact.id] = value

    def _plan(self, row: RowRead, route: Mapping[str, Read], own: Mapping[str, str]) -> None:
        host, start = route.get(COUNTRY), route.get(START)
        if host is None or start is None or host.value is None or start.value is None:
            row.problems.append(Problem(COUNTRY if start else START, "missing"))
            return
        end, home = route.get(END), route.get(SENT_FROM)
        first = date.fromisoformat(str(start.value))
        last = date.fromisoformat(str(end.value)) if end is not None and end.value else None
        if last is not None and last < first:
            row.problems.append(Problem(END, "end_before_start"))
        elif last is None and (end is None or not end.unknown):
            row.problems.append(Problem(END, "missing"))
        if str(host.value) == (str(home.value) if home and home.value else self._home):
            row.problems.append(Problem("host", "host_is_home"))
        try:
            kind, share = _kind(own.get(KIND, "")), _share(own.get(SHARE, ""))
        except InvalidInput as wrong:
            row.problems += wrong.problems
            return
        row.trip = Plan(
            host=str(host.value),
            start=first,
            end=last,
            kind=kind,
            home=str(home.value) if home and home.value else "",
            share=share,
            purpose=own.get(PURPOSE, "")[:200],
            trip_key=own.get(TRIP_KEY, "")[:80],
        )


def _kind(text: str) -> TripKind:
    if not text:
        return TripKind.BUSINESS_TRIP
    word = folded(text)
    found = KIND_WORDS.get(word) or KIND_WORDS.get(word.replace(" ", ""))
    if found is None and word.replace(" ", "_") in set(TripKind):
        found = TripKind(word.replace(" ", "_"))
    if found is None:
        raise InvalidInput([Problem(KIND, "kind_missing")])
    return found


def _share(text: str) -> float | None:
    text = text.removesuffix("%").strip().replace(",", ".")
    if not text:
        return None
    try:
        share = float(text)
    except ValueError:
        share = -1.0
    share = share / 100 if share > 1 else share
    if not 0 < share <= 1:
        raise InvalidInput([Problem(SHARE, "share_form")])
    return round(share, 4)
