"""Tables of trips answered at once: the engine runs once for each kind of situation, the rest is columns.

Two trips are of one kind if everything that the engine asked about the first has the same answer for the second
(see watched.py). Nothing is known here of what the law asks, so that a new rule needs no change.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from functools import partial
from typing import Any

import numpy
import polars

from sojourn.engine.determine import determine
from sojourn.engine.lawbook.law import Law
from sojourn.engine.screening.answers import ANSWER_COLUMNS, Answer, answer_of, plain_row
from sojourn.engine.screening.faults import RowNumbers, tell_faults
from sojourn.engine.screening.filling import UNFOUND, Filler
from sojourn.engine.screening.reading import Table, TripReader
from sojourn.engine.screening.rows import Columns, Rows
from sojourn.engine.screening.trips import TableError, Trip, columns_of, situation_of
from sojourn.engine.screening.watched import Watch
from sojourn.engine.screening.watched_facts import watched_situation
from sojourn.engine.screening.ways import Ways

SCHEMA: Mapping[str, Any] = {
    name: polars.Date if name == "until" else polars.String for name in ANSWER_COLUMNS
}
"""The columns that screening adds, with their types."""

FAULTY = "error"


class Screener:
    """Answers tables of one form. Kinds that were found in one table are known for the next.

    `header`: the names of the columns of the tables; `named`: by column of a trip, its name in the table, where that
    is not one of the usual ones. Raises TableError where a column is missing, or named like one of the answer.
    """

    def __init__(
        self, law: Law, header: Sequence[str], *, language: str = "en", named: Mapping[str, str] | None = None
    ) -> None:
        taken = [name for name in header if name in SCHEMA]
        if taken:
            raise TableError("answers_there", names=", ".join(taken))
        self.law = law
        self.language = language
        self.determined = 0
        self.faulty = 0
        self.columns = columns_of(header, named)
        """By column of a trip: its name in the tables."""
        self._reader = TripReader(self.columns)
        self._law_days: dict[tuple[str, str], tuple[int, ...]] = {}
        self._ways: dict[tuple[int, int], Ways] = {}
        self._answers: list[Answer] = []
        self._numbers: dict[Answer, int] = {}
        self._filler = Filler(law, language)

    @property
    def kinds(self) -> int:
        """How many different answers were given so far."""
        return len(self._answers)

    def screen(self, frame: polars.DataFrame, first_row: int | None = None) -> polars.DataFrame:
        """The same rows in the same order with the columns of SCHEMA beside them.

        `first_row`: the number under which errors name the first row; None: they name no row.
        """
        numbers = None if first_row is None else range(first_row, first_row + frame.height)
        return polars.concat([frame, self.answers(frame, numbers)], how="horizontal")

    def answers(self, frame: polars.DataFrame, numbers: RowNumbers | None = None) -> polars.DataFrame:
        """The columns of SCHEMA for these rows. `numbers`: those under which errors name the rows."""
        table = self._reader.read(frame)
        columns = Columns(
            table.days, table.texts, self._reader.text_numbers, table.values, self._reader.empty()
        )
        of_row = numpy.full(frame.height, UNFOUND, dtype=numpy.int64)
        for route, places in table.routes():
            ways = self._ways.setdefault(route, Ways())
            for rows, answer in ways.walk(Rows(columns, places), partial(self._determined, table, columns)):
                of_row[rows.numbers] = answer
        found = self._filler.fill(self._answers, of_row, columns)
        error, count = tell_faults(self.law, self.language, self.columns, table.faults, frame.height, numbers)
        self.faulty += count
        cover = (
            polars.when(error.is_not_null()).then(polars.lit(FAULTY)).otherwise(found["cover"]).alias("cover")
        )
        return found.with_columns(error).with_columns(cover).select(list(SCHEMA))

    def _determined(self, table: Table, columns: Columns, row: int) -> tuple[Watch, int]:
        """The engine's answer to one trip, watched, and the number of that answer."""
        self.determined += 1
        trip = self._reader.trip(table, row)
        watch = Watch(partial(self._law_days_for, trip["from_country"], trip["to_country"]))
        values = {name: int(numbers[row]) for name, numbers in table.values.items()}
        situation = watched_situation(trip, watch, values, columns.empty)
        answer = answer_of(determine(situation, self.law), self.law, self.language, watch)
        number = self._numbers.setdefault(answer, len(self._answers))
        if number == len(self._answers):
            self._answers.append(answer)
        return watch, number

    def _law_days_for(self, home: str, host: str) -> tuple[int, ...]:
        """The days that the law names for the two countries."""
        known = self._law_days.get((home, host))
        if known is None:
            law, part_of = self.law, self.law.labels["part_of"]
            one, other = part_of.get(home, home), part_of.get(host, host)
            rules = (law.between(one, other), law.domestic.get(one), law.domestic.get(other))
            known = self._law_days[home, host] = days_in(rules)
        return known


def screen_one(trip: Trip, law: Law, language: str = "en") -> Mapping[str, Any]:
    """The columns of the answer to one trip, by the engine alone: what screening a table must agree with.

    Raises SituationError where the trip is none.
    """
    return plain_row(answer_of(determine(situation_of(trip), law), law, language))


def days_in(rules: object) -> tuple[int, ...]:
    """The numbers of all days that the rules name."""
    found: set[date] = set()
    seen: set[int] = set()
    waiting: list[object] = [rules]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, date):
            found.add(thing)
        elif id(thing) in seen or isinstance(thing, str | int | float | None):
            continue
        else:
            seen.add(id(thing))
            waiting.extend(_parts(thing))
    return tuple(sorted({day.toordinal() for day in found}))


def _parts(thing: object) -> Iterator[object]:
    if isinstance(thing, Mapping):
        yield from thing.keys()
        yield from thing.values()
    elif isinstance(thing, list | tuple | set | frozenset):
        yield from thing
    elif is_dataclass(thing):
        for each in fields(thing):
            yield getattr(thing, each.name)
