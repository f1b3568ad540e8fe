"""What the worker does: come in by the link or a code, answer, say what is not right, finish, say "not me".

The order of locks is the request, then the part, then the journal's head. The journal names the part, nobody else.
"""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.utils.crypto import constant_time_compare

from sojourn.core import clock
from sojourn.core.errors import InvalidInput, NotAllowed, Problem, WrongState
from sojourn.engine.lawbook.facts import load_facts
from sojourn.journal.events import together
from sojourn.parties.access import NOT_ALLOWED
from sojourn.requests import moves as request_moves
from sojourn.requests.answers import Answers
from sojourn.requests.entry import Typed
from sojourn.requests.side_by_side import NOTHING_SEEN, Conflict, Seen, mark_of
from sojourn.requests.worker_part import letters
from sojourn.requests.worker_part.access import Holder, require_holder
from sojourn.requests.worker_part.interview import PAGES, merged, page_of
from sojourn.requests.worker_part.models import WorkerPart
from sojourn.requests.worker_part.moves import WORKER, digest, line, locked_part, move, new_link
from sojourn.requests.worker_part.states import State
from sojourn.requests.worker_questions import (
    SHOWN_TO_WORKER,
    WorkersTurn,
    dispute,
    with_disputes,
    workers_questions,
)
from sojourn.requests.written import Flaw, tidy
from sojourn.vault.blind import blind_index

LONGEST_REASON: Final = 500
CODE_LASTS: Final = timedelta(minutes=10)
CODE_TRIES: Final = 5


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What the worker says of one topic of the applicant's answers; None: nothing yet."""

    right: bool | None
    reason: str = ""


def open_link(*, secret: str) -> Holder:
    """Use the link up: whoever presses first is in. Raises NotAllowed where there is no such link, WrongState
    "link_used" after the first, "worker_link_over" when its time is over or nobody asks any more.
    """
    with together():
        part = _part_of(secret)
        if part.stands.may_be_filled_in and part.stands is not State.INVITED:
            raise WrongState("link_used")
        _require_alive(part)
        move(part, "opened")
        part.save()
        line("opened", WORKER, part)
    return Holder(part.pk, part.generation)


def renew_link(*, secret: str) -> None:
    """After its time: send a new link to the same address. Raises NotAllowed; WrongState where it has not run out, or
    nobody asks any more.
    """
    with together():
        part = _part_of(secret)
        if not part.request.stands.may_be_changed:
            raise WrongState("worker_link_over")
        if part.stands.is_awaited and part.expires_at <= clock.now():
            move(part, "expired")
        move(part, "renewed")
        part.generation += 1
        fresh = new_link(part)
        part.save()
        letters.ask(part, secret=fresh)
        line("renewed", WORKER, part, {"generation": part.generation})


def refuse(*, secret: str | None = None, holder: Holder | None = None) -> None:
    """Say "I am not this person": the link is dead, what was typed is forgotten, and the applicant is told.

    Raises NotAllowed; WrongState where nothing is open.
    """
    with together():
        part = _part_of(secret) if secret else _held(holder)
        _require_alive(part)
        move(part, "refused")
        part.plain, part.particulars, part.entered, part.unknown = {}, {}, {}, []
        part.disputes, part.acknowledged, part.confirmed = {}, {}, {}
        part.order = ""
        part.save()
        request = part.request
        request.worker_part = WorkersTurn.NONE.value
        request.changed_at = clock.now()
        request.save(update_fields=["worker_part", "changed_at"])
        letters.tell_applicant(part, "worker_part_stuck", "refused")
        line("refused", WORKER, part)


def send_code(*, part_id: UUID) -> None:
    """Send a code to the address that was asked; an earlier one no longer works. The caller limits how often.

    Raises NotAllowed where there is nothing to come into.
    """
    with together():
        part = locked_part(part_id)
        _require_enterable(part)
        code = f"{secrets.randbelow(10**6):06}"
        part.code_digest = _code_digest(part, code)
        part.code_until = clock.now() + CODE_LASTS
        part.code_tries = 0
        part.codes_sent += 1
        part.save()
        letters.send_code(part, code=code)
        line("code_sent", WORKER, part)


