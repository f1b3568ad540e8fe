"""What happens to a request: one function an event, one transaction, one line in the journal.

The order of locks is everywhere: the request, then (by those who write lines) the journal's head.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from sojourn.core import clock
from sojourn.core.actors import Actor, Capacity
from sojourn.core.errors import InvalidInput, NotAllowed, Problem, WrongState
from sojourn.engine.lawbook.facts import Applicant, load_facts
from sojourn.journal.codes import Detail
from sojourn.journal.events import together
from sojourn.parties.access import NOT_ALLOWED, ActingAs, confirm
from sojourn.parties.account import wants_notices
from sojourn.requests.answers import Answers
from sojourn.requests.editions import edition_of
from sojourn.requests.entry import Typed
from sojourn.requests.freezing import WarningsOpen, freeze, require_sendable
from sojourn.requests.from_file import RequestFromFile
from sojourn.requests.interview import standing
from sojourn.requests.models import Request
from sojourn.requests.moves import hold, line, locked, mine, require_changeable, tell
from sojourn.requests.references import new_reference
from sojourn.requests.remembered import SENT_FROM, of_today, remembered
from sojourn.requests.sending import NotSendable
from sojourn.requests.side_by_side import NOTHING_SEEN, Conflict, Seen, sort_out, stamped
from sojourn.requests.states import ARROWS, State, target_of
from sojourn.requests.texts import fact_id_of
from sojourn.requests.worker_questions import given_away
from sojourn.requests.written import Flaw, tidy

__all__ = ["NotSendable", "Saved", "WarningsOpen"]

LONGEST_REASON: Final = 500
# Kinds that change a certificate which somebody holds; and those done while one waits, of which no letter tells.
CHANGING: Final = frozenset({"extension", "correction", "early_end"})
AT_ONCE: Final = frozenset({"replacement"})
# What an institution decides: the step on a request that waits, and on one that is decided already.
_STEPS: Final = {
    "approved": ("approve", "approve_again"),
    "refused": ("refuse", "refuse_again"),
    "forwarded": ("forward", "forward"),
    "discontinued": ("discontinue", "discontinue"),
}
# The letter that says no more than that there is a decision to read is the same for all but one.
_LETTERS: Final = {"approved": "request_approved"}
_KEY: Final = re.compile(r"[A-Za-z0-9:._-]{1,64}")


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of answers: the request as it is now, what is wrong with the answers just given, and which of
    them were not kept because somebody else had changed the same ones."""

    request: Request
    problems: tuple[Problem, ...]
    conflicts: tuple[Conflict, ...] = ()


def start_request(*, acting: ActingAs, applicant_kind: str, key: UUID | None = None) -> Request:
    """Begin a draft, with what is known of the employer filled in.

    `key` comes from the form: the same key again gives the same draft. Raises NotAllowed for a capacity that
    may not ask, or not for this kind of applicant.
    """
    acting = confirm(acting)
    applicant = _applicant_of(acting, applicant_kind)
    key = key or uuid4()
    with together():
        begun = Request.objects.filter(creation_key=key).first()
        if begun is not None:
            return mine(acting, begun)
        request = Request(
            applicant_kind=applicant.value,
            employer_id=acting.employer_id,
            person_id=acting.person_id if applicant.is_person else None,
            firm_id=acting.firm_id,
            created_by_id=acting.person_id,
            creation_key=key,
            notify=wants_notices(acting.person_id),
        )
        known = remembered(acting, applicant)
        if applicant is Applicant.EMPLOYER:
            known[SENT_FROM] = known["employers[0].seat"]
        hold(request, Answers(applicant).with_typed(load_facts(), known))
        request.edition = edition_of(request.answers)
        try:
            with transaction.atomic():
                request.save(force_insert=True)
        except IntegrityError:
            # Another press of the same button came first.
            return mine(acting, Request.objects.get(creation_key=key))
        line("request.started", acting.actor, request, {"applicant": applicant.value})
    return request


def save_answers(
    *,
    acting: ActingAs,
    request_id: UUID,
    answers: Mapping[str, Typed],
    seen: Seen = NOTHING_SEEN,
    noted: bool = True,
) -> Saved:
    """Keep the answers to these questions; all other answers stay as they are.

    Right or wrong, nothing typed is lost: what cannot be read is kept as it was typed, and its problems are
    given back. `seen`: what the page showed; an answer that somebody else changed since is not replaced.
    `noted`: the applicant has been told what a newer edition of questions or law changes.
    Raises NotAllowed, WrongState "request_is_frozen" after sending, and InvalidInput for questions that do not
    exist or are answered by the employer's own record.
    """
    acting = confirm(acting)
    with together():
        request = locked(acting, request_id)
        require_changeable(acting, request)
        facts = load_facts()
        before = request.answers
        known = remembered(acting, before.applicant, before.kind)
        if fixed := [name for name in answers if name in known]:
            raise InvalidInput([Problem(name, "comes_from_employer") for name in fixed])
        if kept := [name for name in answers if before.keeps(facts, name)]:
            raise InvalidInput([Problem(name, "taken_over") for name in kept])
        if away := sorted(given_away(request, facts) & set(answers)):
            raise InvalidInput([Problem(name, "worker_answers") for name in away])
        sorting = sort_out(request, before.with_typed(facts, answers), answers, seen)
        taken = {name: typed for name, typed in answers.items() if name in sorting.taken}
        after = before.with_typed(facts, {**taken, **known})
        problems = tuple(p for p in after.unreadable(facts) if fact_id_of(p.field, facts) in taken)
        edition = edition_of(after, facts) if noted else request.edition
        if after != before or edition != request.edition:
            now = clock.now()
            request.edition = edition
            request.stamps = stamped(request, before, after, by=acting.person_id, at=now, window=seen.window)
            hold(request, after)
            request.changed_at = now
            request.save()
            line("request.answers_saved", acting.actor, request, {"questions": len(taken)})
    return Saved(request, problems, sorting.conflicts)


