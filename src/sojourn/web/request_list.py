"""The applicant's requests, and the beginning of a new one."""

from typing import Any
from uuid import UUID, uuid4

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from sojourn.core.actors import Capacity
from sojourn.core.errors import NotAllowed
from sojourn.engine.lawbook.facts import Applicant
from sojourn.parties.access import acting_as, capacities_of
from sojourn.parties.acting import ActingAs
from sojourn.parties.session import switch_acting
from sojourn.requests.access import Request, requests_for
from sojourn.requests.countries import country_name
from sojourn.requests.events import save_answers, start_request
from sojourn.requests.remembered import remembered
from sojourn.requests.texts import state_words
from sojourn.requests.worker_questions import WorkersTurn
from sojourn.web.address_facts import FIRST, applicant_in, said_in
from sojourn.web.applicant import applicant_page, present_acting
from sojourn.web.day_words import day_in_words
from sojourn.web.draft_pages.known import start_address
from sojourn.web.language import language

ROWS_AT_ONCE = 50
STATE_KINDS = {
    "draft": "open",
    "submitted": "waiting",
    "information_requested": "warning",
    "approved": "good",
    "refused": "bad",
    "forwarded": "plain",
    "withdrawn": "ended",
    "package_ready": "open",
    "package_sent": "waiting",
    "certificate_received": "good",
    "package_answered": "plain",
}


@applicant_page
@require_safe
def request_list(request: HttpRequest) -> HttpResponse:
    """The requests of the one for whom one acts, last changed first."""
    acting = present_acting(request)
    if acting is None:
        return redirect("request_new")
    found = requests_for(acting).defer("particulars", "entered", "acknowledged", "determination", "situation")
    page = Paginator(found, ROWS_AT_ONCE).get_page(request.GET.get("page"))
    columns = [gettext("Request"), gettext("Work abroad"), gettext("Where it stands")]
    context = {
        "acting": acting,
        "columns": [{"label": label} for label in columns],
        "rows": [_row(each) for each in page],
        "page": page,
        "may_request": acting.may_request("first"),
    }
    return render(request, "web/requests.html", context)


@applicant_page
@require_http_methods(["GET", "HEAD", "POST"])
def request_new(request: HttpRequest) -> HttpResponse:
    """For whom one asks; posted, the draft begins. The same press twice begins one draft."""
    person: Any = request.user
    choices = [each for each in capacities_of(person) if each.actor.capacity is not Capacity.STAFF]
    if request.method == "POST":
        token = request.POST.get("acting", "")
        if token:
            return _begin(request, acting_as(person, token))
    missing = request.method == "POST"
    fields = [_who_field(choices, present_acting(request), missing)]
    context = {
        "fields": fields,
        "key": uuid4(),
        "has_employer": any(each.employer_id for each in choices),
        "errors": [{"text": fields[0]["error"], "target": fields[0]["id"]}] if missing else [],
    }
    return render(request, "web/request_new.html", context)


def _begin(request: HttpRequest, acting: ActingAs) -> HttpResponse:
    person: Any = request.user
    own = acting.actor.capacity is Capacity.SELF
    kind = Applicant.SELF_EMPLOYED if own else Applicant.EMPLOYER
    draft = start_request(acting=acting, applicant_kind=kind.value, key=_key(request.POST.get("key")))
    draft = _with_carried(acting, draft, request.GET)
    switch_acting(person, request.session, acting.token)
    return redirect(start_address(draft))


def _with_carried(acting: ActingAs, draft: Request, get: QueryDict) -> Request:
    """Begin with the facts of an answer that somebody found out; what the employer's record says goes first."""
    applicant = draft.answers.applicant
    if applicant_in(get) is not applicant or any(draft.answers.is_given(name) for name in FIRST[1:]):
        return draft
    known = remembered(acting, applicant)
    said = {name: typed for name, typed in said_in(get, applicant).items() if name not in known}
    return save_answers(acting=acting, request_id=draft.pk, answers=said).request if said else draft


def _key(text: str | None) -> UUID:
    try:
        return UUID(text or "")
    except ValueError:
        raise NotAllowed("not_allowed") from None


def _who_field(choices: list[ActingAs], chosen: ActingAs | None, missing: bool) -> dict[str, Any]:
    """For whom: one's employers and mandates, and oneself. Nothing is preset where there are several."""
    options = [{"value": each.token, "label": _who(each), "hint": _how(each)} for each in choices]
    return {
        "name": "acting",
        "id": "acting",
        "kind": "radios",
        "label": gettext("For whom do you ask?"),
        "options": options,
        "value": chosen.token if chosen and len(choices) <= 2 and chosen.employer_id else "",
        "error": gettext("Choose for whom you ask.") if missing else "",
    }


def _who(acting: ActingAs) -> str:
    if acting.actor.capacity is Capacity.SELF:
        return gettext("For myself: I am self-employed")
    return acting.label


def _how(acting: ActingAs) -> str:
    match acting.actor.capacity:
        case Capacity.REPRESENTATIVE:
            return gettext("Under a mandate; you act as its representative")
        case Capacity.EMPLOYER if not acting.may_request("first"):
            return gettext("You may look, but not ask. An administrator there can change that.")
        case Capacity.EMPLOYER:
            return gettext("One of its people works abroad")
        case _:
            return gettext("No employer sends me")


def _stands(each: Request) -> str:
    """Where it stands; of a draft that waits for the worker, that too."""
    if each.stands.may_be_changed and each.worker_part == WorkersTurn.ASKED:
        return gettext("Not sent yet; waiting for the worker")
    return state_words(each.state, language())


def _row(each: Request) -> dict[str, Any]:
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
            {"status": {"kind": STATE_KINDS[each.state], "text": _stands(each)}},
        ]
    }
