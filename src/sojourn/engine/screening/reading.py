"""The columns of a table as numbers: days, watched texts, and the kind of each row in everything else."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy
import polars
from numpy.typing import NDArray

from sojourn.engine.screening.cells import Fault, read_cell
from sojourn.engine.screening.faults import FoundFault
from sojourn.engine.screening.rows import Numbers, number_of
from sojourn.engine.screening.trips import (
    BY_NAME,
    COUNTRIES,
    DAY,
    OPEN_DAY,
    Column,
    nationality_column,
)

Codes = NDArray[numpy.int64]


@dataclass(slots=True)
class Distinct:
    """The distinct values of one column so far. What is written differently and means the same is one value."""

    column: Column
    code_of: dict[object, int] = field(default_factory=dict)
    values: list[Any] = field(default_factory=list)
    exact: list[int] = field(default_factory=list)
    """By value: the number of what must be the same in one kind: the value itself, or whether there is a day."""
    days: list[int] = field(default_factory=list)
    texts: list[tuple[int, ...]] = field(default_factory=list)
    faulty: list[bool] = field(default_factory=list)
    _exact_of: dict[Any, int] = field(default_factory=dict)

    @property
    def empty(self) -> int:
        """The number of an empty cell; -1 where there was none yet."""
        return self._exact_of.get(_exactly(None), -1)

    def code(self, raw: object, numbers: dict[str, int]) -> int:
        """The code of a value as it stands in the table."""
        known = self.code_of.get(raw)
        if known is not None:
            return known
        value = read_cell(self.column, raw)
        code = self.code_of[raw] = len(self.values)
        self.values.append(value)
        self.faulty.append(isinstance(value, Fault))
        self.days.append(value.toordinal() if isinstance(value, date) else 0)
        listed = value if isinstance(value, tuple) else ()
        self.texts.append(tuple(number_of(each, numbers) for each in listed))
        self.exact.append(self._exact_of.setdefault(_exactly(value), len(self._exact_of)))
        return code


def _exactly(value: Any) -> Any:
    if isinstance(value, Fault):
        return "fault"
    if isinstance(value, date):
        return "day"
    if isinstance(value, tuple):
        return len(value)
    return ("is", value)


@dataclass(slots=True)
class Table:
    """A table as read, by column: days, texts, the numbers of whole values; and what is wrong with rows."""

    bad: NDArray[numpy.bool_]
    days: dict[str, Numbers] = field(default_factory=dict)
    texts: dict[str, Numbers] = field(default_factory=dict)
    codes: dict[str, Codes] = field(default_factory=dict)
    values: dict[str, Codes] = field(default_factory=dict)
    faults: list[FoundFault] = field(default_factory=list)

    def routes(self) -> Iterator[tuple[tuple[int, int], Numbers]]:
        """The rows without a fault by the two countries of the trip."""
        good = numpy.flatnonzero(~self.bad).astype(numpy.int32)
        if not len(good):
            return
        home, host = (self.values[name][good] for name in ("from_country", "to_country"))
        key = home << 32 | host
        order = numpy.argsort(key, kind="stable")
        edges = numpy.flatnonzero(numpy.diff(key[order])) + 1
        for part in numpy.split(order, edges):
            yield (int(home[part[0]]), int(host[part[0]])), good[part]


class TripReader:
    """Reads tables of one form. `names`: by column of a trip, its name in the table."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = names
        self.text_numbers: dict[str, int] = {}
        self._distinct = {name: Distinct(BY_NAME[name]) for name in BY_NAME if name in names}

    def read(self, frame: polars.DataFrame) -> Table:
        """The table as numbers, with its faults."""
        height = frame.height
        table = Table(numpy.zeros(height, dtype=numpy.bool_))
        for name, distinct in self._distinct.items():
            codes = self._codes(frame[self.names[name]], distinct)
            table.codes[name] = codes
            table.values[name] = numpy.array(distinct.exact, dtype=numpy.int64)[codes]
            if distinct.column.kind in (DAY, OPEN_DAY):
                table.days[name] = numpy.array(distinct.days, dtype=numpy.int32)[codes]
            elif distinct.column.kind == COUNTRIES:
                most = max(map(len, distinct.texts), default=0)
                for place in range(most):
                    numbers = [each[place] if place < len(each) else 0 for each in distinct.texts]
                    table.texts[nationality_column(place)] = numpy.array(numbers, dtype=numpy.int32)[codes]
            self._note_faults(table, distinct, codes)
        self._note_order(table)
        return table

    def trip(self, table: Table, row: int) -> dict[str, Any]:
        """The values of one row."""
        return {name: each.values[table.codes[name][row]] for name, each in self._distinct.items()}

    def empty(self) -> dict[str, int]:
        """By column: the number of an empty cell; -1 where there was none yet."""
        return {name: each.empty for name, each in self._distinct.items()}

    def _codes(self, series: polars.Series, distinct: Distinct) -> Codes:
        if series.is_empty():
            return numpy.zeros(0, dtype=numpy.int64)
        series = _plain(series)
        different = series.unique()
        codes = [distinct.code(raw, self.text_numbers) for raw in different]
        found = series.replace_strict(
            different, polars.Series(codes, dtype=polars.Int64), return_dtype=polars.Int64
        )
        return found.to_numpy()

    def _note_faults(self, table: Table, distinct: Distinct, codes: Codes) -> None:
        faulty = numpy.array(distinct.faulty, dtype=numpy.bool_)[codes]
        if faulty.any():
            table.bad |= faulty
            for row in numpy.flatnonzero(faulty):
                table.faults.append(FoundFault(int(row), distinct.column.name, distinct.values[codes[row]]))

    def _note_order(self, table: Table) -> None:
        """Ends before starts."""
        start = table.days["start"]
        for name in ("end", "planned_end"):
            end = table.days.get(name)
            if end is None:
                continue
            for row in numpy.flatnonzero((end > 0) & (start > 0) & (end < start)):
                first, last = (date.fromordinal(int(each[row])).isoformat() for each in (start, end))
                table.bad[row] = True
                table.faults.append(
                    FoundFault(int(row), name, Fault("ends_before_start", {"start": first, "end": last}))
                )


def _plain(series: polars.Series) -> polars.Series:
    """The column in a type of which each value can be looked up."""
    if isinstance(series.dtype, polars.List):
        return series.cast(polars.List(polars.String)).list.join(";")
    if series.dtype in (polars.Categorical, polars.Enum):
        return series.cast(polars.String)
    return series
