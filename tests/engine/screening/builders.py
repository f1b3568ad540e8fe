"""Trips for tests: ordinary ones, of which a test changes one cell."""

from typing import Any

import polars

from sojourn.engine import load_law
from sojourn.engine.screening import SCHEMA, Screener

TRIP = {
    "from_country": "US",
    "to_country": "DE",
    "start": "2027-03-01",
    "end": "2027-05-31",
    "nationality": "US",
    "residence": "US",
    "employer_seat": "US",
    "works_for_sender": "yes",
    "hired_locally": "no",
    "employed_since": "2020-01-01",
}


def trip(**changed: Any) -> dict[str, Any]:
    """An ordinary business trip with some cells changed."""
    return {**TRIP, **changed}


def table(*trips: dict[str, Any]) -> polars.DataFrame:
    """The trips as a table, as they stand."""
    names = list(dict.fromkeys(name for each in trips for name in each))
    return polars.DataFrame({name: [each.get(name) for each in trips] for name in names}, strict=False)


def screened(*trips: dict[str, Any], **options: Any) -> list[dict[str, Any]]:
    """The rows that come out."""
    frame = table(*trips)
    return Screener(load_law(), frame.columns, **options).screen(frame, 2).to_dicts()


def answers(*trips: dict[str, Any]) -> list[dict[str, Any]]:
    """The columns that were added."""
    return [{name: row[name] for name in SCHEMA} for row in screened(*trips)]
