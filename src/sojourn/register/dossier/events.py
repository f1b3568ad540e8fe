"""What people say of a trip: why it is temporary, with evidence; what they decided where no agreement binds; and from
when on an employer wants travel health insurance."""

from collections.abc import Collection, Mapping
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction

from sojourn.core import clock
from sojourn.core.actors import Subject
from sojourn.core.countries import is_known
from sojourn.core.errors import InvalidInput, NotAllowed, Problem, WrongState
from sojourn.engine import load_law
from sojourn.files import access as files
from sojourn.files.events import keep
from sojourn.files.media import media_type_of
from sojourn.journal.events import record, together
from sojourn.parties.access import NOT_ALLOWED
from sojourn.register.access import locked_trip, require_change, require_manage, trip_for
from sojourn.register.dossier.models import (
    Choice,
    Evidence,
    InsuranceWish,
    Point,
    Temporariness,
    TripDecision,
)
from sojourn.register.law_changes.beginning import judge_all_again
from sojourn.register.models import Assignment
from sojourn.register.seats import Seat
from sojourn.requests.written import Flaw, tidy

__all__ = ["Choice", "Point", "Temporariness", "TripDecision"]

MEDIA: Final = ("application/pdf", "image/jpeg", "image/png")
LONGEST_WORDS: Final = 1000
MOST_FILES: Final = 20
_UNBOUND: Final = frozenset({"no_instrument", "left_uncovered"})


def is_unbound(trip: Assignment) -> bool:
    """Whether no agreement says whose law applies, so that somebody has to decide what to do."""
    return bool(_UNBOUND & set(trip.law_reasons))


def say_temporary(*, seat: Seat, trip_id: UUID, points: Mapping[str, bool], words: str) -> Temporariness:
    """Say why a trip is temporary; again replaces it. Raises NotAllowed; InvalidInput for texts that are too long."""
    seat = require_change(seat)
    said = tidy(words, longest=LONGEST_WORDS)
    if isinstance(said, Flaw):
        raise InvalidInput([Problem("words", said.code, {"limit": LONGEST_WORDS})])
    known = {point.value: bool(points[point.value]) for point in Point if point.value in points}
    with together():
        trip = locked_trip(seat, trip_id)
        row, _ = Temporariness.objects.update_or_create(
            trip=trip,
            defaults={
                "points": known,
                "words": str(said),
                "said_by_id": seat.person_id,
                "said_at": clock.now(),
            },
        )
        _line("trip.temporary_said", seat, trip, {"points": len(known)})
    return row


def add_evidence(*, seat: Seat, trip_id: UUID, data: bytes, name: str, key: UUID) -> Evidence:
    """Attach a file to a trip. The same key again gives the same. Raises NotAllowed; InvalidInput "evidence_file" for
    what is no PDF and no picture, "evidence_many", and as `files.events.keep`."""
    seat = require_change(seat)
    media = media_type_of(data, MEDIA)
    if media is None:
        raise InvalidInput([Problem("file", "evidence_file")])
    with together():
        trip = locked_trip(seat, trip_id)
        known = Evidence.objects.filter(creation_key=key, trip=trip).first()
        if known is not None:
            return known
        if trip.evidence.count() >= MOST_FILES:
            raise InvalidInput([Problem("file", "evidence_many", {"limit": MOST_FILES})])
        row = Evidence(
            trip=trip,
            creation_key=key,
            file_id=keep(data=data, media_type=media, kind="register_evidence"),
            media=media,
            name=name[:120],
            added_by_id=seat.person_id,
        )
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            raise WrongState("pressed_twice") from None
        _line("trip.evidence_added", seat, trip, {"media": media})
    return row


def evidence_file(seat: Seat, trip_id: UUID, evidence_id: UUID) -> tuple[Evidence, bytes]:
    """A file of a trip in sight. Raises NotAllowed for any other."""
    row = Evidence.objects.filter(trip=trip_for(seat, trip_id), pk=evidence_id).first()
    if row is None:
        raise NotAllowed(NOT_ALLOWED)
    return row, files.read(row.file_id)


def decide_unbound(*, seat: Seat, trip_id: UUID, choice: str, because: str, key: UUID) -> TripDecision:
    """Write down what is done about a trip where no agreement binds. A later decision follows an earlier one.

    The same key again gives the same. Raises NotAllowed; InvalidInput without a choice or a reason; WrongState where an
    agreement binds.
    """
    seat = require_change(seat)
    words = tidy(because, longest=LONGEST_WORDS)
    problems = []
    if choice not in set(Choice):
        problems.append(Problem("choice", "choice_missing"))
    if isinstance(words, Flaw):
        problems.append(Problem("because", words.code, {"limit": LONGEST_WORDS}))
    elif not words:
        problems.append(Problem("because", "decision_reason_missing"))
    if problems:
        raise InvalidInput(problems)
    with together():
        trip = locked_trip(seat, trip_id)
        known = TripDecision.objects.filter(creation_key=key, trip=trip).first()
        if known is not None:
            return known
        if not is_unbound(trip):
            raise WrongState("agreement_binds")
        row = TripDecision.objects.create(
            trip=trip,
            creation_key=key,
            choice=choice,
            because=str(words),
            law_version=load_law().version[:80],
            decided_by_id=seat.person_id,
        )
        _line("trip.decided_without_agreement", seat, trip, {"choice": choice})
    return row


def say_insurance_wish(*, seat: Seat, longer_than: int, always_in: Collection[str]) -> InsuranceWish:
    """Say from when on insurance is wanted: on trips of more days than that, and always in some countries.

    Trips are looked at anew. Raises NotAllowed; InvalidInput for an unknown country or a number out of range.
    """
    seat = require_manage(seat)
    problems = [Problem("always_in", "unknown_country") for code in always_in if not is_known(code)]
    if not 0 <= longer_than <= 365:
        problems.append(Problem("longer_than", "days_range"))
    if problems:
        raise InvalidInput(problems)
    with together():
        row, _ = InsuranceWish.objects.update_or_create(
            employer_id=seat.employer_id,
            defaults={
                "longer_than": longer_than,
                "always_in": sorted(set(always_in)),
                "said_by_id": seat.person_id,
                "said_at": clock.now(),
            },
        )
        judge_all_again(seat.employer_id)
        record(
            event="register.insurance_wish_said",
            actor=seat.actor,
            subject=Subject("employer", str(seat.employer_id)),
            details={"longer_than": longer_than, "countries": len(row.always_in)},
        )
    return row


def _line(event: str, seat: Seat, trip: Assignment, details: dict[str, str | int]) -> None:
    record(event=event, actor=seat.actor, subject=Subject("trip", str(trip.pk)), details={**details})
