"""What happened in a register, put down for those endpoints that want to know: in the transaction in which it
happened."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import batched
from typing import Any, Final
from uuid import UUID

from django.core.cache import caches

from sojourn.core import clock
from sojourn.register.hooks.models import Delivery, Endpoint, EndpointState, Happening, Kind
from sojourn.register.models import Assignment

MOST_AT_ONCE: Final = 100
"""So many things stand in one message at most."""
_KNOWN_FOR: Final = 2
"""Seconds for which it is remembered that nobody wants to know: most registers have no endpoint."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How the cover of a trip stood. None of it was worked out before: the trip is new."""

    cover: str | None
    covered_until: date | None
    certificate: str


def standings(trips: Iterable[Assignment]) -> dict[UUID, Standing]:
    """How the covers stand now, to be compared afterwards."""
    return {
        trip.pk: Standing(
            trip.cover if trip.determined_at is not None else None,
            trip.covered_until,
            trip.certificate_number,
        )
        for trip in trips
    }


def tell_covers(trips: Sequence[Assignment], before: Mapping[UUID, Standing]) -> None:
    """Put down which covers changed, and which certificates came and ended."""
    found: dict[tuple[UUID, Kind], list[dict[str, Any]]] = {}
    for trip in trips:
        was = before.get(trip.pk, Standing(None, None, ""))
        ids = {"trip": str(trip.pk), "traveller": str(trip.traveller_id)}
        if (was.cover, was.covered_until) != (trip.cover, trip.covered_until):
            until = trip.covered_until.isoformat() if trip.covered_until else None
            told = {"before": was.cover, "after": trip.cover, "reasons": list(trip.reasons)}
            changed = found.setdefault((trip.employer_id, Kind.COVER_CHANGED), [])
            changed.append({**ids, **told, "covered_until": until})
        if was.certificate and was.certificate != trip.certificate_number:
            ended = found.setdefault((trip.employer_id, Kind.CERTIFICATE_ENDED), [])
            ended.append({**ids, "certificate": was.certificate})
        if trip.certificate_number and was.certificate != trip.certificate_number:
            issued = found.setdefault((trip.employer_id, Kind.CERTIFICATE_ISSUED), [])
            issued.append({**ids, "certificate": trip.certificate_number})
    for (employer_id, kind), items in found.items():
        tell(employer_id, kind, items)


def tell_to_dos(employer_id: UUID, kind: Kind, rows: Iterable[Any]) -> None:
    """Put down what became of things to do (rows of ToDo): opened, moved to another day, settled."""
    items = [
        {
            "to_do": str(row.pk),
            "trip": str(row.trip_id),
            "act": row.act,
            "due_on": row.due_on.isoformat(),
            "rule": row.rule,
        }
        for row in rows
    ]
    tell(employer_id, kind, items)


def tell(employer_id: UUID, kind: Kind, items: Sequence[Mapping[str, Any]]) -> None:
    """Put down what happened, for each endpoint that wants to know it. Nothing without one."""
    if not items or not _has_endpoints(employer_id):
        return
    wanting = [each for each in _endpoints(employer_id) if kind.value in each.kinds]
    if not wanting:
        return
    now = clock.now()
    happenings = [
        Happening(
            employer_id=employer_id, kind=kind.value, made_at=now, body=body_of(employer_id, kind, part)
        )
        for part in batched(items, MOST_AT_ONCE, strict=False)
    ]
    Happening.objects.bulk_create(happenings)
    Delivery.objects.bulk_create(
        Delivery(endpoint=endpoint, happening=happening, next_try=now)
        for happening in happenings
        for endpoint in wanting
    )


def body_of(employer_id: UUID, kind: Kind, items: Sequence[Mapping[str, Any]]) -> str:
    """The text that is signed and sent."""
    told = {
        "type": kind.value,
        "timestamp": clock.now().isoformat(),
        "data": {"employer": str(employer_id), "items": list(items)},
    }
    return json.dumps(told, ensure_ascii=True, separators=(",", ":"))


def endpoints_changed(employer_id: UUID) -> None:
    """Ask the database next time."""
    caches["process"].delete(_name(employer_id))


def _has_endpoints(employer_id: UUID) -> bool:
    cache, name = caches["process"], _name(employer_id)
    known: bool | None = cache.get(name)
    if known is None:
        known = _endpoints(employer_id).exists()
        if not known:
            cache.set(name, False, _KNOWN_FOR)
    return known


def _name(employer_id: UUID) -> str:
    return f"register:hooks:{employer_id}"


def _endpoints(employer_id: UUID) -> Any:
    return Endpoint.objects.filter(employer_id=employer_id, state=EndpointState.IN_FORCE.value)
