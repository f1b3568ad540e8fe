"""Base45 (RFC 9285): bytes in the characters that a square code holds most densely."""

import struct
from typing import Final

_CHARACTERS: Final = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_NONE: Final = 0xFF
_VALUES: Final = bytes(
    _CHARACTERS.index(character) if character in _CHARACTERS else _NONE for character in range(256)
)


def encoded(data: bytes) -> str:
    """The bytes as text: three characters for two bytes, two for a last one."""
    written = bytearray()
    for at in range(0, len(data), 2):
        pair = data[at : at + 2]
        rest, first = divmod(int.from_bytes(pair), 45)
        third, second = divmod(rest, 45)
        written += bytes((first, second, third)[: len(pair) + 1])
    return written.translate(_CHARACTERS + bytes(256 - len(_CHARACTERS))).decode()


def decoded(text: str) -> bytes:
    """The bytes of the text. Raises ValueError where it is not Base45: each text has one reading, or none."""
    values = text.encode("ascii").translate(_VALUES)
    whole, left = divmod(len(values), 3)
    if _NONE in values or left == 1:
        raise ValueError("not Base45")
    triples = values[: 3 * whole]
    numbers = [
        first + 45 * second + 2025 * third
        for first, second, third in zip(triples[::3], triples[1::3], triples[2::3], strict=True)
    ]
    last = values[-2] + 45 * values[-1] if left else 0
    if max(numbers, default=0) > 0xFFFF or last > 0xFF:
        raise ValueError("not Base45")
    return struct.pack(f">{whole}H", *numbers) + (bytes([last]) if left else b"")
