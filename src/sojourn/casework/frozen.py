"""A trigger that keeps a decision as it was decided.

Used by the migration. SQLite alters a table by making it anew, which loses its triggers: a later migration that
alters the table must put the guard up again. `is_up` tells.
"""

from typing import Final

from django.db.backends.base.base import BaseDatabaseWrapper

_TABLE: Final = "casework_decision"
# All columns but the encrypted one, whose ciphertext changes when keys are turned over.
_COLUMNS: Final = (
    "id",
    "case_id",
    "position",
    "supersedes_id",
    "result",
    "reasons",
    "remedy",
    "law_version",
    "checks_version",
    "determination",
    "decided_by_id",
    "decided_at",
    "needs_two",
    "signed_by_id",
    "certificate_number",
    "certified_from",
    "certified_until",
    "forwarded_to",
)
_WORDS: Final = "A decision does not change."


def put_up(connection: BaseDatabaseWrapper) -> None:
    """Forbid changing what was decided."""
    with connection.cursor() as cursor:
        # Earlier migrations put the guard up over the columns that were there by then.
        there = {column.name for column in connection.introspection.get_table_description(cursor, _TABLE)}
        guarded = ", ".join(column for column in _COLUMNS if column in there)
        head = f"CREATE TRIGGER {_TABLE}_frozen BEFORE UPDATE OF {guarded} ON {_TABLE}"
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE OR REPLACE FUNCTION decisions_are_frozen() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{_WORDS}'; END $$"
            )
            cursor.execute(f"{head} FOR EACH ROW EXECUTE FUNCTION decisions_are_frozen()")
        else:
            cursor.execute(f"{head} BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END")


def take_down(connection: BaseDatabaseWrapper) -> None:
    """Remove the guard: for undoing the migration."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP TRIGGER IF EXISTS {_TABLE}_frozen ON {_TABLE}")
            cursor.execute("DROP FUNCTION IF EXISTS decisions_are_frozen()")
        else:
            cursor.execute(f"DROP TRIGGER IF EXISTS {_TABLE}_frozen")


def is_up(connection: BaseDatabaseWrapper) -> bool:
    """Whether the guard is there."""
    query = (
        "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return f"{_TABLE}_frozen" in {name for (name,) in cursor.fetchall()}
