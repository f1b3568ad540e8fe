"""What administrators do with endpoints: set them up, turn their secret over, try them, start and end them, send
again."""

import base64
import secrets
from collections.abc import Collection
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from sojourn.core import clock
from sojourn.core.actors import Subject
from sojourn.core.errors import InvalidInput, NotAllowed, Problem, WrongState
from sojourn.journal.codes import Detail
from sojourn.journal.events import record, together
from sojourn.parties.access import NOT_ALLOWED
from sojourn.register.access import confirm_seat
from sojourn.register.hooks.models import (
    CHOOSABLE,
    Delivery,
    DeliveryState,
    Endpoint,
    EndpointState,
    Happening,
    Kind,
)
from sojourn.register.hooks.reaching import Unreachable, require_form
from sojourn.register.hooks.telling import body_of, endpoints_changed
from sojourn.register.seats import Seat

__all__ = ["CHOOSABLE", "Delivery", "DeliveryState", "Endpoint", "EndpointState", "Kind"]

MOST_ENDPOINTS: Final = 10
BOTH_SIGN: Final = timedelta(hours=24)
"""After a turn-over the secret before signs as well for so long."""


def endpoints_of(seat: Seat) -> QuerySet[Endpoint]:
    """The employer's endpoints that were not ended, newest first. Raises NotAllowed except for administrators."""
    now = _administrator(seat)
    rows = Endpoint.objects.filter(employer_id=now.employer_id).exclude(state=EndpointState.ENDED.value)
    return rows.order_by("-made_at", "id")


def endpoint_of(seat: Seat, endpoint_id: UUID) -> Endpoint:
    """One of them. Raises NotAllowed for any other."""
    found = endpoints_of(seat).filter(pk=endpoint_id).first()
    if found is None:
        raise NotAllowed(NOT_ALLOWED)
    return found


def deliveries_of(seat: Seat, endpoint_id: UUID) -> QuerySet[Delivery]:
    """What was sent there, and what became of it, newest first. Raises NotAllowed."""
    return endpoint_of(seat, endpoint_id).deliveries.select_related("happening").order_by("-id")


def set_endpoint(*, seat: Seat, address: str, kinds: Collection[str], key: UUID) -> tuple[Endpoint, str]:
    """Set up an endpoint; gives it with its secret, which is shown this once.

    Raises NotAllowed except for administrators; InvalidInput for the address or without a kind of message; WrongState
    "pressed_twice" for the same form again.
    """
    seat = _administrator(seat)
    secret = _new_secret()
    with together():
        if endpoints_of(seat).count() >= MOST_ENDPOINTS:
            raise InvalidInput([Problem("address", "too_many_endpoints", {"limit": MOST_ENDPOINTS})])
        endpoint = Endpoint(
            employer_id=seat.employer_id,
            made_by_id=seat.person_id,
            creation_key=key,
            address=address.strip(),
            secret=secret,
            kinds=_kinds(kinds, address.strip()),
        )
        try:
            with transaction.atomic():
                endpoint.save(force_insert=True)
        except IntegrityError:
            raise WrongState("pressed_twice") from None
        _line("webhook.set", seat, endpoint, {"kinds": len(endpoint.kinds)})
    endpoints_changed(seat.employer_id)
    return endpoint, secret


def change_endpoint(*, seat: Seat, endpoint_id: UUID, address: str, kinds: Collection[str]) -> Endpoint:
    """Send elsewhere, or tell other things. Raises as `set_endpoint`."""
    seat = _administrator(seat)
    with together():
        endpoint = _locked(seat, endpoint_id)
        endpoint.kinds, endpoint.address = _kinds(kinds, address.strip()), address.strip()
        endpoint.save(update_fields=["address", "kinds"])
        _line("webhook.changed", seat, endpoint, {"kinds": len(endpoint.kinds)})
    endpoints_changed(seat.employer_id)
    return endpoint


def turn_over_secret(*, seat: Seat, endpoint_id: UUID) -> str:
    """A new secret, shown this once; the one before signs as well for a day. Raises NotAllowed."""
    seat = _administrator(seat)
    secret = _new_secret()
    with together():
        endpoint = _locked(seat, endpoint_id)
        endpoint.secret_before, endpoint.secret_before_until = endpoint.secret, clock.now() + BOTH_SIGN
        endpoint.secret = secret
        endpoint.save(update_fields=["secret", "secret_before", "secret_before_until"])
        _line("webhook.secret_turned_over", seat, endpoint, {})
    return secret


