"""The columns that questions are about, as numbers, and the answers to questions for many rows at once.

A day is its number (1 for 1 January of the year 1), as in `date.toordinal`. A text is the number that the screener
has given to it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy
from numpy.typing import NDArray

from sojourn.engine.screening.watched import NO_LAW_DAY, Expression, Question

Numbers = NDArray[numpy.int32]

EPOCH = 719163
"""The number of 1970-01-01, from which numpy counts."""
LOW, HIGH = 584023, 986162
"""Months are counted on days from 1600-01-01 to 2700-12-31; what is read lies between 1900 and 2199."""


@cache
def _months_table(months: int) -> Numbers:
    """By day number less LOW: the last day of a period of `months` months, as core.periods.last_day_of counts."""
    days = (numpy.arange(LOW, HIGH + 1) - EPOCH).astype("datetime64[D]")
    month = days.astype("datetime64[M]")
    of_month = (days - month.astype("datetime64[D]")).astype(numpy.int64) + 1
    first = (month + numpy.timedelta64(months, "M")).astype("datetime64[D]").astype(numpy.int64)
    length = (month + numpy.timedelta64(months + 1, "M")).astype("datetime64[D]").astype(numpy.int64) - first
    last = numpy.where(of_month > length, first + length - 1, first + of_month - 2)
    return (last + EPOCH).astype(numpy.int32)


@cache
def _month_end_table(months: int) -> Numbers:
    """By day number less LOW: the last day of the month that lies `months` later."""
    days = (numpy.arange(LOW, HIGH + 1) - EPOCH).astype("datetime64[D]")
    after = (
        (days.astype("datetime64[M]") + numpy.timedelta64(months + 1, "M"))
        .astype("datetime64[D]")
        .astype(numpy.int64)
    )
    return (after - 1 + EPOCH).astype(numpy.int32)


@dataclass(frozen=True, slots=True)
class Columns:
    """The days and watched texts of all rows, as numbers, how texts are numbered; and the number of each value.

    `values`: by column, the number of what must be the same where the engine looks at the whole value; `empty`: the
    number of an empty cell there.
    """

    days: Mapping[str, Numbers]
    texts: Mapping[str, Numbers]
    numbers: dict[str, int]
    values: Mapping[str, NDArray[numpy.int64]]
    empty: Mapping[str, int]


class Rows:
    """Some rows of the columns. What has been worked out for them is kept while they are looked at."""

    __slots__ = ("_known", "columns", "numbers")

    def __init__(self, columns: Columns, numbers: Numbers) -> None:
        self.columns = columns
        self.numbers = numbers
        self._known: dict[Expression, Numbers] = {}

    def __len__(self) -> int:
        return len(self.numbers)

    def where(self, chosen: NDArray[Any]) -> "Rows":
        """The rows that are chosen, by place or by true and false."""
        return Rows(self.columns, self.numbers[chosen])

    def days(self, expression: Expression | int) -> Numbers | int:
        """The days that the expression gives."""
        if isinstance(expression, int):
            return expression
        known = self._known.get(expression)
        if known is None:
            known = self._known[expression] = self._days(expression)
        return known

    def _days(self, expression: Expression) -> Numbers:
        kind, of = expression[:2]
        if kind == "column":
            return self.columns.days[of][self.numbers]
        days = self.days(of)
        if kind == "shift":
            return numpy.asarray(days + numpy.int32(expression[2]), dtype=numpy.int32)
        table = _months_table(expression[2]) if kind == "months" else _month_end_table(expression[2])
        return table[days - LOW]

    def outcomes(self, question: Question) -> NDArray[Any]:
        """What the question comes out as in each row: true or false, or a number."""
        return numpy.asarray(self._outcomes(question))

    def _outcomes(self, question: Question) -> Any:
        kind, about = question[:2]
        if kind == "value":
            return self.columns.values[about][self.numbers]
        if kind == "given":
            return self.columns.values[about][self.numbers] != self.columns.empty[about]
        if kind == "before":
            return self.days(about) < self.days(question[2])
        if kind == "same":
            return self.days(about) == self.days(question[2])
        if kind == "text_is":
            return self.columns.texts[about][self.numbers] == number_of(question[2], self.columns.numbers)
        if kind == "text_among":
            among = [number_of(each, self.columns.numbers) for each in question[2]]
            return numpy.isin(self.columns.texts[about][self.numbers], among)
        if kind == "text":
            return self.columns.texts[about][self.numbers]
        days = self.days(about)
        if kind == "apart":
            return days - self.days(question[2])
        if kind == "weekday":
            return (days - 1) % 7
        if kind == "law_day":
            return numpy.where(numpy.isin(days, question[2]), days, NO_LAW_DAY)
        return days


def number_of(text: str, numbers: dict[str, int]) -> int:
    """The number of a text; a new one where it has none yet."""
    return numbers.setdefault(text, len(numbers) + 1)
