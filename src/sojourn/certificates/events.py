"""Issuing certificates. What happens to them afterwards stands in `status_events`."""

import hashlib
import logging
import uuid
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

import typst
from django.conf import settings
from django.db import IntegrityError, transaction

from sojourn.certificates import document, readback
from sojourn.certificates.access import IssuedCertificate, issued, may_act_for
from sojourn.certificates.content import CertificateContent, read_content
from sojourn.certificates.errors import (
    FACES_DIFFER,
    KEY_REUSED,
    LAYOUT_FAILED,
    NOT_PRINTABLE,
    NUMBERS_USED_UP,
    NotIssued,
)
from sojourn.certificates.face import Issue
from sojourn.certificates.key_records import kept_key
from sojourn.certificates.keyring import KeysAtHand, keys_at_hand, sealer_in_use, signer_when_issuing
from sojourn.certificates.keys import Sealer
from sojourn.certificates.labels import words
from sojourn.certificates.models import Certificate
from sojourn.certificates.number import check_index, new_number, new_secret
from sojourn.certificates.offline import make_code
from sojourn.certificates.stamping import seal_and_stamp

# The front door for what happens afterwards, too.
from sojourn.certificates.status_events import confirm_certificate as confirm_certificate
from sojourn.certificates.status_events import copy_certificate as copy_certificate
from sojourn.certificates.status_events import supersede_certificate as supersede_certificate
from sojourn.certificates.status_events import suspend_certificate as suspend_certificate
from sojourn.certificates.status_events import withdraw_certificate as withdraw_certificate
from sojourn.certificates.status_list.places import new_reference, place_of
from sojourn.certificates.transparency.access import entries_about
from sojourn.certificates.transparency.entries import enter_issued
from sojourn.core import clock
from sojourn.core.actors import Actor, Subject
from sojourn.core.errors import InvalidInput, Problem, WrongState
from sojourn.files import events as files
from sojourn.journal.events import record

_LOG: Final = logging.getLogger(__name__)
_KIND: Final = "certificate_document"
_LONGEST_KEY: Final = 200
# Nine random characters meet by chance about never; one more try is already generous.
_ATTEMPTS: Final = 3
# Of a repeated request these may differ: it may come a day, or a version of the law data, later.
_MAY_DIFFER: Final = {"decided_on", "law_version"}


@dataclass(frozen=True, slots=True)
class Numbers:
    """Number and secret of a certificate, drawn before it is made."""

    number: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Made:
    issue: Issue
    pdf: bytes
    moment: datetime


@dataclass(frozen=True, slots=True)
class Prepared:
    """A certificate that is drawn, sealed and read back, and that nobody has yet."""

    content: CertificateContent = field(repr=False)
    sealer: Sealer = field(repr=False)
    made: _Made = field(repr=False)


def issue_certificate(*, content: CertificateContent, actor: Actor, key: str) -> IssuedCertificate:
    """Number, draw, seal and keep a certificate, all or nothing. The same `key` gives the same certificate again.

    The document is read back before it is released. Raises NotAllowed (not the issuer's staff), InvalidInput
    (`not_printable`, with the field), SealUnavailable (no key), NotIssued (the document did not come out as
    decided), WrongState (`issue_key_reused`: the key was used for something else).
    """
    may_act_for(actor, content.issuer.id)
    if not 0 < len(key) <= _LONGEST_KEY:
        raise ValueError(f"an issue key has 1 to {_LONGEST_KEY} characters")
    earlier = _issued_under(key, content)
    if earlier is not None:
        return earlier
    _refuse_unprintable(content)
    keys = keys_at_hand(content.issuer)
    sealer = sealer_in_use(content.issuer, at_hand=keys)
    for _ in range(_ATTEMPTS):
        # Drawn and sealed before the transaction, so that nobody waits for it; what fails to be kept is dropped.
        made = _make(content, sealer, keys, new_numbers(content))
        try:
            return _keep(content, made, sealer, actor, key)
        except IntegrityError:
            earlier = _issued_under(key, content)
            if earlier is not None:
                return earlier
    raise NotIssued(NUMBERS_USED_UP)


def new_numbers(content: CertificateContent) -> Numbers:
    """Number and secret for a certificate that will be made later."""
    return Numbers(new_number(content.issuer.country, clock.today()), new_secret())


def proofread(content: CertificateContent, numbers: Numbers) -> None:
    """Draw a certificate without sealing it, and read it back. Raises InvalidInput or NotIssued as issuing would."""
    _refuse_unprintable(content)
    issue = _issue(content, numbers, clock.now())
    _refuse_differing(_drawn(content, issue, clock.now()), content, issue)


def prepare(content: CertificateContent, numbers: Numbers) -> Prepared:
    """Make a certificate under numbers that were drawn before. Keeps nothing.

    Raises SealUnavailable, NotIssued, and whatever reaching the key raises.
    """
    keys = keys_at_hand(content.issuer)
    sealer = sealer_in_use(content.issuer, at_hand=keys)
    return Prepared(content, sealer, _make(content, sealer, keys, numbers))


