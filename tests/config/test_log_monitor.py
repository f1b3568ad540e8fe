"""A monitor against a log that lies: rewriting, dropping, reordering and forking are each noticed."""

import base64
import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from typer.testing import CliRunner

from sojourn.certificates.transparency.signing_key import LogKey
from sojourn.config.cli import app
from sojourn.config.log_monitor import LogFault, Seen, watch
from tests.certificates.transparency.independent import root

KEY = LogKey("log.example/log", Ed25519PrivateKey.generate())
ENTRIES = [hashlib.sha256(str(number).encode()).digest() for number in range(700)]


def served(entries: Sequence[bytes], signed: Sequence[bytes] | None = None) -> Callable[[str], bytes]:
    """A log that serves these entries, and signs the root of these or of others."""
    signed = entries if signed is None else signed
    body = f"{KEY.name}\n{len(signed)}\n{base64.b64encode(root(signed)).decode()}\n"
    files = {"key": KEY.verifier.encode(), "checkpoint": KEY.signed(body).encode()}
    for index in range(-(-len(entries) // 256)):
        part = entries[index * 256 : index * 256 + 256]
        name = f"tile/entries/{index:03d}" + ("" if len(part) == 256 else f".p/{len(part)}")
        files[name] = b"".join(b"\x00\x20" + entry for entry in part)
    return files.__getitem__


@pytest.mark.parametrize("sizes", [(0, 1), (1, 2), (255, 256), (256, 257), (300, 700), (700, 700)])
def test_a_log_that_grows_is_followed_from_where_it_was(sizes: tuple[int, int]) -> None:
    first, second = sizes
    seen, _ = watch(served(ENTRIES[:first]), Seen())
    again, head = watch(served(ENTRIES[:second]), seen)
    assert (again.size, head.root) == (second, root(ENTRIES[:second]))


OLD = ENTRIES[:300]
GROWN = ENTRIES[:310]


@pytest.mark.parametrize(
    ("now", "fault"),
    [
        (OLD[:299], "shrunk"),
        ([*OLD[:299], ENTRIES[500]], "do not make the root"),
        ([*OLD[:7], ENTRIES[500], *OLD[8:], *ENTRIES[300:310]], "do not make the root"),
        ([*OLD[1:], *ENTRIES[300:311]], "do not make the root"),
        ([OLD[1], OLD[0], *GROWN[2:]], "do not make the root"),
    ],
    ids=["dropped", "forked", "rewritten", "dropped and refilled", "reordered"],
)
def test_a_log_that_was_changed_behind_is_noticed(now: list[bytes], fault: str) -> None:
    seen, _ = watch(served(OLD), Seen())
    with pytest.raises(LogFault, match=fault):
        watch(served(now), seen)


def test_entries_that_are_not_those_signed_are_noticed_at_the_first_look() -> None:
    with pytest.raises(LogFault, match="do not make the root"):
        watch(served([OLD[1], OLD[0], *OLD[2:]], signed=OLD), Seen())


@pytest.mark.parametrize("spoiled", [b"", b"\x00\x20short", b"\x00\x21" + b"x" * 33])
def test_bundles_of_another_form_are_refused(spoiled: bytes) -> None:
    good = served(OLD)
    with pytest.raises(LogFault, match="form"):
        watch(lambda path: spoiled if path.startswith("tile") else good(path), Seen())


def test_what_was_seen_is_kept_and_the_command_says_when_it_cannot_look(tmp_path: Path) -> None:
    seen, _ = watch(served(OLD), Seen())
    seen.write(tmp_path / "seen")
    kept = Seen.read(tmp_path / "seen")
    assert watch(served(GROWN), kept)[1].size == 310
    for address in ("file:///etc", "http://127.0.0.1:9/log"):
        result = CliRunner().invoke(app, ["verify-log", address, "--state", str(tmp_path / "other")])
        assert result.exit_code == 1
        assert "NOT AS IT SHOULD BE" in result.output
