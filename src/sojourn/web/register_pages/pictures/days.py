"""Days in a country against the limit of its law: who has been there longest."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from sojourn.core import clock
from sojourn.core.charts import Amount, Part, draw_bars
from sojourn.register.pictures.days import Counted, days_of_all, days_page, hosts_worked_in
from sojourn.web.day_words import day_in_words
from sojourn.web.register_pages.opening import register_page, seat_here, shown_acting
from sojourn.web.register_pages.pictures.files import file_links, table_file
from sojourn.web.register_pages.pictures.outlook import host_field
from sojourn.web.register_pages.today import number
from sojourn.web.register_pages.words import host_words

MOST_IN_FILE = 100_000
_SHOWN = 10


@register_page
@require_safe
def days_list(request: HttpRequest) -> HttpResponse:
    """The travellers in a country, the longest first; without a country the choice of one."""
    seat = seat_here(request)
    hosts = hosts_worked_in(seat)
    host, page = _host(request, hosts), _page(request.GET.get("page", ""))
    context: dict[str, Any] = {
        "acting": shown_acting(seat),
        "seat": seat,
        "host": host,
        "where": host_words(host) if host else "",
        "fields": [host_field(host, hosts)],
        "empty": not hosts,
    }
    if host:
        found = days_page(seat, host, number=page)
        shown = found.rows[:_SHOWN] if page == 1 else ()
        context |= {
            "columns": [{"label": label, "number": 0 < at < 4} for at, label in enumerate(_head())],
            "rows": [_row(each) for each in found.rows],
            "drawing": draw_bars([_amount(each) for each in shown]) if shown else None,
            "finding": _finding(found.rows, host),
            "later": f"?{urlencode({'host': host, 'page': page + 1})}" if found.more else "",
            "earlier": f"?{urlencode({'host': host, 'page': page - 1})}" if page > 1 else "",
            "files": file_links("register_days_file", host=host),
        }
    return render(request, "register/pictures/days.html", context)


@register_page
@require_safe
def days_file(request: HttpRequest, ending: str) -> HttpResponse:
    """Everybody in the country, as a file."""
    seat = seat_here(request)
    host = _host(request, hosts_worked_in(seat))
    rows = (_line(each) for each in days_of_all(seat, host, clock.today(), MOST_IN_FILE)) if host else ()
    return table_file("days", ending, _head(), rows)


def _host(request: HttpRequest, hosts: list[str]) -> str:
    host = request.GET.get("host", "").upper()[:6]
    return host if host in hosts else ""


def _page(text: str) -> int:
    return max(1, int(text)) if text.isdecimal() and len(text) < 6 else 1


def _head() -> list[str]:
    return [
        gettext("Traveller"),
        gettext("Days within 24 months"),
        gettext("Days within 60 months"),
        gettext("Trips"),
        gettext("Limit of one stay"),
        gettext("Last day that the law allows"),
    ]


def _limit(each: Counted) -> str:
    if each.limit_months is None:
        return gettext("none named")
    months = ngettext("%(n)s month", "%(n)s months", each.limit_months) % {"n": each.limit_months}
    return gettext("%(months)s, article %(article)s") % {"months": months, "article": each.article}


def _row(each: Counted) -> dict[str, Any]:
    return {
        "cells": [
            {"text": each.traveller.name, "url": reverse("register_traveller", args=[each.traveller.pk])},
            {"text": number(each.days_24)},
            {"text": number(each.days_60)},
            {"text": number(each.trips)},
            {"text": _limit(each)},
            {"text": day_in_words(each.last_allowed) if each.last_allowed else "–"},
        ]
    }


def _line(each: Counted) -> list[str]:
    last: date | None = each.last_allowed
    counts = [str(each.days_24), str(each.days_60), str(each.trips)]
    return [each.traveller.name, *counts, _limit(each), last.isoformat() if last else ""]


def _amount(each: Counted) -> Amount:
    told = gettext("%(short)s days in 24 months, %(long)s in 60") % {
        "short": number(each.days_24),
        "long": number(each.days_60),
    }
    parts = (Part(each.days_24, "tone4"), Part(each.days_60 - each.days_24, "tone1"))
    return Amount(each.traveller.name, told, parts)


def _finding(rows: tuple[Counted, ...], host: str) -> str:
    most = max((each.days_24 for each in rows), default=0)
    return ngettext(
        "%(country)s: the longest is %(n)s day within 24 months",
        "%(country)s: the longest is %(n)s days within 24 months",
        most,
    ) % {"country": host_words(host), "n": number(most)}
