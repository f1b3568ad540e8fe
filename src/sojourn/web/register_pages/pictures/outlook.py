"""What ends in the year to come, month by month, and what begins without cover."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from sojourn.core.charts import Amount, Part, draw_bars
from sojourn.register.pictures.outlook import Month, outlook
from sojourn.requests.countries import country_options
from sojourn.web.language import language
from sojourn.web.register_pages.opening import register_page, seat_here, shown_acting
from sojourn.web.register_pages.pictures.files import file_links, table_file
from sojourn.web.register_pages.today import number


@register_page
@require_safe
def outlook_page(request: HttpRequest) -> HttpResponse:
    """Two drawings with their table: certificates that end, and trips that begin without one."""
    seat, host = seat_here(request), _host(request)
    months = outlook(seat, host)
    early, ending = sum(each.too_early for each in months), sum(each.with_trip for each in months)
    starting = sum(each.not_covered for each in months)
    context = {
        "acting": shown_acting(seat),
        "seat": seat,
        "fields": [host_field(host)],
        "is_filtered": bool(host),
        "empty": not (early or ending or starting),
        "early": ngettext(
            "%(n)s certificate ends within a year while the trip goes on",
            "%(n)s certificates end within a year while the trip goes on",
            early,
        )
        % {"n": number(early)},
        "ends": draw_bars([_ends(each) for each in months]),
        "starting": ngettext(
            "%(n)s trip begins within a year without cover",
            "%(n)s trips begin within a year without cover",
            starting,
        )
        % {"n": number(starting)},
        "begins": draw_bars([_begins(each) for each in months]),
        "columns": [{"label": label, "number": at > 0} for at, label in enumerate(_head())],
        "rows": [{"cells": [{"text": text} for text in _cells(each)]} for each in months],
        "files": file_links("register_outlook_file", host=host),
    }
    return render(request, "register/pictures/outlook.html", context)


@register_page
@require_safe
def outlook_file(request: HttpRequest, ending: str) -> HttpResponse:
    """The table as a file."""
    months = outlook(seat_here(request), _host(request))
    return table_file(
        "outlook", ending, _head(), ([each.first.isoformat()[:7], *_counts(each)] for each in months)
    )


def host_field(host: str, among: Sequence[str] | None = None, label: str = "") -> dict[str, Any]:
    """A choice of a country of work."""
    options = [(code, name) for code, name in country_options(language()) if among is None or code in among]
    return {
        "name": "host",
        "kind": "select",
        "label": label or gettext("Country"),
        "value": host,
        "placeholder_option": gettext("All") if among is None else gettext("Choose a country"),
        "options": [{"value": code, "label": str(name)} for code, name in options],
    }


def _host(request: HttpRequest) -> str:
    host = request.GET.get("host", "").upper()[:6]
    return host if host in dict(country_options("en")) else ""


def _head() -> list[str]:
    return [
        gettext("Month"),
        gettext("Ends while the trip goes on"),
        gettext("Ends with the trip"),
        gettext("Begins without cover"),
    ]


def _counts(month: Month) -> list[str]:
    return [str(month.too_early), str(month.with_trip), str(month.not_covered)]


def _cells(month: Month) -> list[str]:
    return [_name(month), *(number(int(each)) for each in _counts(month))]


def _name(month: Month) -> str:
    return str(date_format(month.first, "YEAR_MONTH_FORMAT"))


def _ends(month: Month) -> Amount:
    told = gettext("%(early)s too early, %(ending)s with the trip") % {
        "early": number(month.too_early),
        "ending": number(month.with_trip),
    }
    return Amount(_name(month), told, (Part(month.too_early, "risk"), Part(month.with_trip, "tone4")))


def _begins(month: Month) -> Amount:
    tones = {"at_risk": "risk", "needed": "unknown", "requested": "tone2"}
    parts = tuple(Part(month.starting.get(word, 0), tone) for word, tone in tones.items())
    return Amount(_name(month), number(month.not_covered), parts)
