"""What the applicant does: ask the worker, send the link again, take it back, fill the part in, order the sending.

The order of locks is the request, then the part, then the journal's head.
"""

from uuid import UUID

from django.conf import settings

from sojourn.core import clock
from sojourn.core.errors import InvalidInput, NotAllowed, Problem, WrongState
from sojourn.engine.lawbook.facts import Applicant, Sensitivity, load_facts
from sojourn.journal.events import together
from sojourn.messages.word_pairs import two_words
from sojourn.parties.access import NOT_ALLOWED, ActingAs, Person, confirm
from sojourn.parties.particulars import checked_email
from sojourn.requests import interview
from sojourn.requests import moves as request_moves
from sojourn.requests.models import Request
from sojourn.requests.moves import locked, require_changeable
from sojourn.requests.worker_part import letters
from sojourn.requests.worker_part.models import WorkerPart
from sojourn.requests.worker_part.moves import (
    address_index,
    applicants_mark,
    line,
    move,
    new_link,
    standing_part,
)
from sojourn.requests.worker_part.states import State
from sojourn.requests.worker_questions import (
    PERSON,
    WorkersTurn,
    kept_from_applicant,
    with_disputes,
    workers_questions,
)

_NAMES = frozenset({"worker.given_names", "worker.family_name"})


def ask_worker(
    *, acting: ActingAs, request_id: UUID, email: str, language: str, key: UUID, own_address: bool = False
) -> UUID:
    """Ask the worker for the worker's own part, by a link to this address. Gives the part's id.

    An earlier part of this request ends, with all that was typed in it; an order to send stays. The same `key` again
    changes nothing. Raises NotAllowed; WrongState after sending; InvalidInput for the address or the language, and
    "own_address" where the address is the applicant's own and `own_address` does not say that this is meant.
    """
    acting = confirm(acting)
    address = checked_email(email)
    if language not in dict(settings.LANGUAGES):
        raise InvalidInput([Problem("language", "choice_unknown")])
    own = Person.objects.filter(pk=acting.person_id, email__iexact=address).exists()
    if own and not own_address:
        raise InvalidInput([Problem("email", "own_address")])
    with together():
        request = _changeable(acting, request_id)
        if (known := WorkerPart.objects.filter(creation_key=key, request=request).first()) is not None:
            return known.pk
        earlier = standing_part(request, lock=True)
        if earlier is not None:
            move(earlier, "withdrawn")
            earlier.save()
        part = WorkerPart(
            request=request,
            email=address,
            email_index=address_index(address),
            language=language,
            words=two_words(language),
            invited_by_id=acting.person_id,
            creation_key=key,
        )
        _begin_with(part, request)
        _carry_order(part, earlier)
        secret = new_link(part)
        part.save(force_insert=True)
        _turn(request, WorkersTurn.ASKED)
        letters.ask(part, secret=secret)
        line("asked", acting.actor, part, {"language": language, "again": earlier is not None})
    return part.pk


def send_link_again(*, acting: ActingAs, request_id: UUID) -> None:
    """Send a new link to the same address; the old one is dead, and browsers that used it must confirm the address.

    What the worker has typed stays. Raises NotAllowed; WrongState after sending or where nobody is asked.
    """
    acting = confirm(acting)
    with together():
        part = _standing(_changeable(acting, request_id))
        move(part, "sent_again")
        part.generation += 1
        secret = new_link(part)
        part.save()
        _turn(part.request, WorkersTurn.ASKED)
        letters.ask(part, secret=secret)
        line("sent_again", acting.actor, part, {"generation": part.generation})


def stop_asking(*, acting: ActingAs, request_id: UUID) -> None:
    """Take the question back: the link is dead, and the applicant answers. Again changes nothing.

    Raises NotAllowed; WrongState after sending.
    """
    acting = confirm(acting)
    with together():
        part = standing_part(_changeable(acting, request_id), lock=True)
        if part is not None:
            _end(part)
            line("withdrawn", acting.actor, part)


