"""What happens to a certificate that was issued: suspended, confirmed, superseded, withdrawn, handed out again."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max

from sojourn.certificates.access import IssuedCertificate, issued, may_act_for
from sojourn.certificates.errors import CERTIFICATE_UNKNOWN, NO_ARROW, CertificateUnknown
from sojourn.certificates.models import Certificate, StatusChange
from sojourn.certificates.number import normal_number
from sojourn.certificates.states import Status, arrow
from sojourn.certificates.status_list.places import note_change
from sojourn.certificates.transparency.entries import enter_change
from sojourn.core import clock
from sojourn.core.actors import Actor, Subject
from sojourn.core.errors import InvalidInput, WrongState
from sojourn.journal.events import record


def withdraw_certificate(
    *, number: str, actor: Actor, reason_code: str, effective_on: date
) -> IssuedCertificate:
    """Say that a certificate proves nothing from `effective_on`. Doing it again changes nothing.

    Raises CertificateUnknown, NotAllowed.
    """
    return _move(
        number, Status.WITHDRAWN, actor, reason_code=reason_code, effective_on=effective_on, replaced_by=None
    )


def suspend_certificate(*, number: str, actor: Actor, reason_code: str) -> IssuedCertificate:
    """Say that its issuer examines a certificate anew. It binds all the while. Doing it again changes nothing.

    Raises CertificateUnknown, NotAllowed, WrongState (replaced or withdrawn).
    """
    return _move(
        number,
        Status.SUSPENDED,
        actor,
        reason_code=reason_code,
        effective_on=clock.today(),
        replaced_by=None,
    )


def confirm_certificate(*, number: str, actor: Actor, reason_code: str) -> IssuedCertificate:
    """Say that a suspended certificate was examined and stands as it was issued. Doing it again changes nothing.

    Raises CertificateUnknown, NotAllowed, WrongState (replaced or withdrawn).
    """
    return _move(
        number, Status.VALID, actor, reason_code=reason_code, effective_on=clock.today(), replaced_by=None
    )


def supersede_certificate(*, number: str, by: str, actor: Actor, reason_code: str) -> IssuedCertificate:
    """Say that a newer certificate of the same institution, `by`, stands in the place of this one from today.

    Raises CertificateUnknown, NotAllowed, WrongState (withdrawn, or the successor is not valid).
    """
    return _move(
        number, Status.SUPERSEDED, actor, reason_code=reason_code, effective_on=clock.today(), replaced_by=by
    )


def copy_certificate(*, number: str, actor: Actor, reason_code: str) -> IssuedCertificate:
    """Hand out the same sealed document once more, and write that down. Number and status stay as they are.

    Raises CertificateUnknown, NotAllowed, and WrongState `certificate_state_forbids` for one that was withdrawn.
    """
    with transaction.atomic():
        row = _locked(number)
        may_act_for(actor, row.institution_id)
        if row.status == Status.WITHDRAWN:
            raise WrongState(NO_ARROW, source=row.status, target=row.status)
        record(
            event="certificate.copied",
            actor=actor,
            subject=Subject("certificate", row.number),
            details={"reason": reason_code},
        )
    return issued(row)


def _move(
    number: str,
    target: Status,
    actor: Actor,
    *,
    reason_code: str,
    effective_on: date,
    replaced_by: str | None,
) -> IssuedCertificate:
    with transaction.atomic():
        row = _locked(number)
        may_act_for(actor, row.institution_id)
        successor = _successor(row, replaced_by)
        if row.status == target:
            return issued(row)
        step = arrow(Status(row.status), target)
        if step is None:
            raise WrongState(NO_ARROW, source=row.status, target=target.value)
        change = StatusChange.objects.create(
            certificate=row,
            status=target.value,
            reason_code=reason_code,
            effective_on=effective_on,
            replaced_by=successor,
            changed_at=_later_than_all(row),
        )
        enter_change(change)
        note_change(row)
        row.status = target.value
        row.save(update_fields=["status"])
        record(
            event=step.event,
            actor=actor,
            subject=Subject("certificate", row.number),
            details={"reason": reason_code, "effective_on": effective_on.isoformat()},
        )
    return issued(row)


def _later_than_all(row: Certificate) -> datetime:
    """Now, or the moment after its last change: also where a clock was set back, the last one is the last."""
    last = row.changes.aggregate(last=Max("changed_at"))["last"]
    now = clock.now()
    return now if last is None or now > last else last + timedelta(microseconds=1)


def _locked(number: str) -> Certificate:
    try:
        normal = normal_number(number)
    except InvalidInput:
        raise CertificateUnknown(CERTIFICATE_UNKNOWN) from None
    row = (
        Certificate.objects.select_related("seal_key")
        .select_for_update(of=("self",))
        .filter(number=normal)
        .first()
    )
    if row is None:
        raise CertificateUnknown(CERTIFICATE_UNKNOWN)
    return row


def _successor(row: Certificate, number: str | None) -> Certificate | None:
    if number is None:
        return None
    successor = _locked(number)
    fits = successor.institution_id == row.institution_id and successor.status == Status.VALID
    if successor.pk == row.pk or not fits:
        raise WrongState(NO_ARROW, source=successor.status, target=Status.SUPERSEDED.value)
    return successor
