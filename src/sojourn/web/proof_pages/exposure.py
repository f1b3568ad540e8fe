"""What it would cost if cover is missing: of all trips by country, of one country, of one person, of one trip."""

from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, Final, cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from sojourn.core import clock
from sojourn.core.countries import is_known
from sojourn.core.errors import NotAllowed
from sojourn.engine.lawbook.schema import Source
from sojourn.engine.lawbook.schema_reference import LateOption, Penalty
from sojourn.register.exporting import csv_lines
from sojourn.register.exposure.contributions import Contributions, rate_sources, rates_of
from sojourn.register.exposure.reading import (
    CountryExposure,
    TripExposure,
    exposure_by_country,
    exposure_of,
    exposures_of,
    late_sources,
    penalties_in,
    penalty_sources,
)
from sojourn.register.seats import Role, Seat
from sojourn.register.states import Cover
from sojourn.web.day_words import day_in_words
from sojourn.web.form_field import error_rows
from sojourn.web.language import language
from sojourn.web.proof_pages.money import CONFIDENCES, amount_words, decimal, percent, short_words, side_words
from sojourn.web.register_pages.fields import text_field
from sojourn.web.register_pages.opening import (
    opened_traveller,
    opened_trip,
    register_page,
    seat_here,
    shown_acting,
)
from sojourn.web.register_pages.words import COVERS, cover_words, host_words, period_words

_KINDS: Final = {
    "missing_certificate": _("For a missing certificate"),
    "missing_declaration": _("For a missing declaration of the posting"),
    "missing_payroll_documents": _("For missing payroll documents"),
    "unpaid_contributions": _("For unpaid contributions"),
}
_PER: Final = {
    "per_worker": _("for each worker"),
    "per_offence": _("for each offence"),
    "criminal": _("as a criminal sanction"),
    "negligence_fee": _("as a fee"),
}
_LARGEST_PAY: Final = Decimal(10) ** 9


@register_page
@require_safe
def exposure_page(request: HttpRequest) -> HttpResponse:
    """All uncovered trips by country, and what each country could ask for."""
    seat = _seat(request)
    found = exposure_by_country(seat)
    context = {
        "acting": shown_acting(seat),
        "seat": seat,
        "columns": [
            {"label": gettext("Country")},
            {"label": gettext("Trips without cover"), "number": True},
            {"label": gettext("Days of all people"), "number": True},
            {"label": gettext("Contributions that could be asked for")},
            {"label": gettext("Known sanctions")},
        ],
        "rows": [_country_row(each) for each in found],
        "unknown": [host_words(each.country) for each in found if each.host is None],
        "open_ends": sum(each.open_ends for each in found),
    }
    return render(request, "register/proof/exposure.html", context)


def _seat(request: HttpRequest) -> Seat:
    """Money is shown to who sees or looks after trips of others; travellers are not concerned."""
    seat = seat_here(request)
    if seat.role is Role.TRAVELLER:
        raise NotAllowed("not_allowed")
    return seat


def _country_row(each: CountryExposure) -> dict[str, Any]:
    return {
        "cells": [
            {
                "text": host_words(each.country),
                "url": reverse("register_exposure_country", args=[each.country]),
            },
            {"text": decimal(each.trips)},
            {"text": decimal(each.days)},
            {"text": short_words(each.host) if each.host else gettext("Not known here")},
            {"text": _sanctions(each.penalties)},
        ]
    }


def _sanctions(found: Sequence[Penalty]) -> str:
    for each in found:
        if words := amount_words(each.amount):
            return f"{_KINDS[each.kind]}: {words}"
    return gettext("Named, without a sum") if found else gettext("None known here")


@register_page
@require_safe
def exposure_country(request: HttpRequest, country: str) -> HttpResponse:
    """One country: its uncovered trips, and from which figures, read where, the sums come."""
    seat = _seat(request)
    if not is_known(country):
        raise Http404
    found = next(iter(exposure_by_country(seat, country)), None)
    counts = found.by_cover if found else {}
    context = {
        "acting": shown_acting(seat),
        "seat": seat,
        "country": host_words(country),
        "found": found,
        "rows": [
            {
                "key": str(COVERS[word]) if word != Cover.COVERED else gettext("Covered for a part"),
                "value": decimal(counts[word]),
            }
            for word in Cover
            if word in counts
        ],
        "list_url": f"{reverse('register_trips')}?host={country}",
        "money": _money(found.host, with_pay=False) if found and found.host else [],
        **_figures(country),
        "penalties": [
            _penalty(each) for each in (found.penalties if found else penalties_in(country, *_this_year()))
        ],
        **_notes(found.host if found else None),
    }
    return render(request, "register/proof/exposure_country.html", context)


