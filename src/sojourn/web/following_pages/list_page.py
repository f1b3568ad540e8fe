"""The applicant's requests: who has to act, by when; filters in the address; a person only by the posted form."""

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from sojourn.casework.asked_abroad import AskedAbroad, agreements_awaited
from sojourn.casework.asking.access import due_days, unread_counts
from sojourn.core.errors import NotAllowed
from sojourn.parties.acting import ActingAs
from sojourn.requests.access import Request, request_by_reference
from sojourn.requests.countries import country_name, country_options
from sojourn.requests.listing import (
    Counted,
    Cursor,
    Wanted,
    count_all,
    page_of_requests,
    requests_of_person,
)
from sojourn.requests.states import State
from sojourn.requests.texts import state_words
from sojourn.web.applicant import applicant_page, present_acting
from sojourn.web.day_words import day_in_words
from sojourn.web.following_pages.standing import STATE_KINDS, NextStep, list_words, next_step
from sojourn.web.language import language

PERSON = ("worker.given_names", "worker.family_name", "worker.birth_date", "worker.ssn")


@applicant_page
@require_safe
def request_list(request: HttpRequest) -> HttpResponse:
    """The requests of the one for whom one acts: what needs somebody first, then last changed first."""
    acting = present_acting(request)
    if acting is None:
        return redirect("request_new")
    wanted, after = _wanted(request.GET), _cursor(request.GET)
    reference = request.GET.get("reference", "").strip()[:40]
    if reference and (found := _by_reference(acting, reference)):
        return redirect("request", key=found)
    page = page_of_requests(acting, wanted, after)
    shown = [*page.needing, *page.rows]
    facts = _facts(acting, shown)
    context = {
        "acting": acting,
        "columns": _columns(),
        "needing": [_row(each, *facts) for each in page.needing],
        "rows": [_row(each, *facts) for each in page.rows],
        "fitting": _counted(page.fitting),
        "is_filtered": not wanted.is_all,
        "active": _active(wanted),
        "all": _counted(count_all(acting)) if not wanted.is_all and not page.rows else "",
        "fields": _filter_fields(request.GET, wanted),
        "reference_field": _reference_field(reference),
        "later": _address(wanted, page.following) if page.following else "",
        "first": _address(wanted) if after else "",
        "may_request": acting.may_request("first"),
    }
    return render(request, "web/requests.html", context)


@applicant_page
@require_http_methods(["GET", "HEAD", "POST"])
def find_person(request: HttpRequest) -> HttpResponse:
    """One's own requests for one worker. What is typed travels in the body, and never into an address."""
    acting = present_acting(request)
    if acting is None:
        return redirect("request_new")
    asked = request.method == "POST"
    typed = {name: request.POST.get(name, "").strip()[:200] for name in PERSON[:2]}
    parts = {part: request.POST.get(f"birth-{part}", "").strip()[:4] for part in ("day", "month", "year")}
    typed["worker.birth_date"] = _iso(parts)
    typed["worker.ssn"] = request.POST.get("worker.ssn", "").strip()[:20]
    rows = requests_of_person(acting, typed) if asked else ()
    facts = _facts(acting, rows)
    context = {
        "acting": acting,
        "asked": asked,
        "columns": _columns(),
        "rows": [_row(each, *facts) for each in rows],
        "fields": _person_fields(request, parts),
    }
    return render(request, "following/find_person.html", context)


type _Facts = tuple[dict[UUID, date], dict[UUID, int], dict[UUID, AskedAbroad]]


def _facts(acting: ActingAs, rows: Any) -> _Facts:
    """Last days to answer in, messages not read, and authorities abroad that are awaited: a query each."""
    ids = [each.pk for each in rows if each.handed_in_at]
    if not ids:
        return {}, {}, {}
    return due_days(ids), unread_counts(ids, str(acting.person_id)), agreements_awaited(ids)


def _columns() -> list[dict[str, str]]:
    labels = [
        gettext("Request"),
        gettext("Work abroad"),
        gettext("Where it stands"),
        gettext("Who has to act"),
    ]
    return [{"label": label} for label in labels]


def _row(
    each: Request, due: dict[UUID, date], unread: dict[UUID, int], abroad: dict[UUID, AskedAbroad]
) -> dict[str, Any]:
    host = country_name(each.host, language()) if each.host else ""
    start = day_in_words(each.period_start) if each.period_start else ""
    end = day_in_words(each.period_end) if each.period_end else ""
    if start and end:
        where = gettext("%(country)s, %(start)s to %(end)s") % {"country": host, "start": start, "end": end}
    elif start:
        where = gettext("%(country)s, from %(start)s") % {"country": host, "start": start}
    else:
        where = host or gettext("Not said yet")
    title = each.reference or gettext("Draft of %(day)s") % {"day": day_in_words(each.created_at.date())}
    return {
        "cells": [
            {"text": title, "url": reverse("request", args=[each.reference or each.pk])},
            {"text": where},
            {"status": {"kind": STATE_KINDS[each.state], "text": list_words(each, abroad.get(each.pk))}},
            {"text": _who(next_step(each, due.get(each.pk), abroad.get(each.pk)), unread.get(each.pk, 0))},
        ]
    }


