"""Screening as a function on Arrow batches, such as Spark's mapInArrow calls on each part of a table."""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, cast

import polars

from sojourn.engine.lawbook.load import load_law
from sojourn.engine.screening.screener import SCHEMA, Screener

if TYPE_CHECKING:
    from pyarrow import RecordBatch

TOGETHER = 200_000
"""Rows that are answered together: each kind of trip is looked for once in them."""

ADDED = ", ".join(f"{name} {'date' if kind == polars.Date else 'string'}" for name, kind in SCHEMA.items())
"""The columns that are added, as Spark names a schema."""


def screen_batches(
    batches: "Iterable[RecordBatch]",
    *,
    language: str = "en",
    named: dict[str, str] | None = None,
    first_row: int | None = None,
) -> "Iterator[RecordBatch]":
    """The batches with the columns of SCHEMA beside theirs, in the same order; no row is left out.

    `first_row`: the number under which errors name the first row; None where the part knows nothing of the whole.
    Raises TableError where columns are missing. Needs pyarrow.
    """
    screener: Screener | None = None
    for frame in _together(batches):
        screener = screener or Screener(load_law(), frame.columns, language=language, named=named)
        answered = screener.screen(frame, first_row)
        if first_row is not None:
            first_row += frame.height
        yield from answered.to_arrow(compat_level=polars.CompatLevel.oldest()).to_batches()


def screening(
    *, language: str = "en", named: dict[str, str] | None = None
) -> "Callable[[Iterable[RecordBatch]], Iterator[RecordBatch]]":
    """`screen_batches` with its options, as a function of the batches alone."""

    def screen(batches: "Iterable[RecordBatch]") -> "Iterator[RecordBatch]":
        return screen_batches(batches, language=language, named=named)

    return screen


def _together(batches: "Iterable[RecordBatch]") -> Iterator[polars.DataFrame]:
    """The rows of small batches in larger tables."""
    waiting: list[polars.DataFrame] = []
    height = 0
    for batch in batches:
        waiting.append(cast(polars.DataFrame, polars.from_arrow(batch)))
        height += batch.num_rows
        if height >= TOGETHER:
            yield polars.concat(waiting)
            waiting, height = [], 0
    if height:
        yield polars.concat(waiting)
