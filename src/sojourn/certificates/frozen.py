"""Triggers that keep what was issued as it was issued: only a certificate's status may ever change.

Used by the migration. SQLite alters a table by making it anew, which loses its triggers: a later migration that alters
one of these tables must put the guard up again. `is_up` tells.
"""

from typing import Final

from django.db.backends.base.base import BaseDatabaseWrapper

_TABLES: Final = ("certificates_certificate", "certificates_sealkey", "certificates_statuschange")
_PLACES: Final = "certificates_certificate_keeps_place"
_FROZEN: Final = (
    "id",
    "number",
    "issue_key",
    "check_index",
    "institution_id",
    "period_start",
    "period_end",
    "document_file",
    "document_sha256",
    "seal_key_id",
    "issued_at",
)


def put_up(connection: BaseDatabaseWrapper) -> None:
    """Forbid changing what was issued, sealed with or decided. Ciphertext may change: keys are turned over."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE OR REPLACE FUNCTION certificates_are_frozen() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE EXCEPTION 'What was issued does not change.'; END $$"
            )
        for table in _TABLES:
            cursor.execute(_trigger(connection.vendor, table))


def take_down(connection: BaseDatabaseWrapper) -> None:
    """Remove the guard: for undoing the migration."""
    with connection.cursor() as cursor:
        for table in _TABLES:
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_frozen{on}")
        if connection.vendor == "postgresql":
            cursor.execute("DROP FUNCTION IF EXISTS certificates_are_frozen()")


def keep_places(connection: BaseDatabaseWrapper) -> None:
    """Forbid giving a certificate another place in the status lists than it has."""
    head = f"CREATE TRIGGER {_PLACES} BEFORE UPDATE OF status_list_id, status_index ON {_TABLES[0]}"
    when = "FOR EACH ROW WHEN (OLD.status_index IS NOT NULL)"
    then = (
        "EXECUTE FUNCTION certificates_are_frozen()"
        if connection.vendor == "postgresql"
        else "BEGIN SELECT RAISE(ABORT, 'What was issued does not change.'); END"
    )
    with connection.cursor() as cursor:
        cursor.execute(f"{head} {when} {then}")


def leave_places(connection: BaseDatabaseWrapper) -> None:
    """Remove that guard: for undoing the migration."""
    on = f" ON {_TABLES[0]}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER IF EXISTS {_PLACES}{on}")


def is_up(connection: BaseDatabaseWrapper) -> bool:
    """Whether every trigger of the guard is there."""
    query = (
        "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {_PLACES, *(f"{table}_frozen" for table in _TABLES)} <= {name for (name,) in cursor.fetchall()}


def _trigger(vendor: str, table: str) -> str:
    # Columns are named for the certificate, whose status moves; the other two tables are frozen whole.
    columns = f" OF {', '.join(_FROZEN)}" if table == _TABLES[0] else ""
    head = f"CREATE TRIGGER {table}_frozen BEFORE UPDATE{columns} ON {table}"
    if vendor == "postgresql":
        return f"{head} FOR EACH ROW EXECUTE FUNCTION certificates_are_frozen()"
    return f"{head} BEGIN SELECT RAISE(ABORT, 'What was issued does not change.'); END"
