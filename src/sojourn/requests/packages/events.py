"""What happens to a package: made, sent by the applicant, answered; each once, with a line in the journal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from django.conf import settings

from sojourn.core import clock
from sojourn.core.actors import SYSTEM, Actor, Subject
from sojourn.core.errors import InvalidInput, NotAllowed, Problem, WrongState
from sojourn.files import events as files
from sojourn.journal.codes import Detail
from sojourn.journal.events import together
from sojourn.messages.events import post_letter
from sojourn.parties.access import NOT_ALLOWED, ActingAs, confirm
from sojourn.parties.standing_in import readers_for
from sojourn.requests.models import Request
from sojourn.requests.moves import line, locked
from sojourn.requests.packages.document import package_pdf
from sojourn.requests.packages.letting_in import media_type_let_in
from sojourn.requests.packages.models import Package, PackageFile
from sojourn.requests.packages.states import Outcome, PackageState, target_of
from sojourn.requests.packages.words import channel_codes
from sojourn.requests.states import ARROWS, State
from sojourn.requests.states import target_of as request_target
from sojourn.requests.written import Flaw, tidy

MOST_PAPERS: Final = 20
MOST_LINES: Final = 6
LONGEST_WORDS: Final = 500
_REQUEST_STEPS: Final = {"send": "send_package", "unsend": "unsend_package", "unanswer": "unanswer_package"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. A certificate has a number and its dates; `words` are for anything else."""

    outcome: Outcome
    on: date
    number: str = field(default="", repr=False)
    start: date | None = None
    end: date | None = None
    issuer: str = field(default="", repr=False)
    words: str = field(default="", repr=False)


def pack(*, request_id: UUID) -> bool:
    """Make a submitted request a package: its institution does not decide in this service. Whether it is new.

    Called by casework, which knows who is hosted. Again changes nothing.
    """
    with together():
        request = Request.objects.locked().filter(pk=request_id).first()
        if request is None or request.stands is not State.SUBMITTED:
            return False
        request.state = request_target("pack", request.stands).value
        request.changed_at = clock.now()
        request.save(update_fields=["state", "changed_at"])
        Package.objects.create(request=request)
        line(ARROWS["pack"].line, SYSTEM, request, {"institution": request.institution_id})
    return True


def name_office(*, acting: ActingAs, request_id: UUID, name: str, address: Sequence[str]) -> None:
    """Say which office the package goes to, with its address, line by line. Empty takes it back.

    Raises NotAllowed, InvalidInput, and WrongState once the package was sent.
    """
    office = {"name": _one_line("office_name", name)}
    lines = [_one_line("office_address", each) for each in address]
    kept = [each for each in lines if each]
    if len(kept) > MOST_LINES:
        raise InvalidInput([Problem("office_address", "too_many_lines", {"limit": MOST_LINES})])
    with together():
        request, package = _open(acting, request_id)
        if package.stands is not PackageState.READY:
            raise WrongState("package_step_not_open", step="name_office", state=package.state)
        package.office = office | {"address": kept} if office["name"] or kept else {}
        _save(package, "office")
        line("request.package_addressed", acting.actor, request)


def record_sent(
    *,
    acting: ActingAs,
    request_id: UUID,
    on: date,
    by: str,
    foreign_reference: str = "",
    remind_on: date | None = None,
) -> None:
    """Note that the applicant sent the package; what was sent is kept as it is today. Again changes nothing.

    Raises NotAllowed; InvalidInput for a day to come or before the request, or an unknown way; WrongState.
    """
    reference = _one_line("foreign_reference", foreign_reference)
    if by not in channel_codes():
        raise InvalidInput([Problem("sent_by", "choice_unknown")])
    with together():
        request, package = _open(acting, request_id)
        if package.stands is PackageState.SENT and (package.sent_on, package.sent_by) == (on, by):
            return
        _require_day("sent_on", on, request)
        _step(package, request, "send", acting.actor, {"by": by})
        language = request.handed_in_by.language if request.handed_in_by else "en"
        pdf = package_pdf(request, package, language)
        package.sent_file = files.keep(data=pdf, media_type="application/pdf", kind="package_sent")
        package.sent_on, package.sent_by, package.foreign_reference = on, by, reference
        package.sent_law = request.law_version
        _remind(package, remind_on)
        _save(
            package, "state", "sent_on", "sent_by", "foreign_reference", "sent_file", "sent_law", *_REMINDER
        )


def take_back_sent(*, acting: ActingAs, request_id: UUID) -> None:
    """Note that it was not sent after all. Raises NotAllowed, WrongState."""
    with together():
        request, package = _open(acting, request_id)
        _step(package, request, "unsend", acting.actor)
        package.sent_file = None
        _save(package, "state", "sent_file")


def choose_reminder(*, acting: ActingAs, request_id: UUID, on: date | None) -> None:
    """Choose the day on which to be reminded, or none. Raises NotAllowed, InvalidInput for a day that is over."""
    with together():
        request, package = _open(acting, request_id)
        if package.remind_on == on:
            return
        _remind(package, on)
        _save(package, *_REMINDER)
        line("request.package_reminder", acting.actor, request, {"wanted": on is not None})


def keep_paper(*, acting: ActingAs, request_id: UUID, data: bytes) -> PackageFile:
    """Take in a paper that came back, known by its content alone.

    Raises NotAllowed, WrongState before the package was sent, InvalidInput (field "file").
    """
    media_type = media_type_let_in(data)
    with together():
        request, package = _open(acting, request_id)
        if package.stands is PackageState.READY:
            raise WrongState("package_step_not_open", step="keep_paper", state=package.state)
        if package.files.count() >= MOST_PAPERS:
            raise InvalidInput([Problem("file", "files_full", {"limit": MOST_PAPERS})])
        paper = PackageFile.objects.create(
            package=package,
            file_id=files.keep(data=data, media_type=media_type, kind="package_answer"),
            media_type=media_type,
            size=len(data),
            added_by_id=acting.person_id,
        )
        line("request.package_paper_kept", acting.actor, request, {"bytes": len(data)})
    return paper


