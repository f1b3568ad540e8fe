"""What happens to status lists: they are signed anew, closed when half of their places are taken, and filled up."""

import logging
from datetime import datetime, timedelta
from threading import Event
from typing import Final

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from sojourn.certificates.errors import SealUnavailable
from sojourn.certificates.keyring import Purpose, signer_for
from sojourn.certificates.keyring.models import Key
from sojourn.certificates.keyring.states import State
from sojourn.certificates.models import Certificate
from sojourn.certificates.states import Status
from sojourn.certificates.status_list.bits import Value, compressed, packed
from sojourn.certificates.status_list.models import SignedList, StatusList
from sojourn.certificates.status_list.places import (
    Holder,
    close_if_full,
    new_reference,
    note_change,
    place_of,
)
from sojourn.certificates.status_list.tokens import Statement, as_cwt, as_jwt
from sojourn.core import clock

_LOG: Final = logging.getLogger(__name__)
SIGNED_AT_LEAST_EVERY: Final = timedelta(hours=1)
GOOD_FOR: Final = timedelta(hours=24)
KEEP_FOR: Final = timedelta(hours=1)
_WAIT_AFTER_FAILURE: Final = timedelta(minutes=1)
_AT_ONCE: Final = 200
_VALUES: Final = {
    Status.VALID: Value.VALID,
    Status.SUSPENDED: Value.SUSPENDED,
    Status.SUPERSEDED: Value.INVALID,
    Status.WITHDRAWN: Value.INVALID,
}
_all_placed: Final = Event()
_failed: Final[dict[str, datetime]] = {}


def tend_lists(limit: int = _AT_ONCE) -> int:
    """Give places to certificates that have none and sign what is due; how much was done.

    Certificates from before there were lists are looked for until none is found: what is issued since has its place.
    """
    placed = 0
    if not _all_placed.is_set():
        placed = place_missing(limit)
        if placed == 0:
            _all_placed.set()
    return placed + sign_due(limit)


def place_missing(limit: int = _AT_ONCE) -> int:
    """Give a place to certificates that were issued before there were lists; how many got one. Safe to repeat."""
    rows = Certificate.objects.filter(status_list__isnull=True).select_related("seal_key")
    return sum(_place(row) for row in rows.order_by("issued_at", "pk")[:limit])


def sign_due(limit: int = _AT_ONCE) -> int:
    """Sign every list that has changed, was signed an hour ago, or bears a key that signs no more; how many.

    One whose key cannot be reached stays as it is, is told to the log, and is tried again in a minute. Run by the
    worker in each round, so that a change is in the list within seconds.
    """
    now = clock.now()
    active = Key.objects.filter(kid=OuterRef("signed__kid"), state=State.ACTIVE.value)
    due = StatusList.objects.filter(
        Q(signed__isnull=True)
        | ~Q(signed__changes=F("changes"))
        | Q(signed__signed_at__lte=now - SIGNED_AT_LEAST_EVERY)
        | Q(signed__signed_at__gt=now)
        | ~Exists(active)
    )
    names = list(due.order_by(F("signed__signed_at").asc(nulls_first=True)).values_list("name", flat=True))
    tried = [name for name in names if _failed.get(name, now) <= now][:limit]
    return sum(_signed_or_told(name, now) for name in tried)


def sign(name: str) -> None:
    """Sign a list as it is now and publish it. Raises SealUnavailable, and whatever reaching the key raises."""
    with transaction.atomic():
        # Certificates that are given a place meanwhile do not wait: they only refer to the row.
        row = StatusList.objects.select_for_update(no_key=True).get(name=name)
        statement = _statement(row)
        holder = Holder(row.institution_id, row.institution_name, row.institution_country)
        signer = signer_for(holder, Purpose.CREDENTIAL)
        SignedList.objects.update_or_create(
            status_list=row,
            defaults={
                "changes": row.changes,
                "kid": signer.kid,
                "jwt": as_jwt(statement, signer),
                "cwt": as_cwt(statement, signer),
                "signed_at": statement.issued_at,
                "expires_at": statement.expires_at,
            },
        )
    if row.closed_at is None:
        close_if_full(name)


def aggregation_uri(institution_id: str) -> str:
    """Where the addresses of an institution's lists stand."""
    return f"{settings.SOJOURN_BASE_URL}/status/lists/{institution_id}"


def _statement(row: StatusList) -> Statement:
    # The count of changes was read before the statuses: what changes in between makes the list due again.
    changed = Certificate.objects.filter(status_list=row).exclude(status=Status.VALID.value)
    rows = changed.values_list("status_index", "status")
    values = ((index, _VALUES[Status(status)]) for index, status in rows if index is not None)
    return Statement(
        uri=row.uri,
        compressed=compressed(packed(row.size, values)),
        issued_at=clock.now().replace(microsecond=0),
        good_for=GOOD_FOR,
        keep_for=KEEP_FOR,
        aggregation_uri=aggregation_uri(row.institution_id),
    )


def _signed_or_told(name: str, now: datetime) -> bool:
    try:
        sign(name)
    except (SealUnavailable, ImproperlyConfigured, OSError) as error:
        _failed[name] = now + _WAIT_AFTER_FAILURE
        _LOG.error("status list %s not signed: %s", name, type(error).__name__)
        return False
    _failed.pop(name, None)
    return True


def _place(row: Certificate) -> bool:
    """Give one certificate its place, once."""
    holder = Holder(row.institution_id, row.seal_key.institution_name, row.number[:2])
    with transaction.atomic():
        unplaced = Certificate.objects.filter(pk=row.pk, status_list__isnull=True)
        placed = unplaced.update(**place_of(new_reference(holder)))
        if placed and row.status != Status.VALID:
            note_change(Certificate.objects.only("status_list_id").get(pk=row.pk))
    return bool(placed)