def enter_code(*, part_id: UUID, code: str) -> Holder:
    """Come in with the code. It works once. Raises NotAllowed; InvalidInput "code_wrong" or "code_over"."""
    wrong: str | None = None
    with together():
        part = locked_part(part_id)
        _require_enterable(part)
        digits = "".join(c for c in code if c.isdigit())
        if (
            not part.code_digest
            or part.code_until is None
            or part.code_until <= clock.now()
            or part.code_tries >= CODE_TRIES
        ):
            wrong = "code_over"
        elif not constant_time_compare(part.code_digest, _code_digest(part, digits)):
            # Counted in the same transaction, which must therefore end well.
            part.code_tries += 1
            wrong = "code_wrong"
        else:
            part.code_digest = ""
            if part.stands is State.INVITED:
                move(part, "opened")
            line("opened", WORKER, part, {"code": True})
        part.save()
    if wrong:
        raise InvalidInput([Problem("code", wrong)])
    return Holder(part.pk, part.generation)


def save_page(
    *,
    holder: Holder,
    answers: Mapping[str, Typed],
    topics: Mapping[str, Confirmed] | None = None,
    reasons: Mapping[str, str] | None = None,
    seen: Seen = NOTHING_SEEN,
) -> tuple[Conflict, ...]:
    """Keep what was typed, right or wrong; what the worker says of the applicant's answers; and why a warning is
    gone on from (by fingerprint). Gives the questions that were not kept because another browser, `seen` tells, had
    changed them meanwhile.

    Raises NotAllowed for other questions than the worker's; WrongState after sending.
    """
    facts = load_facts()
    if set(answers) - workers_questions(facts) or set(topics or {}) - set(SHOWN_TO_WORKER):
        raise NotAllowed(NOT_ALLOWED)
    with together():
        part = _workable(holder)
        before = (part.answers, dict(part.confirmed), dict(part.disputes), dict(part.acknowledged))
        conflicts = _conflicts(part, part.answers.with_typed(facts, answers), answers, seen)
        theirs = {each.fact_id for each in conflicts}
        taken = {name: typed for name, typed in answers.items() if name not in theirs}
        part.hold(part.answers.with_typed(facts, taken), facts)
        part.stamps = dict(part.stamps) | dict.fromkeys(taken, seen.window)
        for name, said in (topics or {}).items():
            _confirm(part, name, said)
        _acknowledge(part, reasons or {})
        if (part.answers, part.confirmed, part.disputes, part.acknowledged) == before:
            return conflicts
        move(part, "answered")
        part.save()
        if part.request.worker_part != WorkersTurn.ASKED:
            _hand_back(part, WorkersTurn.ASKED)
        line("answered", WORKER, part, {"questions": len(taken)})
    return conflicts


def finish(*, holder: Holder, declared: bool, wants_certificate: bool = False) -> None:
    """Confirm the part: the answers go into the request, and the applicant is told. Again changes nothing.

    Raises NotAllowed; WrongState after sending; InvalidInput for what is missing or wrong, "not_declared".
    """
    with together():
        part = _workable(holder)
        if part.stands is State.DONE:
            return
        problems = [problem for name in PAGES for problem in page_of(part, name).problems]
        problems += [p for name in PAGES for f in page_of(part, name).warnings for p in f.problems()]
        if problems:
            raise InvalidInput(problems)
        if not declared:
            raise InvalidInput([Problem("declared", "not_declared")])
        facts, request = load_facts(), part.request
        request_moves.hold(request, merged(request.answers, part.answers, facts))
        disputes = {name: dispute(request.answers, name, reason) for name, reason in part.disputes.items()}
        request.acknowledged = with_disputes(request.acknowledged | part.acknowledged, disputes)
        move(part, "finished")
        part.finished_at, part.wants_certificate = clock.now(), wants_certificate
        part.save()
        _hand_back(part, WorkersTurn.DONE)
        letters.tell_applicant(part, "worker_part_done", part.finished_at.strftime("%Y%m%dT%H%M%S"))
        line("finished", WORKER, part, {"declared": True, "disputes": len(disputes)})


