"""People and places that an applicant has asked for before, so that nothing has to be typed a second time.

All of it is found from a draft that somebody may see: it is its applicant's own.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final, cast

from django.db.models import Q

from sojourn.core import clock
from sojourn.core.actors import Capacity
from sojourn.core.errors import NotAllowed
from sojourn.engine.lawbook.facts import Fact, Facts, load_facts
from sojourn.parties.access import NOT_ALLOWED, ActingAs
from sojourn.requests.answers import Answers
from sojourn.requests.entry import Typed, Value
from sojourn.requests.models import Request, RequestQuerySet
from sojourn.requests.remembered import SENT_FROM
from sojourn.requests.states import State
from sojourn.requests.worker_questions import kept_from_applicant

MOST_LISTED: Final = 20
LOOKED_THROUGH: Final = 500
"""How many of the latest requests are looked through: those before are found on the list of requests."""
RESIDENCE_HOLDS: Final = timedelta(days=365)
RESIDENCE: Final = "person.residence"
BEFORE, STAYS = "question.worked_there_before", "history"
_JOB: Final = ("activities[0].employed_since", "activities[0].recruited_in")
_BUSINESS: Final = ("sender.activity", "activities[0].home_activity_since")
_OF_ONE_TRIP: Final = frozenset(
    {
        "question.family_comes_along",
        "worker.family",
        "person.private_health_cover",
        "person.chosen_legislation",
        "person.chosen_on",
        "person.contributions_paid_to",
        "worker.host_number",
    }
)
_PLACE_COUNTRY: Final = "activities[0].country"


@dataclass(frozen=True, slots=True)
class KnownTraveller:
    """Somebody for whom the applicant has asked before, by the latest request."""

    reference: str
    host: str
    until: date | None
    name: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """A place of work abroad from an earlier request."""

    reference: str
    host: str
    name: str = field(repr=False)
    city: str = field(repr=False)


def has_asked(capacities: Iterable[ActingAs]) -> bool:
    """Whether something was sent in one of these capacities before, so that a request can begin with it."""
    mine = Q(pk__in=[])
    for acting in capacities:
        if acting.employer_id:
            mine |= Q(employer_id=acting.employer_id)
        elif acting.actor.capacity is Capacity.SELF:
            mine |= Q(person_id=acting.person_id)
    return Request.objects.filter(mine, handed_in_at__isnull=False).exists()


def known_travellers(draft: Request, search: str = "") -> list[KnownTraveller]:
    """Those for whom the applicant has asked, the latest first, each once; with `search` those of that name."""
    wanted, found, seen = search.casefold().split(), [], set[str]()
    for request in _earlier(draft):
        who = request.person_index or request.ssn_index
        if who in seen or not who:
            continue
        seen.add(who)
        name = f"{request.answers.text('worker.given_names')} {request.answers.text('worker.family_name')}"
        if all(part in name.casefold() for part in wanted):
            found.append(
                KnownTraveller(request.reference or "", request.host, request.period_end, name.strip())
            )
        if len(found) == MOST_LISTED:
            break
    return found


def known_places(draft: Request) -> list[KnownPlace]:
    """The places abroad from the applicant's requests, the latest first, each once."""
    found: dict[tuple[str, ...], KnownPlace] = {}
    for request in _earlier(draft):
        answers = request.answers
        name, city = answers.text("receiver.name"), answers.text("receiver.city")
        if city:
            key = (request.host, name.casefold(), city.casefold(), answers.text("receiver.street").casefold())
            found.setdefault(key, KnownPlace(request.reference or "", request.host, name, city))
        if len(found) == MOST_LISTED:
            break
    return list(found.values())


def earlier_request(draft: Request, reference: str) -> Request:
    """One of the earlier requests by its reference. Raises NotAllowed for any other."""
    found = _sent(draft).filter(reference=reference).first()
    if found is None:
        raise NotAllowed(NOT_ALLOWED)
    return found


