"""What every page of the law hands to its frame: title, description, its address in each language."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from sojourn.requests.law import the_law
from sojourn.web.language import language
from sojourn.web.law_pages import addresses

LONGEST_DESCRIPTION = 300


def page_frame(name: str, values: Mapping[str, str], title: str, description: str) -> dict[str, Any]:
    """The frame of the page `name` at the address made with `values`."""
    alternates = addresses.in_each_language(name, values)
    here = next(each for each in alternates if each["code"] == language())
    first = next(each for each in alternates if each["code"] == settings.LANGUAGE_CODE)
    return {
        "public_page": True,
        "title": title,
        "description": _shortened(description),
        "alternates": alternates,
        "canonical": here["url"],
        "default_url": first["url"],
        "law_version": the_law().version[:12],
    }


def _shortened(text: str) -> str:
    return (
        text if len(text) <= LONGEST_DESCRIPTION else text[: LONGEST_DESCRIPTION - 1].rsplit(" ", 1)[0] + "…"
    )
