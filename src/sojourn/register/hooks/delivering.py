"""Delivering what happened, at least once, by the worker: tried again ever later, given up at last.

A try is claimed by moving its next one into the future with one conditional UPDATE, as for letters. Only the
sending itself is done by several hands, so that one slow receiver does not keep others waiting; after a fault the
endpoint's other messages wait with it.
"""

import secrets
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import structlog
from django.conf import settings
from django.db.models import F
from standardwebhooks.webhooks import Webhook

from sojourn.core import clock
from sojourn.core.actors import SYSTEM, Subject
from sojourn.journal.events import record, together
from sojourn.messages.events import post_letter
from sojourn.parties.for_register import administrators_of
from sojourn.register.hooks.models import Delivery, DeliveryState, Endpoint, EndpointState, Happening
from sojourn.register.hooks.reaching import SECONDS, Answer, send

CLAIM: Final = timedelta(minutes=2)
WAITS: Final = tuple(timedelta(minutes=m) for m in (0.1, 5, 30, 120, 300, 600, 840, 1200, 1440))
"""As Standard Webhooks proposes: three days in all."""
MOST_TRIES: Final = len(WAITS) + 1
LONGEST_WISH: Final = timedelta(days=1)
STOPPED_AFTER: Final = timedelta(days=5)
"""An endpoint to which nothing could be delivered for so long is stopped."""
KEPT: Final = timedelta(days=30)
HANDS: Final = 8
_BUDGET: Final = SECONDS
_log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Call:
    """One try, ready to be sent without asking the database."""

    delivery_id: int
    tries: int
    address: str = field(repr=False)
    body: bytes = field(repr=False)
    headers: dict[str, str] = field(repr=False)


def deliver_due(limit: int = 100) -> int:
    """Try what is due. How many were delivered. For the worker, outside of a transaction."""
    now = clock.now()
    due = Delivery.objects.due(now).select_related("endpoint", "happening")
    by_endpoint: dict[object, list[_Call]] = {}
    for delivery in due[:limit]:
        call = _claimed(delivery, now)
        if call is not None:
            by_endpoint.setdefault(delivery.endpoint_id, []).append(call)
    if not by_endpoint:
        _forget(now)
        return 0
    until = time.monotonic() + _BUDGET
    with ThreadPoolExecutor(max_workers=min(HANDS, len(by_endpoint))) as hands:
        results = hands.map(lambda calls: _sent(calls, until), by_endpoint.values())
        return sum(
            _written(calls, answers) for calls, answers in zip(by_endpoint.values(), results, strict=True)
        )


