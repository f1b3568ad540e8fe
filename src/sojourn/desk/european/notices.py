"""The list of notifications, and one of them with its life line."""

from collections.abc import Iterable
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sojourn.casework.european.access import NoticeRow, look_at_notice, notice_file, notices_of
from sojourn.casework.european.letter import notice_rows
from sojourn.casework.european.texts import LINES, MESSAGES, RESULTS, STATES
from sojourn.casework.texts import country_name
from sojourn.core import clock
from sojourn.desk.asking.thread import as_download
from sojourn.desk.entrance import draw, officers_only
from sojourn.parties.acting import ActingAs
from sojourn.requests.packages.words import channel_codes, channel_words
from sojourn.requests.receiving import receiving_name
from sojourn.requests.texts import day_words

TASKS: Final[dict[str, Promise]] = {
    "send": gettext_lazy("Send the paper"),
    "objection": gettext_lazy("A state objects: look into it"),
    "look": gettext_lazy("Read the answer"),
    "answer": gettext_lazy("Answer"),
}
ENDINGS: Final = {"application/json": "json", "application/pdf": "pdf"}


@require_safe
@officers_only
def notices(request: HttpRequest, acting: ActingAs) -> HttpResponse:
    """Those that wait for the institution first, then all."""
    found = notices_of(acting)
    columns = [_("Reference"), _("Message"), _("With"), _("Made on"), _("State")]
    context = {
        "columns": [{"label": label} for label in columns],
        "to_do": list(_rows(row for row in found if row.task)),
        "others": list(_rows(row for row in found if not row.task)),
    }
    return draw(request, acting, "desk/european/list.html", context)


@require_safe
@officers_only
def notice(request: HttpRequest, acting: ActingAs, notice: str) -> HttpResponse:
    """One notification. It names a person, so each look is written down."""
    view, language = look_at_notice(acting=acting, reference=notice), _language()
    context: dict[str, Any] = {
        "view": view,
        "title": MESSAGES[view.row.message],
        "status": _status(view.row),
        "rows": [{"key": label, "lines": lines} for label, lines in notice_rows(view.content, language)],
        "deliveries": [
            {
                "view": each,
                "name": f"{country_name(each.country)} · {receiving_name(each.institution_id, language)}",
                "result": RESULTS.get(each.result, ""),
            }
            for each in view.deliveries
        ],
        "lines": [{"at": each.at, "words": LINES.get(each.event, each.event)} for each in view.lines],
        "ways": [(code, channel_words(code, language)) for code in channel_codes()],
        "today": clock.today(),
    }
    return draw(request, acting, "desk/european/notice.html", context)


@require_safe
@officers_only
def get(request: HttpRequest, acting: ActingAs, notice: str, what: str) -> HttpResponse:
    """The notification as JSON, or as a paper with the JSON attached."""
    if what not in {"data", "paper"}:
        raise Http404
    data, media_type = notice_file(acting, notice, what)
    return as_download(f"{notice}.{ENDINGS[media_type]}", media_type, data)


def _rows(rows: Iterable[NoticeRow]) -> Iterable[dict[str, Any]]:
    language = _language()
    for row in rows:
        partners = [row.sender_id.partition("-")[0].upper()] if row.arrived else row.countries
        yield {
            "cells": [
                {"text": row.reference, "url": reverse("desk:notice", args=[row.reference])},
                {"text": f"{row.message} · {MESSAGES[row.message]}"},
                {"text": ", ".join(country_name(code) for code in partners)},
                {"text": day_words(row.made_at.date(), language)},
                {"status": _status(row)},
            ]
        }


def _status(row: NoticeRow) -> dict[str, str]:
    if row.task:
        return {"kind": "bad" if row.task == "objection" else "warning", "text": str(TASKS[row.task])}
    kinds = {"final": "good", "objected": "bad", "superseded": "ended", "kept": "plain"}
    return {"kind": kinds.get(row.state, "waiting"), "text": str(STATES[row.state])}


def _language() -> str:
    return (get_language() or "en")[:2]
