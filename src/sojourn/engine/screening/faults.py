"""What is wrong with rows, told by row and column."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy
import polars
from numpy.typing import NDArray

from sojourn.engine.lawbook.law import Law
from sojourn.engine.screening.cells import Fault
from sojourn.engine.telling.texts import sentence

RowNumbers = Sequence[int] | NDArray[numpy.int64]
"""By place of a row: the number under which it is named."""


@dataclass(frozen=True, slots=True)
class FoundFault:
    """A fault with its place: the row, counted from 0, and the column of a trip."""

    row: int
    column: str
    fault: Fault


def tell_faults(
    law: Law,
    language: str,
    names: Mapping[str, str],
    faults: Sequence[FoundFault],
    height: int,
    numbers: RowNumbers | None,
) -> tuple[polars.Series, int]:
    """The column `error`, and how many rows have one. Columns are named as in the table, rows by `numbers`."""
    told: dict[int, str] = {}
    for found in faults:
        words = sentence(law, f"problem.{found.fault.code}", language, found.fault.params)
        text = f"{names[found.column]} ({found.fault.code}): {words}"
        told[found.row] = f"{told[found.row]} {text}" if found.row in told else text
    texts: list[str | None] = [None] * height
    for row, text in told.items():
        texts[row] = text if numbers is None else f"row {numbers[row]}, {text}"
    return polars.Series("error", texts, dtype=polars.String), len(told)
