"""How each language writes days and sets its marks."""

import re
from datetime import date

LANGUAGES = ("en", "de", "fr", "es")
FALLBACK = "en"
NARROW_NO_BREAK = "\N{NARROW NO-BREAK SPACE}"

_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
}
_NAMES = {language: names.split() for language, names in _MONTHS.items()}

_FRENCH_BEFORE = re.compile(r"[ \N{NO-BREAK SPACE}]([:;?!»])")
_FRENCH_QUE = re.compile(r"\b([Qq])ue (?=(?:en|au|aux|à) )")
_FRENCH_AFTER = re.compile(r"«[ \N{NO-BREAK SPACE}]")
# "y" becomes "e" before the sound i (e Irlanda), "o" becomes "u" before the sound o (u Omán).
_SPANISH_AND = re.compile(r"\by (?=h?[ií](?![aeoáéó]))", re.IGNORECASE)
_SPANISH_OR = re.compile(r"\bo (?=h?[oó])", re.IGNORECASE)


def day(value: date, language: str) -> str:
    """A day in words, as the language writes it: 1 March 2027, 1. März 2027, 1er mars 2027, 1 de marzo de 2027."""
    month = _NAMES.get(language, _NAMES[FALLBACK])[value.month - 1]
    if language == "de":
        return f"{value.day}. {month} {value.year}"
    if language == "fr":
        return f"{value.day}{'er' if value.day == 1 else ''} {month} {value.year}"
    if language == "es":
        return f"{value.day} de {month} de {value.year}"
    return f"{value.day} {month} {value.year}"


def typeset(text: str, language: str) -> str:
    """`text` with the small rules of its language: French spaces before double marks and qu’en, Spanish e and u."""
    if language == "fr":
        text = _FRENCH_BEFORE.sub(rf"{NARROW_NO_BREAK}\1", _FRENCH_QUE.sub(r"\1u’", text))
        return _FRENCH_AFTER.sub(f"«{NARROW_NO_BREAK}", text)
    if language == "es":
        return _SPANISH_OR.sub("u ", _SPANISH_AND.sub("e ", text))
    return text
