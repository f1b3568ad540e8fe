"""Days as people type and paste them: three boxes, ISO, with the month by name, or with dots.

Numbers that can be read in two ways (03/04/2027) are not guessed.
"""

import calendar
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from babel.dates import get_month_names

from sojourn.requests.countries import LANGUAGES

FIRST_YEAR, LAST_YEAR = 1900, 2199

_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
_ISO = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:T.*)?$")
_DOTS = re.compile(r"^(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})$")
_SLASHES = re.compile(r"^(\d{1,2})[/-](\d{1,2})[/-](\d{4})$")
_DAY_FIRST = re.compile(
    r"^(\d{1,2})(?:st|nd|rd|th|er|º)?\.?\s+(?:of\s+|de\s+|d['’]\s*)?([^\W\d]+)\.?,?\s+(?:de\s+|del\s+)?(\d{4})$"
)
_MONTH_FIRST = re.compile(r"^([^\W\d]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})$")


@dataclass(frozen=True, slots=True)
class NoDay:
    """Why it is no day: a code, the part at fault, and for an impossible day how many the month has."""

    code: str
    part: str = ""
    days: int | None = None
    month: date | None = None


def day_typed(text: str) -> date | NoDay:
    """The day that one line of text names, else what is wrong with it."""
    text = " ".join(_DASHES.sub("-", unicodedata.normalize("NFKC", text[:60])).split())
    if match := _ISO.match(text):
        return _day(match[1], match[2], match[3])
    if match := _DOTS.match(text):
        return _day(match[3], match[2], match[1])
    if match := _SLASHES.match(text):
        return _slashed(int(match[1]), int(match[2]), match[3])
    if match := _DAY_FIRST.match(text):
        return _day(match[3], match[2], match[1])
    if match := _MONTH_FIRST.match(text):
        return _day(match[3], match[1], match[2])
    return NoDay("date_form")


def day_in_parts(parts: Mapping[str, str]) -> date | NoDay | None:
    """The day in the boxes `day`, `month` (number or name) and `year`; None if all are empty.

    A whole date pasted into one of the boxes is understood.
    """
    texts = {part: str(parts.get(part) or "").strip()[:60] for part in ("day", "month", "year")}
    filled = {part: text for part, text in texts.items() if text}
    if not filled:
        return None
    if len(filled) == 1 and len(only := next(iter(filled.values()))) > 4:
        return day_typed(only)
    for part in ("day", "month", "year"):
        if part not in filled:
            return NoDay(f"{part}_missing", part)
    return _day(texts["year"], texts["month"], texts["day"])


def _slashed(first: int, second: int, year: str) -> date | NoDay:
    if first == second or second > 12 >= first:
        return _day(year, str(first), str(second))
    if first > 12:
        return _day(year, str(second), str(first))
    return NoDay("date_two_ways")


def _day(year: str, month: str, day: str) -> date | NoDay:
    year_number, month_number, day_number = _number(year), _month(month), _number(day)
    if month_number is None:
        return NoDay("month_form", "month")
    if day_number is None or not 1 <= day_number <= 31:
        return NoDay("day_form", "day")
    if year_number is None or len(year.strip()) != 4:
        return NoDay("year_form", "year")
    if not FIRST_YEAR <= year_number <= LAST_YEAR:
        return NoDay("year_range", "year")
    days = calendar.monthrange(year_number, month_number)[1]
    if day_number > days:
        return NoDay("not_in_calendar", "day", days, date(year_number, month_number, 1))
    return date(year_number, month_number, day_number)


def _number(text: str) -> int | None:
    text = unicodedata.normalize("NFKC", text).strip()
    return int(text) if text.isdecimal() and len(text) <= 4 else None


def _month(text: str) -> int | None:
    number = _number(text)
    if number is not None:
        return number if 1 <= number <= 12 else None
    return _months().get(unicodedata.normalize("NFKC", text).strip().rstrip(".").casefold())


@cache
def _months() -> dict[str, int]:
    """Month by name and by short name, in all languages of the service."""
    return {
        name.rstrip(".").casefold(): number
        for language in LANGUAGES
        for width in ("wide", "abbreviated")
        for context in ("format", "stand-alone")
        for number, name in get_month_names(width, context, language).items()
    }