def answers_about_traveller(source: Request) -> dict[str, Typed]:
    """What an earlier request says of the person and the job at home, and still holds.

    Left out: what belonged to that trip alone, what only the worker may see, and the residence when it was
    said more than a year ago.
    """
    facts, answers = load_facts(), source.answers
    own = {fact.id for fact in facts.facts if fact.matter_for(answers.applicant) == "person"}
    old = source.handed_in_at is None or clock.now() - source.handed_in_at > RESIDENCE_HOLDS
    if answers.applicant.is_person:
        # For an employer these come from its own record.
        own |= {fact.id for fact in facts.facts if fact.id.startswith("sender.")} | {SENT_FROM}
    left_out = _OF_ONE_TRIP | kept_from_applicant(source, facts) | ({RESIDENCE} if old else set())
    return _typed(facts, answers, (own | {*_JOB, *_BUSINESS}) - left_out)


def answers_about_place(source: Request) -> dict[str, Typed]:
    """What an earlier request says of the place abroad, and for whom one works there."""
    facts, answers = load_facts(), source.answers
    there = {
        fact.id
        for fact in facts.facts
        if fact.matter_for(answers.applicant) == "place" or fact.id.startswith("receiver.")
    }
    return _typed(facts, answers, there | {_PLACE_COUNTRY})


def answers_about_stays(draft: Request) -> dict[str, Typed]:
    """Whether the person worked in the country before, by what earlier requests say and asked for.

    Nothing where no earlier request speaks of this person.
    """
    if not draft.host or not (draft.person_index or draft.ssn_index):
        return {}
    of_person = _sent(draft).of_worker(draft.ssn_index, draft.person_index)
    earlier = list(of_person.order_by("handed_in_at")[:MOST_LISTED])
    if not earlier:
        return {}
    there = [request for request in earlier if request.host == draft.host]
    rows: dict[tuple[str, str], dict[str, Typed]] = {}
    for request in there:
        told = request.answers.values.get(STAYS)
        for row in told if isinstance(told, list) else []:
            if isinstance(row, dict):
                rows[(str(row.get("start")), str(row.get("end")))] = dict(row)
        rows |= _asked_for(request, draft.period_start)
    if not rows:
        return {BEFORE: False}
    return {BEFORE: True, STAYS: cast(Typed, [rows[key] for key in sorted(rows)])}


def _asked_for(request: Request, before: date | None) -> dict[tuple[str, str], dict[str, Typed]]:
    """The stay of an earlier request, as a row of the history, if it ends before the new one begins."""
    if not request.stands.counts_as_asked or request.period_start is None or request.period_end is None:
        return {}
    if before is None or request.period_end >= before:
        return {}
    start, end = request.period_start.isoformat(), request.period_end.isoformat()
    how = "sent_by_us" if request.applicant.is_about_employee else "own_business"
    certified = request.stands is State.APPROVED
    return {(start, end): {"start": start, "end": end, "how": how, "certificate": certified}}


def _earlier(draft: Request) -> Iterable[Request]:
    return _sent(draft).order_by("-handed_in_at", "id")[:LOOKED_THROUGH].iterator(chunk_size=MOST_LISTED * 2)


def _sent(draft: Request) -> RequestQuerySet:
    # Of one's own business and of one's own employment different things are known.
    sent = Request.objects.of_same_applicant(draft).filter(
        applicant_kind=draft.applicant_kind, handed_in_at__isnull=False, reference__isnull=False
    )
    return sent.exclude(state=State.WITHDRAWN.value).defer("determination", "acknowledged", "situation")


def _typed(facts: Facts, answers: Answers, wanted: Iterable[str]) -> dict[str, Typed]:
    """Kept values as if they were typed again, so that they are read by the questions of today."""
    names = [name for name in wanted if name in answers.values and name in facts]
    return {name: _as_typed(facts[name], answers.values[name]) for name in names}


def _as_typed(fact: Fact, value: Value) -> Typed:
    if isinstance(value, float) and not isinstance(value, bool):
        return f"{value * 100:g}"
    return cast(Typed, value)
