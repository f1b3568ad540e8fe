"""How a request begins that follows another one: prefilled with what was sent, asking only what differs."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction

from sojourn.core.errors import InvalidInput, NotAllowed, Problem
from sojourn.engine.lawbook.facts import Facts, load_facts
from sojourn.journal.codes import Detail
from sojourn.journal.events import together
from sojourn.parties.access import NOT_ALLOWED, ActingAs, confirm
from sojourn.requests.answers import Answers
from sojourn.requests.editions import edition_of
from sojourn.requests.entry import Typed
from sojourn.requests.law import determination_of, the_law
from sojourn.requests.models import Request
from sojourn.requests.moves import hold, line, mine
from sojourn.requests.prospects import outlook

PLANNED_BEFORE: Final = frozenset({"extension", "early_end"})


def start_afterwards(
    *,
    acting: ActingAs,
    kind: str,
    follows: UUID,
    number: str = "",
    certified: tuple[date, date | None] | None = None,
    key: UUID,
    answers: Mapping[str, Typed] | None = None,
    established: Mapping[str, Typed] | None = None,
) -> Request:
    """Begin a request of `kind` that follows the request `follows`, and its certificate `number` where there is one.

    `certified`: first and last day of that certificate, as it stands. `answers`: what the page of the beginning has
    asked already. `established`: what officers found since otherwise than it was sent, and is taken over so.
    The same `key` gives the same draft. Whether the certificate still stands is for the caller to ask
    (`casework.afterwards`): this room knows no certificate. Raises NotAllowed for a request that is not the actor's, a
    kind that the capacity may not ask for, or one that follows nothing.
    """
    acting = confirm(acting)
    facts = load_facts()
    if kind not in facts.afterwards or not acting.may_request(kind):
        raise NotAllowed(NOT_ALLOWED)
    with together():
        begun = Request.objects.filter(creation_key=key).first()
        if begun is not None:
            return mine(acting, begun)
        before = Request.objects.for_actor(acting.actor).filter(pk=follows).first()
        if before is None:
            raise NotAllowed(NOT_ALLOWED)
        request = _new(acting, kind, before, number, key)
        taken = taken_over(before, kind, facts, established or {})
        ids = sorted({*taken.values, *taken.unknown})
        request.carried = carried(before, kind, facts, certified) | {"taken_over": ids}
        if found := _found_otherwise(before, taken):
            request.carried["established"] = found
        typed = _typed(replace(taken, kind=kind, carried=request.carried), facts, answers or {})
        hold(request, typed)
        request.edition = edition_of(typed)
        try:
            with transaction.atomic():
                request.save(force_insert=True)
        except IntegrityError:
            # Another press of the same button came first.
            return mine(acting, Request.objects.get(creation_key=key))
        details: dict[str, Detail] = {"kind": kind, "certificate": number or None}
        line("request.started", acting.actor, request, details | {"applicant": request.applicant_kind})
    return request


def _new(acting: ActingAs, kind: str, before: Request, number: str, key: UUID) -> Request:
    return Request(
        kind=kind,
        follows=before,
        follows_number=number,
        applicant_kind=before.applicant_kind,
        employer_id=before.employer_id,
        person_id=before.person_id,
        firm_id=acting.firm_id,
        created_by_id=acting.person_id,
        creation_key=key,
        notify=before.notify,
    )


def _typed(begun_with: Answers, facts: Facts, answers: Mapping[str, Typed]) -> Answers:
    """The answers with what the page of the beginning asked. Raises InvalidInput for what is taken over."""
    if kept := [name for name in answers if begun_with.keeps(facts, name)]:
        raise InvalidInput([Problem(name, "taken_over") for name in kept])
    return begun_with.with_typed(facts, answers)


def taken_over(
    before: Request, kind: str, facts: Facts, established: Mapping[str, Typed] | None = None
) -> Answers:
    """The answers of the request before which the new one begins with: all but those about that request alone.

    `established` goes before what was sent, except where the applicant may not see what was found.
    """
    own = {fact_id for interview in facts.afterwards.values() for fact_id in interview.fresh}
    answers = before.answers
    known = {
        name: typed
        for name, typed in (established or {}).items()
        if (fact := facts.get(name))
        and fact.matter_for(answers.applicant)
        and fact.applicant_sees == "answer"
    }
    amended = answers.with_typed(facts, known)
    if not amended.entered:
        answers = amended
    return answers.only(
        fact.id for fact in facts.facts if fact.matter_for(answers.applicant) and fact.id not in own
    )


def _found_otherwise(before: Request, taken: Answers) -> list[str]:
    """The questions whose answer was taken over otherwise than it was sent."""
    sent = before.answers
    return sorted(
        name
        for name in {*taken.values, *taken.unknown}
        if (sent.values.get(name), name in sent.unknown) != (taken.values.get(name), name in taken.unknown)
    )


def carried(
    before: Request, kind: str, facts: Facts, certified: tuple[date, date | None] | None
) -> dict[str, Any]:
    """What is known from the request before beside its answers (see `Answers.carried`)."""
    answers = before.answers
    known: dict[str, Any] = {"institution": before.institution_id or None}
    if certified is not None:
        known["certified_from"] = certified[0].isoformat()
        known["certified_until"] = certified[1].isoformat() if certified[1] else None
    planned = before.situation.get("activities", [{}])[0].get("planned_end")
    if planned is None and kind in PLANNED_BEFORE and answers.end:
        planned = answers.end.isoformat()
    if planned:
        known["planned_end"] = planned
    determination = determination_of(answers, facts)
    if determination is not None:
        limit = outlook(determination, answers.home, answers.end, the_law()).limit
        known["limit"] = limit.isoformat() if limit else None
    return known
