"""Many requests at once: looked at, and made, with what holds for each of them one by one.

The same functions read the answers, ask the law, run the checks and freeze the row as for a single request; what is
shared is the way to the database: one query for what was asked before, one statement for all rows, and the lines of
the journal at the end of one transaction.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Self
from uuid import UUID

from sojourn.core import clock
from sojourn.core.actors import Capacity
from sojourn.core.errors import InvalidInput, NotAllowed, Problem
from sojourn.engine.lawbook.facts import Applicant, load_facts
from sojourn.journal.codes import Detail
from sojourn.journal.events import together
from sojourn.parties.access import NOT_ALLOWED, ActingAs, confirm
from sojourn.requests.answers import Answers
from sojourn.requests.checks.gathered import Earlier, Finding
from sojourn.requests.editions import edition_of
from sojourn.requests.entry import Typed
from sojourn.requests.freezing import freeze
from sojourn.requests.interview import Standing, missing_in, standing_of
from sojourn.requests.models import Request
from sojourn.requests.moves import hold, line
from sojourn.requests.references import new_reference
from sojourn.requests.remembered import SENT_FROM, remembered
from sojourn.requests.sending import Sendable, sendable
from sojourn.requests.side_by_side import stamped
from sojourn.requests.states import ARROWS, State
from sojourn.requests.worker_index import person_index, ssn_index
from sojourn.requests.written import Flaw, tidy

LONGEST_REASON: Final = 500
_MOST_EARLIER: Final = 20
COUNTRY: Final = "activities[0].country"
_TOLD: Final = ("id", "creation_key", "hand_in_key", "reference", "state", "certificate_number")


@dataclass(frozen=True, slots=True)
class Asking:
    """One request as it was typed. `key`: the same one again is the same request. `reasons`: why the applicant goes
    on from a warning, by the code of the warning. `mark`: of the content, where the same key may come with another."""

    key: UUID
    typed: Mapping[str, Typed] = field(repr=False)
    reasons: Mapping[str, str] = field(default_factory=dict, repr=False)
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """One request looked at: what has to be mended, what nobody has gone on from, and where the law leads."""

    asking: Asking
    now: Standing
    problems: tuple[Problem, ...]
    open_warnings: tuple[Finding, ...]
    gone_on_from: Mapping[str, dict[str, str]] = field(repr=False)
    way: Sendable

    @property
    def answers(self) -> Answers:
        """The answers as they were read."""
        return self.now.answers

    @property
    def ready(self) -> bool:
        """Whether it can be sent as it is."""
        return not self.problems and not self.open_warnings and self.way.possible


@dataclass(frozen=True, slots=True)
class Made:
    """What became of one of them: the request, and its reference where it was sent."""

    key: UUID
    request_id: UUID
    reference: str | None
    state: str
    certificate_number: str = ""
    mark: str = ""


@dataclass(slots=True)
class Before:
    """What the applicant has asked for before, by the indexes of the worker."""

    _by_index: dict[str, list[Earlier]] = field(default_factory=dict)

    def add(self, indexes: Iterable[str], earlier: Earlier) -> None:
        """Note a request for the worker of these indexes."""
        for index in indexes:
            if index:
                self._by_index.setdefault(index, []).append(earlier)

    def of(self, answers: Answers) -> tuple[Earlier, ...]:
        """What was asked for this worker, first begun first."""
        found: dict[Earlier, None] = {}
        for index in (ssn_index(answers), person_index(answers)):
            found.update(dict.fromkeys(self._by_index.get(index, ()) if index else ()))
        ordered = sorted(found, key=lambda each: (each.start is None, each.start, each.reference))
        return tuple(ordered[:_MOST_EARLIER])


@dataclass(frozen=True, slots=True)
class Applying:
    """For whom all of them are asked, and what the service knows of the employer."""

    acting: ActingAs
    applicant: Applicant
    known: Mapping[str, Typed] = field(repr=False)
    begun: Answers = field(repr=False)
    """What is known of the employer, read: the beginning of each of them."""

    @classmethod
    def now(cls, acting: ActingAs) -> Self:
        """As it stands today. Raises NotAllowed for a capacity that may not ask."""
        acting = confirm(acting)
        if acting.actor.capacity is Capacity.STAFF or not acting.may_request("first"):
            raise NotAllowed(NOT_ALLOWED)
        own = acting.actor.capacity is Capacity.SELF
        applicant = Applicant.SELF_EMPLOYED if own else Applicant.EMPLOYER
        known = remembered(acting, applicant)
        seat = known.get("employers[0].seat")
        begun = {SENT_FROM: seat, **known} if seat else known
        return cls(acting, applicant, known, Answers(applicant).with_typed(load_facts(), begun))

    def answers(self, typed: Mapping[str, Typed]) -> Answers:
        """What was typed, read, with what is known of the employer.

        Raises InvalidInput for questions that are not asked of this applicant, or that the employer's own record
        answers.
        """
        if fixed := [name for name in typed if name in self.known]:
            raise InvalidInput([Problem(name, "comes_from_employer") for name in fixed])
        return self.begun.with_typed(load_facts(), typed)


def asked_before(applying: Applying, many: Iterable[Answers]) -> Before:
    """What the same applicant has asked for these workers and what stands: one query for all of them."""
    indexes = [(ssn_index(answers), person_index(answers)) for answers in many]
    numbers = {number for number, _ in indexes if number}
    people = {person for _, person in indexes if person}
    before = Before()
    rows = Request.objects.for_actor(applying.acting.actor).of_workers(numbers, people).asked_for()
    columns = ("reference", "state", "host", "period_start", "period_end", "ssn_index", "person_index")
    for reference, state, host, start, end, number, person in rows.values_list(*columns):
        before.add((number, person), Earlier(reference or "", state, host, start, end))
    return before


def judge(answers: Answers, asking: Asking, earlier: tuple[Earlier, ...], acting: ActingAs) -> Judged:
    """Everything that is looked at before one of them is sent; also whether a mandate is for that country."""
    now = standing_of(answers, earlier)
    reasons = {code: _reason(text) for code, text in asking.reasons.items()}
    warnings = [finding for finding in now.findings if not finding.hinders]
    gone_on = {
        finding.fingerprint: {"code": finding.code, "reason": reasons[finding.code]}
        for finding in warnings
        if reasons.get(finding.code)
    }
    return Judged(
        asking=asking,
        now=now,
        problems=(*missing_in(now), *_outside_mandate(answers, acting)),
        open_warnings=tuple(each for each in warnings if each.fingerprint not in gone_on),
        gone_on_from=gone_on,
        way=sendable(now),
    )


def _outside_mandate(answers: Answers, acting: ActingAs) -> list[Problem]:
    return [] if acting.covers(answers.host) else [Problem(COUNTRY, "mandate_not_for_country")]


def _reason(text: str) -> str:
    tidied = tidy(text, longest=LONGEST_REASON)
    return "" if isinstance(tidied, Flaw) else tidied


def make_drafts(*, acting: ActingAs, askings: Sequence[Asking], notify: bool) -> list[Made]:
    """Make a draft of each, whatever is missing in it. One that was made before stays as it is.

    Raises NotAllowed, and InvalidInput for questions that do not exist.
    """
    return _make(acting, askings, notify=notify, send=False)[0]


def send_all(
    *, acting: ActingAs, askings: Sequence[Asking], notify: bool, declared: bool, by_key: str = ""
) -> tuple[list[Made], list[Judged]]:
    """Send each of them that can be sent, to its institution; those that cannot are given back, with why.

    One that was sent before is not sent again. `by_key`: the key of the interface that was used, for the journal.
    All that are sent are sent in one transaction. Raises NotAllowed, and InvalidInput "not_declared", or for
    questions that do not exist.
    """
    if not confirm(acting).may_hand_in("first"):
        raise NotAllowed(NOT_ALLOWED)
    if not declared:
        raise InvalidInput([Problem("declared", "not_declared")])
    return _make(acting, askings, notify=notify, send=True, by_key=by_key)


def _make(
    acting: ActingAs, askings: Sequence[Asking], *, notify: bool, send: bool, by_key: str = ""
) -> tuple[list[Made], list[Judged]]:
    applying = Applying.now(acting)
    made = {each.key: each for each in _made_before(applying, askings)}
    fresh = [asking for asking in askings if asking.key not in made]
    read = [applying.answers(asking.typed) for asking in fresh]
    before = asked_before(applying, read) if send else Before()
    references = iter(_unused_references(len(fresh)) if send else ())
    rows: list[tuple[Request, Judged]] = []
    refused: list[Judged] = []
    for asking, answers in zip(fresh, read, strict=True):
        judged = judge(answers, asking, before.of(answers), applying.acting)
        if send and not judged.ready:
            refused.append(judged)
            continue
        request = _row(applying, judged, notify=notify)
        if send:
            _freeze(request, judged, applying, next(references))
            _note(before, request)
        else:
            hold(request, judged.answers)
        rows.append((request, judged))
    with together():
        Request.objects.bulk_create([request for request, _ in rows], batch_size=200)
        for request, judged in rows:
            _lines(applying, request, judged, by_key)
    made |= {request.creation_key: _made(request) for request, _ in rows}
    return [made[asking.key] for asking in askings if asking.key in made], refused


def _made_before(applying: Applying, askings: Sequence[Asking]) -> list[Made]:
    keys = {asking.key for asking in askings}
    known = Request.objects.filter(creation_key__in=keys)
    mine = known.for_actor(applying.acting.actor)
    if known.count() != len(found := list(mine)):
        raise NotAllowed(NOT_ALLOWED)
    return [_made(request) for request in found]


def made_of(acting: ActingAs, keys: Sequence[UUID]) -> dict[UUID, Made]:
    """The requests that were made with these keys, as they stand now. Raises NotAllowed."""
    rows = Request.objects.for_actor(confirm(acting).actor).filter(creation_key__in=keys)
    return {request.creation_key: _made(request) for request in rows.only(*_TOLD)}


def _made(request: Request) -> Made:
    mark = (request.hand_in_key or "").rpartition(":")[2]
    return Made(
        request.creation_key, request.pk, request.reference, request.state, request.certificate_number, mark
    )


def _row(applying: Applying, judged: Judged, *, notify: bool) -> Request:
    acting, now = applying.acting, clock.now()
    request = Request(
        applicant_kind=applying.applicant.value,
        employer_id=acting.employer_id,
        person_id=acting.person_id if applying.applicant is Applicant.SELF_EMPLOYED else None,
        firm_id=acting.firm_id,
        created_by_id=acting.person_id,
        creation_key=judged.asking.key,
        created_at=now,
        changed_at=now,
        notify=notify,
        acknowledged=dict(judged.gone_on_from),
        edition=edition_of(judged.answers, judged.now.facts, judged.now.asked),
    )
    request.stamps = stamped(request, applying.begun, judged.answers, by=acting.person_id, at=now, window="")
    return request


def _freeze(request: Request, judged: Judged, applying: Applying, reference: str) -> None:
    freeze(request, judged.now, judged.way, by=applying.acting.person_id, reference=reference)
    request.state = State.SUBMITTED.value
    request.hand_in_key = f"many:{request.creation_key}:{judged.asking.mark}"


def _note(before: Before, request: Request) -> None:
    """The next ones of the same worker see that this one was asked."""
    earlier = Earlier(
        request.reference or "", request.state, request.host, request.period_start, request.period_end
    )
    before.add((request.ssn_index, request.person_index), earlier)


def _lines(applying: Applying, request: Request, judged: Judged, by_key: str) -> None:
    """The lines that the same request would have had, made one by one."""
    actor = applying.acting.actor
    line("request.started", actor, request, {"applicant": applying.applicant.value})
    line("request.answers_saved", actor, request, {"questions": len(judged.asking.typed)})
    for said in judged.gone_on_from.values():
        line("request.warning_acknowledged", actor, request, {"code": said["code"]})
    if request.handed_in_at is None:
        return
    details: dict[str, Detail] = {"institution": request.institution_id, "way": judged.way.way.value}
    details |= {"law": request.law_version[:40], "questions": request.questions_version[:40]}
    if by_key:
        details["api_key"] = by_key
    line(ARROWS["hand_in"].line, actor, request, details)


def _unused_references(count: int) -> list[str]:
    """So many references that nobody has."""
    found: dict[str, None] = {}
    while len(found) < count:
        offered = {new_reference() for _ in range(count - len(found))}
        taken = Request.objects.filter(reference__in=offered).values_list("reference", flat=True)
        found.update(dict.fromkeys(sorted(offered - set(taken))))
    return list(found)