def acknowledge(*, acting: ActingAs, request_id: UUID, fingerprint: str, reason: str) -> None:
    """Go on from a warning; the reason is kept and the institution reads it.

    A warning that is no longer there is no error. Raises InvalidInput without a reason.
    """
    acting = confirm(acting)
    text = tidy(reason, longest=LONGEST_REASON)
    if isinstance(text, Flaw):
        raise InvalidInput([Problem("reason", text.code, {"limit": text.limit})])
    if not text:
        raise InvalidInput([Problem("reason", "reason_missing")])
    with together():
        request = locked(acting, request_id)
        require_changeable(acting, request)
        finding = next((f for f in standing(request).findings if f.fingerprint == fingerprint), None)
        if finding is None or finding.hinders:
            return
        request.acknowledged = request.acknowledged | {fingerprint: {"code": finding.code, "reason": text}}
        request.changed_at = clock.now()
        request.save(update_fields=["acknowledged", "changed_at"])
        line("request.warning_acknowledged", acting.actor, request, {"code": finding.code})


def choose_notices(*, acting: ActingAs, request_id: UUID, notify: bool) -> None:
    """Say whether letters about this request are wanted. Raises NotAllowed."""
    acting = confirm(acting)
    with together():
        request = locked(acting, request_id)
        if not acting.may_request(request.kind):
            raise NotAllowed(NOT_ALLOWED)
        if request.notify != notify:
            request.notify = notify
            request.save(update_fields=["notify"])
            line("request.notices_chosen", acting.actor, request, {"notify": notify})


def hand_in(*, acting: ActingAs, request_id: UUID, key: str, declared: bool) -> Request:
    """Send the request to the institution: everything is checked again, and frozen.

    Sent twice (double click, reload, the same key) it is sent once, and the same request comes back.
    Raises NotAllowed; WrongState "request_step_not_open" once withdrawn, "key_used" when another request was
    sent with this key; InvalidInput for what is missing or wrong; WarningsOpen for warnings that nobody has
    gone on from; NotSendable where the law says that there is nothing to ask for.
    """
    acting = confirm(acting)
    if not _KEY.fullmatch(key):
        raise InvalidInput([Problem("key", "key_form")])
    with together():
        request = locked(acting, request_id)
        if not acting.may_hand_in(request.kind, request.host):
            raise NotAllowed(NOT_ALLOWED)
        if request.handed_in_at is not None and request.stands is not State.WITHDRAWN:
            return request
        state = target_of("hand_in", request.stands)
        if Request.objects.filter(hand_in_key=key).exists():
            raise WrongState("key_used")
        if not declared:
            raise InvalidInput([Problem("declared", "not_declared")])
        hold(request, of_today(acting, request))
        now = standing(request)
        open_way = require_sendable(now, request.acknowledged)
        freeze(request, now, open_way, by=acting.person_id, reference=_unused_reference())
        request.state, request.hand_in_key = state.value, key
        _save_once(request)
        if request.kind not in AT_ONCE:
            tell(request, "request_received")
        details: dict[str, Detail] = {"institution": request.institution_id, "way": open_way.way.value}
        details |= {"law": request.law_version[:40], "questions": request.questions_version[:40]}
        line(ARROWS["hand_in"].line, acting.actor, request, details)
    return request


def withdraw(*, acting: ActingAs, request_id: UUID) -> Request:
    """Take a draft or an open request back. Twice is once.

    What casework holds of it is closed by `casework.events.withdraw_and_close`. Raises NotAllowed, and
    WrongState once it is decided.
    """
    acting = confirm(acting)
    with together():
        request = locked(acting, request_id)
        if not acting.may_request(request.kind) or (
            request.handed_in_at and not acting.may_hand_in(request.kind)
        ):
            raise NotAllowed(NOT_ALLOWED)
        if request.stands is State.WITHDRAWN:
            return request
        request.state = target_of("withdraw", request.stands).value
        request.withdrawn_at = request.changed_at = clock.now()
        request.save(update_fields=["state", "withdrawn_at", "changed_at"])
        if request.handed_in_at:
            tell(request, "request_withdrawn")
        line(ARROWS["withdraw"].line, acting.actor, request)
    return request


