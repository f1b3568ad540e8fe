"""Tables of trips: the same engine, each kind of situation determined once. Needs Polars; `sojourn.engine` does not."""

from sojourn.engine.screening.batches import ADDED, screen_batches, screening
from sojourn.engine.screening.screener import SCHEMA, Screener, screen_one
from sojourn.engine.screening.shares import Shares, processes_for
from sojourn.engine.screening.trips import COLUMNS, TableError, columns_of

__all__ = [
    "ADDED",
    "COLUMNS",
    "SCHEMA",
    "Screener",
    "Shares",
    "TableError",
    "columns_of",
    "processes_for",
    "screen_batches",
    "screen_one",
    "screening",
]
