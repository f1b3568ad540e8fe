"""One's own account: name, language, telephone number, letters; and leaving."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, override
from django.views.decorators.http import require_http_methods

from sojourn.core.actors import Capacity
from sojourn.core.errors import InvalidInput, Problem
from sojourn.parties import texts
from sojourn.parties.access import is_staff
from sojourn.parties.account import own_seat
from sojourn.parties.account_events import change_account
from sojourn.parties.standing_in import colleagues_of
from sojourn.parties.telephones import shown_phone
from sojourn.requests.keeping import Leaving, kept_everywhere
from sojourn.requests.leaving import leave
from sojourn.web.applicant import applicant_page
from sojourn.web.form_field import error_rows
from sojourn.web.kept_text import take
from sojourn.web.party_fields import with_errors


@applicant_page
@require_http_methods(["GET", "HEAD", "POST"])
def account_page(request: HttpRequest) -> HttpResponse:
    """What the account says of one, with a box for each."""
    person: Any = request.user
    seat = own_seat(person)
    posted = request.POST if request.method == "POST" else take(request)
    values = _typed(posted) if posted is not None else _said(person, seat)
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            changed = change_account(person=person, **values, seat=seat)
        except InvalidInput as refused:
            problems = refused.problems
        else:
            with override(changed.language):
                messages.success(request, gettext("Saved."))
            response = redirect("account")
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, changed.language, samesite="Lax")
            return response
    fields = with_errors(_fields(values), problems)
    context = {"fields": fields, "errors": error_rows(fields)}
    return render(request, "parties/account.html", context, status=400 if problems else 200)


def _typed(posted: Mapping[str, Any]) -> dict[str, Any]:
    said = {name: str(posted.get(name, "")) for name in ("name", "language", "phone")}
    return said | {"notices": posted.get("notices") == "yes"}


def _said(person: Any, seat: str) -> dict[str, Any]:
    phone = shown_phone(person.phone or "", seat)
    return {"name": person.name, "language": person.language, "phone": phone, "notices": person.notices}


def _fields(values: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "name": "name",
            "label": gettext("Your name"),
            "hint": gettext("Colleagues, and the officer of your requests, see it."),
            "value": values["name"],
            "autocomplete": "name",
            "optional": True,
            "spellcheck": False,
        },
        {
            "name": "phone",
            "kind": "tel",
            "label": gettext("Telephone number"),
            "hint": gettext(
                "So that the institution can call about a request. With + and the country’s code."
            ),
            "help": gettext(
                "Only the officer of a request that you look after sees it, and you. It is stored encrypted. "
                "Leave it empty if you do not want to be called: no answer depends on it."
            ),
            "value": values["phone"],
            "autocomplete": "tel",
            "inputmode": "tel",
            "optional": True,
            "width": 20,
        },
        {
            "name": "language",
            "kind": "radios",
            "label": gettext("Language of pages and letters"),
            "options": [{"value": code, "label": name} for code, name in settings.LANGUAGES],
            "value": values["language"],
        },
        {
            "name": "notices",
            "kind": "checkbox",
            "label": gettext("Send me an e-mail at each step of new requests"),
            "hint": gettext("You can choose otherwise at each request. No letter holds names or numbers."),
            "value": values["notices"],
        },
    ]


@applicant_page
@require_http_methods(["GET", "HEAD", "POST"])
def leave_page(request: HttpRequest) -> HttpResponse:
    """What is deleted, what stays and why, who takes over; posted, the account is closed and one is signed out."""
    person: Any = request.user
    leaving = kept_everywhere(person)
    heirs = {each.acting.token: request.POST.get(_box(each), "") for each in leaving}
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            leave(person=person, heirs={token: UUID(heir) for token, heir in heirs.items() if heir})
        except InvalidInput as refused:
            problems = refused.problems
        else:
            logout(request)
            return render(request, "parties/left.html")
    fields = _heir_fields(leaving, heirs, missing=any(each.code == "open_requests_left" for each in problems))
    others = [texts.problem_text(each) for each in problems if each.code != "open_requests_left"]
    context = {
        "fields": fields,
        "hindered": _own_sent(leaving),
        "without_heir": [each for each in leaving if _of_employer(each) and not _colleagues(each)],
        "own_drafts": sum(each.drafts for each in leaving if not _of_employer(each)),
        "is_staff": is_staff(person),
        "errors": [{"text": text, "target": ""} for text in others] + error_rows(fields),
    }
    return render(request, "parties/leave.html", context, status=400 if problems else 200)


def _of_employer(leaving: Leaving) -> bool:
    return leaving.acting.actor.capacity is not Capacity.SELF


def _own_sent(leaving: list[Leaving]) -> int:
    return sum(each.sent for each in leaving if not _of_employer(each))


def _colleagues(leaving: Leaving) -> list[tuple[UUID, str]]:
    return colleagues_of(leaving.acting, leaving.acting.person_id)


def _box(leaving: Leaving) -> str:
    return "heir-" + leaving.acting.token.replace(":", "-")


def _heir_fields(leaving: list[Leaving], heirs: Mapping[str, str], *, missing: bool) -> list[dict[str, Any]]:
    return [
        {
            "name": _box(each),
            "kind": "select",
            "label": gettext("Who takes over your open requests for %(employer)s?")
            % {"employer": each.acting.label},
            "options": [{"value": str(key), "label": name} for key, name in _colleagues(each)],
            "value": heirs[each.acting.token],
            "error": str(texts.PROBLEMS["open_requests_left"])
            if missing and not heirs[each.acting.token]
            else "",
        }
        for each in leaving
        if _of_employer(each) and _colleagues(each)
    ]
