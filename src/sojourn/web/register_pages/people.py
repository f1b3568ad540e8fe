"""What holds for all trips, and who has a place in the register."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from sojourn.core.errors import InvalidInput, NotAllowed
from sojourn.register import post_events
from sojourn.register.access import travellers_for
from sojourn.register.cover.working_out import known_of
from sojourn.register.facts import USUAL
from sojourn.register.seats import Role, Seat
from sojourn.register.trip_events import say_usual
from sojourn.web.day_words import day_in_words
from sojourn.web.employers import form_key
from sojourn.web.form_field import error_rows
from sojourn.web.register_pages.fields import (
    answers_typed,
    day_field,
    day_of,
    parts_of,
    question_fields,
    text_field,
    typed_of,
)
from sojourn.web.register_pages.opening import register_page, seat_here, shown_acting
from sojourn.web.register_pages.words import ROLES, told_by_field

_GIVEN = (Role.ASSISTANT, Role.AUDITOR, Role.TRAVELLER)
_MOST_TO_CHOOSE = 200


@register_page
@require_http_methods(["GET", "HEAD", "POST"])
def usual_page(request: HttpRequest) -> HttpResponse:
    """What holds for every trip unless a trip says otherwise."""
    seat = seat_here(request)
    if not seat.may_manage:
        raise NotAllowed("not_allowed")
    errors: Any = {}
    typed = typed_of(request.POST, USUAL) if request.method == "POST" else {}
    if request.method == "POST":
        try:
            say_usual(seat=seat, typed=typed)
        except InvalidInput as refused:
            errors = told_by_field(refused)
        else:
            messages.success(
                request, gettext("Saved. Trips that are not over are worked out anew in the background.")
            )
            return redirect("register")
    answers = answers_typed(known_of(seat.employer_id).usual, typed)
    fields = question_fields(USUAL, answers, errors)
    context = {
        "acting": shown_acting(seat),
        "seat": seat,
        "fields": fields,
        "errors": error_rows(fields),
    }
    return render(request, "register/usual.html", context, status=400 if errors else 200)


@register_page
@require_http_methods(["GET", "HEAD", "POST"])
def people_page(request: HttpRequest) -> HttpResponse:
    """Assistants, auditors and travellers with a place in this register alone."""
    seat = seat_here(request)
    if not seat.may_give_posts:
        raise NotAllowed("not_allowed")
    errors: Any = {}
    if request.method == "POST":
        try:
            _give(request, seat)
        except InvalidInput as refused:
            errors = told_by_field(refused)
        else:
            messages.success(
                request, gettext("Done. The person signs in with this address and sees the register.")
            )
            return redirect("register_people")
    fields = _fields(request, seat, errors)
    context = {
        "acting": shown_acting(seat),
        "seat": seat,
        "posts": [
            {
                "id": post.pk,
                "email": post.email,
                "role": str(ROLES[Role(post.role)]),
                "until": day_in_words(post.until) if post.until else "",
                "named": ", ".join(each.traveller.name for each in post.named.all()),
            }
            for post in post_events.posts_of(seat)
        ],
        "fields": fields,
        "errors": error_rows(fields),
        "key": form_key(request.POST),
    }
    return render(request, "register/people.html", context, status=400 if errors else 200)


def _give(request: HttpRequest, seat: Seat) -> None:
    named = []
    for text in request.POST.getlist("travellers"):
        try:
            named.append(UUID(text))
        except ValueError:
            raise NotAllowed("not_allowed") from None
    post_events.give_post(
        seat=seat,
        email=request.POST.get("email", ""),
        role=request.POST.get("role", ""),
        travellers=named,
        until=day_of(request.POST, "until"),
        key=form_key(request.POST),
    )


def _fields(request: HttpRequest, seat: Seat, errors: Any) -> list[dict[str, Any]]:
    post = request.POST
    choices = [(each.pk, each.name) for each in travellers_for(seat)[:_MOST_TO_CHOOSE]]
    return [
        text_field("email", gettext("E-mail address"), post.get("email", ""), errors, kind="email"),
        {
            "name": "role",
            "kind": "radios",
            "label": gettext("What may this person do?"),
            "options": [{"value": role.value, "label": str(ROLES[role])} for role in _GIVEN],
            "value": post.get("role", ""),
            "error": errors.get("role", ""),
        },
        {
            "name": "travellers",
            "kind": "checkboxes",
            "label": gettext("For which travellers?"),
            "hint": gettext("Not for auditors: they read everything."),
            "options": [
                {"value": str(pk), "label": name} for pk, name in sorted(choices, key=lambda each: each[1])
            ],
            "value": post.getlist("travellers"),
            "error": errors.get("travellers", ""),
            "optional": True,
        },
        day_field(
            "until",
            gettext("Last day"),
            parts_of(post, "until"),
            errors,
            optional=True,
            hint=gettext("Needed for auditors"),
        ),
    ]


@register_page
@require_POST
def post_end(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """End somebody's place at once."""
    seat = seat_here(request)
    post_events.end_post(seat=seat, post_id=post_id)
    messages.success(request, gettext("The person sees the register no more."))
    return redirect("register_people")
