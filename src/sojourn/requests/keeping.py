"""Who looks after a request: gets its letters and is asked first. It is handed over on leave, and for good."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Q

from sojourn.core.actors import Capacity
from sojourn.core.errors import InvalidInput, NotAllowed, Problem
from sojourn.journal.events import together
from sojourn.parties.access import NOT_ALLOWED, ActingAs, Person, acting_for_self, capacities_of, confirm
from sojourn.parties.standing_in import stands_in
from sojourn.requests.models import Request, RequestQuerySet
from sojourn.requests.moves import line
from sojourn.requests.states import State

_HANDS_OVER: Final = frozenset({Capacity.EMPLOYER, Capacity.REPRESENTATIVE})
OPEN: Final = tuple(state.value for state in State if state.is_open)


@dataclass(frozen=True, slots=True)
class Kept:
    """An open request that somebody looks after. Of the person abroad nothing is told."""

    id: UUID
    reference: str
    kind: str
    host: str
    start: date | None
    is_draft: bool


def _of_keeper(person_id: UUID) -> Q:
    sent = Q(kept_by=None, handed_in_by=person_id)
    return Q(kept_by=person_id) | sent | Q(kept_by=None, handed_in_by=None, created_by=person_id)


def _kept_in(acting: ActingAs, person_id: UUID) -> RequestQuerySet:
    """What that person looks after, open, among what the capacity may see; a firm's own alone."""
    mine = Request.objects.for_acting(acting).filter(_of_keeper(person_id), state__in=OPEN)
    return mine.filter(firm_id=acting.firm_id)


def kept_by(acting: ActingAs, person_id: UUID) -> list[Kept]:
    """The open requests of one's employer that the person looks after; for a firm, its own of that employer.

    Raises NotAllowed for a capacity that has ended.
    """
    acting = confirm(acting)
    rows = _kept_in(acting, person_id).order_by("period_start", "id")
    return [
        Kept(row.pk, row.reference or "", row.kind, row.host, row.period_start, row.handed_in_at is None)
        for row in rows
    ]


def hand_over(*, acting: ActingAs, from_id: UUID, to_id: UUID) -> int:
    """Give everything open that somebody looks after to a colleague, who gets the letters from now on. How many.

    One hands over one's own; administrators of an employer that of anybody, and so do a firm's people among
    themselves: who fell ill cannot. Handing over again changes nothing. Raises NotAllowed for others; InvalidInput
    "colleague_unknown" for somebody who may not act for that employer.
    """
    acting = confirm(acting)
    own = acting.person_id == from_id
    of_firm = acting.actor.capacity is Capacity.REPRESENTATIVE and acting.may_request("first")
    if acting.actor.capacity not in _HANDS_OVER or not (own or of_firm or acting.may_administer):
        raise NotAllowed(NOT_ALLOWED)
    if acting.employer_id is None or to_id == from_id:
        raise InvalidInput([Problem("colleague", "colleague_unknown")])
    if not stands_in(to_id, acting.employer_id, acting.firm_id):
        raise InvalidInput([Problem("colleague", "colleague_unknown")])
    with together():
        rows = list(_kept_in(acting, from_id).locked().order_by("pk"))
        for request in rows:
            request.kept_by_id = to_id
            request.save(update_fields=["kept_by"])
            line("request.handed_over", acting.actor, request, {"to": str(to_id)})
    return len(rows)


@dataclass(frozen=True, slots=True)
class Leaving:
    """What somebody who leaves looks after in one capacity: how much of it is open, and whether it is sent."""

    acting: ActingAs
    drafts: int
    sent: int


def kept_everywhere(person: Person) -> list[Leaving]:
    """Every capacity in which the person looks after something open, for themselves included."""
    found = []
    for acting in capacities_of(person):
        if acting.actor.capacity in _HANDS_OVER:
            rows = _kept_in(acting, person.pk)
        elif acting.actor.capacity is Capacity.SELF:
            rows = _own(person)
        else:
            continue
        drafts = rows.filter(handed_in_at=None).count()
        sent = rows.exclude(handed_in_at=None).count()
        if drafts or sent:
            found.append(Leaving(acting, drafts, sent))
    return found


def discard_own_drafts(*, person: Person) -> int:
    """Delete what the person had begun for themselves and not sent. How many. What was sent stays."""
    with together():
        rows = list(_own(person).filter(handed_in_at=None, follows=None).locked())
        actor = acting_for_self(person).actor
        for request in rows:
            line("request.draft_deleted", actor, request)
            request.delete()
    return len(rows)


def _own(person: Person) -> RequestQuerySet:
    return Request.objects.filter(person=person, employer=None, state__in=OPEN)
