"""The language in which a page is drawn, as the rooms' own texts name it."""

from django.utils.translation import get_language

from sojourn.requests.texts import sentence


def language() -> str:
    """The code, like "en"; English where nothing is set."""
    return (get_language() or "en")[:2]


def told(code: str, **values: object) -> str:
    """The requests' sentence for a code that came back in an address; empty for one that they do not have."""
    try:
        return sentence(code, values, language())
    except KeyError:
        return ""
