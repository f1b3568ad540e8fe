"""People and roles: who works here, as what, who is invited, who is away."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sojourn.casework.hosting.access import PeopleView, people_at
from sojourn.casework.hosting.people_events import cancel_absence, change_role, let_go, note_absence
from sojourn.casework.hosting.terms import LANGUAGES
from sojourn.casework.hosting.texts import ROLES, ROLES_EXPLAINED
from sojourn.core.errors import InvalidInput, Problem
from sojourn.desk.entrance import draw, officers_only
from sojourn.desk.institution.forms import Field, said_of
from sojourn.desk.institution.words import language_names
from sojourn.parties.acting import ActingAs
from sojourn.parties.staff_directory import StaffMember
from sojourn.parties.staff_events import invite_staff, withdraw_staff_invitation

PARTS = ("day", "month", "year")


@require_http_methods(["GET", "HEAD", "POST"])
@officers_only
def people_page(request: HttpRequest, acting: ActingAs) -> HttpResponse:
    """Everybody who works here; posted, somebody is invited."""
    said: dict[str, str] = {}
    if request.method == "POST":
        try:
            invite_staff(
                acting=acting,
                email=request.POST.get("email", ""),
                role=request.POST.get("role", ""),
                key=_key(request.POST.get("key", "")),
                language=request.POST.get("language", "en"),
            )
        except InvalidInput as error:
            said = said_of(error.problems)
        else:
            messages.success(request, _("Invited. The link works once, for seven days."))
            return redirect("desk:institution_people")
    people = people_at(acting)
    context = {
        "people": people,
        "members": [_shown(acting, people, member) for member in people.members],
        "invited": [{"invitation": each, "role": ROLES[each.role]} for each in people.invited],
        "fields": _invitation(request, said),
        "errors": [{"text": text, "target": name} for name, text in said.items()],
        "key": request.POST.get("key") or str(uuid4()),
    }
    return draw(request, acting, "desk/institution/people.html", context, status=422 if said else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@officers_only
def person_page(request: HttpRequest, acting: ActingAs, person_id: UUID) -> HttpResponse:
    """One of the staff; posted, another role."""
    people, member = _found(acting, person_id)
    said: dict[str, str] = {}
    if request.method == "POST":
        try:
            change_role(acting=acting, person_id=person_id, role=request.POST.get("role", ""))
        except InvalidInput as error:
            said = said_of(error.problems)
        else:
            messages.success(request, _("Saved. It counts from now on."))
            return redirect("desk:institution_person", person_id=person_id)
    return _draw_person(request, acting, people, member, said)


@require_POST
@officers_only
def away_page(request: HttpRequest, acting: ActingAs, person_id: UUID) -> HttpResponse:
    """Note days on which somebody is away."""
    people, member = _found(acting, person_id)
    try:
        first, last = _day(request, "first_day"), _day(request, "last_day")
        note_absence(acting=acting, person_id=person_id, first_day=first, last_day=last)
    except InvalidInput as error:
        return _draw_person(request, acting, people, member, said_of(error.problems))
    messages.success(request, _("Noted. New cases go to others on these days."))
    return redirect("desk:institution_person", person_id=person_id)


@require_POST
@officers_only
def back_page(request: HttpRequest, acting: ActingAs, absence_id: UUID) -> HttpResponse:
    """Take an absence back."""
    cancel_absence(acting=acting, absence_id=absence_id)
    messages.success(request, _("Taken back."))
    return redirect("desk:institution_people")


@require_POST
@officers_only
def let_go_page(request: HttpRequest, acting: ActingAs, person_id: UUID) -> HttpResponse:
    """End somebody's post."""
    people, member = _found(acting, person_id)
    try:
        returned = let_go(acting=acting, person_id=person_id)
    except InvalidInput as error:
        return _draw_person(request, acting, people, member, said_of(error.problems))
    messages.success(
        request,
        ngettext(
            "The post has ended. %(n)s case went back into the queue.",
            "The post has ended. %(n)s cases went back into the queue.",
            returned,
        )
        % {"n": returned},
    )
    return redirect("desk:institution_people")


@require_POST
@officers_only
def uninvite_page(request: HttpRequest, acting: ActingAs, invitation_id: UUID) -> HttpResponse:
    """Make an invitation's link worthless."""
    withdraw_staff_invitation(acting=acting, invitation_id=invitation_id)
    messages.success(request, _("Taken back. The link works no longer."))
    return redirect("desk:institution_people")


def _found(acting: ActingAs, person_id: UUID) -> tuple[PeopleView, StaffMember]:
    people = people_at(acting)
    member = next((each for each in people.members if each.person_id == person_id), None)
    if member is None:
        raise Http404
    return people, member


def _shown(acting: ActingAs, people: PeopleView, member: StaffMember) -> dict[str, Any]:
    return {
        "member": member,
        "role": ROLES[member.role],
        "is_self": member.person_id == acting.person_id,
        "away": people.away(member.person_id),
    }


def _draw_person(
    request: HttpRequest, acting: ActingAs, people: PeopleView, member: StaffMember, said: dict[str, str]
) -> HttpResponse:
    is_self = member.person_id == acting.person_id
    targets = {"first_day": "first_day-day", "last_day": "last_day-day", "role": "role-1"}
    context = {
        **_shown(acting, people, member),
        "people": people,
        "may_note": is_self or people.may_lead,
        "role_field": _role_field(request.POST.get("role") or member.role, said),
        "days": [
            _day_field(request, "first_day", _("First day away"), said),
            _day_field(request, "last_day", _("Last day away"), said),
        ],
        "errors": [{"text": text, "target": targets.get(name, name)} for name, text in said.items()],
    }
    return draw(request, acting, "desk/institution/person.html", context, status=422 if said else 200)


def _role_field(value: str, said: dict[str, str]) -> Field:
    return {
        "name": "role",
        "kind": "radios",
        "label": _("What the person may do"),
        "options": [
            {"value": role, "label": words, "hint": ROLES_EXPLAINED[role]} for role, words in ROLES.items()
        ],
        "value": value,
        "error": said.get("role", ""),
    }


def _day_field(request: HttpRequest, name: str, label: str, said: dict[str, str]) -> Field:
    return {
        "name": name,
        "kind": "date",
        "label": label,
        "value": {part: request.POST.get(f"{name}-{part}", "") for part in PARTS},
        "error": said.get(name, ""),
    }


def _invitation(request: HttpRequest, said: dict[str, str]) -> list[Field]:
    return [
        {
            "name": "email",
            "kind": "email",
            "label": _("E-mail address"),
            "value": request.POST.get("email", ""),
            "error": said.get("email", ""),
        },
        _role_field(request.POST.get("role", "officer"), said),
        {
            "name": "language",
            "kind": "select",
            "label": _("Language of the invitation"),
            "options": [{"value": code, "label": name} for code, name in language_names(LANGUAGES)],
            "placeholder_option": None,
            "value": request.POST.get("language") or (get_language() or "en")[:2],
        },
    ]


def _day(request: HttpRequest, name: str) -> date:
    try:
        day, month, year = (int(request.POST.get(f"{name}-{part}", "")) for part in PARTS)
        return date(year, month, day)
    except ValueError:
        raise InvalidInput([Problem(name, "date_not_readable")]) from None


def _key(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError:
        return uuid4()