def fill_in_for_worker(*, acting: ActingAs, request_id: UUID, declared: bool) -> None:
    """Take the worker's part over, declaring that the worker has agreed.

    Answers that the applicant was not shown are dropped. Raises NotAllowed; WrongState after sending or where nobody is
    asked; InvalidInput "not_declared".
    """
    acting = confirm(acting)
    with together():
        part = _standing(_changeable(acting, request_id))
        if not declared:
            raise InvalidInput([Problem("declared", "agreement_not_declared")])
        part.taken_over_at = clock.now()
        _end(part)
        line("filled_in_by_applicant", acting.actor, part, {"declared": True})


def order_sending(*, acting: ActingAs, request_id: UUID, declared: bool) -> None:
    """Have the request sent, once, as soon as the worker has finished; the declaration counts from now.

    Raises NotAllowed for whoever may not send; WrongState where nobody is asked or after sending; InvalidInput without
    the declaration, or while something of the applicant's own is missing or wrong.
    """
    acting = confirm(acting)
    with together():
        request = _changeable(acting, request_id)
        if not acting.may_hand_in(request.kind):
            raise NotAllowed(NOT_ALLOWED)
        part = _standing(request)
        if not declared:
            raise InvalidInput([Problem("declared", "not_declared")])
        if problems := interview.what_is_missing(request):
            raise InvalidInput(problems)
        if part.order == "waiting":
            return
        part.order, part.order_by_id, part.order_token = "waiting", acting.person_id, acting.token
        part.order_at, part.order_mark, part.order_hindrance = clock.now(), applicants_mark(request), ""
        part.save()
        line("sending_ordered", acting.actor, part, {"declared": True})


def cancel_sending(*, acting: ActingAs, request_id: UUID) -> None:
    """Take the order back. Again changes nothing. Raises NotAllowed; WrongState after sending."""
    acting = confirm(acting)
    with together():
        part = standing_part(_changeable(acting, request_id), lock=True)
        if part is not None and part.order in {"waiting", "hindered"}:
            part.order, part.order_hindrance = "", ""
            part.save()
            line("sending_cancelled", acting.actor, part)


def _changeable(acting: ActingAs, request_id: UUID) -> Request:
    request = locked(acting, request_id)
    require_changeable(acting, request)
    if request.applicant is not Applicant.EMPLOYER or PERSON not in interview.matters_in(request.answers):
        raise WrongState("worker_not_needed")
    return request


def _standing(request: Request) -> WorkerPart:
    part = standing_part(request, lock=True)
    if part is None:
        raise WrongState("worker_not_asked")
    return part


def _turn(request: Request, turn: WorkersTurn) -> None:
    request.worker_part = turn.value
    request.changed_at = clock.now()
    request.save(update_fields=["worker_part", "changed_at"])


def _begin_with(part: WorkerPart, request: Request) -> None:
    """The worker need not type again what the applicant gave already: the names, and what is open.

    Birth data and numbers are not handed over: the address may have been mistyped.
    """
    facts = load_facts()
    handed = [
        fact_id
        for fact_id in workers_questions(facts)
        if fact_id in _NAMES or facts[fact_id].sensitivity is Sensitivity.OPEN
    ]
    part.hold(request.answers.only(handed), facts)
    if any(fact_id in request.entered for fact_id in workers_questions(facts)):
        kept = set(request.entered) - workers_questions(facts)
        request.entered = {key: typed for key, typed in request.entered.items() if key in kept}
        request.save(update_fields=["entered"])


def _carry_order(part: WorkerPart, earlier: WorkerPart | None) -> None:
    if earlier is not None and earlier.order == "waiting":
        part.order, part.order_by_id, part.order_token = (
            earlier.order,
            earlier.order_by_id,
            earlier.order_token,
        )
        part.order_at, part.order_mark = earlier.order_at, earlier.order_mark


def _end(part: WorkerPart) -> None:
    """Withdraw the part; what the worker finished stays with the request, but for what only the worker should see."""
    request, facts = part.request, load_facts()
    if part.stands is State.DONE:
        hidden = kept_from_applicant(request, facts)
        keep = [name for name in {*request.answers.values, *request.answers.unknown} if name not in hidden]
        request_moves.hold(request, request.answers.only(keep))
    request.acknowledged = with_disputes(request.acknowledged, {})
    request.worker_part = WorkersTurn.NONE.value
    request.changed_at = clock.now()
    request.save()
    move(part, "withdrawn")
    part.order = ""
    part.save()
