"""The people of a firm: who works under its mandates, who is invited, and leaving."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST

from sojourn.core.errors import InvalidInput, Problem
from sojourn.parties import texts
from sojourn.parties.firm_directory import FirmPlace, firm_invitations, people_of_firm, place_at_firm
from sojourn.parties.firm_events import (
    change_firm_role,
    invite_to_firm,
    remove_from_firm,
    withdraw_firm_invitation,
)
from sojourn.parties.mistyped import likely_address
from sojourn.web.applicant import applicant_page
from sojourn.web.employers import form_key
from sojourn.web.form_field import error_rows
from sojourn.web.limits import limited
from sojourn.web.party_fields import email_field, role_field, with_errors


@applicant_page
@limited("invite")
@require_http_methods(["GET", "HEAD", "POST"])
def firm_people(request: HttpRequest, firm_id: UUID) -> HttpResponse:
    """Who works at the firm; its administrators invite here. An address that looks mistyped is asked about once."""
    person: Any = request.user
    place = place_at_firm(person, firm_id)
    email = request.POST.get("email", "")
    problems: tuple[Problem, ...] = ()
    meant = ""
    if request.method == "POST":
        known = [each.email for each in people_of_firm(person, firm_id)]
        meant = "" if request.POST.get("anyway") == email else likely_address(email, known)
        if not meant:
            try:
                invite_to_firm(
                    person=person,
                    firm_id=firm_id,
                    email=email,
                    role=request.POST.get("role", ""),
                    key=form_key(request.POST),
                    language=get_language() or "en",
                )
            except InvalidInput as refused:
                problems = refused.problems
            else:
                messages.success(
                    request, gettext("The invitation is on its way. The link works once, for 7 days.")
                )
                return redirect("firm_people", firm_id=firm_id)
    role = role_field(request.POST.get("role", "member"), texts.FIRM_ROLE_MEANINGS)
    fields = with_errors([email_field(email), role], problems)
    return _page(request, place, fields, {"email": email, "meant": meant})


def _page(
    request: HttpRequest, place: FirmPlace, fields: list[dict[str, Any]], typed: dict[str, str]
) -> HttpResponse:
    person: Any = request.user
    context = {
        "firm": place,
        "people": people_of_firm(person, place.firm_id),
        "roles": texts.ROLES,
        "choices": list(texts.FIRM_ROLE_MEANINGS),
        "administers": place.administers,
        "invitations": firm_invitations(person, place.firm_id) if place.administers else [],
        "fields": fields,
        "errors": error_rows(fields),
        "key": form_key(request.POST if typed["meant"] else {}),
        "typed": typed,
    }
    status = 400 if context["errors"] or typed["meant"] else 200
    return render(request, "parties/firm_people.html", context, status=status)


@applicant_page
@require_POST
def firm_member_change(request: HttpRequest, firm_id: UUID, person_id: UUID) -> HttpResponse:
    """Change what somebody is at the firm, or take them out; oneself one may always take out."""
    person: Any = request.user
    place_at_firm(person, firm_id)
    try:
        if "remove" in request.POST:
            remove_from_firm(person=person, firm_id=firm_id, member_id=person_id)
            if person_id == person.pk:
                return redirect("firms")
        else:
            role = request.POST.get("role", "")
            change_firm_role(person=person, firm_id=firm_id, member_id=person_id, role=role)
    except InvalidInput as refused:
        messages.error(request, texts.problem_text(refused.problems[0]))
    return redirect("firm_people", firm_id=firm_id)


@applicant_page
@require_POST
def firm_invitation_withdraw(request: HttpRequest, firm_id: UUID, invitation_id: UUID) -> HttpResponse:
    """Make an invitation's link worthless."""
    person: Any = request.user
    withdraw_firm_invitation(person=person, firm_id=firm_id, invitation_id=invitation_id)
    return redirect("firm_people", firm_id=firm_id)
