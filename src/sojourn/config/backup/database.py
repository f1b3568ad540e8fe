"""Copying a database as it stands at one moment while others write to it, and putting a copy back."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction

from sojourn.config.backup.errors import BackupFault

COPIES: Final = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}


@contextmanager
def one_moment() -> Iterator[Callable[[Path], None]]:
    """All that is read inside is of one moment; what is yielded copies the database of that moment to a file.

    Nobody waits meanwhile: writers go on. Raises BackupFault when a copy cannot be made.
    """
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
        try:
            yield _copy_sqlite
        finally:
            with connection.cursor() as cursor:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
            yield lambda target: _dump_postgres(target, snapshot)


def _copy_sqlite(target: Path) -> None:
    # The same connection: its open transaction is the moment that is copied.
    source: sqlite3.Connection = connection.connection
    with closing(sqlite3.connect(target)) as copy:
        source.backup(copy, pages=-1)
        if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise BackupFault("The database is damaged: its copy does not pass SQLite's integrity check.")
        # The copy keeps no journal of its own beside it.
        copy.execute("PRAGMA journal_mode=DELETE")


def _dump_postgres(target: Path, snapshot: str) -> None:
    _run(
        "pg_dump",
        "--format=custom",
        "--no-owner",
        "--no-privileges",
        f"--snapshot={snapshot}",
        f"--file={target}",
    )


def refuse_unless_empty() -> None:
    """Raises BackupFault unless the database of the settings is one without tables: nothing is ever written over."""
    if connection.vendor == "sqlite":
        path = Path(connection.settings_dict["NAME"])
        if path.exists() and path.stat().st_size:
            raise BackupFault(f"{path} is there already. Move it away, or set another SOJOURN_HOME.")
    elif connection.introspection.table_names():
        raise BackupFault("The database has tables already. Make an empty one and name it in DATABASE_URL.")


def put_back(copy: Path, engine: str) -> None:
    """Make the database of the settings, which is empty, hold what the copy holds: wholly or not at all.

    Raises BackupFault when the copy is of another kind of database, or cannot be put back.
    """
    if connection.vendor != engine:
        raise BackupFault(f"The backup is of {engine}, and the settings name {connection.vendor}.")
    if engine == "postgresql":
        connection.close()
        _run(
            "pg_restore",
            "--exit-on-error",
            "--single-transaction",
            "--no-owner",
            "--no-privileges",
            str(copy),
        )
        return
    path = Path(connection.settings_dict["NAME"])
    connection.close()
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    shutil.copyfile(copy, part)
    part.chmod(0o600)
    with part.open("rb") as written:
        os.fsync(written.fileno())
    part.replace(path)


def looks_whole(copy: Path, engine: str) -> None:
    """Without putting it back: that the copy can be opened and read. Raises BackupFault when it cannot."""
    if engine == "postgresql":
        # Reads and decompresses every row, and makes nothing of it.
        _run("pg_restore", "--exit-on-error", "--file=/dev/null", str(copy), at_database=False)
        return
    with closing(sqlite3.connect(f"file:{copy}?mode=ro", uri=True)) as opened:
        try:
            whole = opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        except sqlite3.DatabaseError:
            whole = False
    if not whole:
        raise BackupFault("The copy in the backup does not pass SQLite's integrity check.")


def _run(program: str, *arguments: str, at_database: bool = True) -> None:
    found = shutil.which(
        program, path=os.pathsep.join(filter(None, [settings.SOJOURN_PG_BIN, os.environ["PATH"]]))
    )
    if found is None:
        raise BackupFault(
            f"{program} was not found: install PostgreSQL's client programs, or set SOJOURN_PG_BIN."
        )
    surroundings = {**os.environ, **(_address() if at_database else {})}
    named = ["--dbname", surroundings["PGDATABASE"]] if at_database else []
    done = subprocess.run(  # noqa: S603  a program that the operator installed, told by us what to do
        [found, *named, *arguments], env=surroundings, capture_output=True, text=True, check=False
    )
    if done.returncode:
        # The last line names the cause; those before may quote rows.
        cause = (done.stderr.strip().splitlines() or ["no reason told"])[0]
        raise BackupFault(f"{program} failed: {cause}")


def _address() -> dict[str, str]:
    """Where the database is, for PostgreSQL's own programs: in no list of processes, as arguments would be."""
    parameters: dict[str, Any] = connection.get_connection_params()
    names = {
        "dbname": "PGDATABASE",
        "user": "PGUSER",
        "password": "PGPASSWORD",
        "host": "PGHOST",
        "port": "PGPORT",
    }
    return {names[key]: str(value) for key, value in parameters.items() if key in names and value}
