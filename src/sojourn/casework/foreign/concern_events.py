"""What somebody without an account reports about a certificate, and what the institution does with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import Count

from sojourn.casework.foreign.models import Concern
from sojourn.casework.foreign.references import CONCERN, new_reference
from sojourn.casework.foreign.states import CONCERN_ARROWS, ConcernState
from sojourn.casework.models import InstitutionSetting
from sojourn.casework.moves import NOT_ALLOWED
from sojourn.casework.permissions import officer_id, require_officer
from sojourn.certificates import access as certificates
from sojourn.certificates.errors import CertificateUnknown
from sojourn.certificates.number import normal_number
from sojourn.core import clock
from sojourn.core.actors import PUBLIC, Subject
from sojourn.core.errors import InvalidInput, NotAllowed, Problem, WrongState
from sojourn.files.access import read as read_file
from sojourn.files.events import discard, keep
from sojourn.files.media import LARGEST_BYTES, media_type_of
from sojourn.journal.events import record, together
from sojourn.messages.events import post_letter
from sojourn.parties.acting import ActingAs

LONGEST: Final = 4000
LONGEST_PLACE: Final = 300
PHOTOS: Final = ("image/jpeg", "image/png")
KEPT_AS: Final = "concern_photo"
PAGE_LENGTH: Final = 50


@dataclass(frozen=True, slots=True)
class Reported:
    """What was reported: for the page that says thank you."""

    reference: str
    institution_id: str
    told_by_mail: bool


def hosted_institutions() -> tuple[tuple[str, str], ...]:
    """The institutions to which a concern can go: id and country."""
    return tuple(InstitutionSetting.objects.order_by("country", "pk").values_list("pk", "country"))


def report_concern(
    *,
    key: UUID,
    seen: str,
    place: str = "",
    contact: str = "",
    number: str = "",
    institution_id: str = "",
    photo: bytes | None = None,
    language: str = "en",
) -> Reported:
    """Report what was seen about a certificate; it reaches the institution that issued it, or the one that is named.

    The same `key` again reports nothing new. With an address a receipt is posted. That a number is on record is told
    to nobody but the institution. Raises InvalidInput for what is missing, too long, no address or no photo.
    """
    known = Concern.objects.filter(creation_key=key).first()
    if known is not None:
        return Reported(known.reference, institution_id, known.has_contact)
    seen, place, contact = seen.strip(), place.strip(), contact.strip()
    issued_by, normal = _issuer_of(number)
    # Asked of everybody, also where the number is on record: else the form would tell that it is.
    problems = _problems(seen, place, contact, institution_id, photo)
    if problems:
        raise InvalidInput(problems)
    concern = Concern(
        id=uuid4(),
        reference=new_reference(CONCERN),
        creation_key=key,
        institution_id=issued_by or institution_id,
        certificate_number=normal,
        number_known=bool(issued_by),
        seen=seen,
        place=place,
        contact=contact,
        has_contact=bool(contact),
        language=language,
        reported_at=clock.now(),
    )
    with together():
        if _put(concern, photo):
            _tell(concern)
        known = Concern.objects.get(creation_key=key)
    return Reported(known.reference, institution_id, known.has_contact)


def _put(concern: Concern, photo: bytes | None) -> bool:
    """Keep the report and its photo; whether it is new."""
    if photo is not None:
        concern.media_type = media_type_of(photo, PHOTOS) or ""
        concern.file_id = keep(data=photo, media_type=concern.media_type, kind=KEPT_AS)
    try:
        with transaction.atomic():
            concern.save(force_insert=True)
    except IntegrityError:
        # Another press of the same button came first.
        if concern.file_id is not None:
            discard(concern.file_id)
        return False
    return True


def _tell(concern: Concern) -> None:
    """Write down that it came, and post the receipt."""
    record(
        event="concern.reported",
        actor=PUBLIC,
        subject=subject_of(concern),
        details={"number_known": concern.number_known, "photo": concern.file_id is not None},
    )
    if concern.has_contact:
        post_letter(
            template="concern_received",
            recipient=concern.contact,
            language=concern.language,
            values={"ref": concern.reference},
            about=subject_of(concern),
            key=f"concern:{concern.pk}",
        )


@dataclass(frozen=True, slots=True)
class ListedConcern:
    """A concern in a list: nothing in it names a person."""

    reference: str
    certificate_number: str
    number_known: bool
    has_contact: bool
    has_photo: bool
    state: ConcernState
    mine: bool
    reported_at: datetime


@dataclass(frozen=True, slots=True)
class ConcernView:
    """A concern on one page."""

    row: ListedConcern
    version: int
    open_steps: tuple[str, ...]
    erased_at: datetime | None
    seen: str = field(repr=False)
    place: str = field(repr=False)
    contact: str = field(repr=False)
    note: str = field(repr=False)


def concerns_of(acting: ActingAs, state: str = "") -> tuple[ListedConcern, ...]:
    """The concerns that reached the officer's institution: those not closed, or those in a state. Raises NotAllowed."""
    acting = require_officer(acting)
    rows = Concern.objects.filter(institution_id=acting.institution_id)
    rows = rows.filter(state=state) if state else rows.exclude(state=ConcernState.CLOSED.value)
    return tuple(_listed(acting, row) for row in rows.order_by("reported_at", "pk")[:PAGE_LENGTH])


