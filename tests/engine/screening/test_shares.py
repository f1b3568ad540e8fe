"""A table divided among processes: the same answers in the same order, whichever process gave them."""

from collections.abc import Iterator
from dataclasses import replace

import polars
import pytest

from bench.trips import trips
from sojourn.engine import load_law
from sojourn.engine.screening import Screener, Shares, TableError, processes_for
from sojourn.engine.screening.shares import WORTH
from tests.engine.screening.builders import table, trip


def in_parts(frame: polars.DataFrame, processes: int) -> tuple[list[polars.DataFrame], int]:
    """The parts of a table as they come out, and how many rows had errors."""
    with Shares(load_law(), frame.columns, processes=processes) as shares:
        found = list(shares.screen(frame.iter_slices(700), first_row=2))
        return found, shares.faulty


def test_two_processes_answer_as_one_does() -> None:
    made = trips(2000, seed=5)
    faulty = with_cells(
        made, {3: ("start", "soon"), 777: ("to_country", "Narnia"), 1999: ("from_country", None)}
    )
    parts, faults = in_parts(faulty, processes=2)
    alone = Screener(load_law(), faulty.columns)
    assert [part.height for part in parts] == [700, 700, 600]
    assert polars.concat(parts).equals(alone.screen(faulty, 2))
    assert faults == alone.faulty == 3
    told = polars.concat(parts)["error"].drop_nulls().to_list()
    assert [text.split(",")[0] for text in told] == ["row 5", "row 779", "row 2001"]


def with_cells(frame: polars.DataFrame, cells: dict[int, tuple[str, str | None]]) -> polars.DataFrame:
    """The table with some cells changed, by row."""
    rows = frame.to_dicts()
    for row, (column, value) in cells.items():
        rows[row][column] = value
    return polars.DataFrame(rows, schema=frame.schema)


def test_parts_come_out_while_others_are_still_to_come() -> None:
    frame = table(*(trip() for _ in range(4)))
    taken = []

    def parts() -> Iterator[polars.DataFrame]:
        for number in range(4):
            taken.append(number)
            yield frame[number : number + 1]

    with Shares(load_law(), frame.columns) as shares:
        next(shares.screen(parts(), first_row=2))
    assert taken == [0]


def test_a_table_that_lacks_columns_is_refused_before_any_process_starts() -> None:
    with pytest.raises(TableError):
        Shares(load_law(), ["from_country"], processes=2)


def test_small_tables_and_other_law_stay_in_this_process() -> None:
    law = load_law()
    assert processes_for(WORTH - 1, law) == 1
    assert processes_for(10 * WORTH, replace(law, version="another")) == 1
    assert processes_for(WORTH, law) >= 1
