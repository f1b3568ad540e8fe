"""Countries as people choose and type them. The codes are the house's; the names come from CLDR."""

import difflib
from functools import cache

from babel import Locale

from sojourn.core.countries import PARTS, STATES

STATELESS = "XX"
"""Typed or chosen under nationalities by somebody who has none."""

_PARTS = {
    "CA-QC": {
        "en": "Canada: Quebec",
        "de": "Kanada: Quebec",
        "fr": "Canada\u202f: Québec",
        "es": "Canadá: Quebec",
    },
}
_WHOLES = {
    "CA": {
        "en": "Canada, except Quebec",
        "de": "Kanada ohne Quebec",
        "fr": "Canada, sauf Québec",
        "es": "Canadá, excepto Quebec",
    },
}
_STATELESS = {
    "en": "No nationality (stateless)",
    "de": "Keine Staatsangehörigkeit (staatenlos)",
    "fr": "Aucune nationalité (apatride)",
    "es": "Ninguna nacionalidad (apátrida)",
}
_ALSO_CALLED = {
    "usa": "US",
    "u.s.": "US",
    "u.s.a.": "US",
    "america": "US",
    "united states of america": "US",
    "amerika": "US",
    "uk": "GB",
    "u.k.": "GB",
    "great britain": "GB",
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "northern ireland": "GB",
    "großbritannien": "GB",
    "holland": "NL",
    "korea": "KR",
    "south korea": "KR",
    "republic of korea": "KR",
    "südkorea": "KR",
    "czech republic": "CZ",
    "tschechische republik": "CZ",
    "quebec": "CA-QC",
    "québec": "CA-QC",
    "canada": "CA",
    "kanada": "CA",
    "turkey": "TR",
    "états-unis d’amérique": "US",
    "états-unis d'amérique": "US",
    "grande-bretagne": "GB",
    "angleterre": "GB",
    "écosse": "GB",
    "pays de galles": "GB",
    "irlande du nord": "GB",
    "hollande": "NL",
    "corée": "KR",
    "république tchèque": "CZ",
    "eeuu": "US",
    "ee. uu.": "US",
    "ee.uu.": "US",
    "estados unidos de américa": "US",
    "gran bretaña": "GB",
    "inglaterra": "GB",
    "escocia": "GB",
    "gales": "GB",
    "irlanda del norte": "GB",
    "holanda": "NL",
    "corea": "KR",
    "república checa": "CZ",
    "canadá": "CA",
}
LANGUAGES = ("en", "de", "fr", "es")
CODES = STATES | PARTS


@cache
def country_name(code: str, language: str) -> str:
    """The name of a country of the list in `language`; the code itself where there is no name."""
    language = language if language in LANGUAGES else "en"
    if code == STATELESS:
        return _STATELESS[language]
    special = _PARTS.get(code) or _WHOLES.get(code)
    if special:
        return special[language]
    return str(Locale(language).territories.get(code, code))


@cache
def country_options(language: str) -> tuple[tuple[str, str], ...]:
    """All countries (code, name) in the order of the language."""
    named = [(code, country_name(code, language)) for code in CODES]
    return tuple(sorted(named, key=lambda option: _sort_key(option[1])))


def find_country(typed: str) -> str | None:
    """The code that `typed` names: a code, or a name in one of the service's languages; else None."""
    wanted = " ".join(typed.split())
    if wanted.upper() in CODES or wanted.upper() == STATELESS:
        return wanted.upper()
    return _ALSO_CALLED.get(wanted.casefold()) or _by_name().get(wanted.casefold())


def nearest_countries(typed: str, language: str) -> tuple[str, ...]:
    """Names of the list that look like `typed`, nearest first; empty if none does."""
    names = {name.casefold(): name for _, name in country_options(language)}
    return tuple(
        names[close] for close in difflib.get_close_matches(typed.casefold()[:60], names, n=3, cutoff=0.7)
    )


@cache
def _by_name() -> dict[str, str]:
    return {name.casefold(): code for language in LANGUAGES for code, name in country_options(language)}


def _sort_key(name: str) -> str:
    return name.casefold().translate(str.maketrans("äöüåàâéèêëçîïñáíóôúû", "aouaaaeeeeciinaioouu"))
