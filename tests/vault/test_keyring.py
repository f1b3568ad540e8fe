"""Keys are made once, kept for their owner alone, turned over without a pause, and never guessed."""

import json
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import override_settings

from sojourn.core.actors import Subject
from sojourn.journal.access import lines_about
from sojourn.vault import custody, envelope
from sojourn.vault.blind import blind_index
from sojourn.vault.errors import VaultError

CONTEXT = "test:1"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A fresh home without keys."""
    with override_settings(SOJOURN_HOME=tmp_path, SOJOURN_KEYRING="", SOJOURN_MASTER_KEY=""):
        custody.reread()
        yield tmp_path
    custody._opened.cache_clear()


def sealed_elsewhere(data: str, home: Path) -> bytes:
    """What another process of the service seals with the keys of this home."""
    code = (
        "import os, sys; os.environ['DJANGO_SETTINGS_MODULE'] = 'sojourn.config.settings'\n"
        "from sojourn.vault import envelope\n"
        f"sys.stdout.write(envelope.encrypt({data!r}.encode(), context={CONTEXT!r}).hex())"
    )
    return bytes.fromhex(run(code, home).stdout)


def run(code: str, home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    surroundings = {**os.environ, "SOJOURN_MODE": "test", "SOJOURN_HOME": str(home), **environment}
    return subprocess.run(
        [sys.executable, "-c", code], env=surroundings, capture_output=True, text=True, check=False
    )


def test_keys_are_made_at_first_start_for_their_owner_alone(home: Path) -> None:
    envelope.encrypt(b"x", context=CONTEXT)
    for name in ("ring.json", "master_key"):
        assert stat.S_IMODE((home / "keys" / name).stat().st_mode) == 0o600
    assert stat.S_IMODE((home / "keys").stat().st_mode) == 0o700


def test_the_kept_ring_holds_no_open_key(home: Path) -> None:
    kept = json.loads((home / "keys" / "ring.json").read_text())
    assert set(kept) == {"format", "data", "index"}
    for part in ("data", "index"):
        assert set(kept[part]) == {"encryptedKeyset", "keysetInfo"}


def test_processes_that_start_at_once_share_one_ring(tmp_path: Path) -> None:
    code = (
        "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'sojourn.config.settings'\n"
        "from sojourn.vault import custody; print(custody.ring().key_ids)"
    )
    surroundings = {**os.environ, "SOJOURN_MODE": "test", "SOJOURN_HOME": str(tmp_path)}
    processes = [
        subprocess.Popen([sys.executable, "-c", code], env=surroundings, stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    assert len({process.communicate(timeout=60)[0] for process in processes}) == 1
    assert {path.name for path in (tmp_path / "keys").iterdir()} == {".lock", "ring.json", "master_key"}


def test_after_rotation_the_new_key_seals_and_the_old_ones_open(home: Path) -> None:
    old = envelope.encrypt(b"old", context=CONTEXT)
    named = blind_index("worker.ssn", "123")
    first = custody.ring()
    turned = custody.rotate()
    assert turned.key_ids[:-1] == first.key_ids
    new = envelope.encrypt(b"new", context=CONTEXT)
    assert not first.knows_key_of(new)
    assert [envelope.decrypt(old, context=CONTEXT), envelope.decrypt(new, context=CONTEXT)] == [
        b"old",
        b"new",
    ]
    assert blind_index("worker.ssn", "123") == named


def test_a_fresh_home_gets_its_ring_before_it_is_rotated(tmp_path: Path) -> None:
    with override_settings(SOJOURN_HOME=tmp_path / "fresh"):
        assert len(custody.rotate().key_ids) == 2


def test_a_running_process_learns_of_a_key_that_another_has_turned_over(home: Path) -> None:
    before = custody.ring()
    ring_file = home / "keys" / "ring.json"
    custody.rotate()
    rotated = ring_file.read_text()
    sealed = envelope.encrypt(b"x", context=CONTEXT)
    # As a process stands that has not read the ring since.
    ring_file.write_text(before.wrapped(custody._master_key(home, "")))
    custody.reread()
    ring_file.write_text(rotated)
    assert not custody.ring().knows_key_of(sealed)
    assert envelope.decrypt(sealed, context=CONTEXT) == b"x"


def test_what_another_process_sealed_opens(home: Path) -> None:
    custody.ring()
    assert envelope.decrypt(sealed_elsewhere("x", home), context=CONTEXT) == b"x"


def test_another_ring_opens_nothing(home: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    sealed = envelope.encrypt(b"x", context=CONTEXT)
    named = blind_index("worker.ssn", "123")
    with override_settings(SOJOURN_HOME=tmp_path_factory.mktemp("other")):
        with pytest.raises(VaultError, match="vault_cannot_open"):
            envelope.decrypt(sealed, context=CONTEXT)
        assert blind_index("worker.ssn", "123") != named


def test_a_ring_given_by_content_or_by_path_is_the_same(home: Path) -> None:
    sealed = envelope.encrypt(b"x", context=CONTEXT)
    ring, master = home / "keys" / "ring.json", home / "keys" / "master_key"
    for given in (
        {"SOJOURN_KEYRING": str(ring), "SOJOURN_MASTER_KEY": str(master)},
        {"SOJOURN_KEYRING": ring.read_text(), "SOJOURN_MASTER_KEY": master.read_text()},
    ):
        with override_settings(SOJOURN_MODE="production", SOJOURN_HOME=Path("/nowhere"), **given):
            assert envelope.decrypt(sealed, context=CONTEXT) == b"x"


OTHER_KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="


@pytest.mark.parametrize(
    ("ring", "master", "reason"),
    [
        ("", "", "set SOJOURN_KEYRING"),
        ("{ring}", "", "set SOJOURN_KEYRING"),
        ("", "{master}", "set SOJOURN_KEYRING"),
        ("{ring}", OTHER_KEY, "does not open with this master key"),
        ("{ring}", "short", "32 bytes"),
        ("/nowhere/ring.json", "{master}", "not there"),
        ("{}", "{master}", "damaged"),
        ('{"format": "other"}', "{master}", "format"),
    ],
)
def test_production_refuses_to_go_on_without_fitting_keys(
    home: Path, ring: str, master: str, reason: str
) -> None:
    keys = home / "keys"
    given = {
        "SOJOURN_KEYRING": str(keys / "ring.json") if ring == "{ring}" else ring,
        "SOJOURN_MASTER_KEY": str(keys / "master_key") if master == "{master}" else master,
    }
    with (
        override_settings(SOJOURN_MODE="production", **given),
        pytest.raises(ImproperlyConfigured, match=reason) as no,
    ):
        custody.ring()
    assert OTHER_KEY not in str(no.value)


def test_a_production_without_keys_does_not_start(tmp_path: Path) -> None:
    code = (
        "import os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'sojourn.config.settings'\n"
        "django.setup(); print('started')"
    )
    needed = {
        "SOJOURN_MODE": "production",
        "SOJOURN_SECRET_KEY": "x" * 60,
        "SOJOURN_HOSTS": "example.org",
        "SOJOURN_BASE_URL": "https://example.org",
        "SOJOURN_EMAIL_URL": "smtps://mail.example.org",
    }
    refused = run(code, tmp_path, **needed)
    assert refused.returncode != 0
    assert "set SOJOURN_KEYRING" in refused.stderr
    assert not (tmp_path / "keys").exists()
    custody.make(tmp_path / "made")
    given = {
        "SOJOURN_KEYRING": f"{tmp_path}/made/ring.json",
        "SOJOURN_MASTER_KEY": f"{tmp_path}/made/master_key",
    }
    assert "set SOJOURN_KEYRING" not in run(code, tmp_path, **needed, **given).stderr


def test_a_lost_master_key_is_said_and_no_new_one_made(home: Path) -> None:
    (home / "keys" / "master_key").unlink()
    with pytest.raises(ImproperlyConfigured, match="not there any more"):
        custody.reread()
    assert not (home / "keys" / "master_key").exists()


def test_a_ring_that_is_not_in_a_file_is_rotated_where_it_is_kept(home: Path) -> None:
    ring, master = home / "keys" / "ring.json", home / "keys" / "master_key"
    given = {"SOJOURN_KEYRING": ring.read_text(), "SOJOURN_MASTER_KEY": master.read_text()}
    with override_settings(**given), pytest.raises(ImproperlyConfigured, match="where it is kept"):
        custody.rotate()


def test_keys_for_a_production_are_made_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "keys"
    call_command("make_keyring", folder)
    assert f"SOJOURN_KEYRING={folder}/ring.json" in capsys.readouterr().out
    before = (folder / "ring.json").read_text()
    with pytest.raises(CommandError, match="already"):
        call_command("make_keyring", folder)
    assert (folder / "ring.json").read_text() == before


@pytest.mark.django_db
def test_rotation_by_command_stands_in_the_journal(home: Path) -> None:
    call_command("rotate_keyring")
    (line,) = lines_about(Subject("keyring", "data"))
    assert (line.event, line.details) == ("keyring_rotated", {"keys": 2})


def test_the_ring_does_not_show_its_keys() -> None:
    assert set(repr(custody.ring())) <= set("KeyRing(key_ids=, 0123456789)")


def test_context_must_say_something() -> None:
    with pytest.raises(VaultError, match="vault_needs_context"):
        envelope.encrypt(b"x", context="")


@pytest.mark.parametrize(("purpose", "value"), [("worker.ssn", "123"), ("x", ""), ("x", "ß" * 1000)])
def test_a_blind_index_is_short_equal_for_equals_and_tells_nothing(purpose: str, value: str) -> None:
    named = blind_index(purpose, value)
    assert named == blind_index(purpose, value)
    assert len(named) == 43
    assert named != blind_index(purpose, value + " ")
    assert named != blind_index(purpose + "x", value)


def test_purposes_cannot_run_into_values() -> None:
    assert blind_index("a", "b\0c") != blind_index("a\x01b", "c")
    for purpose in ("", "a\0b"):
        with pytest.raises(VaultError, match="vault_needs_context"):
            blind_index(purpose, "c")
