"""Systems of the employer that are told what moves in its register: set up, looked at, tried, ended."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from sojourn.core.errors import InvalidInput, NotAllowed, WrongState
from sojourn.register.hooks import events
from sojourn.register.hooks.events import CHOOSABLE, Delivery, DeliveryState, Endpoint, EndpointState, Kind
from sojourn.register.seats import Seat
from sojourn.web.day_words import day_in_words
from sojourn.web.employers import form_key
from sojourn.web.form_field import error_rows
from sojourn.web.register_pages.opening import register_page, seat_here, shown_acting

_SHOWN: Final = 50
_KINDS: Final = {
    Kind.TO_DO_OPENED: _("Something has to be done"),
    Kind.TO_DO_MOVED: _("It has to be done by another day"),
    Kind.TO_DO_SETTLED: _("It is done, or not needed any more"),
    Kind.COVER_CHANGED: _("The cover of a trip changed"),
    Kind.CERTIFICATE_ISSUED: _("A certificate was issued for a trip"),
    Kind.CERTIFICATE_ENDED: _("A certificate does not stand for a trip any more"),
    Kind.TEST: _("A message to try it out"),
}
_STATES: Final = {
    EndpointState.IN_FORCE: _("In force"),
    EndpointState.STOPPED: _("Stopped"),
    EndpointState.ENDED: _("Ended"),
}
_OUTCOMES: Final = {
    DeliveryState.POSTED: _("Waiting"),
    DeliveryState.DELIVERED: _("Delivered"),
    DeliveryState.FAILED: _("Not delivered"),
}
_FAULTS: Final = {
    "address_not_public": _("The address leads into a network that is not public."),
    "address_form": _("Address must have the form https://example.org/path, without a user name."),
    "address_not_https": _("Address must begin with https://."),
    "address_port": _("Address must use port 443 or 8443."),
    "name_unknown": _("The name is not known."),
    "timed_out": _("No answer in time."),
    "not_secure": _("The certificate of the address could not be trusted."),
    "refused": _("The connection was refused."),
    "no_connection": _("No connection."),
    "no_answer": _("No answer that could be read."),
}
_ERRORS: Final = {
    **_FAULTS,
    "kinds_missing": _("Choose what is told."),
    "too_many_endpoints": _("There are ten already. End one first."),
}


@never_cache
@register_page
@require_http_methods(["GET", "HEAD", "POST"])
def webhooks_page(request: HttpRequest) -> HttpResponse:
    """All of them; posted, a new one, whose secret is shown this once."""
    seat = _administrator(request)
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            endpoint, secret = events.set_endpoint(
                seat=seat,
                address=request.POST.get("address", ""),
                kinds=request.POST.getlist("kinds"),
                key=form_key(request.POST),
            )
        except InvalidInput as refused:
            errors = {each.field: str(_ERRORS[each.code]) for each in refused.problems}
        except WrongState:
            return redirect("register_webhooks")
        else:
            return _one(request, seat, endpoint, secret=secret)
    fields = _fields(
        request.POST.get("address", ""), request.POST.getlist("kinds") or list(CHOOSABLE), errors
    )
    context = {
        "acting": shown_acting(seat),
        "seat": seat,
        "endpoints": [_row(each) for each in events.endpoints_of(seat)],
        "fields": fields,
        "errors": error_rows(fields),
        "key": form_key(request.POST),
    }
    return render(request, "register/webhooks.html", context, status=400 if errors else 200)


@never_cache
@register_page
@require_http_methods(["GET", "HEAD", "POST"])
def webhook_page(request: HttpRequest, endpoint_id: UUID) -> HttpResponse:
    """One of them with the log of what was sent; posted, its address and kinds change."""
    seat = _administrator(request)
    endpoint = events.endpoint_of(seat, endpoint_id)
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            events.change_endpoint(
                seat=seat,
                endpoint_id=endpoint_id,
                address=request.POST.get("address", ""),
                kinds=request.POST.getlist("kinds"),
            )
        except InvalidInput as refused:
            errors = {each.field: str(_ERRORS[each.code]) for each in refused.problems}
        else:
            messages.success(request, gettext("Saved."))
            return redirect("register_webhook", endpoint_id=endpoint_id)
    return _one(request, seat, endpoint, errors=errors)


@never_cache
@register_page
@require_POST
def webhook_step(request: HttpRequest, endpoint_id: UUID) -> HttpResponse:
    """Turn the secret over, try it out, send again, start again, end."""
    seat = _administrator(request)
    act = request.POST.get("act", "")
    try:
        match act:
            case "secret":
                secret = events.turn_over_secret(seat=seat, endpoint_id=endpoint_id)
                return _one(request, seat, events.endpoint_of(seat, endpoint_id), secret=secret)
            case "try":
                events.try_out(seat=seat, endpoint_id=endpoint_id)
                messages.success(
                    request, gettext("It is sent within seconds. Load the page again to see the answer.")
                )
            case "start":
                events.start_again(seat=seat, endpoint_id=endpoint_id)
                messages.success(request, gettext("From now on it is told again."))
            case "end":
                events.end_endpoint(seat=seat, endpoint_id=endpoint_id)
                messages.success(request, gettext("It is told nothing any more."))
                return redirect("register_webhooks")
            case "again":
                number = request.POST.get("delivery", "")
                delivery_id = int(number) if number.isdecimal() and len(number) < 16 else 0
                events.send_again(seat=seat, endpoint_id=endpoint_id, delivery_id=delivery_id)
                messages.success(request, gettext("It is sent once more, under the same id."))
            case _:
                raise NotAllowed("not_allowed")
    except WrongState:
        messages.error(request, gettext("It is stopped. Start it again first."))
    return redirect("register_webhook", endpoint_id=endpoint_id)


def _administrator(request: HttpRequest) -> Seat:
    seat = seat_here(request)
    if not seat.may_give_posts:
        raise NotAllowed("not_allowed")
    return seat


def _one(
    request: HttpRequest,
    seat: Seat,
    endpoint: Endpoint,
    *,
    secret: str = "",
    errors: dict[str, str] | None = None,
) -> HttpResponse:
    wrong = errors or {}
    address = request.POST.get("address", endpoint.address) if wrong else endpoint.address
    kinds = request.POST.getlist("kinds") if wrong else list(endpoint.kinds)
    fields = _fields(address, kinds, wrong)
    deliveries = events.deliveries_of(seat, endpoint.pk)[:_SHOWN]
    context = {
        "acting": shown_acting(seat),
        "seat": seat,
        "endpoint": _row(endpoint),
        "secret": secret,
        "fields": fields,
        "errors": error_rows(fields),
        "deliveries": [_delivery(each) for each in deliveries],
    }
    return render(request, "register/webhook.html", context, status=400 if wrong else 200)


def _fields(address: str, kinds: list[str], errors: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "name": "address",
            "label": gettext("Where shall we send?"),
            "hint": gettext("An address of yours that begins with https://"),
            "value": address,
            "error": errors.get("address", ""),
        },
        {
            "name": "kinds",
            "kind": "checkboxes",
            "label": gettext("What shall we tell?"),
            "options": [{"value": kind.value, "label": str(_KINDS[kind])} for kind in CHOOSABLE],
            "value": [str(kind) for kind in kinds],
            "error": errors.get("kinds", ""),
        },
    ]


def _row(endpoint: Endpoint) -> dict[str, Any]:
    state = EndpointState(endpoint.state)
    return {
        "id": endpoint.pk,
        "address": endpoint.address,
        "state": str(_STATES[state]),
        "in_force": state is EndpointState.IN_FORCE,
        "stopped": state is EndpointState.STOPPED,
        "gone": endpoint.stopped_because == "gone",
        "failing_since": day_in_words(endpoint.failing_since.date()) if endpoint.failing_since else "",
        "last": day_in_words(endpoint.last_delivered_at.date()) if endpoint.last_delivered_at else "",
    }


def _delivery(delivery: Delivery) -> dict[str, Any]:
    tried = delivery.last_try_at
    return {
        "number": delivery.pk,
        "id": delivery.happening_id,
        "kind": str(_KINDS[Kind(delivery.happening.kind)]),
        "state": str(_OUTCOMES[DeliveryState(delivery.state)]),
        "when": f"{day_in_words(tried.date())}, {localtime(tried):%H:%M} UTC" if tried else "",
        "tries": delivery.tries,
        "why": str(_FAULTS.get(delivery.fault, "")) or (f"HTTP {delivery.answer}" if delivery.answer else ""),
        "waits": delivery.state == DeliveryState.POSTED.value,
    }
