"""Certificates from elsewhere: brought and read, confirmed by a person for one trip, or set aside."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from sojourn.casework.foreign.reading import read_certificate
from sojourn.casework.foreign.states import Standing
from sojourn.certificates.access import content, not_in_force
from sojourn.certificates.checking.by_text import LONGEST_TEXT, check_text
from sojourn.certificates.errors import CertificateUnknown
from sojourn.core import clock
from sojourn.core.actors import Subject
from sojourn.core.countries import is_known
from sojourn.core.errors import InvalidInput, NotAllowed, Problem, WrongState
from sojourn.files import access as files
from sojourn.files.events import keep
from sojourn.files.media import media_type_of
from sojourn.journal.events import record, together
from sojourn.parties.access import NOT_ALLOWED
from sojourn.register.access import confirm_seat, locked_traveller, require_change, trip_for
from sojourn.register.cover.keeping import refresh_traveller
from sojourn.register.dossier.models import KeptCertificate, KeptState
from sojourn.register.models import Assignment, Traveller
from sojourn.register.seats import Seat
from sojourn.requests.written import Flaw, tidy
from sojourn.vault.blind import blind_index

__all__ = ["KeptCertificate", "KeptState"]

MEDIA: Final = ("application/pdf", "image/jpeg", "image/png")
TEXT: Final = "text/csv"
"""How the files keep a text, here a credential or an offline code."""
_SHOWN: Final = ("number", "legislation", "host", "start", "end", "issuer_name")
LONGEST_NUMBER: Final = 40


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What somebody reads on the paper. `end` None: no last day stands there."""

    number: str
    issuer_name: str
    legislation: str
    host: str
    start: date
    end: date | None


def bring_certificate(*, seat: Seat, traveller_id: UUID, data: bytes, key: UUID) -> KeptCertificate:
    """Take a file in and read it by the check of this service and by rules. The same key again gives the same.

    Raises NotAllowed; InvalidInput "certificate_file" for a file that is no PDF, picture, credential or offline code,
    and as `files.events.keep`.
    """
    seat = require_change(seat)
    known = KeptCertificate.objects.filter(creation_key=key, employer_id=seat.employer_id).first()
    if known is not None:
        return kept_for(seat, known.pk)
    media, sealed, verdict, found = _read(data)
    with together():
        traveller = locked_traveller(seat, traveller_id)
        row = KeptCertificate(
            employer_id=seat.employer_id,
            traveller=traveller,
            creation_key=key,
            file_id=keep(data=data, media_type=media, kind="register_certificate"),
            media=media,
            sealed=sealed,
            verdict=verdict[:24],
            read=found,
            added_by_id=seat.person_id,
        )
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            raise WrongState("pressed_twice") from None
        _line("register.certificate_brought", seat, row, {"sealed": sealed, "verdict": verdict or "none"})
    return row


def confirm_certificate(*, seat: Seat, kept_id: UUID, trip_id: UUID, told: Confirmed) -> KeptCertificate:
    """Say for which trip it is and what stands on it; sealed data stay as they are. The trip's cover follows.

    Raises NotAllowed; WrongState once it was confirmed or set aside; InvalidInput with each Problem, also
    "certificate_of_another" where sealed data name somebody else, and "certificate_withdrawn".
    """
    seat = require_change(seat)
    with together():
        row = _locked(seat, kept_id)
        if row.stands is not KeptState.READ:
            raise WrongState("kept_step_not_open", state=row.state)
        traveller = locked_traveller(seat, row.traveller_id)
        trip = trip_for(seat, trip_id)
        if trip.traveller_id != traveller.pk:
            raise NotAllowed(NOT_ALLOWED)
        fields = {name: row.read.get(name, "") for name in _SHOWN} if row.sealed else _typed(told)
        _require_fits(row, fields, traveller, trip)
        row.fields, row.trip = fields, trip
        row.number_index = number_index(fields["number"])
        row.host, row.legislation = fields["host"], fields["legislation"]
        row.start = date.fromisoformat(fields["start"])
        row.end = date.fromisoformat(fields["end"]) if fields["end"] else None
        row.state = KeptState.CONFIRMED.value
        row.confirmed_by_id, row.confirmed_at = seat.person_id, clock.now()
        row.save()
        refresh_traveller(traveller)
        _line("register.certificate_confirmed", seat, row, {"sealed": row.sealed})
    return row


def set_aside(*, seat: Seat, kept_id: UUID) -> None:
    """A certificate counts no more, or never did. It stays, so that it is known. Again changes nothing."""
    seat = require_change(seat)
    with together():
        row = _locked(seat, kept_id)
        if row.stands is not KeptState.SET_ASIDE:
            traveller = locked_traveller(seat, row.traveller_id)
            row.state = KeptState.SET_ASIDE.value
            row.save(update_fields=["state"])
            refresh_traveller(traveller)
            _line("register.certificate_set_aside", seat, row, {})


