"""Registering a certificate from abroad: a file is read, its items are confirmed, and it is kept."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final
from uuid import UUID, uuid4

from django.core.cache import cache
from django.db.models import QuerySet

from sojourn.casework.checks.findings import Finding
from sojourn.casework.foreign.checks.all_checks import run_foreign_checks
from sojourn.casework.foreign.gathering import certificate_index, foreign_facts, person_indexes
from sojourn.casework.foreign.items import checked
from sojourn.casework.foreign.models import ForeignCertificate, ForeignDraft
from sojourn.casework.foreign.reading import FIELDS, SEALED, Reading, is_replaced, read_certificate
from sojourn.casework.foreign.references import CERTIFICATE, new_reference
from sojourn.casework.foreign.states import ForeignState, Standing
from sojourn.casework.models import InstitutionSetting
from sojourn.casework.moves import NOT_ALLOWED
from sojourn.casework.permissions import officer_id, require_officer
from sojourn.certificates import access as certificates
from sojourn.certificates.states import Status
from sojourn.core import clock
from sojourn.core.actors import SYSTEM, Actor, Subject
from sojourn.core.errors import InvalidInput, NotAllowed, Problem, WrongState
from sojourn.files.events import discard, keep
from sojourn.files.media import LARGEST_BYTES, media_type_of
from sojourn.journal.events import record, together
from sojourn.parties.acting import ActingAs

MEDIA: Final = ("application/pdf", "image/jpeg", "image/png")
KEPT_AS: Final = "foreign_certificate"
_PAUSE: Final = 300
_DRAFTS_LAST: Final = timedelta(days=1)


def begin_registration(*, acting: ActingAs, data: bytes | None = None) -> UUID:
    """Begin with a file, which is read, or with none, to type by hand. Returns the draft's id.

    A file that is registered already raises WrongState "foreign_registered", with its reference. Raises InvalidInput
    for a file that is empty, too large, locked or of no type we take.
    """
    acting = require_officer(acting)
    institution = _institution(acting)
    if data is None:
        return _new_draft(acting, Reading(Standing.SEEN, "", ""), None).pk
    media_type = _media_type(data)
    reading = read_certificate(data)
    known = _with_file(institution.pk, reading.sha256)
    if known is not None:
        raise WrongState("foreign_registered", reference=known.reference)
    if is_replaced(reading.verdict):
        raise WrongState(f"issuer_says_{reading.verdict}")
    with together():
        file_id = keep(data=data, media_type=media_type, kind=KEPT_AS)
        return _new_draft(acting, reading, file_id).pk


def judge_items(*, acting: ActingAs, draft_id: UUID, given: Mapping[str, str]) -> tuple[Finding, ...]:
    """What the checks find in the items as given, kept with the draft. Sealed items are taken from the seal, not from
    the form. Raises NotAllowed, and InvalidInput for items that are missing or wrong; they are kept all the same."""
    acting = require_officer(acting)
    with together():
        draft = _own_draft(acting, draft_id)
        draft.fields = _merged(draft, given)
        draft.save(update_fields=["fields"])
    return _judged(checked(draft.fields), _institution(acting).country)


def register(*, acting: ActingAs, draft_id: UUID, given: Mapping[str, str], in_spite: bool = False) -> str:
    """Register the certificate and let go of the draft; returns its reference.

    The same draft again, the same file, or the same number of the same country with the same items give the record
    that is there; with other items the new record takes the place of the old one. `in_spite`: the officer has read the
    hindrances; without it InvalidInput "findings_unread" where there are any. Raises NotAllowed, InvalidInput.
    """
    acting = require_officer(acting)
    institution = _institution(acting)
    with together():
        done = ForeignCertificate.objects.of_institution(institution.pk).filter(creation_key=draft_id).first()
        if done is not None:
            return done.reference
        draft = _own_draft(acting, draft_id)
        fields = checked(_merged(draft, given))
        before = _before(institution.pk, draft, fields)
        better = before is not None and draft.standing == Standing.VERIFIED != before.standing
        if before is not None and not better and _says_the_same(before, fields):
            _let_go(draft)
            return before.reference
        replaced = before if before is not None and before.state == ForeignState.REGISTERED else None
        findings = _judged(fields, institution.country, replaced.reference if replaced else "")
        if any(each.hinders for each in findings) and not in_spite:
            raise InvalidInput([Problem("in_spite", "findings_unread")])
        row = _new_row(acting, draft, fields, findings)
        if replaced is not None:
            _replace(replaced, row, acting.actor)
        row.save(force_insert=True)
        draft.delete()
        record(
            event="foreign.registered",
            actor=acting.actor,
            subject=subject_of(row),
            details={
                "standing": row.standing,
                "issuer_country": row.issuer_country,
                "findings": len(findings),
            },
        )
        return row.reference


def drop_draft(*, acting: ActingAs, draft_id: UUID) -> None:
    """Let go of what was begun, with its file. Again changes nothing."""
    acting = require_officer(acting)
    with together():
        for draft in _drafts(acting).filter(pk=draft_id):
            _let_go(draft)


def record_withdrawal(*, acting: ActingAs, reference: str) -> None:
    """Record that the issuer has withdrawn the certificate, as its letter says. For one that is not on record here.

    Raises NotAllowed, and WrongState "foreign_own_record" for one whose issuer is hosted here: its record is asked.
    """
    acting = require_officer(acting)
    with together():
        row = locked_certificate(acting, reference)
        if row.own_number:
            raise WrongState("foreign_own_record")
        if row.state == ForeignState.REGISTERED:
            change_state(row, ForeignState.WITHDRAWN, acting.actor)


def tend_now_and_then(limit: int = 100) -> int:
    """As `tend_registered`, once in five minutes however often it is called: the worker calls it in each round."""
    return tend_registered(limit) if cache.add("foreign.tended", True, _PAUSE) else 0


def tend_registered(limit: int = 100) -> int:
    """Ask the record of issuers hosted here about what is registered, and let go of old drafts; how many changed.

    Safe to repeat and to stop.
    """
    for draft in ForeignDraft.objects.filter(begun_at__lt=clock.now() - _DRAFTS_LAST)[:limit]:
        with together():
            _let_go(draft)
    rows = ForeignCertificate.objects.standing().exclude(own_number="")
    gone = certificates.not_in_force(rows.values_list("own_number", flat=True).distinct())
    changed = 0
    for row in rows.filter(own_number__in=gone).order_by("pk")[:limit]:
        changed += refresh(row.pk)
    return changed


def refresh(certificate_id: UUID) -> bool:
    """Take over what the issuer's record says; whether something changed."""
    with together():
        row = ForeignCertificate.objects.standing().select_for_update().filter(pk=certificate_id).first()
        if row is None or not row.own_number:
            return False
        status = certificates.certificate(row.own_number).status
        if status.stands:
            return False
        state = ForeignState.WITHDRAWN if status is Status.WITHDRAWN else ForeignState.SUPERSEDED
        change_state(row, state, SYSTEM)
        return True


