"""What a pack holds of one trip: files by their names. Personal numbers are shown by their ends alone."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder

from sojourn.casework.asking.access import Conversation, conversation_of_applicant
from sojourn.casework.decided import letter_of_applicant, letters_of_applicant
from sojourn.certificates.access import certificate, document, last_change
from sojourn.certificates.errors import CertificateUnknown
from sojourn.certificates.states import Status
from sojourn.core.actors import Subject
from sojourn.core.errors import NotAllowed
from sojourn.engine import load_facts, load_law
from sojourn.files.access import read
from sojourn.files.errors import FileDamaged
from sojourn.journal.access import Line, lines_about_any
from sojourn.parties.acting import ActingAs
from sojourn.register.cover.answers import answers_of, stays_of
from sojourn.register.cover.law_of_trip import determination_of_trip
from sojourn.register.cover.working_out import is_insured, known_of
from sojourn.register.dossier.models import KeptState
from sojourn.register.dossier.reading import dossier_of
from sojourn.register.models import Assignment, HealthPolicy
from sojourn.register.proof.scope import is_gap
from sojourn.register.seats import Seat
from sojourn.requests.access import requests_for
from sojourn.requests.worker_questions import kept_from_applicant

_NUMBERS: Final = frozenset({"worker.ssn", "worker.home_number"})
_PLAIN: Final = (
    "kind",
    "state",
    "home",
    "host",
    "start",
    "end",
    "share",
    "cover",
    "reasons",
    "missing",
    "warnings",
    "legislation",
    "instrument",
    "article",
    "form",
    "issuer",
    "law_until",
    "covered_from",
    "covered_until",
    "certificate_number",
    "law_version",
    "determined_at",
)


@dataclass(frozen=True, slots=True)
class TripFiles:
    """The files of one trip, by name, and the line about it in the index."""

    line: Mapping[str, Any]
    files: Mapping[str, bytes]


def folder_of(number: int, trip: Assignment) -> str:
    """Where the files of a trip stand in the pack."""
    return f"trips/{number:05d}-{trip.host}-{trip.start.isoformat()}"


class TripReader:
    """Reads trips for one seat, part by part."""

    def __init__(self, seat: Seat, language: str) -> None:
        self._seat = seat
        self._language = language
        self._known = known_of(seat.employer_id)

    def read(self, trips: Sequence[Assignment], first_number: int) -> Iterator[tuple[str, TripFiles]]:
        """The folder and the files of each trip. Trips are given with their travellers and policies."""
        others: dict[UUID, list[Assignment]] = {}
        travellers = {trip.traveller_id for trip in trips}
        for other in Assignment.objects.filter(traveller_id__in=travellers).counting():
            others.setdefault(other.traveller_id, []).append(other)
        requests = self._requests(trips)
        lines = _lines(trips)
        for number, trip in enumerate(trips, start=first_number):
            folder = folder_of(number, trip)
            request = requests.get(trip.request_id) if trip.request_id else None
            files = {
                "trip.json": _trip_file(trip),
                "determination.json": self._determination(trip, others[trip.traveller_id], request),
                "history.json": as_json([_told(line) for line in _of(trip, lines)]),
            }
            if trip.certificate_number:
                files |= _certificate_files(trip.certificate_number)
            files |= _dossier_files(trip)
            if request is not None and self._seat.acting is not None:
                files |= _request_files(self._seat.acting, request)
            yield folder, TripFiles(_line(trip, folder, files), files)

    def _requests(self, trips: Sequence[Assignment]) -> dict[UUID, Any]:
        ids = [trip.request_id for trip in trips if trip.request_id]
        if not ids or self._seat.acting is None:
            return {}
        return {row.pk: row for row in requests_for(self._seat.acting).filter(pk__in=ids)}

    def _determination(self, trip: Assignment, others: Sequence[Assignment], request: Any) -> bytes:
        """What the law was found to say: when the trip was last worked out, when it was asked for, and now in full."""
        insured = is_insured(trip, trip.traveller.policies.all())
        answers = answers_of(self._known, trip.traveller, trip, stays_of(others, trip), insured=insured)
        whole = determination_of_trip(answers, trip)
        asked = request is not None and request.determination is not None
        return as_json(
            {
                "in_the_register": {
                    "worked_out_at": trip.determined_at,
                    "law_version": trip.law_version,
                    "cover": trip.law_cover,
                    "reasons": trip.law_reasons,
                    "legislation": trip.legislation,
                    "instrument": trip.instrument,
                    "article": trip.article,
                    "until": trip.law_until,
                },
                "when_it_was_asked_for": {
                    "sent_at": request.handed_in_at,
                    "law_version": request.law_version,
                    "questions_version": request.questions_version,
                    "determination": request.determination,
                }
                if asked
                else None,
                "in_full_when_this_pack_was_made": {
                    "law_version": load_law().version,
                    "determination": whole.to_json(self._language) if whole is not None else None,
                },
            }
        )


def _trip_file(trip: Assignment) -> bytes:
    return as_json(
        {
            "traveller": trip.traveller.name,
            "employee_number": trip.traveller.own.get("employee_number", ""),
            **{name: getattr(trip, name) for name in _PLAIN},
            "own": trip.own,
            "answers": _shown({**trip.plain, **trip.particulars}),
            "travel_health_insurance": [_policy(each) for each in trip.traveller.policies.all()],
        }
    )


def _policy(policy: HealthPolicy) -> dict[str, Any]:
    return {
        "insurer": policy.insurer,
        "policy_number": policy.policy_number,
        "territory": policy.territory,
        "start": policy.start,
        "end": policy.end,
    }


def _certificate_files(number: str) -> dict[str, bytes]:
    """The sealed document as issued, and what stands on record about it; that it is not here, where it is not."""
    try:
        row = certificate(number)
        change = last_change(number) if row.status is not Status.VALID else None
        standing = {
            "number": row.number,
            "status": row.status.value,
            "institution": row.institution_id,
            "period_start": row.period_start,
            "period_end": row.period_end,
            "issued_at": row.issued_at,
            "sha256": row.document_sha256,
            "last_change": asdict(change) if change is not None else None,
        }
        return {"certificate.json": as_json(standing), "certificate.pdf": document(number)}
    except (CertificateUnknown, FileDamaged):
        return {}


def _dossier_files(trip: Assignment) -> dict[str, bytes]:
    """What somebody said, decided and brought: why the trip is temporary, decisions, papers, other certificates."""
    found = dossier_of(trip)
    kept = [row for row in trip.kept.all() if row.stands is KeptState.CONFIRMED]
    said = found.temporariness
    files: dict[str, bytes] = {}
    if said is not None or found.decisions or kept:
        told = {
            "temporary": {"points": said.points, "words": said.words, "said_at": said.said_at}
            if said
            else None,
            "decided_without_agreement": [
                {
                    "choice": each.choice,
                    "because": each.because,
                    "decided_at": each.decided_at,
                    "law_version": each.law_version,
                }
                for each in found.decisions
            ],
            "certificates_from_elsewhere": [
                {**each.fields, "sealed_here": each.sealed, "confirmed_at": each.confirmed_at}
                for each in kept
            ],
        }
        files["dossier.json"] = as_json(told)
    for number, paper in enumerate(found.evidence, start=1):
        files[f"evidence-{number:02d}.{_ending(paper.media)}"] = read(paper.file_id)
    for number, row in enumerate(kept, start=1):
        files[f"certificate-from-elsewhere-{number:02d}.{_ending(row.media)}"] = read(row.file_id)
    return files


def _ending(media: str) -> str:
    return {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}.get(media, "txt")


def _request_files(acting: ActingAs, request: Any) -> dict[str, bytes]:
    """The request as it was sent, what was asked and answered, and the institution's letters."""
    files = {
        "request.json": as_json(
            {
                "reference": request.reference,
                "kind": request.kind,
                "state": request.state,
                "institution": request.institution_id,
                "sent_at": request.handed_in_at,
                "decided_at": request.decided_at,
                "certificate_number": request.certificate_number,
                "answers": _shown(_seen(request)),
                "answered_by_the_worker_alone": sorted(kept_from_applicant(request, load_facts())),
            }
        )
    }
    try:
        conversation = conversation_of_applicant(acting, request.pk)
        letters = letters_of_applicant(acting, request.pk)
    except NotAllowed:
        return files
    if conversation is not None and (conversation.inquiries or conversation.messages):
        files["correspondence.json"] = as_json(_correspondence(conversation))
    for number, letter in enumerate(reversed(letters), start=1):
        name = f"letter-{number:02d}-{letter.written_at.date().isoformat()}-{letter.occasion}.pdf"
        files[name] = letter_of_applicant(acting, request.pk, letter.id)
    return files