def waiting_concerns(acting: ActingAs) -> Mapping[str, int]:
    """How many concerns of the officer's institution stand in each state. Raises NotAllowed."""
    acting = require_officer(acting)
    rows = Concern.objects.filter(institution_id=acting.institution_id)
    return dict(rows.order_by().values_list("state").annotate(count=Count("pk")))


def look_at_concern(*, acting: ActingAs, reference: str) -> ConcernView:
    """One concern with what was written; the look is written down. Raises NotAllowed."""
    acting = require_officer(acting)
    row = _own(acting, reference)
    with together():
        record(event="concern.looked_at", actor=acting.actor, subject=subject_of(row))
        state = ConcernState(row.state)
        return ConcernView(
            row=_listed(acting, row),
            version=row.version,
            open_steps=tuple(arrow.name for arrow in CONCERN_ARROWS.values() if state in arrow.sources),
            erased_at=row.erased_at,
            seen=row.seen,
            place=row.place,
            contact=row.contact,
            note=row.note,
        )


def photo_of(*, acting: ActingAs, reference: str) -> tuple[str, str, bytes]:
    """The photo of a concern: name, type and bytes; the look is written down. Raises NotAllowed."""
    acting = require_officer(acting)
    row = _own(acting, reference)
    if row.file_id is None:
        raise NotAllowed(NOT_ALLOWED)
    with together():
        record(event="concern.looked_at", actor=acting.actor, subject=subject_of(row))
        name = f"{row.reference}.{row.media_type.rpartition('/')[2]}"
        return name, row.media_type, read_file(row.file_id)


def move_concern(*, acting: ActingAs, reference: str, step: str, version: int, note: str = "") -> None:
    """Take a concern in hand, keep what was answered or found, close it, open it again.

    Raises NotAllowed; WrongState "step_not_open", "concern_changed"; InvalidInput without a note where one is needed.
    """
    acting = require_officer(acting)
    with together():
        rows = Concern.objects.filter(institution_id=acting.institution_id).select_for_update(of=("self",))
        row, arrow = rows.filter(reference=reference).first(), CONCERN_ARROWS.get(step)
        if row is None or arrow is None:
            raise NotAllowed(NOT_ALLOWED)
        if row.version != version:
            raise WrongState("concern_changed")
        target = arrow.target_from(ConcernState(row.state))
        said = note.strip()
        if arrow.needs and not said and not row.note:
            raise InvalidInput([Problem("note", "words_missing")])
        if len(said) > LONGEST:
            raise InvalidInput([Problem("note", "too_long", {"limit": LONGEST})])
        row.state, row.version = target.value, row.version + 1
        row.taken_by_id = officer_id(acting)
        row.note = said or row.note
        row.ended_at = clock.now() if target is ConcernState.CLOSED else None
        row.save()
        record(event=arrow.line, actor=acting.actor, subject=subject_of(row))


def subject_of(concern: Concern) -> Subject:
    """The concern as the journal names it."""
    return Subject("concern", str(concern.pk))


def _issuer_of(number: str) -> tuple[str, str]:
    """The institution that issued a certificate of this number, and the number in its normal form; '' for unknown."""
    try:
        normal = normal_number(number) if number.strip() else ""
        return (certificates.certificate(normal).institution_id, normal) if normal else ("", "")
    except InvalidInput:
        return "", ""
    except CertificateUnknown:
        return "", normal


def _problems(seen: str, place: str, contact: str, to: str, photo: bytes | None) -> list[Problem]:
    problems = []
    if not seen:
        problems.append(Problem("seen", "seen_missing"))
    elif len(seen) > LONGEST:
        problems.append(Problem("seen", "too_long", {"limit": LONGEST}))
    if len(place) > LONGEST_PLACE:
        problems.append(Problem("place", "too_long", {"limit": LONGEST_PLACE}))
    if contact and not _is_address(contact):
        problems.append(Problem("contact", "address_form"))
    if not InstitutionSetting.objects.filter(pk=to).exists():
        problems.append(Problem("institution", "institution_missing"))
    if photo is not None and (code := _photo_fault(photo)):
        problems.append(Problem("photo", code, {"limit": LARGEST_BYTES // 1024 // 1024}))
    return problems


def _photo_fault(photo: bytes) -> str:
    if not photo:
        return "file_empty"
    if len(photo) > LARGEST_BYTES:
        return "file_too_large"
    return "" if media_type_of(photo, PHOTOS) else "photo_type_not_allowed"


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= 254


def _own(acting: ActingAs, reference: str) -> Concern:
    row = Concern.objects.filter(institution_id=acting.institution_id, reference=reference).first()
    if row is None:
        raise NotAllowed(NOT_ALLOWED)
    return row


def _listed(acting: ActingAs, row: Concern) -> ListedConcern:
    return ListedConcern(
        reference=row.reference,
        certificate_number=row.certificate_number,
        number_known=row.number_known,
        has_contact=row.has_contact,
        has_photo=row.file_id is not None,
        state=ConcernState(row.state),
        mine=str(row.taken_by_id) == acting.actor.person_id,
        reported_at=row.reported_at,
    )
