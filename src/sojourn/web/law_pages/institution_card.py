"""An institution as a page shows it: for whom, how to ask, how long it takes, what to have at hand."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from sojourn.engine.lawbook.issuing import Issuer
from sojourn.engine.lawbook.schema_institutions import Institution
from sojourn.web.institution_words import institution_name
from sojourn.web.language import language
from sojourn.web.law_pages.words import CHANNELS, STATUSES, label, listing, sentence_case

type Row = Mapping[str, Any]


def issuer_cards(issuers: Iterable[Issuer], information: Iterable[str], partner: str) -> list[dict[str, Any]]:
    """One card for each institution that issues towards `partner`, with what an agreement wants to be told."""
    return [
        {
            "name": sentence_case(institution_name(each.institution.id, language())),
            "original": each.institution.name,
            "url": each.institution.url,
            "rows": [*_for_whom(each), *_rows(each.institution, tuple(information), partner)],
            "confidence": label("confidence", each.institution.confidence),
        }
        for each in issuers
    ]


def _for_whom(issuer: Issuer) -> Iterator[Row]:
    who = sentence_case(listing(str(STATUSES[each]) for each in issuer.statuses))
    yield {"key": gettext("For"), "lines": [{"text": who}]}
    if issuer.form:
        yield {"key": gettext("Form of the certificate"), "lines": [{"text": issuer.form}]}


def _rows(body: Institution, information: tuple[str, ...], partner: str) -> Iterator[Row]:
    """What is known, row by row; `foreign` marks words that stand there in English whatever the page's language."""
    ways = [str(CHANNELS[each]) for each in body.channels if each in CHANNELS]
    how: list[dict[str, Any]] = [{"text": sentence_case(listing(ways, "or"))}] if ways else []
    how += [
        {"text": portal.name, "url": portal.url, "note": portal.for_whom, "foreign": True}
        for portal in body.portals
    ]
    how += [{"text": note, "foreign": True} for note in body.channel_notes]
    yield from _row(gettext("How to ask"), how)
    named = [
        {"text": form.form, "note": form.situation, "foreign": True}
        for form in body.forms
        if form.form and (not form.partners or partner in form.partners)
    ]
    yield from _row(gettext("Form to ask with"), named)
    times = [{"text": each.text, "foreign": True} for each in body.processing_times]
    unknown = gettext("Not known. The institution states no time in our sources.")
    measured = {"text": gettext("What is measured here"), "url": reverse("processing_times")}
    yield {"key": gettext("How long it takes"), "lines": [*(times or [{"text": unknown}]), measured]}
    bring = dict.fromkeys((*information, *body.requires))
    yield from _row(gettext("What to have at hand"), [{"text": each, "foreign": True} for each in bring])
    yield from _row(gettext("From when one can ask"), _foreign(body.apply_from))
    yield from _row(gettext("Cost"), _foreign(body.cost))
    yield from _row(gettext("Address"), _plain(body.address))
    yield from _row(gettext("Phone"), _plain(body.phone))
    yield from _row(
        gettext("E-mail"), [{"text": body.email, "url": f"mailto:{body.email}"}] if body.email else []
    )
    yield from _row(gettext("Website"), [{"text": body.url, "url": body.url}] if body.url else [])
    yield from _row(
        gettext("Open questions"), [{"text": each, "foreign": True} for each in body.open_questions]
    )


def _row(key: str, lines: list[dict[str, Any]]) -> Iterator[Row]:
    if lines:
        yield {"key": key, "lines": lines}


def _foreign(text: str | None) -> list[dict[str, Any]]:
    return [{"text": text, "foreign": True}] if text else []


def _plain(text: str | None) -> list[dict[str, Any]]:
    return [{"text": text}] if text else []
