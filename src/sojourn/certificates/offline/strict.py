"""Reading the small part of CBOR (RFC 8949) that offline codes are made of, from bytes that anybody may have written.

Integers, bytes, text, lists, maps, nothing, and one tag: in their shortest form, of definite length, not deep, not
many, no key twice. A library for all of CBOR would also take numbers of any size, dates, patterns and references,
before anybody knows whose bytes they are. What a code was written with (cbor2) is not asked.
"""

from typing import Any, Final

MOST_DEPTH: Final = 5
MOST_ITEMS: Final = 64
_NOTHING: Final = (7, 22)
_LONGEST_SHORT: Final = 23
_KEYS: Final = (int, str)
_LENGTHS: Final = {24: 1, 25: 2, 26: 4, 27: 8}


class Unreadable(ValueError):
    """Not CBOR as offline codes have it."""


def loads(data: bytes, *, tag: int | None = None) -> Any:
    """The one item in `data`, under `tag` where one is asked for. Raises Unreadable."""
    at = 0
    if tag is not None:
        major, argument, at = _head(data, 0)
        if (major, argument) != (6, tag):
            raise Unreadable("tag")
    value, end = _item(data, at, 0)
    if end != len(data):
        raise Unreadable("more follows")
    return value


def _head(data: bytes, at: int) -> tuple[int, int, int]:
    """Major type and argument of the item that begins here, and where its content does."""
    if at >= len(data):
        raise Unreadable("cut off")
    first = data[at]
    major, argument = first >> 5, first & 0b11111
    at += 1
    if argument <= _LONGEST_SHORT:
        return major, argument, at
    length = _LENGTHS.get(argument)
    if length is None or major == 7 or at + length > len(data):
        raise Unreadable("no such length")
    argument = int.from_bytes(data[at : at + length])
    if argument <= (_LONGEST_SHORT if length == 1 else (1 << (4 * length)) - 1):
        raise Unreadable("not the shortest form")
    return major, argument, at + length


def _item(data: bytes, at: int, depth: int) -> tuple[Any, int]:
    # Nearly every item has a head of one byte: reading that here saves a call for each.
    if at < len(data) and (first := data[at]) & 0b11111 <= _LONGEST_SHORT:
        major, argument, at = first >> 5, first & 0b11111, at + 1
    else:
        major, argument, at = _head(data, at)
    if major == 0:
        return argument, at
    if major == 1:
        return -1 - argument, at
    if major in (2, 3):
        end = at + argument
        if end > len(data):
            raise Unreadable("cut off")
        return (data[at:end] if major == 2 else _text(data[at:end])), end
    if major in (4, 5):
        if argument > MOST_ITEMS or depth >= MOST_DEPTH:
            raise Unreadable("too many or too deep")
        return (_list if major == 4 else _map)(data, at, argument, depth + 1)
    if (major, argument) == _NOTHING:
        return None, at
    raise Unreadable("no such kind")


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise Unreadable("no text") from None


def _list(data: bytes, at: int, length: int, depth: int) -> tuple[list[Any], int]:
    read = []
    for _ in range(length):
        value, at = _item(data, at, depth)
        read.append(value)
    return read, at


def _map(data: bytes, at: int, length: int, depth: int) -> tuple[dict[int | str, Any], int]:
    read: dict[int | str, Any] = {}
    for _ in range(length):
        key, at = _item(data, at, depth)
        if not isinstance(key, _KEYS) or key in read:
            raise Unreadable("no key, or one twice")
        read[key], at = _item(data, at, depth)
    return read, at
