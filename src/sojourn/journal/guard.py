"""Triggers that keep the journal append-only against everybody who may write to the database.

Used by the migration. A test run takes the guard down in its own database, because tests empty their tables.
A later migration that alters one of the two tables must put the guard up again: SQLite alters a table by
making it anew, which loses its triggers. `is_up` tells.
"""

import re
from typing import Final

from django.db.backends.base.base import BaseDatabaseWrapper

_TRIGGER_NAME: Final = re.compile(r"CREATE TRIGGER (\w+)")

_POSTGRESQL_UP: Final = (
    """CREATE OR REPLACE FUNCTION journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN RAISE EXCEPTION 'The journal is append-only.'; END $$""",
    """CREATE OR REPLACE FUNCTION journal_head_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN
         IF NEW.length <= OLD.length THEN RAISE EXCEPTION 'The journal only grows.'; END IF;
         RETURN NEW;
       END $$""",
    """CREATE TRIGGER journal_no_change BEFORE UPDATE OR DELETE ON journal_journalline
        FOR EACH ROW EXECUTE FUNCTION journal_is_append_only()""",
    """CREATE TRIGGER journal_no_truncate BEFORE TRUNCATE ON journal_journalline
        FOR EACH STATEMENT EXECUTE FUNCTION journal_is_append_only()""",
    """CREATE TRIGGER journal_head_stays BEFORE DELETE ON journal_journalhead
        FOR EACH ROW EXECUTE FUNCTION journal_is_append_only()""",
    """CREATE TRIGGER journal_head_no_truncate BEFORE TRUNCATE ON journal_journalhead
        FOR EACH STATEMENT EXECUTE FUNCTION journal_is_append_only()""",
    """CREATE TRIGGER journal_head_grows BEFORE UPDATE ON journal_journalhead
        FOR EACH ROW EXECUTE FUNCTION journal_head_only_grows()""",
)
_POSTGRESQL_DOWN: Final = (
    "DROP TRIGGER IF EXISTS journal_no_change ON journal_journalline",
    "DROP TRIGGER IF EXISTS journal_no_truncate ON journal_journalline",
    "DROP TRIGGER IF EXISTS journal_head_stays ON journal_journalhead",
    "DROP TRIGGER IF EXISTS journal_head_no_truncate ON journal_journalhead",
    "DROP TRIGGER IF EXISTS journal_head_grows ON journal_journalhead",
    "DROP FUNCTION IF EXISTS journal_is_append_only()",
    "DROP FUNCTION IF EXISTS journal_head_only_grows()",
)
# INSERT OR REPLACE removes rows in SQLite without firing the delete triggers, hence the two triggers on
# insert.
_SQLITE_UP: Final = (
    """CREATE TRIGGER journal_no_replace BEFORE INSERT ON journal_journalline
        WHEN NEW.number <= (SELECT coalesce(max(number), 0) FROM journal_journalline)
          OR EXISTS (SELECT 1 FROM journal_journalline WHERE hash = NEW.hash)
        BEGIN SELECT RAISE(ABORT, 'The journal is append-only.'); END""",
    """CREATE TRIGGER journal_head_no_replace BEFORE INSERT ON journal_journalhead
        WHEN EXISTS (SELECT 1 FROM journal_journalhead)
        BEGIN SELECT RAISE(ABORT, 'The journal is append-only.'); END""",
    """CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal_journalline
        BEGIN SELECT RAISE(ABORT, 'The journal is append-only.'); END""",
    """CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal_journalline
        BEGIN SELECT RAISE(ABORT, 'The journal is append-only.'); END""",
    """CREATE TRIGGER journal_head_stays BEFORE DELETE ON journal_journalhead
        BEGIN SELECT RAISE(ABORT, 'The journal is append-only.'); END""",
    """CREATE TRIGGER journal_head_grows BEFORE UPDATE ON journal_journalhead WHEN NEW.length <= OLD.length
        BEGIN SELECT RAISE(ABORT, 'The journal only grows.'); END""",
)
_SQLITE_DOWN: Final = (
    "DROP TRIGGER IF EXISTS journal_no_replace",
    "DROP TRIGGER IF EXISTS journal_head_no_replace",
    "DROP TRIGGER IF EXISTS journal_no_update",
    "DROP TRIGGER IF EXISTS journal_no_delete",
    "DROP TRIGGER IF EXISTS journal_head_stays",
    "DROP TRIGGER IF EXISTS journal_head_grows",
)


def put_up(connection: BaseDatabaseWrapper) -> None:
    """Forbid changing and deleting lines, and shortening or removing the head."""
    _run(connection, _POSTGRESQL_UP if connection.vendor == "postgresql" else _SQLITE_UP)


def take_down(connection: BaseDatabaseWrapper) -> None:
    """Remove the guard: for undoing the migration, and for databases that only tests use."""
    _run(connection, _POSTGRESQL_DOWN if connection.vendor == "postgresql" else _SQLITE_DOWN)


def is_up(connection: BaseDatabaseWrapper) -> bool:
    """Whether every trigger of the guard is there and enabled."""
    statements: tuple[str, ...]
    if connection.vendor == "postgresql":
        statements, query = _POSTGRESQL_UP, "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'"
    else:
        statements, query = _SQLITE_UP, "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    needed = {match.group(1) for match in map(_TRIGGER_NAME.match, statements) if match}
    with connection.cursor() as cursor:
        cursor.execute(query)
        return needed <= {name for (name,) in cursor.fetchall()}


def _run(connection: BaseDatabaseWrapper, statements: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