def _seen(request: Any) -> dict[str, Any]:
    """The answers that the employer may see: what the worker said for the institution alone stays out."""
    hidden = kept_from_applicant(request, load_facts())
    answers = {**request.plain, **request.particulars}
    return {name: value for name, value in answers.items() if name not in hidden}


def _correspondence(conversation: Conversation) -> dict[str, Any]:
    return {
        "questions": [
            {
                "asked_at": inquiry.asked_at,
                "due_on": inquiry.due_on,
                "state": inquiry.state.value,
                "ended_at": inquiry.ended_at,
                "asked": [
                    {"fact": each.fact, "question": each.words or each.code, "answer": each.text}
                    for each in inquiry.questions
                    if each.fact not in _NUMBERS
                ],
            }
            for inquiry in conversation.inquiries
        ],
        "messages": [
            {"from": each.side, "written_at": each.written_at, "text": each.text}
            for each in conversation.messages
        ],
    }


def _line(trip: Assignment, folder: str, files: Mapping[str, bytes]) -> dict[str, Any]:
    return {
        "folder": folder,
        "traveller": trip.traveller.name,
        "home": trip.home,
        "host": trip.host,
        "start": trip.start,
        "end": trip.end,
        "kind": trip.kind,
        "cover": trip.cover,
        "covered_from": trip.covered_from,
        "covered_until": trip.covered_until,
        "certificate_number": trip.certificate_number,
        "certificate_is_here": "certificate.pdf" in files,
        "request_is_here": "request.json" in files,
        "gap": is_gap(trip),
        "reasons": trip.reasons,
    }


def _lines(trips: Sequence[Assignment]) -> dict[tuple[str, str], list[Line]]:
    """What the journal has about the trips and their requests, in one query."""
    subjects = [Subject("trip", str(trip.pk)) for trip in trips]
    subjects += [Subject("request", str(trip.request_id)) for trip in trips if trip.request_id]
    found: dict[tuple[str, str], list[Line]] = {}
    for line in lines_about_any(subjects):
        found.setdefault((line.subject.kind, line.subject.id), []).append(line)
    return found


def _of(trip: Assignment, lines: Mapping[tuple[str, str], Sequence[Line]]) -> list[Line]:
    about = [("trip", str(trip.pk)), ("request", str(trip.request_id))]
    return sorted((line for key in about for line in lines.get(key, ())), key=lambda line: line.number)


def _told(line: Line) -> dict[str, Any]:
    return {
        "at": line.at,
        "event": line.event,
        "by": line.actor.capacity.value,
        "about": line.subject.kind,
        "details": line.details,
    }


def _shown(answers: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: f"•••{str(value)[-3:]}" if name in _NUMBERS and value else value
        for name, value in answers.items()
    }


def as_json(value: Any) -> bytes:
    """A file of the pack that programs read."""
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1).encode()
