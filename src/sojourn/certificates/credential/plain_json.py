"""Reading JSON and base64url from strangers: measured before it is parsed, and written in one way only.

A text that could be written otherwise and still mean the same is refused: so no byte of it can change unnoticed.
"""

import base64
import binascii
import json
import re
from typing import Any, Final

from sojourn.certificates.credential.refusals import PresentationRefused, Refusal

DEEPEST: Final = 12
_STRINGS: Final = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_BASE64URL: Final = re.compile(r"[A-Za-z0-9_-]*")
_LONGEST_NUMBER: Final = 20


def decoded(text: str) -> bytes:
    """The bytes of a base64url text without padding. Raises PresentationRefused for any other way of writing."""
    if not _BASE64URL.fullmatch(text):
        raise PresentationRefused(Refusal.NOT_A_CREDENTIAL)
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error:
        raise PresentationRefused(Refusal.NOT_A_CREDENTIAL) from None
    if encoded(data) != text:
        raise PresentationRefused(Refusal.NOT_A_CREDENTIAL)
    return data


def encoded(data: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def parsed(data: bytes) -> Any:
    """The JSON value in `data`. Raises PresentationRefused: nested too deeply, a name twice, not JSON."""
    if _depth(data) > DEEPEST:
        raise PresentationRefused(Refusal.TOO_DEEP)
    try:
        value = json.loads(
            data.decode(),
            object_pairs_hook=_once,
            parse_constant=_no_number,
            parse_float=_no_number,
            parse_int=_integer,
        )
        if b"\\" in data:
            # An escape can hold half a character, which no text has.
            json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise PresentationRefused(Refusal.NOT_A_CREDENTIAL) from None
    return value


def parsed_object(data: bytes) -> dict[str, Any]:
    """The same where only an object will do."""
    value = parsed(data)
    if not isinstance(value, dict):
        raise PresentationRefused(Refusal.NOT_A_CREDENTIAL)
    return value


def _depth(data: bytes) -> int:
    """How deeply brackets are nested outside of strings: counted, not parsed."""
    if data.count(b"[") + data.count(b"{") <= DEEPEST:
        return 0
    deepest = level = 0
    for byte in _STRINGS.sub(b"", data):
        if byte in b"[{":
            level += 1
            deepest = max(deepest, level)
        elif byte in b"]}":
            level -= 1
    return deepest


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _no_number(text: str) -> Any:
    """No certificate holds fractions, and what is called NaN or Infinity is no JSON."""
    raise ValueError("not a whole number")


def _integer(text: str) -> int:
    if len(text) > _LONGEST_NUMBER:
        raise ValueError("a number of this length is no time and no count")
    return int(text)
