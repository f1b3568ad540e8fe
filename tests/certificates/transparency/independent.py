"""A verifier of the log written from RFC 9162 and C2SP alone: it knows nothing of the service's code."""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def signed_head(note: str, verifier: str) -> tuple[int, bytes]:
    """Size and root of a checkpoint whose signature is right."""
    name, _, key = verifier.split("+", 2)
    text, _, line = note.partition("\n\n")
    dash, signer, signature = line.strip().split(" ")
    assert (dash, signer) == ("\N{EM DASH}", name)
    raw_key, raw = base64.b64decode(key), base64.b64decode(signature)
    assert raw[:4] == hashlib.sha256(name.encode() + b"\n" + raw_key).digest()[:4]
    Ed25519PublicKey.from_public_bytes(raw_key[1:]).verify(raw[4:], text.encode() + b"\n")
    lines = text.split("\n")
    return int(lines[1]), base64.b64decode(lines[2])


def root(entries: Sequence[bytes]) -> bytes:
    """Section 2.1.1."""
    if len(entries) < 2:
        return hashlib.sha256(b"\0" + entries[0] if entries else b"").digest()
    split = 1 << (len(entries) - 1).bit_length() - 1
    return hashlib.sha256(b"\1" + root(entries[:split]) + root(entries[split:])).digest()


def climbed(position: int, size: int, digest: bytes, proof: Sequence[str]) -> bytes:
    """The root to which an inclusion proof leads: section 2.1.3.2."""
    at, last, reached = position, size - 1, hashlib.sha256(b"\0" + digest).digest()
    for text in proof:
        other = base64.b64decode(text)
        if at & 1 or at == last:
            reached = hashlib.sha256(b"\1" + other + reached).digest()
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            reached = hashlib.sha256(b"\1" + reached + other).digest()
        at, last = at >> 1, last >> 1
    assert last == 0
    return reached


def is_proven(entry: Mapping[str, Any], verifier: str) -> bool:
    """Whether what the holder of a paper was told is in the log, from salt and words up to the signature."""
    words = json.dumps(entry["told"], sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    digest = hashlib.sha256(bytes.fromhex(entry["salt"]) + words).digest()
    found = entry["inclusion"]
    size, expected = signed_head(found["checkpoint"], verifier)
    return climbed(found["position"], size, digest, found["proof"]) == expected
