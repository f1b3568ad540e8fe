"""What happens to a certificate that is decided while something that issuing needs is away.

The decision stands: the certificate is ordered under its number, in the transaction of the decision. The worker issues
it when that can be done again. Whoever decides anew meanwhile voids the order; its number is never used.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, transaction
from django.db.models import F, Min, QuerySet

from sojourn.certificates.access import IssuedCertificate, may_act_for
from sojourn.certificates.content import CertificateContent, read_content
from sojourn.certificates.errors import (
    FACES_DIFFER,
    KEY_REUSED,
    LAYOUT_FAILED,
    NotIssued,
    SealUnavailable,
)
from sojourn.certificates.events import (
    Numbers,
    Prepared,
    issue_certificate,
    new_numbers,
    prepare,
    proofread,
    release,
    same_content,
    supersede_certificate,
)
from sojourn.certificates.orders.models import Order
from sojourn.core import clock
from sojourn.core.actors import SYSTEM, Actor, Subject
from sojourn.core.errors import WrongState
from sojourn.journal.events import record, together

_LOG: Final = logging.getLogger(__name__)
AWAY: Final = (SealUnavailable, ImproperlyConfigured, OSError)
"""What may pass by itself: a key store or time-stamp service that does not answer, a file store that is full."""
NO_ROOM: Final = "no_room"
OTHERS_WAIT: Final = "others_wait"
UNDRAWN: Final = (FACES_DIFFER, LAYOUT_FAILED)
_PAUSES: Final = tuple(timedelta(seconds=seconds) for seconds in (15, 30, 60, 120, 300, 600))
# Result codes of SQLite (sqlite.org/rescode.html): full; and busy, locked, disk error, cannot open.
_SQLITE_FULL: Final = 13
_SQLITE_PASSING: Final = (5, 6, 10, _SQLITE_FULL, 14)
# Classes of PostgreSQL's error codes: resources that ran out; and connection, transaction undone, stopped, locked.
_POSTGRES_FULL: Final = "53"
_POSTGRES_PASSING: Final = ("08", "40", _POSTGRES_FULL, "57P", "55P03")


@dataclass(frozen=True, slots=True)
class Granted:
    """The number of a certificate, and whether it still waits to be issued."""

    number: str
    waits: bool


def issue_or_order(*, content: CertificateContent, actor: Actor, key: str) -> Granted:
    """Issue a certificate, or order it where what is needed is away. The same `key` gives the same again.

    What waits at the institution is waited for: while a key store is away nobody asks it once more for each decision.
    Raises what `issue_certificate` raises, except for what passes by itself.
    """
    may_act_for(actor, content.issuer.id)
    at_institution = Order.objects.filter(institution_id=content.issuer.id)
    if at_institution.exists():
        known = at_institution.filter(issue_key=key).first()
        if known is not None:
            if not same_content(known.content, content):
                raise WrongState(KEY_REUSED, number=known.number)
            return Granted(known.number, waits=True)
        if _waiting(content.issuer.id).exists():
            return Granted(_order(content, actor, key, OTHERS_WAIT), waits=True)
    try:
        with transaction.atomic():
            issued = issue_certificate(content=content, actor=actor, key=key)
            return Granted(issued.number, waits=False)
    except AWAY as error:
        fault = _fault(error)
    except DatabaseError as error:
        # SQLite undoes the whole transaction when its disk is full: then nothing is decided.
        if not is_full(error) or transaction.get_connection().needs_rollback:
            raise
        fault = NO_ROOM
    return Granted(_order(content, actor, key, fault), waits=True)


def issue_ordered(order_id: UUID, *, then: Callable[[str], None]) -> IssuedCertificate | None:
    """Issue what was ordered; None where somebody else did, it was voided, or it cannot be done yet.

    `then` is called with the number in the same transaction, so that whoever is to be told is told once. What cannot
    be done is tried again later; where something is away, with all that waits for it at the same institution.
    """
    order = _claimed(order_id)
    if order is None:
        return None
    try:
        # Drawn and sealed before the transaction, so that nobody waits for it.
        drawn = prepare(read_content(order.content), Numbers(order.number, order.secret))
        return _settle(order, drawn, then)
    except NotIssued as error:
        _put_off(Order.objects.filter(pk=order.pk), order, _fault(error))
    except AWAY as error:
        _put_off(_waiting(order.institution_id), order, _fault(error))
    except DatabaseError as error:
        if not is_full(error):
            raise
        _put_off(_waiting(order.institution_id), order, NO_ROOM)
    return None


def supersede_or_void(*, number: str, by: str, actor: Actor, reason_code: str) -> None:
    """Put the newer certificate `by` in the place of `number`, whichever of the two still waits to be issued.

    What waits to be issued is voided; behind what waits, the old certificate stands until the newer one is issued.
    Raises what `supersede_certificate` raises.
    """
    with together():
        older = Order.objects.select_for_update().filter(number=number).first()
        newer = Order.objects.select_for_update().filter(number=by).first()
        if older is not None:
            # Whatever it was to replace is now for the newer one to replace.
            inherited = [list(each) for each in older.replaces]
            _void(older, actor, by)
            for replaced, reason in inherited:
                supersede_or_void(number=replaced, by=by, actor=actor, reason_code=reason)
        elif newer is not None:
            newer.replaces = [*newer.replaces, [number, reason_code]]
            newer.save(update_fields=["replaces"])
        else:
            supersede_certificate(number=number, by=by, actor=actor, reason_code=reason_code)


def is_full(error: DatabaseError) -> bool:
    """Whether a database refused because it had no room left."""
    return _says(error, (_SQLITE_FULL,), (_POSTGRES_FULL,))


def passes_by_itself(error: BaseException) -> bool:
    """Whether a database refused for a cause of its own: no room, locked, stopped, out of reach."""
    return isinstance(error, DatabaseError) and _says(error, _SQLITE_PASSING, _POSTGRES_PASSING)


def _says(error: DatabaseError, sqlite: tuple[int, ...], postgres: tuple[str, ...]) -> bool:
    cause = error.__cause__
    # The lower byte is the kind, the upper ones say which of it.
    if getattr(cause, "sqlite_errorcode", 0) & 0xFF in sqlite:
        return True
    return str(getattr(cause, "sqlstate", None) or "").startswith(postgres)


def _order(content: CertificateContent, actor: Actor, key: str, fault: str) -> str:
    numbers = new_numbers(content)
    # What cannot be printed is said now, to whoever decides, and not to nobody later.
    proofread(content, numbers)
    _LOG.error("certificate %s waits to be issued: %s", numbers.number, fault)
    with transaction.atomic():
        now = clock.now()
        order = Order.objects.create(
            number=numbers.number,
            secret=numbers.secret,
            issue_key=key,
            content=content.model_dump(mode="json"),
            institution_id=content.issuer.id,
            ordered_at=now,
            next_try_at=_next_try(content.issuer.id) or now + _PAUSES[0],
            fault=fault,
        )
        record(
            event="certificate.ordered",
            actor=actor,
            subject=Subject("certificate", order.number),
            details={"institution": order.institution_id, "fault": fault},
        )
    return order.number


def _claimed(order_id: UUID) -> Order | None:
    """The order, if it is due and nobody else is at it. The claim ends by itself, should this process be killed."""
    order = Order.objects.filter(pk=order_id, next_try_at__lte=clock.now()).first()
    if order is None:
        return None
    claimed = Order.objects.filter(pk=order_id, tries=order.tries, next_try_at=order.next_try_at).update(
        tries=F("tries") + 1, next_try_at=clock.now() + _pause(order.tries)
    )
    return order if claimed else None


def _settle(order: Order, drawn: Prepared, then: Callable[[str], None]) -> IssuedCertificate | None:
    with together():
        held = Order.objects.select_for_update().filter(pk=order.pk).first()
        if held is None:
            return None
        issued = release(drawn, actor=SYSTEM, key=held.issue_key)
        for number, reason_code in held.replaces:
            supersede_certificate(number=number, by=issued.number, actor=SYSTEM, reason_code=reason_code)
        held.delete()
        then(issued.number)
        return issued


def _waiting(institution_id: str) -> QuerySet[Order]:
    """What waits for something that is away; not what could not be drawn, which nothing but a person can mend."""
    return Order.objects.filter(institution_id=institution_id).exclude(fault__in=UNDRAWN)


def _put_off(orders: QuerySet[Order], tried: Order, fault: str) -> None:
    _LOG.error("certificate %s still waits to be issued: %s", tried.number, fault)
    Order.objects.filter(pk=tried.pk).update(fault=fault)
    again = clock.now() + _pause(tried.tries)
    orders.filter(next_try_at__lt=again).update(next_try_at=again)


def _next_try(institution_id: str) -> datetime | None:
    """When the others are tried again that wait at an institution: all at once, so that one try tells."""
    found: datetime | None = _waiting(institution_id).aggregate(next=Min("next_try_at"))["next"]
    return found


def _pause(tries: int) -> timedelta:
    return _PAUSES[min(tries, len(_PAUSES) - 1)]


def _void(order: Order, actor: Actor, by: str) -> None:
    may_act_for(actor, order.institution_id)
    number = order.number
    order.delete()
    record(
        event="certificate.voided",
        actor=actor,
        subject=Subject("certificate", number),
        details={"successor": by},
    )


def _fault(error: Exception) -> str:
    """A code without particulars: of ours its own, else the kind of error."""
    if isinstance(error, DatabaseError) and is_full(error):
        return NO_ROOM
    return str(getattr(error, "code", "") or type(error).__name__)[:40]