def kept_for(seat: Seat, kept_id: UUID) -> KeptCertificate:
    """One certificate of a traveller in sight. Raises NotAllowed for any other."""
    row = kept_in_sight(confirm_seat(seat)).filter(pk=kept_id).select_related("traveller", "trip").first()
    if row is None:
        raise NotAllowed(NOT_ALLOWED)
    return row


def kept_in_sight(seat: Seat) -> QuerySet[KeptCertificate]:
    """The certificates of travellers in sight of the seat (confirmed by the caller), newest first."""
    mine = Traveller.objects.for_actor(seat)
    rows = KeptCertificate.objects.filter(employer_id=seat.employer_id, traveller__in=mine)
    return rows.order_by("-added_at", "id")


def file_of(seat: Seat, kept_id: UUID) -> tuple[str, bytes]:
    """The file of a certificate in sight with its type, exactly as it was brought. Raises NotAllowed."""
    row = kept_for(seat, kept_id)
    return row.media, files.read(row.file_id)


def number_index(number: str) -> str:
    """The blind index of a number on a certificate, however it is written; "" without one."""
    text = "".join(character for character in number.casefold() if character.isalnum())
    return blind_index("register.kept_number", text) if text else ""


def _read(data: bytes) -> tuple[str, bool, str, dict[str, str]]:
    """The file's type, whether sealed data of ours speak, how the check came out, and what was found."""
    media = media_type_of(data, MEDIA)
    if media is not None:
        found = read_certificate(data)
        return media, found.standing is Standing.VERIFIED, found.verdict, dict(found.fields)
    try:
        text = data[: LONGEST_TEXT + 1].decode("ascii").strip()
    except UnicodeDecodeError:
        text = ""
    if not text or len(data) > LONGEST_TEXT or not ("~" in text or text.startswith("SJ1:")):
        raise InvalidInput([Problem("file", "certificate_file")])
    verdict = check_text(text)
    shown = verdict.certificate
    if shown is None:
        return TEXT, False, verdict.code.value, {}
    try:
        said = content(shown.number)
    except CertificateUnknown:
        return TEXT, False, verdict.code.value, {}
    fields = {
        "number": shown.number,
        "issuer_name": said.issuer.name,
        "legislation": said.legislation,
        "host": said.host,
        "start": said.period_start.isoformat(),
        "end": said.period_end.isoformat() if said.period_end else "",
        "given_names": said.holder.given_names,
        "family_name": said.holder.family_name,
        "birth_date": said.holder.birth_date.isoformat(),
    }
    return TEXT, True, verdict.code.value, fields


def _typed(told: Confirmed) -> dict[str, str]:
    number, issuer = tidy(told.number, longest=LONGEST_NUMBER), tidy(told.issuer_name, longest=120)
    problems = []
    for name, text in (("number", number), ("issuer_name", issuer)):
        if isinstance(text, Flaw):
            problems.append(Problem(name, text.code, {"limit": 120}))
    if not issuer:
        problems.append(Problem("issuer_name", "issuer_missing"))
    for name, code in (("legislation", told.legislation), ("host", told.host)):
        if not is_known(code):
            problems.append(Problem(name, "unknown_country"))
    if told.end is not None and told.end < told.start:
        problems.append(Problem("end", "end_before_start"))
    if problems:
        raise InvalidInput(problems)
    return {
        "number": str(number),
        "issuer_name": str(issuer),
        "legislation": told.legislation,
        "host": told.host,
        "start": told.start.isoformat(),
        "end": told.end.isoformat() if told.end else "",
    }


def _require_fits(
    row: KeptCertificate, fields: Mapping[str, str], traveller: Traveller, trip: Assignment
) -> None:
    problems = []
    if fields["host"][:2] != trip.host[:2]:
        problems.append(Problem("trip", "certificate_for_another_country"))
    born = str(traveller.particulars.get("worker.birth_date", ""))
    if row.sealed and born and row.read.get("birth_date") not in {None, "", born}:
        problems.append(Problem("trip", "certificate_of_another"))
    if row.sealed and not_in_force([fields["number"]]):
        problems.append(Problem("trip", "certificate_withdrawn"))
    if problems:
        raise InvalidInput(problems)


def _locked(seat: Seat, kept_id: UUID) -> KeptCertificate:
    row = kept_in_sight(seat).filter(pk=kept_id).first()
    if row is None:
        raise NotAllowed(NOT_ALLOWED)
    # Travellers are locked before anything of theirs.
    locked_traveller(seat, row.traveller_id)
    return KeptCertificate.objects.select_for_update(of=("self",)).get(pk=kept_id)


def _line(event: str, seat: Seat, row: KeptCertificate, details: Mapping[str, str | bool]) -> None:
    subject = Subject("register_certificate", str(row.pk))
    record(event=event, actor=seat.actor, subject=subject, details={**details})
