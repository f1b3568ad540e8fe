"""What waits for a look, what was judged, and how often automatic decisions were wrong."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sojourn.casework.sampling.access import CorridorRate, SampleRow, Samples, samples_of
from sojourn.casework.sampling.events import take_next_sample
from sojourn.casework.sampling.rates import ErrorRate
from sojourn.casework.sampling.texts import CAUSES, VERDICTS
from sojourn.casework.texts import KINDS, country_name
from sojourn.desk.entrance import draw, officers_only
from sojourn.parties.acting import ActingAs
from sojourn.requests.texts import day_words

STATUS = {"right": "good", "poor_reason": "warning", "wrong": "bad"}


@require_safe
@officers_only
def samples_page(request: HttpRequest, acting: ActingAs) -> HttpResponse:
    """Samples and rates of the institution."""
    samples = samples_of(acting)
    context = {
        "samples": samples,
        "mine": [_row_cells(row) for row in samples.mine],
        "judged": [_row_cells(row) for row in samples.judged],
        "whole": rate_words(samples.whole),
        "rates": [_rate_cells(rate) for rate in samples.rates],
        "stops": _stops(samples),
        "waiting_columns": [{"label": _("Sample")}, {"label": _("Decided")}, {"label": _("Verdict")}],
        "rate_columns": [
            {"label": _("Corridor")},
            {"label": _("Looked at"), "number": True},
            {"label": _("Wrong"), "number": True},
            {"label": _("Error rate")},
            {"label": _("Poorly reasoned"), "number": True},
            {"label": _("Waiting"), "number": True},
            {"label": _("Last wrong")},
        ],
        "stop_columns": [{"label": _("Country of work")}, {"label": _("Stopped")}, {"label": _("Now")}],
    }
    return draw(request, acting, "desk/sampling/overview.html", context)


@require_POST
@officers_only
def next_page(request: HttpRequest, acting: ActingAs) -> HttpResponse:
    """Take the next sample, and go there."""
    sample_id = take_next_sample(acting=acting)
    if sample_id is None:
        messages.info(request, _("No sample waits for you."))
        return redirect("desk:samples")
    return redirect("desk:sample", sample_id=sample_id)


def rate_words(rate: ErrorRate) -> str:
    """An error rate with its interval, in one sentence."""
    interval = rate.interval
    if rate.rate is None or interval is None:
        return _("Nothing looked at yet")
    low, high = (_percent(share) for share in interval)
    return _("%(rate)s (between %(low)s and %(high)s)") % {
        "rate": _percent(rate.rate),
        "low": low,
        "high": high,
    }


def _day(moment: datetime) -> str:
    return day_words(moment.date(), get_language() or "en")


def _percent(share: float) -> str:
    return _("%(number)s percent") % {"number": number_format(round(100 * share, 1), decimal_pos=1)}


def _rate_cells(each: CorridorRate) -> dict[str, Any]:
    rate = each.rate
    cells = [
        {"text": f"{country_name(each.host)} · {KINDS.get(each.kind, each.kind)}"},
        {"text": rate.judged},
        {"text": rate.wrong},
        {"text": rate_words(rate)},
        {"text": rate.poor},
        {"text": each.waiting},
        {"text": _day(each.last_wrong) if each.last_wrong else _("Never")},
    ]
    return {"cells": cells}


def _row_cells(row: SampleRow) -> dict[str, Any]:
    verdict: dict[str, Any] = {"text": "–"}
    if row.verdict:
        words = str(VERDICTS[row.verdict])
        if row.cause:
            words = f"{words}: {CAUSES[row.cause]}"
        verdict = {"text": words, "status": {"kind": STATUS[row.verdict], "text": words}}
    return {
        "cells": [
            {
                "text": f"{country_name(row.host)} · {KINDS.get(row.kind, row.kind)} · {row.reference}",
                "url": reverse("desk:sample", args=[row.id]),
            },
            {"text": _day(row.decided_at)},
            verdict,
        ]
    }


def _stops(samples: Samples) -> list[dict[str, Any]]:
    return [
        {
            "cells": [
                {"text": country_name(stop.host)},
                {
                    "text": _("%(day)s: %(wrong)s of %(judged)s wrong, more than %(percent)s percent")
                    % {
                        "day": _day(stop.stopped_at),
                        "wrong": stop.wrong,
                        "judged": stop.judged,
                        "percent": stop.above_percent,
                    }
                },
                {
                    "text": "",
                    "status": {"kind": "bad", "text": _("Stopped")}
                    if stop.still
                    else {"kind": "good", "text": _("Started again")},
                },
            ]
        }
        for stop in samples.stops
    ]