def record_answer(*, acting: ActingAs, request_id: UUID, answer: Answer) -> None:
    """Note what came back. Raises NotAllowed, InvalidInput, WrongState."""
    with together():
        request, package = _open(acting, request_id)
        said = _checked(answer, request, package)
        certificate = answer.outcome is Outcome.CERTIFICATE
        package.state = target_of("answer", package.stands).value
        _move(
            request,
            "receive_certificate" if certificate else "receive_answer",
            acting.actor,
            outcome=answer.outcome,
        )
        package.outcome, package.answered_on, package.answer = answer.outcome.value, answer.on, said
        _save(package, "state", "outcome", "answered_on", "answer")


def take_back_answer(*, acting: ActingAs, request_id: UUID) -> None:
    """Go back to waiting for an answer: what was noted was wrong. Papers stay. Raises NotAllowed, WrongState."""
    with together():
        request, package = _open(acting, request_id)
        _step(package, request, "unanswer", acting.actor)
        package.outcome, package.answered_on, package.answer = "", None, {}
        _save(package, "state", "outcome", "answered_on", "answer")


def remind_senders(limit: int = 100) -> int:
    """Remind of the packages whose day has come, once; of how many. Run by the worker."""
    told = 0
    for package in Package.objects.due(clock.today()).select_related("request__handed_in_by")[:limit]:
        with together():
            if package.request.stands.is_package and package.request.notify and package.remind_on:
                told += _remind_keeper(package, package.remind_on)
            package.reminded_at = clock.now()
            package.save(update_fields=["reminded_at"])
    return told


def _remind_keeper(package: Package, day: date) -> bool:
    """Write to whoever looks after the request; whether anybody reads it."""
    request = package.request
    readers = readers_for(request.keeper, request.employer_id, request.firm_id)
    for reader in readers:
        post_letter(
            template="package_reminder",
            recipient=reader.email,
            language=reader.language,
            values={
                "ref": request.reference or "",
                "link": f"{settings.SOJOURN_BASE_URL}/requests/{request.reference}/package",
                "until": day.isoformat(),
            },
            about=Subject("request", str(request.pk)),
            key=f"package_reminder:{package.pk}:{day}"
            + ("" if reader == request.keeper else f":{reader.pk}"),
        )
    return bool(readers)


_REMINDER: Final = ("remind_on", "reminded_at")


def _open(acting: ActingAs, request_id: UUID) -> tuple[Request, Package]:
    """The package for change, its request locked first. Raises NotAllowed."""
    acting = confirm(acting)
    request = locked(acting, request_id)
    package = Package.objects.select_for_update(of=("self",)).filter(request_id=request.pk).first()
    if package is None or not acting.may_hand_in(request.kind):
        raise NotAllowed(NOT_ALLOWED)
    return request, package


def _step(
    package: Package, request: Request, step: str, actor: Actor, details: Mapping[str, Detail] | None = None
) -> None:
    package.state = target_of(step, package.stands).value
    _move(request, _REQUEST_STEPS[step], actor, **(details or {}))


def _move(request: Request, step: str, actor: Actor, **details: Detail) -> None:
    request.state = request_target(step, request.stands).value
    request.changed_at = clock.now()
    request.save(update_fields=["state", "changed_at"])
    line(ARROWS[step].line, actor, request, details)


def _save(package: Package, *fields: str) -> None:
    package.changed_at = clock.now()
    package.save(update_fields=[*fields, "changed_at"])


def _remind(package: Package, on: date | None) -> None:
    if on is not None and on <= clock.today():
        raise InvalidInput([Problem("remind_on", "day_over")])
    package.remind_on, package.reminded_at = on, None


def _require_day(field_name: str, day: date, request: Request, earliest: date | None = None) -> None:
    first = earliest or (request.handed_in_at.date() if request.handed_in_at else day)
    if day > clock.today():
        raise InvalidInput([Problem(field_name, "day_to_come")])
    if day < first:
        raise InvalidInput([Problem(field_name, "day_before", {"day": first.isoformat()})])


def _checked(answer: Answer, request: Request, package: Package) -> dict[str, str]:
    """What is kept of an answer. Raises InvalidInput."""
    _require_day("answered_on", answer.on, request, package.sent_on)
    words = tidy(answer.words, longest=LONGEST_WORDS)
    if isinstance(words, Flaw):
        raise InvalidInput([Problem("words", words.code, {"limit": words.limit})])
    if answer.outcome is not Outcome.CERTIFICATE:
        return {"words": words} if words else {}
    said = {"number": _one_line("number", answer.number), "issuer": _one_line("issuer", answer.issuer)}
    problems = [Problem(name, "missing") for name in ("number", "issuer") if not said[name]]
    if answer.start is None:
        problems.append(Problem("start", "missing"))
    elif answer.end is not None and answer.end < answer.start:
        problems.append(Problem("end", "end_before_start"))
    if problems:
        raise InvalidInput(problems)
    said["start"] = answer.start.isoformat() if answer.start else ""
    said["end"] = answer.end.isoformat() if answer.end else ""
    return said | ({"words": words} if words else {})


def _one_line(name: str, typed: str) -> str:
    text = tidy(typed)
    if isinstance(text, Flaw):
        raise InvalidInput([Problem(name, text.code, {"limit": text.limit})])
    return text
