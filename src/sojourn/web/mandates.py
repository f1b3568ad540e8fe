"""Mandates: who may act for one's employer; and the firms that act for others."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from sojourn.core.errors import InvalidInput, NotAllowed, Problem
from sojourn.parties import texts
from sojourn.parties.access import past_capacities_of
from sojourn.parties.acting import ActingAs
from sojourn.parties.directory import firms_of, mandates_of
from sojourn.parties.events import create_firm, grant_mandate, revoke_mandate
from sojourn.parties.session import current_acting
from sojourn.requests.countries import find_country
from sojourn.web.applicant import applicant_page
from sojourn.web.employers import form_key, is_acting, switched_elsewhere
from sojourn.web.form_field import error_rows
from sojourn.web.party_fields import firm_name_field, mandate_fields, typed_date, with_errors


@applicant_page
@require_http_methods(["GET", "HEAD", "POST"])
def mandates(request: HttpRequest) -> HttpResponse:
    """Who may act for the employer; its administrators grant here."""
    acting = _present(request)
    if acting is None:
        return redirect("switch_acting")
    problems: list[Problem] = []
    values: dict[str, Any] = {}
    if request.method == "POST":
        if not is_acting(request, acting):
            return switched_elsewhere(request, acting)
        terms, values, problems = _typed_terms(request.POST)
        if not problems:
            try:
                grant_mandate(acting=acting, **terms)
            except InvalidInput as refused:
                problems = list(refused.problems)
            else:
                messages.success(request, gettext("The mandate is granted. Both sides are told by e-mail."))
                return redirect("mandates")
    fields = with_errors(mandate_fields(values), problems)
    context = {
        "acting": acting,
        "mandates": mandates_of(acting),
        "states": texts.MANDATE_STATES,
        "kinds": texts.REQUEST_KINDS,
        "fields": fields,
        "errors": error_rows(fields),
    }
    return render(request, "parties/mandates.html", context, status=400 if problems else 200)


@applicant_page
@require_http_methods(["GET", "HEAD", "POST"])
def mandate_revoke(request: HttpRequest, mandate_id: UUID) -> HttpResponse:
    """What revoking means, and the button that does it."""
    acting = _present(request)
    mandate = next((each for each in mandates_of(acting) if each.id == mandate_id), None) if acting else None
    if acting is None or mandate is None or not acting.may_administer:
        raise NotAllowed("not_allowed")
    if request.method == "POST":
        if not is_acting(request, acting):
            return switched_elsewhere(request, acting)
        revoke_mandate(acting=acting, mandate_id=mandate_id)
        messages.success(request, gettext("The mandate is revoked. Both sides are told by e-mail."))
        return redirect("mandates")
    return render(request, "parties/mandate_revoke.html", {"acting": acting, "mandate": mandate})


@applicant_page
@require_http_methods(["GET", "HEAD"])
def firms(request: HttpRequest) -> HttpResponse:
    """One's firm, its code, and the employers for which it may act: what ends soon stands first."""
    person: Any = request.user
    context = {
        "firms": firms_of(person),
        "past": past_capacities_of(person),
        "states": texts.MANDATE_STATES,
        "kinds": texts.REQUEST_KINDS,
    }
    return render(request, "parties/firms.html", context)


@applicant_page
@require_http_methods(["GET", "HEAD", "POST"])
def firm_new(request: HttpRequest) -> HttpResponse:
    """Enter the firm for which one works."""
    person: Any = request.user
    name = request.POST.get("name", "")
    key = form_key(request.POST)
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            create_firm(person=person, name=name, key=key)
        except InvalidInput as refused:
            problems = refused.problems
        else:
            return redirect("firms")
    fields = with_errors([firm_name_field(name)], problems)
    context = {"fields": fields, "errors": error_rows(fields), "key": key}
    return render(request, "parties/firm_new.html", context, status=400 if problems else 200)


def _present(request: HttpRequest) -> ActingAs | None:
    """The capacity chosen in this session, if it is for an employer."""
    person: Any = request.user
    acting = current_acting(person, request.session)
    return acting if acting and acting.employer_id else None


def _typed_terms(posted: QueryDict) -> tuple[dict[str, Any], dict[str, Any], list[Problem]]:
    """(terms for the event, what was typed, what is no date)."""
    begins, typed_begin, begin_wrong = typed_date(posted, "valid_from")
    ends, typed_end, end_wrong = typed_date(posted, "valid_until")
    problems = []
    if posted.get("may_send") not in {"yes", "no"}:
        problems.append(Problem("may_send", "may_send_missing"))
    if begin_wrong:
        problems.append(Problem("valid_from", "valid_from_wrong_form"))
    if end_wrong:
        problems.append(Problem("valid_until", "valid_until_wrong_form"))
    terms = {
        "firm_code": posted.get("firm_code", ""),
        "kinds": posted.getlist("kinds"),
        # What names no country stays as it was typed: the event refuses it at its field.
        "countries": [find_country(line) or line for line in _lines(posted.get("countries", ""))],
        "people": _lines(posted.get("people", "")),
        "may_send": posted.get("may_send") == "yes",
        "valid_from": begins,
        "valid_until": ends,
    }
    typed = {
        "firm_code": posted.get("firm_code", ""),
        "kinds": posted.getlist("kinds"),
        "countries": posted.get("countries", ""),
        "people": posted.get("people", ""),
        "may_send": posted.get("may_send", ""),
        "valid_from": typed_begin,
        "valid_until": typed_end,
    }
    return terms, typed, problems


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.replace(",", "\n").splitlines() if line.strip()]
