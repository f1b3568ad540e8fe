"""All exceptions of the institution: what waits for it, what waits for others, what is over."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sojourn.casework.exceptions.access import ExchangeRow, exchanges_of
from sojourn.casework.exceptions.texts import ENDED, RESULTS, STATES
from sojourn.casework.texts import country_name
from sojourn.desk.entrance import draw, officers_only
from sojourn.parties.acting import ActingAs
from sojourn.requests.receiving import receiving_name
from sojourn.requests.texts import day_words

TASKS: dict[str, Promise] = {
    "write": gettext_lazy("Finish the proposal"),
    "sign": gettext_lazy("A second officer signs"),
    "send": gettext_lazy("Send the paper"),
    "no_answer": gettext_lazy("No answer in time"),
    "late_reply": gettext_lazy("Look at a late reply"),
    "tell_end": gettext_lazy("Tell the other institution of the end"),
    "take_up": gettext_lazy("Take up and answer"),
    "answer": gettext_lazy("Answer"),
    "sign_reply": gettext_lazy("A second officer signs the answer"),
}
URGENT = frozenset({"no_answer", "late_reply", "tell_end"})


@require_safe
@officers_only
def exceptions(request: HttpRequest, acting: ActingAs) -> HttpResponse:
    """The lists."""
    lists = exchanges_of(acting)
    context = {
        "columns": [{"label": label} for label in _labels()],
        "to_do": list(_rows(lists.to_do)),
        "waiting": list(_rows(lists.waiting)),
        "over": list(_rows(lists.over)),
    }
    return draw(request, acting, "desk/exceptions/list.html", context)


def _labels() -> list[str]:
    return [_("Reference"), _("With"), _("Days"), _("Answer due on"), _("State")]


def _rows(rows: Iterable[ExchangeRow]) -> Iterable[dict[str, Any]]:
    language = (get_language() or "en")[:2]
    for row in rows:
        days = _("%(start)s to %(end)s") % {
            "start": day_words(row.start, language),
            "end": day_words(row.end, language) if row.end else "",
        }
        partner = f"{country_name(row.other_country)} · {receiving_name(row.other_id, language)}"
        yield {
            "cells": [
                {"text": row.reference, "url": reverse("desk:exception", args=[row.reference])},
                {"text": partner},
                {"text": days},
                {"text": day_words(row.due_on, language) if row.due_on else ""},
                {"status": status_of(row)},
            ]
        }


def status_of(row: ExchangeRow) -> dict[str, str]:
    """The word that says where an exchange stands for its reader, and how it is drawn."""
    if row.task:
        urgent = row.task in URGENT or row.is_late
        return {"kind": "bad" if urgent else "warning", "text": str(TASKS[row.task])}
    if row.state == "answered":
        return {"kind": "bad" if row.result == "refused" else "good", "text": str(RESULTS[row.result])}
    if row.state == "ended":
        return {"kind": "ended", "text": str(ENDED[row.ended_because])}
    return {"kind": "waiting", "text": str(STATES[row.state])}