def change_state(row: ForeignCertificate, state: ForeignState, actor: Actor) -> None:
    """Say that a locked record stands no more."""
    row.state, row.changed_on = state.value, clock.today()
    row.save(update_fields=["state", "changed_on"])
    record(event=f"foreign.{state.value}", actor=actor, subject=subject_of(row))


def locked_certificate(acting: ActingAs, reference: str) -> ForeignCertificate:
    """A registered certificate of the officer's institution, locked. Raises NotAllowed."""
    rows = ForeignCertificate.objects.of_institution(str(acting.institution_id))
    row = rows.select_for_update().filter(reference=reference).first()
    if row is None:
        raise NotAllowed(NOT_ALLOWED)
    return row


def subject_of(row: ForeignCertificate) -> Subject:
    """The record as the journal names it."""
    return Subject("foreign_certificate", str(row.pk))


def _institution(acting: ActingAs) -> InstitutionSetting:
    setting = InstitutionSetting.objects.filter(pk=acting.institution_id).first()
    if setting is None:
        raise NotAllowed(NOT_ALLOWED)
    return setting


def _media_type(data: bytes) -> str:
    if not data:
        raise InvalidInput([Problem("file", "file_empty")])
    if len(data) > LARGEST_BYTES:
        raise InvalidInput([Problem("file", "file_too_large", {"limit": LARGEST_BYTES // 1024 // 1024})])
    media_type = media_type_of(data, MEDIA)
    if media_type is None:
        raise InvalidInput([Problem("file", "file_type_not_allowed")])
    # The entry stands in the trailer, which no compression hides.
    if media_type == "application/pdf" and b"/Encrypt" in data:
        raise InvalidInput([Problem("file", "file_locked")])
    return media_type


def _new_draft(acting: ActingAs, reading: Reading, file_id: UUID | None) -> ForeignDraft:
    return ForeignDraft.objects.create(
        id=uuid4(),
        institution_id=str(acting.institution_id),
        begun_by_id=officer_id(acting),
        begun_at=clock.now(),
        file_id=file_id,
        file_sha256=reading.sha256,
        standing=reading.standing.value,
        verdict=reading.verdict,
        fields=dict.fromkeys(FIELDS, "") | dict(reading.fields),
        read=dict(reading.read),
    )


def _drafts(acting: ActingAs) -> QuerySet[ForeignDraft]:
    return ForeignDraft.objects.filter(institution_id=acting.institution_id, begun_by=officer_id(acting))


def _own_draft(acting: ActingAs, draft_id: UUID) -> ForeignDraft:
    draft = _drafts(acting).select_for_update().filter(pk=draft_id).first()
    if draft is None:
        raise NotAllowed(NOT_ALLOWED)
    return draft


def _merged(draft: ForeignDraft, given: Mapping[str, str]) -> dict[str, str]:
    """The form's items; those that were sealed stay as they were sealed."""
    sealed = {name for name, source in draft.read.items() if source == SEALED}
    verified = draft.standing == Standing.VERIFIED
    return {
        name: draft.fields.get(name, "") if verified or name in sealed else given.get(name, "")
        for name in FIELDS
    }


def _judged(fields: Mapping[str, str], country: str, apart_from: str = "") -> tuple[Finding, ...]:
    return tuple(run_foreign_checks(foreign_facts(fields, country, apart_from)))


def _with_file(institution_id: str, sha256: str) -> ForeignCertificate | None:
    rows = ForeignCertificate.objects.of_institution(institution_id)
    return rows.filter(file_sha256=sha256).first() if sha256 else None


def _before(institution_id: str, draft: ForeignDraft, fields: Mapping[str, str]) -> ForeignCertificate | None:
    """The record of the same file, or that of the same number which stands."""
    known = _with_file(institution_id, draft.file_sha256)
    index = certificate_index(fields["issuer_country"], fields["number"])
    if known is not None or not index:
        return known
    rows = ForeignCertificate.objects.of_institution(institution_id).standing().select_for_update()
    return rows.filter(issuer_country=fields["issuer_country"], certificate_index=index).first()


def _says_the_same(row: ForeignCertificate, fields: Mapping[str, str]) -> bool:
    return {name: row.particulars.get(name, "") for name in FIELDS} == dict(fields)


def _new_row(
    acting: ActingAs, draft: ForeignDraft, fields: dict[str, str], findings: tuple[Finding, ...]
) -> ForeignCertificate:
    number_index, identity_index, number_kind = person_indexes(fields)
    verified = draft.standing == Standing.VERIFIED
    return ForeignCertificate(
        id=uuid4(),
        reference=new_reference(CERTIFICATE),
        creation_key=draft.pk,
        institution_id=draft.institution_id,
        issuer_country=fields["issuer_country"],
        issuer_id=fields["issuer_id"],
        issuer_name=fields["issuer_name"],
        own_number=fields["number"] if verified else "",
        kind=fields["kind"],
        instrument=fields["instrument"],
        article=fields["article"],
        legislation=fields["legislation"],
        host=fields["host"],
        start=fields["start"],
        end=fields["end"] or None,
        particulars=fields,
        certificate_index=certificate_index(fields["issuer_country"], fields["number"]),
        number_index=number_index,
        number_kind=number_kind,
        identity_index=identity_index,
        file_id=draft.file_id,
        file_sha256=draft.file_sha256,
        standing=draft.standing,
        findings=[
            {"code": each.code, "severity": each.severity.value, "params": dict(each.params)}
            for each in findings
        ],
        registered_by_id=officer_id(acting),
        registered_at=clock.now(),
    )


def _replace(old: ForeignCertificate, new: ForeignCertificate, actor: Actor) -> None:
    """The old record steps aside before the new one is there: only one of a number stands at a time."""
    old.replaced_by_id = new.pk
    old.save(update_fields=["replaced_by"])
    change_state(old, ForeignState.SUPERSEDED, actor)


def _let_go(draft: ForeignDraft) -> None:
    file_id = draft.file_id
    draft.delete()
    if file_id is not None:
        discard(file_id)
