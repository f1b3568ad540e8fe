"""A verifier that sees nothing of the log but its key, its signed heads and its tiles (c2sp.org/tlog-tiles).

Written from RFC 9162 and C2SP alone, with the standard library and one for signatures; it knows nothing of the service.
"""

import hashlib
from collections.abc import Callable

from tests.certificates.transparency.independent import signed_head

type Fetch = Callable[[str], bytes]


def is_included(fetch: Fetch, digest: bytes, position: int) -> bool:
    """Whether the newest head covers this entry at this position: the way up, by hashes from the tiles alone."""
    size, expected = signed_head(fetch("checkpoint").decode(), fetch("key").decode().strip())
    leaf = hashlib.sha256(b"\0" + digest).digest()
    return position < size and _root(fetch, 0, size, size, {(0, position): leaf}) == expected


def only_grew(fetch: Fetch, old_checkpoint: str) -> bool:
    """Whether the tiles of today make the root of today's head and, as far as it went, that of an earlier one."""
    key = fetch("key").decode().strip()
    old_size, old_root = signed_head(old_checkpoint, key)
    size, root = signed_head(fetch("checkpoint").decode(), key)
    return (
        old_size <= size
        and _root(fetch, 0, old_size, size, {}) == old_root
        and _root(fetch, 0, size, size, {}) == root
    )


def _root(fetch: Fetch, start: int, end: int, size: int, own: dict[tuple[int, int], bytes]) -> bytes:
    """The hash over entries: section 2.1.1, from the tiles where a subtree is whole. `own`: what is to be proven."""
    length = end - start
    level = length.bit_length() - 1
    whole = length == 1 << level
    if whole and not any(start <= at < end for _, at in own):
        return _node(fetch, level, start >> level, size)
    if length == 1:
        return own[0, start]
    split = start + (1 << (length - 1).bit_length() - 1)
    return hashlib.sha256(
        b"\1" + _root(fetch, start, split, size, own) + _root(fetch, split, end, size, own)
    ).digest()


def _node(fetch: Fetch, level: int, index: int, size: int) -> bytes:
    """A subtree's hash from the row of its tile, hashed up to its level."""
    row, up = level // 8, level % 8
    first = index << up
    tile, at = first // 256, first % 256
    width = min(256, (size >> 8 * row) - tile * 256)
    data = fetch(f"tile/{row}/{tile:03d}" + ("" if width == 256 else f".p/{width}"))
    hashes = [data[32 * each : 32 * each + 32] for each in range(at, at + (1 << up))]
    while len(hashes) > 1:
        pairs = zip(hashes[::2], hashes[1::2], strict=True)
        hashes = [hashlib.sha256(b"\1" + left + right).digest() for left, right in pairs]
    return hashes[0]
