"""The public page of processing times, and the same as CSV and JSON."""

import csv
from datetime import timedelta
from io import StringIO
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sojourn.casework.figures.texts import duration
from sojourn.casework.processing_times import FEWEST, KEPT_SECONDS, WINDOW, KindTimes, all_times
from sojourn.core import clock
from sojourn.core.charts import Span, draw_spans
from sojourn.web.following_pages.times import statement_of

_HEADS = ("institution", "name", "country", "kind", "decided", "decided_by_officers", "half_within_hours")
_LAST_HEAD = "nine_in_ten_within_hours"


@require_safe
def times_page(request: HttpRequest) -> HttpResponse:
    """Each institution that decides here, with the times of each kind of request."""
    institutions = [_institution(times) for times in _by_institution().values()]
    context = {"institutions": institutions, "days": WINDOW.days, "fewest": FEWEST, "today": clock.today()}
    return render(request, "times/page.html", context)


@require_safe
def times_csv(request: HttpRequest) -> HttpResponse:
    """The same as CSV: a row for each institution and kind, empty where the decisions are too few."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow((*_HEADS, _LAST_HEAD))
    for each in all_times():
        known = _as_data(each)
        writer.writerow([known[head] for head in (*_HEADS, _LAST_HEAD)])
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="processing-times.csv"'
    return _kept(response)


@require_safe
def times_json(request: HttpRequest) -> HttpResponse:
    """The same as JSON, with the period and what is too little to tell a time from."""
    return _kept(
        JsonResponse(
            {
                "as_of": clock.today().isoformat(),
                "period_days": WINDOW.days,
                "fewest_decisions": FEWEST,
                "times": [_as_data(each) for each in all_times()],
            }
        )
    )


def _as_data(each: KindTimes) -> dict[str, Any]:
    return {
        "institution": each.institution_id,
        "name": each.name,
        "country": each.country,
        "kind": each.kind,
        "decided": each.times.decided,
        "decided_by_officers": each.times.by_officers,
        "half_within_hours": _hours(each.times.median),
        _LAST_HEAD: _hours(each.times.ninetieth),
    }


def _hours(taken: timedelta | None) -> float | None:
    return None if taken is None else round(taken.total_seconds() / 3600, 1)


def _by_institution() -> dict[str, list[KindTimes]]:
    found: dict[str, list[KindTimes]] = {}
    for each in all_times():
        found.setdefault(each.institution_id, []).append(each)
    return found


def _institution(times: list[KindTimes]) -> dict[str, Any]:
    first = times[0]
    statement, address = statement_of(first.institution_id)
    return {
        "id": first.institution_id,
        "name": first.name,
        "country": first.country,
        "statement": statement,
        "statement_url": address,
        "picture": _picture(times),
        "columns": [
            {"label": _("Kind of request")},
            {"label": _("Decided"), "number": True},
            {"label": _("By officers"), "number": True},
            {"label": _("Half within")},
            {"label": _("Nine in ten within")},
        ],
        "rows": [{"cells": [{"text": text} for text in _row(each)]} for each in times],
    }


def _row(each: KindTimes) -> list[str]:
    taken = (each.times.median, each.times.ninetieth)
    words = [_("too few") if one is None else duration(one) for one in taken]
    return [each.kind_words, str(each.times.decided), str(each.times.by_officers), *words]


def _picture(times: list[KindTimes]) -> dict[str, Any] | None:
    """Median and ninetieth percentile of each kind; nothing where nothing is known."""
    spans = [
        (
            each,
            Span(
                each.kind_words,
                _("half within %(median)s, nine in ten within %(ninetieth)s")
                % {"median": duration(each.times.median), "ninetieth": duration(each.times.ninetieth)},
                each.times.median.total_seconds(),
                each.times.ninetieth.total_seconds(),
            ),
        )
        for each in times
        if each.times.median is not None and each.times.ninetieth is not None
    ]
    if not spans:
        return None
    slowest, span = max(spans, key=lambda pair: pair[1].high)
    return {
        "finding": _("%(what)s: nine in ten within %(time)s")
        % {"what": slowest.kind_words, "time": duration(timedelta(seconds=span.high))},
        "drawing": draw_spans([span for _each, span in spans]),
    }


def _kept(response: HttpResponse) -> HttpResponse:
    """Nothing in it is of anybody, and it is measured anew only now and then."""
    patch_cache_control(response, public=True, max_age=KEPT_SECONDS)
    return response
