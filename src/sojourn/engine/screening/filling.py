"""Answers put into the rows: what is the same in all rows by number, days and texts with days by each row's own."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

import numpy
import polars
from numpy.typing import NDArray

from sojourn.engine.lawbook.law import Law
from sojourn.engine.screening.answers import ANSWER_COLUMNS, TEXTS, TOLD, Answer, Slot, Text
from sojourn.engine.screening.rows import EPOCH, Columns, Rows
from sojourn.engine.telling.texts import day as day_in_words

UNFOUND = -1


class Filler:
    """Fills the columns of answers in one language."""

    def __init__(self, law: Law, language: str) -> None:
        self._law = law
        self._language = language
        self._days: tuple[dict[int, str], dict[int, str]] = ({}, {})

    def fill(
        self, answers: Sequence[Answer], of_row: NDArray[numpy.int64], columns: Columns
    ) -> polars.DataFrame:
        """The columns of the answers without errors. `of_row`: the number of each row's answer, or UNFOUND."""
        used, place = numpy.unique(of_row, return_inverse=True)
        kinds = [answers[number] if number != UNFOUND else None for number in used.tolist()]
        order = numpy.argsort(place, kind="stable")
        edges = numpy.searchsorted(place[order], numpy.arange(len(kinds) + 1))
        rows = [order[low:high].astype(numpy.int32) for low, high in pairwise(edges)]
        made = [
            _spread(name, [getattr(kind, name) if kind else None for kind in kinds], place) for name in TEXTS
        ]
        made.append(_until(kinds, rows, columns, len(of_row)))
        made += [self._told(name, kinds, rows, place, columns) for name in TOLD]
        return polars.DataFrame({each.name: each for each in made}).select(
            name for name in ANSWER_COLUMNS if name != "error"
        )

    def _told(
        self,
        name: str,
        kinds: Sequence[Answer | None],
        rows: Sequence[NDArray[numpy.int32]],
        place: NDArray[numpy.int64],
        columns: Columns,
    ) -> polars.Series:
        """A column of sentences."""
        texts: list[Text] = [getattr(kind, name) if kind else () for kind in kinds]
        same = [
            None if not text or any(isinstance(each, Slot) for each in text) else "".join(map(str, text))
            for text in texts
        ]
        series = _spread(name, same, place)
        own_rows, own_texts = [], []
        for text, numbers in zip(texts, rows, strict=True):
            if any(isinstance(piece, Slot) for piece in text):
                own_rows.append(numbers)
                own_texts.extend(self._own(text, Rows(columns, numbers)))
        if own_rows:
            where = polars.Series(numpy.concatenate(own_rows))
            series = series.scatter(where, polars.Series(own_texts, dtype=polars.String))
        return series

    def _own(self, text: Text, rows: Rows) -> list[str]:
        """The text of each row with its own days."""
        parts: list[Sequence[str]] = []
        for piece in text:
            if isinstance(piece, Slot):
                days = rows.days(piece.day)
                parts.append([self._day(each, in_words=piece.in_words) for each in days.tolist()])  # type: ignore[union-attr]
            else:
                parts.append([piece] * len(rows))
        return ["".join(each) for each in zip(*parts, strict=True)]

    def _day(self, number: int, *, in_words: bool) -> str:
        known = self._days[in_words]
        text = known.get(number)
        if text is None:
            day = date.fromordinal(number)
            text = known[number] = day_in_words(day, self._language) if in_words else day.isoformat()
        return text


def _spread(name: str, values: Sequence[str | None], place: NDArray[numpy.int64]) -> polars.Series:
    return polars.Series(name, values, dtype=polars.String).gather(polars.Series(place))


def _until(
    kinds: Sequence[Answer | None], rows: Sequence[NDArray[numpy.int32]], columns: Columns, height: int
) -> polars.Series:
    days = numpy.zeros(height, dtype=numpy.int32)
    known = numpy.zeros(height, dtype=numpy.bool_)
    for kind, numbers in zip(kinds, rows, strict=True):
        if kind is None or kind.until is None:
            continue
        known[numbers] = True
        until = kind.until
        days[numbers] = until.toordinal() if isinstance(until, date) else Rows(columns, numbers).days(until)
    series = polars.Series("until", days - numpy.int32(EPOCH), dtype=polars.Int32).cast(polars.Date)
    return series.set(polars.Series(~known), None)
