"""Restricted cases: groups and their members, restricting and lifting, and saying why one opens such a case."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sojourn.casework.access import handle_of
from sojourn.casework.case_view import CaseView, case_for
from sojourn.casework.officers.words import OPENING_WHYS
from sojourn.casework.restricted.access import Door, door_of, groups_at, restrictions_at
from sojourn.casework.restricted.events import (
    add_member,
    lift,
    make_group,
    open_restricted,
    remove_member,
    restrict,
)
from sojourn.casework.texts import problem_sentence, refusal_sentence
from sojourn.core.errors import InvalidInput, Problem, WrongState
from sojourn.desk.case import page_version, why_not
from sojourn.desk.entrance import draw, officers_only
from sojourn.parties.acting import ActingAs
from sojourn.parties.colleagues import colleagues_at


@require_http_methods(["GET", "HEAD", "POST"])
@officers_only
def restricted_page(request: HttpRequest, acting: ActingAs) -> HttpResponse:
    """The groups with their members, and what is restricted; posted, a new group."""
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            make_group(acting=acting, name=request.POST.get("name", ""))
        except InvalidInput as error:
            problems = error.problems
        else:
            return redirect("desk:restricted")
    said = _said(problems)
    people = colleagues_at(str(acting.institution_id))
    groups = [
        {
            "view": group,
            "others": [
                {"value": str(each.id), "label": each.name}
                for each in people
                if each.id not in group.members and each.id != acting.person_id
            ],
        }
        for group in groups_at(acting)
    ]
    context = {
        "groups": groups,
        "restrictions": restrictions_at(acting),
        "field": {
            "name": "name",
            "label": _("Name of a new group"),
            "hint": _("Read by everybody who leads: it must name nobody."),
            "value": request.POST.get("name", ""),
            "error": said.get("name", ""),
            "width": 20,
        },
        "errors": _errors(said),
    }
    return draw(request, acting, "desk/officers/restricted.html", context, status=422 if problems else 200)


@require_POST
@officers_only
def member_page(request: HttpRequest, acting: ActingAs, group_id: UUID) -> HttpResponse:
    """Somebody comes into a group, or goes out of it."""
    try:
        person = _uuid(request.POST.get("person", ""))
        if request.POST.get("step") == "remove":
            remove_member(acting=acting, group_id=group_id, person_id=person)
        else:
            add_member(acting=acting, group_id=group_id, person_id=person)
    except InvalidInput as error:
        messages.warning(request, problem_sentence(error.problems[0].code, error.problems[0].params))
    except WrongState as refusal:
        messages.warning(request, refusal_sentence(refusal.code, refusal.params))
    return redirect("desk:restricted")


@require_POST
@officers_only
def lift_page(request: HttpRequest, acting: ActingAs, restriction_id: UUID) -> HttpResponse:
    """End a restriction, with the reason."""
    try:
        lift(acting=acting, restriction_id=restriction_id, reason=request.POST.get("reason", ""))
    except InvalidInput as error:
        messages.warning(request, problem_sentence(error.problems[0].code, error.problems[0].params))
    else:
        messages.success(request, _("The restriction is lifted."))
    return redirect("desk:restricted")


@require_http_methods(["GET", "HEAD", "POST"])
@officers_only
def restrict_page(request: HttpRequest, acting: ActingAs, reference: str) -> HttpResponse:
    """Which group, the case or the whole person, and why; posted, only the group sees it."""
    case = case_for(acting, reference)
    groups = groups_at(acting)
    if request.method != "POST":
        return _restrict_form(request, acting, case, groups)
    try:
        restrict(
            acting=acting,
            case_id=case.id,
            version=page_version(request),
            group_id=_group_id(request),
            whole_person=request.POST.get("reach") == "person",
            reason=request.POST.get("reason", ""),
        )
    except InvalidInput as error:
        return _restrict_form(request, acting, case, groups, error.problems)
    except WrongState as refusal:
        messages.warning(request, why_not(case_for(acting, reference), refusal))
        return redirect("desk:case", reference=reference)
    messages.success(request, _("Only the group sees it from now on."))
    return redirect("desk:home")


@require_http_methods(["GET", "HEAD", "POST"])
@officers_only
def open_page(request: HttpRequest, acting: ActingAs, restricted: str) -> HttpResponse:
    """Why one opens a restricted case; posted, it opens."""
    handle = handle_of(acting, restricted)
    if door_of(acting, restricted) is not Door.ASKS_WHY:
        return redirect("desk:case", reference=restricted)
    said: dict[str, str] = {}
    if request.method == "POST":
        try:
            open_restricted(
                acting=acting,
                case_id=handle.id,
                why=request.POST.get("why", ""),
                words=request.POST.get("words", ""),
            )
        except InvalidInput as error:
            said = _said(error.problems)
        else:
            return redirect("desk:case", reference=restricted)
    fields: list[dict[str, Any]] = [
        {
            "name": "why",
            "kind": "radios",
            "label": _("Why do you open it?"),
            "options": [{"value": code, "label": str(words)} for code, words in OPENING_WHYS.items()],
            "value": request.POST.get("why", "decide" if handle.in_my_hands else ""),
            "error": said.get("why", ""),
        },
        {
            "name": "words",
            "kind": "textarea",
            "rows": 2,
            "label": _("In your own words"),
            "optional": True,
            "value": request.POST.get("words", ""),
            "error": said.get("words", ""),
        },
    ]
    context = {"reference": restricted, "fields": fields, "errors": _errors(said)}
    return draw(request, acting, "desk/officers/open_restricted.html", context, status=422 if said else 200)


def _uuid(text: str) -> UUID:
    """The id; one that nobody has where the text is none, so that who may not ask is told nothing else."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def _group_id(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("group", ""))
    except ValueError:
        raise InvalidInput([Problem("group", "group_unknown")]) from None


def _restrict_form(
    request: HttpRequest,
    acting: ActingAs,
    case: CaseView,
    groups: tuple[Any, ...],
    problems: tuple[Problem, ...] = (),
) -> HttpResponse:
    said = _said(problems)
    fields: list[dict[str, Any]] = [
        {
            "name": "group",
            "kind": "select",
            "label": _("Which group alone sees it"),
            "options": [{"value": str(group.id), "label": group.name} for group in groups],
            "value": request.POST.get("group", ""),
            "error": said.get("group", ""),
        },
        {
            "name": "reach",
            "kind": "radios",
            "label": _("What is restricted"),
            "options": [
                {"value": "case", "label": _("This case")},
                {"value": "person", "label": _("Every case of this person, also later ones")},
            ],
            "value": request.POST.get("reach", "case"),
        },
        {
            "name": "reason",
            "kind": "textarea",
            "rows": 3,
            "label": _("Why"),
            "hint": _("Read by the group alone."),
            "value": request.POST.get("reason", ""),
            "error": said.get("reason", ""),
        },
    ]
    context = {
        "case": case,
        "groups": groups,
        "version": page_version(request) if problems else case.version,
        "fields": fields,
        "errors": _errors(said),
    }
    return draw(request, acting, "desk/officers/restrict.html", context, status=422 if problems else 200)


def _said(problems: tuple[Problem, ...]) -> dict[str, str]:
    return {problem.field: problem_sentence(problem.code, problem.params) for problem in problems}


def _errors(said: dict[str, str]) -> list[dict[str, str]]:
    return [{"text": text, "target": name} for name, text in said.items()]