def start_again(*, seat: Seat, endpoint_id: UUID) -> Endpoint:
    """Tell an endpoint that was stopped from now on again. Raises NotAllowed."""
    seat = _administrator(seat)
    with together():
        endpoint = _locked(seat, endpoint_id)
        if endpoint.state == EndpointState.STOPPED.value:
            endpoint.state, endpoint.stopped_because = EndpointState.IN_FORCE.value, ""
            endpoint.failing_since = None
            endpoint.save()
            _line("webhook.started_again", seat, endpoint, {})
    endpoints_changed(seat.employer_id)
    return endpoint


def end_endpoint(*, seat: Seat, endpoint_id: UUID) -> None:
    """Tell this endpoint nothing any more, for good; its secrets go. Raises NotAllowed."""
    seat = _administrator(seat)
    with together():
        endpoint = _locked(seat, endpoint_id)
        endpoint.state, endpoint.secret, endpoint.secret_before = EndpointState.ENDED.value, "", ""
        endpoint.save()
        endpoint.deliveries.filter(state=DeliveryState.POSTED.value).update(
            state=DeliveryState.FAILED.value, next_try=None
        )
        _line("webhook.ended", seat, endpoint, {})
    endpoints_changed(seat.employer_id)


def try_out(*, seat: Seat, endpoint_id: UUID) -> Delivery:
    """Send a message that says nothing, to see whether it arrives. Raises NotAllowed, WrongState while stopped."""
    seat = _administrator(seat)
    with together():
        endpoint = _locked(seat, endpoint_id)
        _require_in_force(endpoint)
        body = body_of(seat.employer_id, Kind.TEST, [])
        happening = Happening.objects.create(employer_id=seat.employer_id, kind=Kind.TEST.value, body=body)
        return Delivery.objects.create(endpoint=endpoint, happening=happening, next_try=clock.now())


def send_again(*, seat: Seat, endpoint_id: UUID, delivery_id: int) -> Delivery:
    """Send a message once more, under the same id. Raises NotAllowed, WrongState while the endpoint is stopped."""
    seat = _administrator(seat)
    with together():
        endpoint = _locked(seat, endpoint_id)
        _require_in_force(endpoint)
        delivery = endpoint.deliveries.select_for_update().filter(pk=delivery_id).first()
        if delivery is None:
            raise NotAllowed(NOT_ALLOWED)
        delivery.state, delivery.next_try, delivery.tries = DeliveryState.POSTED.value, clock.now(), 0
        delivery.save(update_fields=["state", "next_try", "tries"])
        _line("webhook.sent_again", seat, endpoint, {})
    return delivery


def _administrator(seat: Seat) -> Seat:
    now = confirm_seat(seat)
    if not now.may_give_posts:
        raise NotAllowed(NOT_ALLOWED)
    return now


def _locked(seat: Seat, endpoint_id: UUID) -> Endpoint:
    rows = Endpoint.objects.select_for_update().filter(employer_id=seat.employer_id, pk=endpoint_id)
    found = rows.exclude(state=EndpointState.ENDED.value).first()
    if found is None:
        raise NotAllowed(NOT_ALLOWED)
    return found


def _require_in_force(endpoint: Endpoint) -> None:
    if endpoint.state != EndpointState.IN_FORCE.value:
        raise WrongState("webhook_stopped")


def _kinds(kinds: Collection[str], address: str) -> list[str]:
    problems = []
    try:
        require_form(address)
    except Unreachable as refused:
        problems.append(Problem("address", refused.code))
    chosen = [kind.value for kind in CHOOSABLE if kind.value in kinds]
    if not chosen or len(chosen) != len(set(kinds)):
        problems.append(Problem("kinds", "kinds_missing"))
    if problems:
        raise InvalidInput(problems)
    return chosen


def _new_secret() -> str:
    return f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}"


def _line(event: str, seat: Seat, endpoint: Endpoint, details: dict[str, Detail]) -> None:
    record(
        event=event,
        actor=seat.actor,
        subject=Subject("employer", str(seat.employer_id)),
        details={"endpoint": str(endpoint.pk), **details},
    )
