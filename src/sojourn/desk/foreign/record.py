"""One registered certificate: what it says, what was found, its disputes, its history."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sojourn.casework.foreign.access import ForeignView, foreign_for, look_at_file, look_at_holder
from sojourn.casework.foreign.events import record_withdrawal
from sojourn.casework.foreign.texts import (
    KINDS,
    finding_words,
    instrument_words,
    line_words,
    refusal_words,
    words_of,
)
from sojourn.casework.texts import country_name
from sojourn.core.errors import WrongState
from sojourn.desk.asking.thread import as_download
from sojourn.desk.entrance import draw, officers_only
from sojourn.desk.foreign.item_fields import item_rows
from sojourn.parties.acting import ActingAs


@require_safe
@officers_only
def show(request: HttpRequest, acting: ActingAs, reference: str) -> HttpResponse:
    """The certificate without the person."""
    return _draw(request, acting, foreign_for(acting, reference))


@require_POST
@officers_only
def person(request: HttpRequest, acting: ActingAs, reference: str) -> HttpResponse:
    """The same with the person; the look is written down."""
    fields = look_at_holder(acting=acting, reference=reference)
    return _draw(request, acting, foreign_for(acting, reference), person=item_rows(fields))


@require_safe
@officers_only
def file(request: HttpRequest, acting: ActingAs, reference: str) -> HttpResponse:
    """The file as it came; it is saved, never opened in the browser, and the look is written down."""
    return as_download(*look_at_file(acting=acting, reference=reference))


@require_POST
@officers_only
def withdrawn(request: HttpRequest, acting: ActingAs, reference: str) -> HttpResponse:
    """Record that the issuer has withdrawn it, as its letter says."""
    try:
        record_withdrawal(acting=acting, reference=reference)
    except WrongState as refusal:
        messages.warning(request, refusal_words(refusal.code, refusal.params))
    else:
        messages.success(request, _("Recorded: the issuer has withdrawn it."))
    return redirect("desk:foreign_record", reference=reference)


def _draw(
    request: HttpRequest, acting: ActingAs, view: ForeignView, person: list[dict[str, str]] | None = None
) -> HttpResponse:
    context: dict[str, Any] = {
        "view": view,
        "person": person,
        "facts": [
            {
                "key": _("Issued by"),
                "value": f"{view.row.issuer_name}, {country_name(view.row.issuer_country)}",
            },
            {"key": _("Kind"), "value": words_of(KINDS, view.kind)},
            {"key": _("Agreement"), "value": instrument_words(view.instrument)},
            {"key": _("Article"), "value": view.article},
            {"key": _("Law of"), "value": country_name(view.legislation)},
            {"key": _("Works in"), "value": country_name(view.row.host)},
        ],
        "findings": [{"words": finding_words(each), "hinders": each.hinders} for each in view.findings],
        "history": [
            {
                "at": line.at,
                "words": line_words(line.event),
                "name": view.names.get(line.actor.person_id or "", ""),
            }
            for line in reversed(view.lines)
        ],
    }
    return draw(request, acting, "desk/foreign/record.html", context)
