"""The beginning of a new request."""

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from sojourn.core.actors import Capacity
from sojourn.core.errors import NotAllowed
from sojourn.engine.lawbook.facts import Applicant
from sojourn.parties.access import acting_as, capacities_of
from sojourn.parties.acting import ActingAs
from sojourn.parties.session import switch_acting
from sojourn.requests.access import Request
from sojourn.requests.events import save_answers, start_request
from sojourn.requests.known import has_asked
from sojourn.requests.remembered import remembered
from sojourn.web.address_facts import FIRST, applicant_in, said_in
from sojourn.web.applicant import applicant_page, present_acting
from sojourn.web.draft_pages.known import start_address

WORKER = "worker"
"""Chosen by an employee: no capacity in which one asks, but the way to who may."""


@applicant_page
@require_http_methods(["GET", "HEAD", "POST"])
def request_new(request: HttpRequest) -> HttpResponse:
    """For whom one asks; posted, the draft begins. The same press twice begins one draft."""
    person: Any = request.user
    choices = [each for each in capacities_of(person) if each.actor.capacity is not Capacity.STAFF]
    if request.method == "POST":
        token = request.POST.get("acting", "")
        if token == WORKER:
            return redirect("request_new_worker")
        if token:
            return _begin(request, acting_as(person, token))
    missing = request.method == "POST"
    fields = [_who_field(choices, present_acting(request), missing)]
    context = {
        "fields": fields,
        "key": uuid4(),
        "has_employer": any(each.employer_id for each in choices),
        "has_earlier": has_asked(choices),
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
    return redirect(start_address(draft, known=request.POST.get("begin") == "known"))


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
    employed = gettext("My employer sends me. See first who may ask there.")
    options.append({"value": WORKER, "label": gettext("For myself: I am employed"), "hint": employed})
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
