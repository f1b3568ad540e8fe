"""What a page says, once more for machines: schema.org as JSON-LD. It says nothing that the page does not."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.utils.safestring import SafeString

from sojourn.engine.lawbook.law import Instrument
from sojourn.engine.lawbook.schema_institutions import Institution

CONTEXT: Final = "https://schema.org"
# Inside a script element nothing of the text may be read as markup.
_ESCAPED: Final = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}

type Thing = dict[str, Any]


def as_data_block(things: Iterable[Thing]) -> SafeString:
    """The things as the content of a data block, safe to stand in a page."""
    graph = {"@context": CONTEXT, "@graph": [_without_gaps(each) for each in things]}
    return SafeString(json.dumps(graph, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPED))


def trail(steps: Iterable[tuple[str, str]]) -> Thing:
    """Where the page stands: names and whole addresses from the start down."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": name, "item": url}
            for number, (name, url) in enumerate(steps, start=1)
        ],
    }


def questions(url: str, language: str, pairs: Iterable[tuple[str, str]]) -> Thing:
    """Questions with their answers, as the page gives them."""
    return {
        "@type": "FAQPage",
        "url": url,
        "inLanguage": language,
        "mainEntity": [
            {"@type": "Question", "name": asked, "acceptedAnswer": {"@type": "Answer", "text": answer}}
            for asked, answer in pairs
        ],
    }


def service(name: str, url: str, body: Institution, area: Iterable[str]) -> Thing:
    """The certificate as a service of the institution that issues it."""
    return {
        "@type": "GovernmentService",
        "name": name,
        "url": url,
        "areaServed": list(area),
        "provider": {
            "@type": "GovernmentOrganization",
            "name": body.name,
            "url": body.url,
            "telephone": body.phone,
            "email": body.email,
            "address": body.address,
        },
    }


def legislation(instrument: Instrument, url: str, in_force: bool, parties: Iterable[str]) -> Thing:
    """An agreement."""
    in_force_word = "InForce" if in_force else "NotInForce"
    return {
        "@type": "Legislation",
        "name": instrument.title,
        "legislationIdentifier": instrument.id,
        "url": url,
        "spatialCoverage": list(parties),
        "legislationDate": instrument.signed.isoformat() if instrument.signed else None,
        "legislationDateOfApplicability": instrument.in_force.isoformat()
        if instrument.in_force and instrument.precision == "day"
        else None,
        "legislationLegalForce": f"{CONTEXT}/{in_force_word}",
        "isBasedOn": [source.url for source in instrument.sources if source.url],
    }


def _without_gaps(thing: Mapping[str, Any]) -> Thing:
    """The same without what is not known."""
    kept: Thing = {}
    for key, value in thing.items():
        if isinstance(value, Mapping):
            kept[key] = _without_gaps(value)
        elif value not in (None, "", []):
            kept[key] = value
    return kept
