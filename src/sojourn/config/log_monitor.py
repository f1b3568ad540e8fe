"""Watching a public log from outside: whether it only grew, and holds what its signed heads say.

Trusts nothing but the key: every entry is read and hashed anew, and what was seen before is kept in a small file, so
that an entry that was changed, dropped, put elsewhere or shown differently to others is noticed the next time.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final
from urllib.error import URLError
from urllib.request import Request, urlopen

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from sojourn.core.merkle import EMPTY, appended, hash_of, leaf_hash, places_of

type Fetch = Callable[[str], bytes]

_WIDTH: Final = 256
_ENTRY: Final = 32
_SECONDS: Final = 30
_LARGEST: Final = 1 << 20


class LogFault(Exception):
    """The log is not what it says. The message is meant for whoever watches."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a checkpoint says, its signature checked."""

    origin: str
    size: int
    root: bytes


@dataclass(slots=True)
class Seen:
    """What the last look saw: the key, the head, and the hashes from which the tree grows on (level, index, hash)."""

    key: str = ""
    size: int = 0
    root: str = EMPTY.hex()
    peaks: list[tuple[int, int, str]] = field(default_factory=list)

    @classmethod
    def read(cls, path: Path) -> "Seen":
        """From its file; nothing seen where there is none."""
        return cls(**json.loads(path.read_text())) if path.exists() else cls()

    def write(self, path: Path) -> None:
        """Keep it, all or nothing."""
        new = path.with_name(f"{path.name}.new")
        new.write_text(json.dumps(asdict(self), indent=1))
        new.replace(path)


def fetch_from(address: str) -> Fetch:
    """Reads files of the log at this address (http or https)."""
    base = address.rstrip("/")
    if not base.startswith(("http://", "https://")):
        raise LogFault("The address must begin with http:// or https://.")

    def fetch(path: str) -> bytes:
        try:
            with urlopen(Request(f"{base}/{path}"), timeout=_SECONDS) as answer:  # noqa: S310  scheme checked
                data: bytes = answer.read(_LARGEST)
                return data
        except (URLError, TimeoutError) as error:
            raise LogFault(f"{path} cannot be read: {error}") from None

    return fetch


def watch(fetch: Fetch, seen: Seen, key: str = "") -> tuple[Seen, Head]:
    """Look at the log once: what is seen now, and its head.

    `key`: the verifier key, where it is known from elsewhere; otherwise the one seen before, or at the first look the
    one that the log publishes. Raises LogFault.
    """
    key = key or seen.key or fetch("key").decode().strip()
    if seen.key and key != seen.key:
        raise LogFault("The log signs with another key than before.")
    head = read_checkpoint(fetch("checkpoint").decode(), key)
    if head.size < seen.size:
        raise LogFault(f"The log has shrunk: from {seen.size:,} entries to {head.size:,}.")
    peaks = {(level, index): bytes.fromhex(digest) for level, index, digest in seen.peaks}
    leaves = [leaf_hash(entry) for entry in _entries(fetch, seen.size, head.size)]
    nodes = peaks | appended(seen.size, leaves, peaks)
    if hash_of((0, head.size), nodes) != head.root:
        raise LogFault(
            f"The entries do not make the root that was signed for {head.size:,} of them: one was changed, dropped or"
            " put elsewhere, or the log shows others something else."
        )
    kept = [(level, index, nodes[level, index].hex()) for level, index in places_of((0, head.size))]
    return Seen(key, head.size, head.root.hex(), kept), head


def read_checkpoint(note: str, key: str) -> Head:
    """The head that a checkpoint states. Raises LogFault where its form or its signature is not right."""
    lines = read_note(note, key).splitlines()
    try:
        origin, size, root = lines[0], int(lines[1]), base64.b64decode(lines[2], validate=True)
    except (IndexError, ValueError, binascii.Error):
        raise LogFault("The checkpoint has not the form of one.") from None
    return Head(origin, size, root)


def read_note(note: str, key: str) -> str:
    """The text that a note signs with this key. Raises LogFault where it does not."""
    text, separator, signatures = note.rpartition("\n\n")
    if not separator:
        raise LogFault("The checkpoint has no signature.")
    text += "\n"
    _require_signature(text, signatures, key)
    return text


def _require_signature(text: str, signatures: str, key: str) -> None:
    try:
        name, key_hash, encoded = key.split("+", 2)
        public = base64.b64decode(encoded, validate=True)
    except (ValueError, binascii.Error):
        raise LogFault("The key has not the form name+hash+key.") from None
    expected = hashlib.sha256(name.encode() + b"\n" + public).digest()[:4]
    if public[:1] != b"\x01" or expected.hex() != key_hash:
        raise LogFault("The key does not fit its own name.")
    for line in signatures.splitlines():
        parts = line.split(" ")
        if len(parts) != 3 or parts[0] != "\u2014" or parts[1] != name:
            continue
        try:
            signature = base64.b64decode(parts[2], validate=True)
            if signature[:4] == expected:
                Ed25519PublicKey.from_public_bytes(public[1:]).verify(signature[4:], text.encode())
                return
        except (binascii.Error, ValueError, InvalidSignature):
            break
    raise LogFault("The checkpoint is not signed with the log's key.")


def _entries(fetch: Fetch, start: int, end: int) -> list[bytes]:
    """The entries from `start` up to and without `end`."""
    found: list[bytes] = []
    for index in range(start // _WIDTH, -(-end // _WIDTH)):
        first = index * _WIDTH
        width = min(end - first, _WIDTH)
        partial = "" if width == _WIDTH else f".p/{width}"
        bundle = _unpacked(fetch(f"tile/entries/{_path_of(index)}{partial}"), width)
        found += bundle[max(start - first, 0) :]
    return found


def _path_of(index: int) -> str:
    """A number in groups of three, all but the last with an x before: 1234067 is x001/x234/067."""
    digits = f"{index:03d}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    *groups, last = (digits[at : at + 3] for at in range(0, len(digits), 3))
    return "/".join([*(f"x{group}" for group in groups), last])


def _unpacked(bundle: bytes, count: int) -> list[bytes]:
    """The entries of a bundle. Raises LogFault where it is not made of `count` entries."""
    step = 2 + _ENTRY
    prefix = _ENTRY.to_bytes(2)
    parts = [bundle[at : at + step] for at in range(0, len(bundle), step)]
    if len(parts) != count or any(len(part) != step or part[:2] != prefix for part in parts):
        raise LogFault("A bundle of entries has not the form of one.")
    return [part[2:] for part in parts]
