"""The people of an employer: who may do what, who is invited, who asks to join."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from sojourn.core.errors import InvalidInput, NotAllowed, Problem, WrongState
from sojourn.parties import texts
from sojourn.parties.access import acting_for_employer
from sojourn.parties.acting import ActingAs
from sojourn.parties.directory import invitations_of, join_requests_of, people_of
from sojourn.parties.mistyped import likely_address
from sojourn.parties.people_events import (
    accept_invitation,
    answer_join_request,
    change_role,
    invite_member,
    look_at_invitation,
    remove_member,
    withdraw_invitation,
)
from sojourn.parties.session import switch_acting
from sojourn.web.applicant import applicant_page
from sojourn.web.employers import form_key, is_acting, switched_elsewhere
from sojourn.web.form_field import error_rows
from sojourn.web.limits import limited
from sojourn.web.party_fields import email_field, role_field, with_errors


@applicant_page
@limited("invite")
@require_http_methods(["GET", "HEAD", "POST"])
def employer_people(request: HttpRequest, employer_id: UUID) -> HttpResponse:
    """Who works on the employer's requests; administrators invite here."""
    person: Any = request.user
    acting = acting_for_employer(person, employer_id)
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        if not is_acting(request, acting):
            return switched_elsewhere(request, acting)
        known = [each.email for each in people_of(acting)]
        email = request.POST.get("email", "")
        meant = "" if request.POST.get("anyway") == email else likely_address(email, known)
        if meant:
            typed = [email_field(email), role_field(request.POST.get("role", "requester"))]
            return _people_page(request, acting, with_errors(typed, ()), {"email": email, "meant": meant})
        try:
            invite_member(
                acting=acting,
                email=request.POST.get("email", ""),
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
            return redirect("employer_people", employer_id=employer_id)
    typed = [email_field(request.POST.get("email", "")), role_field(request.POST.get("role", "requester"))]
    return _people_page(request, acting, with_errors(typed, problems))


def _people_page(
    request: HttpRequest,
    acting: ActingAs,
    fields: list[dict[str, Any]],
    mistyped: Mapping[str, str] | None = None,
) -> HttpResponse:
    administers = acting.may_administer
    context = {
        "acting": acting,
        "people": people_of(acting),
        "roles": texts.ROLES,
        "administers": administers,
        "invitations": invitations_of(acting) if administers else [],
        "asks": join_requests_of(acting) if administers else [],
        "fields": fields,
        "errors": error_rows(fields),
        "key": form_key(request.POST if mistyped else {}),
        "typed": mistyped,
    }
    return render(
        request, "parties/people.html", context, status=400 if context["errors"] or mistyped else 200
    )


@applicant_page
@require_POST
def member_change(request: HttpRequest, employer_id: UUID, person_id: UUID) -> HttpResponse:
    """Change what somebody may do, or take them out."""
    person: Any = request.user
    acting = acting_for_employer(person, employer_id)
    if not is_acting(request, acting):
        return switched_elsewhere(request, acting)
    leaves = person_id == person.pk and "remove" in request.POST
    try:
        if "remove" in request.POST:
            remove_member(acting=acting, person_id=person_id)
        else:
            change_role(acting=acting, person_id=person_id, role=request.POST.get("role", ""))
    except InvalidInput as refused:
        messages.error(request, texts.problem_text(refused.problems[0]))
    return redirect("signed_in") if leaves and not _still_there(person, employer_id) else _back(employer_id)


@applicant_page
@require_POST
def invitation_withdraw(request: HttpRequest, employer_id: UUID, invitation_id: UUID) -> HttpResponse:
    """Make an invitation's link worthless."""
    person: Any = request.user
    acting = acting_for_employer(person, employer_id)
    if not is_acting(request, acting):
        return switched_elsewhere(request, acting)
    withdraw_invitation(acting=acting, invitation_id=invitation_id)
    return _back(employer_id)


@applicant_page
@require_POST
def join_answer(request: HttpRequest, employer_id: UUID, join_request_id: UUID) -> HttpResponse:
    """Let somebody in who asked, or not."""
    person: Any = request.user
    acting = acting_for_employer(person, employer_id)
    if not is_acting(request, acting):
        return switched_elsewhere(request, acting)
    try:
        answer_join_request(
            acting=acting, join_request_id=join_request_id, accepted=request.POST.get("answer") == "yes"
        )
    except WrongState as refused:
        messages.error(request, str(texts.STEPS[refused.code]))
    return _back(employer_id)


@applicant_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Opening the link shows a button; pressing it joins the employer and uses the link up."""
    person: Any = request.user
    try:
        if request.method == "POST":
            acting = accept_invitation(person=person, secret=secret)
            if acting is None:
                return redirect("firms")
            switch_acting(person, request.session, acting.token)
            return redirect("signed_in")
        name = look_at_invitation(person=person, secret=secret)
    except WrongState as refused:
        context = {"state": texts.STEPS[refused.code], "until": refused.params.get("until")}
        return render(request, "parties/invitation_over.html", context, status=410)
    except NotAllowed:
        return render(request, "parties/invitation_over.html", {"not_for_you": True}, status=404)
    return render(request, "parties/invitation.html", {"employer_name": name})


def _back(employer_id: UUID) -> HttpResponse:
    return redirect("employer_people", employer_id=employer_id)


def _still_there(person: Any, employer_id: UUID) -> bool:
    try:
        acting_for_employer(person, employer_id)
    except NotAllowed:
        return False
    return True