def _who(step: NextStep, unread: int) -> str:
    who = step.who
    if step.by:
        who = gettext("%(who)s, by %(day)s") % {"who": step.who, "day": day_in_words(step.by)}
    if unread:
        return gettext("%(who)s · new message") % {"who": who} if who else gettext("New message")
    return who


def _counted(counted: Counted) -> str:
    number = f"{counted.number:,}".replace(",", "\u202f")
    return gettext("more than %(number)s") % {"number": number} if counted.or_more else number


def _by_reference(acting: ActingAs, reference: str) -> str | None:
    try:
        return request_by_reference(acting, reference).reference
    except NotAllowed:
        return None


def _wanted(get: QueryDict) -> Wanted:
    state, host = get.get("state", ""), get.get("host", "").upper()[:6]
    return Wanted(
        state=state if state in set(State) else "",
        host=host if host.replace("-", "").isalpha() else "",
        needs_me=get.get("needs") == "me",
        start=_day(get, "from"),
        end=_day(get, "to"),
    )


def _day(get: QueryDict, name: str) -> date | None:
    """A day from its three boxes, or as the addresses of this page write it; None for anything else."""
    parts = {part: get.get(f"{name}-{part}", "") for part in ("day", "month", "year")}
    try:
        return date.fromisoformat(get.get(name, "") or _iso(parts))
    except ValueError:
        return None


def _iso(parts: dict[str, str]) -> str:
    try:
        return date(int(parts["year"]), int(parts["month"]), int(parts["day"])).isoformat()
    except ValueError:
        return ""


def _cursor(get: QueryDict) -> Cursor | None:
    moment, _, row = get.get("after", "").partition("~")
    try:
        return Cursor(datetime.fromisoformat(moment), UUID(row))
    except ValueError:
        return None


def _query(wanted: Wanted) -> dict[str, str]:
    said = {
        "state": wanted.state,
        "host": wanted.host,
        "needs": "me" if wanted.needs_me else "",
        "from": wanted.start.isoformat() if wanted.start else "",
        "to": wanted.end.isoformat() if wanted.end else "",
    }
    return {name: value for name, value in said.items() if value}


def _address(wanted: Wanted, after: Cursor | None = None) -> str:
    query = _query(wanted)
    if after is not None:
        query["after"] = f"{after.changed_at.isoformat()}~{after.id}"
    return f"?{urlencode(query)}" if query else reverse("requests")


def _active(wanted: Wanted) -> list[dict[str, str]]:
    """The filters in force as words, each with the address that leaves it out."""
    found = []
    if wanted.state:
        found.append(("state", state_words(wanted.state, language())))
    if wanted.host:
        found.append(("host", country_name(wanted.host, language())))
    if wanted.needs_me:
        found.append(("needs_me", gettext("Needs you")))
    if wanted.start or wanted.end:
        days = [day_in_words(day) for day in (wanted.start, wanted.end) if day]
        found.append(("period", " – ".join(days)))
    return [{"text": words, "url": _address(wanted.without(name))} for name, words in found]


def _filter_fields(get: QueryDict, wanted: Wanted) -> list[dict[str, Any]]:
    states = [{"value": state.value, "label": state_words(state, language())} for state in State]
    hosts = [{"value": code, "label": name} for code, name in country_options(language())]
    return [
        {
            "name": "needs",
            "kind": "select",
            "label": gettext("Who has to act"),
            "options": [{"value": "me", "label": gettext("You")}],
            "placeholder_option": gettext("Anybody"),
            "value": "me" if wanted.needs_me else "",
        },
        {
            "name": "state",
            "kind": "select",
            "label": gettext("Where it stands"),
            "options": states,
            "placeholder_option": gettext("Anywhere"),
            "value": wanted.state,
        },
        {
            "name": "host",
            "kind": "select",
            "label": gettext("Country of work"),
            "options": hosts,
            "placeholder_option": gettext("All countries"),
            "value": wanted.host,
        },
        {"name": "from", "kind": "date", "label": gettext("Abroad from"), "value": wanted.start or ""},
        {"name": "to", "kind": "date", "label": gettext("Abroad until"), "value": wanted.end or ""},
    ]


def _reference_field(reference: str) -> dict[str, Any]:
    error = gettext("You have no request with the reference %(reference)s.") % {"reference": reference}
    return {
        "name": "reference",
        "kind": "search",
        "label": gettext("Reference"),
        "hint": gettext("Like SJ-7K3M-92QX"),
        "width": "20",
        "autocomplete": "off",
        "spellcheck": False,
        "value": reference,
        "error": error if reference else "",
    }


def _person_fields(request: HttpRequest, parts: dict[str, str]) -> list[dict[str, Any]]:
    post = request.POST
    texts = {
        "worker.given_names": gettext("Given names"),
        "worker.family_name": gettext("Family name"),
    }
    fields: list[dict[str, Any]] = [
        {
            "name": name,
            "label": label,
            "autocomplete": "off",
            "spellcheck": False,
            "value": post.get(name, ""),
        }
        for name, label in texts.items()
    ]
    fields.append({"name": "birth", "kind": "date", "label": gettext("Date of birth"), "value": parts})
    fields.append(
        {
            "name": "worker.ssn",
            "label": gettext("or U.S. Social Security number"),
            "inputmode": "numeric",
            "autocomplete": "off",
            "width": 10,
            "value": "",
        }
    )
    return fields
