"""The statuses of a list as bytes: two bits each, from the lowest bit up, compressed.

As the Token Status List draft has it (draft-ietf-oauth-status-list, section 4.1). Nothing here needs Django or a
database.
"""

import zlib
from collections.abc import Iterable
from enum import IntEnum
from typing import Final

BITS: Final = 2
PER_BYTE: Final = 8 // BITS
LARGEST_LIST: Final = 4 << 20
"""Bytes of a list that a reader unpacks at most: 16 million places."""
_HARDEST: Final = 9


class Value(IntEnum):
    """What a list says of a place. One that nobody has says the same as a certificate that stands."""

    VALID = 0
    INVALID = 1
    SUSPENDED = 2


def packed(size: int, values: Iterable[tuple[int, Value]]) -> bytes:
    """`size` places, all valid but those that `values` names. Raises IndexError for a place that is not there."""
    data = bytearray(-(-size // PER_BYTE))
    for index, value in values:
        if not 0 <= index < size:
            raise IndexError(index)
        data[index // PER_BYTE] |= value << index % PER_BYTE * BITS
    return bytes(data)


def compressed(data: bytes) -> bytes:
    """The list as it travels (DEFLATE in the ZLIB format)."""
    return zlib.compress(data, _HARDEST)


def unpacked(data: bytes) -> bytes:
    """A list that travelled. Raises ValueError for one that is damaged, too large, or followed by something else."""
    unpacking = zlib.decompressobj()
    try:
        found = unpacking.decompress(data, LARGEST_LIST)
    except zlib.error:
        raise ValueError("not compressed as lists are") from None
    if not unpacking.eof or unpacking.unused_data:
        raise ValueError("cut off, too large or followed by something else")
    return found


def at(data: bytes, index: int, bits: int = BITS) -> int:
    """What an unpacked list says of a place. Raises IndexError for one that it has not."""
    per_byte = 8 // bits
    if index < 0:
        raise IndexError(index)
    return data[index // per_byte] >> index % per_byte * bits & ((1 << bits) - 1)