def _this_year() -> tuple[Any, Any]:
    today = clock.today()
    return today, today


@register_page
@require_safe
def exposure_export(request: HttpRequest) -> HttpResponse:
    """The same by country as a table."""
    seat = _seat(request)
    head = [
        gettext("Country"),
        gettext("Trips without cover"),
        gettext("Days of all people"),
        gettext("Currency"),
        gettext("Employer: up to, by ceilings"),
        gettext("Employer: percent of pay without a ceiling"),
        gettext("Employee: up to, by ceilings"),
        gettext("Employee: percent of pay without a ceiling"),
        gettext("Figures of"),
        gettext("How sure"),
    ]
    rows = (_export_line(each) for each in exposure_by_country(seat))
    response = StreamingHttpResponse(csv_lines(head, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="sojourn-exposure.csv"'
    return cast(HttpResponse, response)


def _export_line(each: CountryExposure) -> list[str]:
    host = each.host
    start = [each.country, str(each.trips), str(each.days)]
    if host is None:
        return [*start, *[""] * 7]
    return [
        *start,
        host.currency,
        str(host.employer.most),
        str(host.employer.percent_above),
        str(host.employee.most),
        str(host.employee.percent_above),
        host.period,
        host.confidence,
    ]


@register_page
@require_safe
def traveller_exposure(request: HttpRequest, traveller_id: UUID) -> HttpResponse:
    """One person's uncovered trips."""
    seat, traveller = opened_traveller(request, traveller_id)
    if seat.role is Role.TRAVELLER:
        raise NotAllowed("not_allowed")
    context = {
        "acting": shown_acting(seat),
        "seat": seat,
        "traveller": traveller,
        "columns": [
            {"label": gettext("Trip")},
            {"label": gettext("Days")},
            {"label": gettext("Cover")},
            {"label": gettext("Contributions that could be asked for")},
        ],
        "rows": [_trip_row(each) for each in exposures_of(seat, traveller.pk)],
    }
    return render(request, "register/proof/exposure_traveller.html", context)


def _trip_row(each: TripExposure) -> dict[str, Any]:
    trip = each.trip
    return {
        "cells": [
            {"text": host_words(trip.host), "url": reverse("register_trip_exposure", args=[trip.pk])},
            {"text": period_words(trip.start, trip.end)},
            {"status": cover_words(trip)},
            {"text": short_words(each.host) if each.host else gettext("Not known here")},
        ]
    }


@register_page
@require_http_methods(["GET", "HEAD", "POST"])
def trip_exposure(request: HttpRequest, trip_id: UUID) -> HttpResponse:
    """One trip. Pay makes the range narrower; it is used for this one page and kept nowhere."""
    seat, trip = opened_trip(request, trip_id)
    if seat.role is Role.TRAVELLER:
        raise NotAllowed("not_allowed")
    pay, error = _pay(request)
    found = exposure_of(trip, pay)
    currency = found.host.currency if found.host else ""
    field = text_field(
        "pay",
        gettext("Gross pay of a year, in %(currency)s") % {"currency": currency},
        request.POST.get("pay", "")[:20],
        {"pay": error} if error else {},
        hint=gettext("Used for this page alone and not kept"),
        optional=True,
        width=10,
    )
    context = {
        "acting": shown_acting(seat),
        "seat": seat,
        "trip": trip,
        "title": gettext("%(country)s, %(days)s")
        % {"country": host_words(trip.host), "days": period_words(trip.start, trip.end)},
        "found": found,
        "country": host_words(trip.host),
        "days": decimal(found.days),
        "money": _money(found.host, with_pay=pay is not None) if found.host else [],
        "home": _at_home(found),
        "field": field,
        "errors": error_rows([field]),
        "penalties": [_penalty(each) for each in found.penalties],
        "late": [_late(each) for each in found.late],
        **_figures(trip.host),
        **_notes(found.host),
    }
    return render(request, "register/proof/exposure_trip.html", context, status=400 if error else 200)


def _pay(request: HttpRequest) -> tuple[Decimal | None, str]:
    typed = request.POST.get("pay", "")[:20]
    text = "".join(typed.split()).replace("'", "").replace("\N{RIGHT SINGLE QUOTATION MARK}", "")
    if not text:
        return None, ""
    plain = text.replace(",", "").replace(".", "")
    try:
        pay = Decimal(plain)
    except InvalidOperation:
        pay = Decimal(-1)
    if not plain.isascii() or not plain.isdecimal() or not 0 < pay < _LARGEST_PAY:
        return None, gettext("Enter the pay in whole units, like 60,000.")
    return pay, ""


def _money(found: Contributions, *, with_pay: bool) -> list[dict[str, str]]:
    return [
        {
            "key": gettext("The employer’s part"),
            "value": side_words(found.employer, found.currency, with_pay=with_pay),
        },
        {
            "key": gettext("The employee’s part"),
            "value": side_words(found.employee, found.currency, with_pay=with_pay),
        },
    ]


def _at_home(found: TripExposure) -> str:
    """What goes on at home meanwhile: why the host's contributions would be paid twice."""
    rates = rates_of(found.trip.home)
    if rates is None or not found.days:
        return ""
    return gettext(
        "Contributions at home go on meanwhile: below all ceilings %(employer)s from the employer and %(employee)s from"
        " the employee (%(country)s, figures of %(period)s)."
    ) % {
        "employer": percent(rates.employer_total),
        "employee": percent(rates.employee_total),
        "country": host_words(rates.country),
        "period": rates.period,
    }


def _figures(country: str) -> dict[str, Any]:
    """The rates behind the sums, each branch as the source names it."""
    rates = rates_of(country)
    if rates is None:
        return {"rates": None}
    return {
        "rates": {
            "period": rates.period,
            "confidence": CONFIDENCES[rates.confidence],
            "lines": [
                {
                    "branch": rate.branch.replace("_", " "),
                    "employer": percent(rate.employer) if rate.employer is not None else gettext("not known"),
                    "employee": percent(rate.employee) if rate.employee is not None else gettext("not known"),
                    "ceiling": _ceiling(rate.ceiling, rates.currency),
                    "not_for_all": rate.optional or rate.banded,
                }
                for rate in rates.rates
            ],
            "open": rates.open,
            "sources": _sources(rate_sources(rates)),
        }
    }


def _ceiling(ceiling: Any, currency: str) -> str:
    if ceiling is None:
        return gettext("none")
    every = {"month": gettext("a month"), "quarter": gettext("a quarter"), "year": gettext("a year")}
    return f"{currency} {decimal(ceiling.amount)} {every[ceiling.per]}"


def _notes(found: Contributions | None) -> dict[str, Any]:
    """What is not known of the sums."""
    if found is None:
        return {"notes": []}
    notes = []
    if found.other_year:
        notes.append(
            gettext("The figures are those of %(period)s. Those of all days of the work are not known yet.")
            % {"period": found.period}
        )
    if found.unknown:
        notes.append(gettext("Left out, because they are not known or differ from case to case:"))
    return {
        "notes": notes,
        "left_out": ", ".join(each.replace("_", " ") for each in found.unknown),
        "not_for_all": ", ".join(each.replace("_", " ") for each in found.not_for_all),
    }


def _penalty(each: Penalty) -> dict[str, Any]:
    amount = each.amount
    words = amount_words(amount)
    per = str(_PER.get(amount.type, "")) if amount is not None and words else ""
    rule = amount.rule if amount is not None else None
    return {
        "kind": str(_KINDS[each.kind]),
        "amount": f"{words} {per}".strip() if words else "",
        "no_sum": not words and not rule,
        "law": each.law,
        "texts": [text for text in (rule, each.who, each.relief, each.other, each.note, *each.open) if text],
        "examples": [f"{ex.year}: {decimal(ex.amount)}" for ex in each.examples],
        "confidence": CONFIDENCES[each.confidence],
        "sources": _sources(penalty_sources(each)),
    }


def _late(each: LateOption) -> dict[str, Any]:
    return {
        "text": each.text[language()],
        "confidence": CONFIDENCES[each.confidence],
        "open": each.open,
        "sources": _sources(late_sources(each)),
    }


def _sources(found: Iterable[Source]) -> list[dict[str, str]]:
    return [
        {
            "title": each.title if each.basis == "read" else gettext("known, not read again"),
            "url": each.url or "",
            "as_of": day_in_words(each.as_of) if each.as_of else "",
        }
        for each in found
    ]
