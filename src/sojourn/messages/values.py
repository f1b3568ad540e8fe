"""What may be filled into a letter. A closed list: nothing in it can name a person, a country or an
employer.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

from sojourn.engine.telling.typesetting import day
from sojourn.messages.catalogue import Template
from sojourn.messages.errors import VALUE_MISSING, VALUE_NOT_EXPECTED, VALUE_WRONG, LetterError
from sojourn.messages.word_pairs import is_pair

_LONGEST_LINK: Final = 1000
_LINK_CHARACTERS: Final = re.compile(r"[!-~]+")
_REFERENCE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{2,39}")
_CODE: Final = re.compile(r"[A-Za-z0-9-]{4,20}")


def _reference(value: str, language: str) -> str:
    if not _REFERENCE.fullmatch(value):
        raise ValueError
    return value


def _link(value: str, language: str) -> str:
    """Only to this service: a letter in our name must not lead anywhere else."""
    if len(value) > _LONGEST_LINK or not _LINK_CHARACTERS.fullmatch(value):
        raise ValueError
    ours, given = urlsplit(settings.SOJOURN_BASE_URL), urlsplit(value)
    if (given.scheme, given.netloc) != (ours.scheme, ours.netloc):
        raise ValueError
    return value


def _day(value: str, language: str) -> str:
    return day(date.fromisoformat(value), language)


def _code(value: str, language: str) -> str:
    if not _CODE.fullmatch(value):
        raise ValueError
    return value


def _words(value: str, language: str) -> str:
    """Two words of our own lists and nothing else: they cannot name anybody."""
    if not is_pair(value):
        raise ValueError
    return value


def _count(value: str, language: str) -> str:
    """How many of something: a few digits, which are nobody's number."""
    if not value.isdecimal() or len(value) > 7:
        raise ValueError
    return str(int(value))


_SHOWN: Final[Mapping[str, Callable[[str, str], str]]] = {
    "ref": _reference,
    "link": _link,
    "until": _day,
    "code": _code,
    "words": _words,
    "count": _count,
}


def shown(name: str, template: Template, values: Mapping[str, str], language: str) -> dict[str, str]:
    """The values as they stand in the letter: checked, days written out in the language.

    Raises LetterError when one is missing, not expected or wrong; it names the value's name only.
    """
    for missing in sorted(set(template.values) - set(values)):
        raise LetterError(VALUE_MISSING, template=name, value=missing)
    for extra in sorted(set(values) - set(template.values)):
        raise LetterError(VALUE_NOT_EXPECTED, template=name, value=extra)
    result = {}
    for value_name, value in values.items():
        try:
            result[value_name] = _SHOWN[value_name](value, language)
        except (ValueError, TypeError):
            raise LetterError(VALUE_WRONG, template=name, value=value_name) from None
    return result
