"""The language in which a page is drawn, as the rooms' own texts name it."""

from django.utils.translation import get_language


def language() -> str:
    """ "en" or "de"; English where nothing is set."""
    return (get_language() or "en")[:2]