def record_outcome(
    *,
    request_id: UUID,
    outcome: str,
    certificate_number: str | None,
    actor: Actor,
    tell_now: bool = True,
) -> None:
    """Note what the institution decided ("approved", "refused", "forwarded", "discontinued"). Called by casework, in
    its transaction. `tell_now`: False where the certificate is not there yet; `tell_issued` then tells of it.

    On a request that is decided already it notes a later decision. The same outcome again changes nothing. Raises
    NotAllowed unless the actor is staff of the institution or the service itself; WrongState where a decision is no
    longer open; ValueError for an approval without a certificate.
    """
    first, later = _STEPS[outcome]
    number = certificate_number or ""
    if (outcome == "approved") != bool(number):
        raise ValueError("an approval has a certificate, and nothing else has")
    with together():
        request = Request.objects.locked().get(pk=request_id)
        if actor.capacity is not Capacity.SYSTEM and (
            actor.capacity is not Capacity.STAFF or actor.party_id != request.institution_id
        ):
            raise NotAllowed(NOT_ALLOWED)
        if request.state == outcome and request.certificate_number == number:
            return
        step = first if request.stands.is_with_institution else later
        request.state = target_of(step, request.stands).value
        request.certificate_number = number
        request.decided_at = request.changed_at = clock.now()
        request.save(update_fields=["state", "certificate_number", "decided_at", "changed_at"])
        if tell_now and step == first:
            _tell_outcome(request, outcome)
        elif tell_now:
            tell(request, "certificate_changed", occasion=number or f"{request.decided_at:%Y%m%dT%H%M%S%f}")
        line(ARROWS[step].line, actor, request, {"certificate": number or None})


def tell_issued(*, request_id: UUID, certificate_number: str, is_later: bool) -> None:
    """Tell that the certificate is there which a decision granted before. Called by casework, in its transaction.

    `is_later`: the decision changed an earlier one. The same certificate again tells nobody twice.
    """
    request = Request.objects.locked().get(pk=request_id)
    if request.state != State.APPROVED.value or request.certificate_number != certificate_number:
        return
    if is_later:
        tell(request, "certificate_changed", occasion=certificate_number)
    else:
        _tell_outcome(request, State.APPROVED.value)


def _tell_outcome(request: Request, outcome: str) -> None:
    """The decision, or that a certificate changed: then also to whoever asked for the certificate before (M50b)."""
    if request.kind in AT_ONCE:
        return
    changed = outcome == State.APPROVED.value and request.kind in CHANGING
    tell(request, "certificate_changed" if changed else _LETTERS.get(outcome, "request_refused"))
    before = request.follows
    if changed and before is not None and before.handed_in_by_id != request.handed_in_by_id:
        tell(before, "certificate_changed", because_of=request)


def request_from_file(*, acting: ActingAs, data: object) -> Request:
    """Make a request of what a file holds and send it, on the same way as the pages.

    `data` is {applicant, answers, acknowledge}; see `from_file`. Raises InvalidInput with each path and reason
    (the draft is kept, as on the pages), and what `hand_in` raises. The same content sent twice by the same
    applicant is one request.
    """
    file = RequestFromFile.read(data)
    draft = start_request(acting=acting, applicant_kind=file.applicant.value, key=file.key_for(acting))
    if draft.stands is not State.DRAFT:
        return draft
    saved = save_answers(acting=acting, request_id=draft.pk, answers=file.answers)
    if saved.problems:
        raise InvalidInput(saved.problems)
    for finding in standing(saved.request).findings:
        reason = file.acknowledge.get(finding.code)
        if reason and not finding.hinders:
            acknowledge(acting=acting, request_id=draft.pk, fingerprint=finding.fingerprint, reason=reason)
    return hand_in(
        acting=acting, request_id=draft.pk, key=f"file:{draft.creation_key}", declared=file.declared
    )


def _applicant_of(acting: ActingAs, applicant_kind: str) -> Applicant:
    """The kind of applicant, if the capacity fits it."""
    own = acting.actor.capacity is Capacity.SELF
    fitting = next(
        (each for each in Applicant if each.value == applicant_kind and each.is_person is own), None
    )
    if fitting is None or not acting.may_request("first"):
        raise NotAllowed(NOT_ALLOWED)
    return fitting


def _unused_reference() -> str:
    while Request.objects.filter(reference=(reference := new_reference())).exists():
        continue
    return reference


def _save_once(request: Request) -> None:
    """Save; another request sent with the same key at the same moment wins or loses as a whole."""
    try:
        with transaction.atomic():
            request.save()
    except IntegrityError:
        if Request.objects.exclude(pk=request.pk).filter(hand_in_key=request.hand_in_key).exists():
            raise WrongState("key_used") from None
        raise
