"""How an institution is named and reached, from the law data."""

from typing import Any

from sojourn.requests.law import the_law


def institution_name(institution_id: str | None, language: str) -> str:
    """Its name in the reader's language where the law data have it; the id itself where they do not know it."""
    institution = the_law().institutions.get(institution_id or "")
    if institution is None:
        return institution_id or ""
    return institution.names.get(language) or institution.name


def institution_short(institution_id: str | None, language: str) -> str:
    """The name without its office and unit, for headings and buttons."""
    return shortened(institution_name(institution_id, language))


def shortened(name: str) -> str:
    """The name without what follows the first comma or bracket."""
    return name.partition(" (")[0].partition(", ")[0]


def institution_contact(institution_id: str | None, language: str) -> dict[str, Any]:
    """Name, phone, e-mail, page and post, as far as they are known."""
    institution = the_law().institutions.get(institution_id or "")
    if institution is None:
        return {}
    return {
        "name": institution_name(institution_id, language),
        "short": institution_short(institution_id, language),
        "phone": institution.phone,
        "email": institution.email,
        "url": institution.url,
        "address": institution.address,
    }
