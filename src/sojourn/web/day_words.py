"""Days as people read them: "1 March 2027", never broken at the end of a line."""

from datetime import date

from babel.dates import get_month_names
from django.utils.translation import get_language

from sojourn.engine.telling import typesetting

_LOCALES = {"en": "en_GB"}  # day, month by name, year: the order of our English pages
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"


def _locale() -> str:
    language = get_language() or "en"
    return _LOCALES.get(language, language.replace("-", "_"))


def day_in_words(day: date) -> str:
    """The day in the reader's language with its month by name, e.g. "1 March 2027"."""
    return typesetting.day(day, (get_language() or "en")[:2]).replace(" ", NO_BREAK_SPACE)


def month_names() -> list[tuple[int, str]]:
    """The twelve months by number and name, in the reader's language."""
    return list(get_month_names("wide", context="stand-alone", locale=_locale()).items())
