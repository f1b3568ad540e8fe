"""Where the public pages of the law stand. An address holds codes alone; another language has its code in front."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language

from sojourn.engine.lawbook.browsing import is_system, system_of
from sojourn.requests.law import the_law

AGREEMENTS, AGREEMENT, PAIR, WORLD, CHOOSE = (
    "law_agreements",
    "law_agreement",
    "law_pair",
    "law_world",
    "law_choose",
)


class OtherLanguageConverter:
    """A language of the service besides the first, as the first part of an address."""

    regex = "|".join(code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE)

    def to_python(self, value: str) -> str:
        """The language code."""
        return value

    def to_url(self, value: str) -> str:
        """The language code."""
        return value


def address(name: str, language: str | None = None, **values: str) -> str:
    """The address of a page of the law in `language`, left out: in that of the page being drawn."""
    language = language or get_language() or settings.LANGUAGE_CODE
    others = {code for code, _ in settings.LANGUAGES} - {settings.LANGUAGE_CODE}
    return reverse(name, kwargs={**values, **({"lang": language} if language in others else {})})


def pair_address(home: str, host: str, language: str | None = None) -> str:
    """The page of work in `host` by somebody from `home`, by country code."""
    return address(PAIR, language, home=slug(home), host=slug(host))


def world_address(country: str, language: str | None = None) -> str:
    """The page of the world as seen from a country."""
    return address(WORLD, language, home=slug(country))


def agreement_address(instrument_id: str, language: str | None = None) -> str:
    """The page of one agreement."""
    return address(AGREEMENT, language, instrument_id=instrument_id)


def absolute(path: str) -> str:
    """The whole address, as search engines and letters need it."""
    return f"{settings.SOJOURN_BASE_URL.rstrip('/')}{path}"


def in_each_language(name: str, values: Mapping[str, Any]) -> list[dict[str, str]]:
    """The same page in every language of the service: code, name and whole address."""
    return [
        {"code": code, "name": word, "path": path, "url": absolute(path)}
        for code, word in settings.LANGUAGES
        for path in [address(name, code, **values)]
    ]


def slug(country: str) -> str:
    """The country as it stands in an address."""
    return country.lower()


def country_of(part: str) -> str | None:
    """The code that a part of an address names; None where there is no such country.

    A place without a social security system of its own (Puerto Rico) is the country to which it belongs.
    """
    code = system_of(the_law(), part.upper())
    return code if is_system(the_law(), code) else None
