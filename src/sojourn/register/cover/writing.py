"""What was worked out, written into very many rows at once.

Django's own way builds an expression for each cell of each row, which takes longer than working the row out.
"""

import json
from collections.abc import Sequence
from typing import Any, Final

from django.db import connection, models

from sojourn.register.models import Assignment

AT_ONCE: Final = 1000
_ARRAYS: Final = {"jsonb": "text", "date": "date", "timestamp with time zone": "timestamptz", "uuid": "uuid"}


def write_columns(trips: Sequence[Assignment], names: Sequence[str]) -> None:
    """Write these columns of the trips, which are there already, in the caller's transaction.

    `names`: of plain columns; an encrypted one says which row it is for, so it cannot be written this way.
    """
    if connection.vendor != "postgresql":
        Assignment.objects.bulk_update(trips, names, batch_size=200)
        return
    fields = [Assignment._meta.get_field(name) for name in ("id", *names)]
    for first in range(0, len(trips), AT_ONCE):
        _write(trips[first : first + AT_ONCE], fields)


def _write(trips: Sequence[Assignment], fields: Sequence[Any]) -> None:
    arrays, setters = [], []
    for field in fields:
        kind = str(field.db_type(connection)).partition("(")[0]
        arrays.append(f"%s::{_ARRAYS.get(kind, 'text')}[]")
        if field.column != "id":
            setters.append(
                f'"{field.column}" = new."{field.column}"' + ("::jsonb" if kind == "jsonb" else "")
            )
    names = ", ".join(f'"{field.column}"' for field in fields)
    columns = [[_plain(field, getattr(trip, field.attname)) for trip in trips] for field in fields]
    # Names of the table's own columns, and nothing from outside.
    statement = (
        f'UPDATE "{Assignment._meta.db_table}" AS trip SET {", ".join(setters)} '  # noqa: S608
        f"FROM unnest({', '.join(arrays)}) AS new ({names}) WHERE trip.id = new.id"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, columns)


def _plain(field: Any, value: Any) -> Any:
    return json.dumps(value) if isinstance(field, models.JSONField) else value