def headers_of(endpoint: Endpoint, happening: Happening, moment: datetime) -> dict[str, str]:
    """The headers of a try, as Standard Webhooks has them: signed with the secret, and for a while with the one
    before."""
    keys = [endpoint.secret]
    if endpoint.secret_before and endpoint.secret_before_until and endpoint.secret_before_until > moment:
        keys.append(endpoint.secret_before)
    signatures = [Webhook(key).sign(happening.id, moment, happening.body) for key in keys]
    return {
        "Content-Type": "application/json",
        "User-Agent": "Sojourn-Webhooks/1",
        "webhook-id": happening.id,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def _claimed(delivery: Delivery, now: datetime) -> _Call | None:
    free = Delivery.objects.filter(
        pk=delivery.pk, state=DeliveryState.POSTED.value, next_try=delivery.next_try, tries=delivery.tries
    )
    if not free.update(tries=F("tries") + 1, next_try=now + CLAIM, last_try_at=now):
        return None
    endpoint, happening = delivery.endpoint, delivery.happening
    return _Call(
        delivery.pk,
        delivery.tries + 1,
        endpoint.address,
        happening.body.encode(),
        headers_of(endpoint, happening, now),
    )


def _sent(calls: Sequence[_Call], until: float) -> list[Answer]:
    """The answers to the first of the calls: up to the first fault, and while there is time."""
    answers: list[Answer] = []
    for call in calls:
        if answers and (time.monotonic() >= until or not answers[-1].taken):
            break
        answers.append(send(call.address, call.body, call.headers))
    return answers


def _written(calls: Sequence[_Call], answers: Sequence[Answer]) -> int:
    """Write down what became of the tries of one endpoint. How many were delivered."""
    now = clock.now()
    done = 0
    with together():
        first = Delivery.objects.get(pk=calls[0].delivery_id)
        endpoint = Endpoint.objects.select_for_update().get(pk=first.endpoint_id)
        for call, answer in zip(calls, answers, strict=False):
            done += answer.taken
            _write(call, answer, now)
        rest = Delivery.objects.filter(pk__in=[call.delivery_id for call in calls[len(answers) :]])
        last = answers[-1]
        wait = timedelta(0) if last.taken else _wait(calls[len(answers) - 1].tries, last)
        rest.filter(state=DeliveryState.POSTED.value).update(tries=F("tries") - 1, next_try=now + wait)
        _judge(endpoint, last, done, now)
    return done


def _write(call: _Call, answer: Answer, now: datetime) -> None:
    ours = Delivery.objects.filter(pk=call.delivery_id, state=DeliveryState.POSTED.value, tries=call.tries)
    told = {"answer": answer.status, "fault": answer.fault}
    if answer.taken:
        ours.update(state=DeliveryState.DELIVERED.value, next_try=None, delivered_at=now, **told)
    elif call.tries >= MOST_TRIES or answer.gone:
        ours.update(state=DeliveryState.FAILED.value, next_try=None, **told)
    else:
        ours.update(next_try=now + _wait(call.tries, answer), **told)


def _wait(tries: int, answer: Answer) -> timedelta:
    """Until the next try: ever longer, never all at the same second, and as long as the receiver asks for."""
    wait = WAITS[min(tries, len(WAITS)) - 1]
    wait += wait * (secrets.randbelow(1000) / 5000)
    if answer.status in {429, 503} and answer.wait:
        wait = max(wait, min(timedelta(seconds=answer.wait), LONGEST_WISH))
    return wait


def _judge(endpoint: Endpoint, last: Answer, done: int, now: datetime) -> None:
    """Remember since when nothing arrives; stop at last, and tell the administrators."""
    if done:
        endpoint.last_delivered_at, endpoint.failing_since = now, None
    if not last.taken:
        endpoint.failing_since = endpoint.failing_since or now
        if last.gone or now - endpoint.failing_since >= STOPPED_AFTER:
            stop(endpoint, "gone" if last.gone else "failed_too_long")
            return
    endpoint.save(update_fields=["last_delivered_at", "failing_since"])


def stop(endpoint: Endpoint, because: str) -> None:
    """Tell this endpoint nothing any more until an administrator starts it again, in the caller's transaction."""
    if endpoint.state != EndpointState.IN_FORCE.value:
        return
    endpoint.state, endpoint.stopped_because = EndpointState.STOPPED.value, because
    endpoint.save()
    endpoint.deliveries.filter(state=DeliveryState.POSTED.value).update(
        state=DeliveryState.FAILED.value, next_try=None
    )
    _log.warning("webhook_stopped", endpoint=str(endpoint.pk), because=because)
    record(
        event="webhook.stopped",
        actor=SYSTEM,
        subject=Subject("employer", str(endpoint.employer_id)),
        details={"endpoint": str(endpoint.pk), "because": because},
    )
    for person in administrators_of(endpoint.employer_id):
        post_letter(
            template="webhook_stopped",
            recipient=person.email,
            language=person.language,
            values={"link": f"{settings.SOJOURN_BASE_URL}/register/webhooks/{endpoint.pk}"},
            about=Subject("employer", str(endpoint.employer_id)),
            key=f"webhook_stopped:{endpoint.pk}:{clock.now():%Y%m%dT%H%M%S}:{person.pk}",
        )


def _forget(now: datetime) -> None:
    """Let go of what happened long ago; the log of deliveries goes with it."""
    old = Happening.objects.filter(made_at__lt=now - KEPT).order_by("made_at")
    ids: Iterable[str] = list(old.values_list("pk", flat=True)[:200])
    if ids:
        Happening.objects.filter(pk__in=ids).delete()
