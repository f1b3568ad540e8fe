"""The list of trips: filtered in the address, asked for together, given out as a file."""

from collections.abc import Iterator
from datetime import date
from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from sojourn.core import clock
from sojourn.register.access import Assignment, trips_for
from sojourn.register.asking import askable, may_be_asked_for
from sojourn.register.exporting import csv_lines, xlsx_file
from sojourn.register.reading import WHEN, Cursor, Wanted, by_cover, filtered, trips_page
from sojourn.register.states import Cover, TripKind, TripState
from sojourn.requests.countries import country_options
from sojourn.web.language import language
from sojourn.web.register_pages.opening import register_page, seat_here, shown_acting
from sojourn.web.register_pages.today import number, trip_row
from sojourn.web.register_pages.words import COVERS, KINDS, STATES, cover_words, reasons_told

MOST_IN_XLSX = 100_000


@register_page
@require_safe
def trips_list(request: HttpRequest) -> HttpResponse:
    """The trips that are not over, first begun first; with filters, and those of a page to be asked for together."""
    seat = seat_here(request)
    wanted, after = wanted_of(request.GET), _cursor(request.GET)
    page = trips_page(seat, wanted, after)
    rows = [
        {**trip_row(trip), "trip": trip, "may_ask": seat.may_ask and may_be_asked_for(trip)}
        for trip in page.rows
    ]
    counts = by_cover(seat, wanted) if not after else {}
    to_ask = askable(seat, wanted) if seat.may_ask and not after else []
    context = {
        "acting": shown_acting(seat),
        "seat": seat,
        "rows": rows,
        "any_to_ask": any(row["may_ask"] for row in rows),
        "to_ask": len(to_ask) if len(to_ask) > len(rows) else 0,
        "query": _query(wanted),
        "fields": _fields(wanted),
        "is_filtered": not wanted.is_all,
        "counts": [
            {"text": f"{COVERS[word]}: {number(counts[word])}", "url": _address(wanted, cover=word.value)}
            for word in Cover
            if counts.get(word)
        ],
        "later": _address(wanted, after=page.following) if page.following else "",
        "first": _address(wanted) if after else "",
        "files": [
            (ending, f"{reverse('register_export', args=[ending])}?{_query(wanted)}")
            for ending in ("csv", "xlsx")
        ],
    }
    return render(request, "register/trips.html", context)


@register_page
@require_safe
def export(request: HttpRequest, ending: str) -> HttpResponse:
    """The trips that the filters leave, as CSV or as a workbook."""
    seat = seat_here(request)
    rows = filtered(trips_for(seat), wanted_of(request.GET), clock.today())
    head = [
        gettext("Traveller"),
        gettext("Employee number"),
        gettext("Trip number"),
        gettext("From"),
        gettext("Country"),
        gettext("First day"),
        gettext("Last day"),
        gettext("Kind"),
        gettext("State"),
        gettext("Cover"),
        gettext("Why"),
        gettext("Legislation"),
        gettext("Article"),
        gettext("Certificate"),
        gettext("Covered until"),
        gettext("Act by"),
    ]
    table = rows.select_related("traveller").iterator(chunk_size=500)
    if ending == "xlsx":
        made = xlsx_file(head, (_line(trip) for trip in rows.select_related("traveller")[:MOST_IN_XLSX]))
        response: Any = HttpResponse(
            made, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        )
    elif ending == "csv":
        response = StreamingHttpResponse(
            csv_lines(head, _lines(table)), content_type="text/csv; charset=utf-8"
        )
    else:
        return HttpResponse(status=404)
    response["Content-Disposition"] = f'attachment; filename="sojourn-trips.{ending}"'
    return cast(HttpResponse, response)


def _lines(trips: Iterator[Assignment]) -> Iterator[list[str]]:
    for trip in trips:
        yield _line(trip)


def _line(trip: Assignment) -> list[str]:
    own = trip.own
    return [
        trip.traveller.name,
        trip.traveller.own.get("employee_number", ""),
        own.get("trip_key", ""),
        trip.home,
        trip.host,
        trip.start.isoformat(),
        trip.end.isoformat() if trip.end else "",
        str(KINDS[TripKind(trip.kind)]),
        str(STATES[trip.stands]),
        cover_words(trip)["text"],
        " ".join(reasons_told(trip)),
        trip.legislation,
        f"{trip.instrument} {trip.article}".strip(),
        trip.certificate_number,
        trip.covered_until.isoformat() if trip.covered_until else "",
        trip.act_by.isoformat() if trip.act_by else "",
    ]


def wanted_of(get: QueryDict) -> Wanted:
    """The filters in an address; what is no filter is left out."""

    def one(name: str, among: Any) -> str:
        value = get.get(name, "")
        return value if value in {str(each) for each in among} else ""

    host = get.get("host", "").upper()[:6]
    return Wanted(
        cover=one("cover", Cover),
        host=host if host in dict(country_options("en")) else "",
        when=one("when", WHEN),
        kind=one("kind", TripKind),
        state=one("state", TripState),
    )


def _cursor(get: QueryDict) -> Cursor | None:
    day, _, row = get.get("after", "").partition("~")
    try:
        return Cursor(date.fromisoformat(day), UUID(row))
    except ValueError:
        return None


def _query(wanted: Wanted, after: Cursor | None = None, **changed: str) -> str:
    said = {
        "cover": wanted.cover,
        "host": wanted.host,
        "when": wanted.when,
        "kind": wanted.kind,
        "state": wanted.state,
        **changed,
        "after": f"{after.start.isoformat()}~{after.id}" if after else "",
    }
    return urlencode({name: value for name, value in said.items() if value})


def _address(wanted: Wanted, after: Cursor | None = None, **changed: str) -> str:
    return f"{reverse('register_trips')}?{_query(wanted, after, **changed)}"


def _fields(wanted: Wanted) -> list[dict[str, Any]]:
    when = {"now": gettext("Under way"), "coming": gettext("To come"), "past": gettext("Past")}
    lists: list[tuple[str, str, list[tuple[str, Any]], str]] = [
        ("cover", gettext("Cover"), [(each.value, COVERS[each]) for each in Cover], wanted.cover),
        ("host", gettext("Country"), list(country_options(language())), wanted.host),
        ("when", gettext("When"), list(when.items()), wanted.when),
        ("kind", gettext("Kind"), [(each.value, KINDS[each]) for each in TripKind], wanted.kind),
        ("state", gettext("State"), [(each.value, STATES[each]) for each in TripState], wanted.state),
    ]
    return [
        {
            "name": name,
            "kind": "select",
            "label": label,
            "value": value,
            "placeholder_option": gettext("All"),
            "options": [{"value": code, "label": str(words)} for code, words in options],
        }
        for name, label, options, value in lists
    ]