def choose_certificate_notice(*, holder: Holder, wanted: bool) -> None:
    """Say whether word of the certificate is wanted. Raises NotAllowed, WrongState as `held` does."""
    with together():
        part = _held(holder)
        if part.wants_certificate != wanted:
            part.wants_certificate = wanted
            part.save(update_fields=["wants_certificate"])
            line("certificate_notice_chosen", WORKER, part, {"wanted": wanted})


def _part_of(secret: str) -> WorkerPart:
    found = WorkerPart.objects.filter(link_digest=digest(secret)).values_list("pk", flat=True).first()
    part = locked_part(found) if found else None
    # The link may have been renewed before the lock was ours.
    if part is None or part.link_digest != digest(secret):
        raise NotAllowed(NOT_ALLOWED)
    return part


def _held(holder: Holder | None) -> WorkerPart:
    if holder is None:
        raise NotAllowed(NOT_ALLOWED)
    part = locked_part(holder.part_id)
    require_holder(part, holder)
    return part


def _workable(holder: Holder) -> WorkerPart:
    part = _held(holder)
    if not part.request.stands.may_be_changed:
        raise WrongState("request_is_frozen")
    return part


def _require_alive(part: WorkerPart) -> None:
    over = part.expires_at <= clock.now() or not part.request.stands.may_be_changed
    if over or not part.stands.is_awaited:
        raise WrongState("worker_link_over")


def _require_enterable(part: WorkerPart) -> None:
    """What is done can be looked at again, also after its time and after sending; what is not, only in time."""
    if part.stands is not State.DONE:
        try:
            _require_alive(part)
        except WrongState:
            raise NotAllowed(NOT_ALLOWED) from None


def _conflicts(part: WorkerPart, offered: Answers, names: Iterable[str], seen: Seen) -> tuple[Conflict, ...]:
    """The questions that this page changed and another browser had changed since the page was drawn."""
    before, found = part.answers, []
    for name in names:
        now, mine = mark_of(before, name), mark_of(offered, name)
        own = bool(seen.window) and part.stamps.get(name) == seen.window
        shown = seen.marks.get(name, now)
        if not own and now not in (shown, mine) and mine != shown:
            found.append(Conflict(name, before))
    return tuple(found)


def _confirm(part: WorkerPart, name: str, said: Confirmed) -> None:
    text = tidy(said.reason, longest=LONGEST_REASON)
    reason = "" if isinstance(text, Flaw) or said.right is not False else text
    confirmed, disputes = dict(part.confirmed), dict(part.disputes)
    confirmed.pop(name, None)
    disputes.pop(name, None)
    if said.right is not None:
        mark = dispute(part.request.answers, name, "")["mark"]
        confirmed[name] = {"right": said.right, "mark": mark}
    if reason:
        disputes[name] = reason
    part.confirmed, part.disputes = confirmed, disputes


def _acknowledge(part: WorkerPart, reasons: Mapping[str, str]) -> None:
    standing = {f.fingerprint: f.code for name in PAGES for f in page_of(part, name).warnings}
    kept = dict(part.acknowledged)
    for fingerprint, reason in reasons.items():
        text = tidy(reason, longest=LONGEST_REASON)
        if fingerprint in standing and text and not isinstance(text, Flaw):
            kept[fingerprint] = {"code": standing[fingerprint], "reason": text}
    part.acknowledged = kept


def _hand_back(part: WorkerPart, turn: WorkersTurn) -> None:
    part.request.worker_part = turn.value
    part.request.changed_at = clock.now()
    part.request.save()


def _code_digest(part: WorkerPart, code: str) -> str:
    return blind_index("worker_part.code", f"{part.pk}:{code}")