def release(prepared: Prepared, *, actor: Actor, key: str) -> IssuedCertificate:
    """Keep what was prepared: with this it is issued. Raises NotAllowed, and IntegrityError where its key is taken."""
    may_act_for(actor, prepared.content.issuer.id)
    return _keep(prepared.content, prepared.made, prepared.sealer, actor, key)


def same_content(kept: dict[str, Any], content: CertificateContent) -> bool:
    """Whether what is kept says the same, apart from what may differ when a request is repeated."""
    # Read, so that what was kept before a field was added has it too.
    return _essence(read_content(kept).model_dump(mode="json")) == _essence(content.model_dump(mode="json"))


def _make(content: CertificateContent, sealer: Sealer, keys: KeysAtHand, numbers: Numbers) -> _Made:
    moment = clock.now()
    issue = _with_code(content, _issue(content, numbers, moment), keys)
    drawn = _drawn(content, issue, moment)
    label = words("seal_field", content.languages[:1], issuer=content.issuer.name)[0]
    try:
        pdf = seal_and_stamp(drawn, sealer, label=label, name=content.issuer.name)
    except ValueError as error:
        raise _layout_failed(error) from None
    _refuse_differing(pdf, content, issue)
    return _Made(issue, pdf, moment)


def _issue(content: CertificateContent, numbers: Numbers, moment: datetime) -> Issue:
    return Issue(
        number=numbers.number,
        secret=numbers.secret,
        issued_on=moment.date(),
        base_url=settings.SOJOURN_BASE_URL,
        demonstration=settings.SOJOURN_MODE != "production",
        status=new_reference(content.issuer),
    )


def _with_code(content: CertificateContent, issue: Issue, keys: KeysAtHand) -> Issue:
    signer = signer_when_issuing(content.issuer, keys)
    if signer is None:
        return issue
    try:
        return replace(issue, offline_code=make_code(content, issue, signer))
    except ValueError as error:
        raise _layout_failed(error) from None


def _drawn(content: CertificateContent, issue: Issue, moment: datetime) -> bytes:
    try:
        return document.render(content, issue, moment)
    except (ValueError, typst.TypstError) as error:
        raise _layout_failed(error) from None


def _refuse_differing(pdf: bytes, content: CertificateContent, issue: Issue) -> None:
    try:
        differing = readback.differences(pdf, content, issue)
    except ValueError as error:
        raise _layout_failed(error) from None
    if differing:
        _LOG.error("certificate not issued: the document differs from the decision in %s", differing)
        raise NotIssued(FACES_DIFFER, fields=differing)


def _refuse_differing_entry(row: Certificate, pdf: bytes) -> None:
    (entered,) = entries_about(row.number)
    differing = readback.entry.differences(
        entered,
        number=row.number,
        institution_id=row.institution_id,
        pdf=pdf,
        issued_at=row.issued_at.isoformat(),
    )
    if differing:
        _LOG.error("certificate not issued: the log's entry differs from the decision in %s", differing)
        raise NotIssued(FACES_DIFFER, fields=differing)


def _layout_failed(error: Exception) -> NotIssued:
    # The cause may quote the content.
    _LOG.error("certificate not issued: %s", type(error).__name__)
    return NotIssued(LAYOUT_FAILED)


def _keep(
    content: CertificateContent, made: _Made, sealer: Sealer, actor: Actor, key: str
) -> IssuedCertificate:
    with transaction.atomic():
        row = Certificate.objects.create(
            id=uuid.uuid4(),
            number=made.issue.number,
            issue_key=key,
            check_index=check_index(made.issue.number, made.issue.secret),
            secret=made.issue.secret,
            content=content.model_dump(mode="json"),
            institution_id=content.issuer.id,
            period_start=content.period_start,
            period_end=content.period_end,
            document_file=files.keep(data=made.pdf, media_type="application/pdf", kind=_KIND),
            document_sha256=hashlib.sha256(made.pdf).hexdigest(),
            seal_key=kept_key(sealer, content.issuer.id, content.issuer.name),
            issued_at=made.moment,
            **place_of(made.issue.status),
        )
        enter_issued(row)
        _refuse_differing_entry(row, made.pdf)
        record(
            event="certificate.issued",
            actor=actor,
            subject=Subject("certificate", row.number),
            details={
                "institution": content.issuer.id,
                # Of digits alone it would look like somebody's number, which the journal refuses.
                "key": f"kid:{row.seal_key.kid}",
                "instrument": content.instrument,
            },
        )
    return issued(row)


def _issued_under(key: str, content: CertificateContent) -> IssuedCertificate | None:
    row = Certificate.objects.select_related("seal_key").filter(issue_key=key).first()
    if row is None:
        return None
    if not same_content(row.content, content):
        raise WrongState(KEY_REUSED, number=row.number)
    return issued(row)


def _essence(content: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in content.items() if name not in _MAY_DIFFER}


def _refuse_unprintable(content: CertificateContent) -> None:
    found = document.unprintable(content)
    if found:
        raise InvalidInput(
            [Problem(each.field, NOT_PRINTABLE, {"characters": each.characters}) for each in found]
        )
