"""Who a hosted institution is on paper and in letters: what it has set, over what the law data say."""

from dataclasses import dataclass

from sojourn.casework.hosting.terms import LANGUAGES, OpenHours, Terms
from sojourn.engine import Law


@dataclass(frozen=True, slots=True)
class Standing:
    """How an institution is called, reached and answers, all sources together. Empty where nobody knows."""

    id: str
    country: str
    name: str
    address: tuple[str, ...]
    phone: str
    email: str
    url: str
    zone: str
    hours: tuple[OpenHours, ...]
    languages: tuple[str, ...]
    letterhead: tuple[str, ...]


def standing_of(law: Law, institution_id: str, terms: Terms, language: str = "") -> Standing:
    """The institution as it stands, its name in `language` where the law data have one and it has set none.

    Raises KeyError for an institution that the law data do not know.
    """
    known = law.institutions[institution_id]
    own = terms.identity
    hours = terms.hours.open or tuple(
        OpenHours(days=each.days, opens=each.opens, closes=each.closes)
        for each in known.hours
        if each.channel == "phone"
    )
    name = own.name or known.names.get(language) or known.name
    return Standing(
        id=known.id,
        country=known.country,
        name=name,
        address=own.address or tuple((known.address or "").split(", ") if known.address else ()),
        phone=own.phone or known.phone or "",
        email=own.email or known.email or "",
        url=own.url or known.url or "",
        zone=terms.hours.zone or next((each.zone for each in known.hours), ""),
        hours=hours,
        languages=terms.writing.languages or usual_languages(known.languages),
        letterhead=terms.writing.letterhead or (name,),
    )


def usual_languages(known: tuple[str, ...]) -> tuple[str, ...]:
    """Of the languages that the law data name for an institution, those in which the service writes; else English."""
    return tuple(each for each in known if each in LANGUAGES) or ("en",)


def issuer_on_paper(law: Law, institution_id: str, terms: Terms) -> dict[str, object]:
    """The institution as a certificate names it; the form of `certificates.content.Issuer`."""
    standing = standing_of(law, institution_id, terms)
    return {
        "id": standing.id,
        "name": standing.name,
        "address": list(standing.address),
        "country": standing.country,
        "phone": standing.phone or None,
        "email": standing.email or None,
        "url": standing.url or None,
    }
