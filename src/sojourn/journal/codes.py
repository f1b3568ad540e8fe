"""What may stand in a line: codes, numbers and truth values. Never what names a person.

No pattern can know a name when it sees one. These shut out what particulars mostly look like: spaces, letters
outside ASCII, addresses of e-mail, nine digits in a row or grouped like a personal number, anything long.
"""

import re
from collections.abc import Mapping
from typing import Final

from sojourn.journal.errors import NOT_A_CODE, JournalError

type Detail = str | int | bool | None

MOST_DETAILS: Final = 20
_EVENT: Final = re.compile(r"[a-z][a-z0-9]*([._][a-z0-9]+)*")
_KEY: Final = re.compile(r"[a-z][a-z0-9_.]{0,59}")
_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/+-]{0,99}")
_LIKE_A_NUMBER_OF_A_PERSON: Final = re.compile(r"\d{3}-\d{2}-\d{4}|\d{2}-\d{7}|\d{9,}")
_LARGEST: Final = 99_999_999


def checked_event(event: str) -> str:
    """The event's name, if it is one. Raises JournalError."""
    if len(event) > 80 or not _EVENT.fullmatch(event):
        raise JournalError(NOT_A_CODE, place="event")
    return event


def checked_id(place: str, value: str | None, longest: int = 64) -> str:
    """A reference to a person, party or thing ('' for none). Raises JournalError."""
    if value is None:
        return ""
    if len(value) > longest or not _CODE.fullmatch(value):
        raise JournalError(NOT_A_CODE, place=place)
    return value


def checked_details(details: Mapping[str, Detail] | None) -> dict[str, Detail]:
    """The details, if each is a short code, a number under a hundred million, a truth value or None.

    Raises JournalError, which names the key and not the value.
    """
    checked = dict(details or {})
    if len(checked) > MOST_DETAILS:
        raise JournalError(NOT_A_CODE, place="details")
    for key, value in checked.items():
        if not isinstance(key, str) or not _KEY.fullmatch(key):
            raise JournalError(NOT_A_CODE, place="details")
        if not _is_code(value):
            raise JournalError(NOT_A_CODE, place=key)
    return checked


def _is_code(value: object) -> bool:
    match value:
        case None | bool():
            return True
        case int():
            return abs(value) <= _LARGEST
        case str():
            return bool(_CODE.fullmatch(value)) and not _LIKE_A_NUMBER_OF_A_PERSON.fullmatch(value)
        case _:
            return False
