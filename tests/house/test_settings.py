"""Production refuses to start when something unsafe is left out; with everything in place Django finds no fault."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from sojourn.vault.keyring import new_master_key, new_ring, read_master_key
from tests.house.checkout import ROOT, SOURCE

_MASTER_KEY = new_master_key()
SAFE = {
    "SOJOURN_MODE": "production",
    "SOJOURN_SECRET_KEY": "9f3kq0Zr-" + "0123456789abcdefghijABCDEFGHIJ-_xyzKLMNOPQRS",
    "SOJOURN_HOSTS": "cov.example.org",
    "SOJOURN_BASE_URL": "https://cov.example.org",
    "SOJOURN_EMAIL_URL": "smtps://service:secret@mail.example.org:465?from=service%40cov.example.org",
    "SOJOURN_MASTER_KEY": _MASTER_KEY,
    "SOJOURN_KEYRING": new_ring().wrapped(read_master_key(_MASTER_KEY)),
}


def start(home: Path, surroundings: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Read the settings in a process of its own, as a service that starts would, and run Django's checks."""
    command = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "ERROR"]
    bare = {
        key: value for key, value in os.environ.items() if key in {"PATH", "HOME", "LANG", "LD_LIBRARY_PATH"}
    }
    return subprocess.run(
        command,
        env=bare
        | {"DJANGO_SETTINGS_MODULE": "sojourn.config.settings", "SOJOURN_HOME": str(home)}
        | surroundings,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_starts_when_everything_is_set(tmp_path: Path) -> None:
    result = start(tmp_path, SAFE)
    assert result.returncode == 0, result.stderr[-2000:]
    # W005, W021: whether all other hosts of the domain speak HTTPS is for its owner to know.
    complaints = set(re.findall(r"\((?:\w+\.)+[EWC]\d+\)", result.stderr)) - {
        "(security.W005)",
        "(security.W021)",
    }
    assert complaints == set(), result.stderr[-2000:]


@pytest.mark.parametrize(
    "left_out", ["SOJOURN_SECRET_KEY", "SOJOURN_HOSTS", "SOJOURN_BASE_URL", "SOJOURN_EMAIL_URL"]
)
def test_production_does_not_start_without(left_out: str, tmp_path: Path) -> None:
    result = start(tmp_path, {key: value for key, value in SAFE.items() if key != left_out})
    assert result.returncode != 0
    assert left_out in result.stderr


@pytest.mark.parametrize(
    ("name", "unsafe"),
    [
        ("SOJOURN_BASE_URL", "http://cov.example.org"),
        ("SOJOURN_HOSTS", "*"),
        ("SOJOURN_SECRET_KEY", "short"),
    ],
)
def test_production_does_not_start_with(name: str, unsafe: str, tmp_path: Path) -> None:
    result = start(tmp_path, SAFE | {name: unsafe})
    assert result.returncode != 0
    assert name in result.stderr


def test_the_mode_left_out_means_production(tmp_path: Path) -> None:
    result = start(tmp_path, {})
    assert result.returncode != 0
    assert "does not start unsafe" in result.stderr


def test_an_unknown_mode_is_refused(tmp_path: Path) -> None:
    result = start(tmp_path, SAFE | {"SOJOURN_MODE": "debug"})
    assert result.returncode != 0
    assert "SOJOURN_MODE" in result.stderr


def test_every_variable_that_is_read_is_documented_and_no_other() -> None:
    read = re.findall(
        r"(?:environ(?:\.get\(|\[)|_(?:days|choice|places|scanner)\()\"([A-Z_]+)\"",
        (SOURCE / "config" / "environment.py").read_text(),
    )
    documented = re.findall(
        r"^\| `([A-Z_]+)` \|", (ROOT / "docs/reference/settings.md").read_text(), re.MULTILINE
    )
    assert sorted(set(read)) == sorted(documented)
