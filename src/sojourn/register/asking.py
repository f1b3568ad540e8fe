"""From trips to requests in one step: begun with everything that the register knows, sent or left as drafts.

What is sent goes the same way as a table of requests: the same reading, the same checks, one request for one trip
however often it is asked for. Where the institution does not decide here, the request becomes a package by itself.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast
from uuid import UUID, uuid5

from sojourn.casework.events import take_up_at_once
from sojourn.core import clock
from sojourn.core.actors import Subject
from sojourn.core.errors import NotAllowed, Problem
from sojourn.journal.events import record, together
from sojourn.parties.access import NOT_ALLOWED
from sojourn.register.access import confirm_seat
from sojourn.register.cover.answers import answers_of, stays_of
from sojourn.register.cover.keeping import follow
from sojourn.register.cover.working_out import is_insured, known_of
from sojourn.register.models import Assignment
from sojourn.register.reading import Wanted, filtered
from sojourn.register.seats import Seat
from sojourn.register.states import COUNTING, Cover, TripKind
from sojourn.requests import many
from sojourn.requests.answers import Answers
from sojourn.requests.entry import UNKNOWN, Typed
from sojourn.requests.states import State

MOST_AT_ONCE: Final = 500
DECIDED_WHILE_ONE_WAITS: Final = 3
"""So few are taken up at once; more are left to the worker."""
_NAMESPACE: Final = UUID("0f0f3f1e-0d0a-4d55-9a3c-7f6f4cb0f7a1")
_ASKED_AGAIN: Final = frozenset({State.WITHDRAWN, State.REFUSED, State.PACKAGE_ANSWERED, State.DISCONTINUED})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of asking for one trip. `problems`: why it was not sent, and what is still to be answered."""

    trip_id: UUID
    request_id: UUID | None = None
    reference: str | None = None
    sent: bool = False
    problems: tuple[Problem, ...] = ()


def may_be_asked_for(trip: Assignment) -> bool:
    """Whether a certificate may be asked for: there is work, and nothing is asked or certified yet."""
    if not trip.stands.counts or not TripKind(trip.kind).is_work:
        return False
    again = not trip.request_state or State(trip.request_state) in _ASKED_AGAIN
    return again and trip.cover in {Cover.NEEDED, Cover.AT_RISK} and not trip.certificate_number


def askable(seat: Seat, wanted: Wanted) -> list[UUID]:
    """The trips that are wanted, not over, and may be asked for; the first to begin first, as many as go at once."""
    if not seat.may_ask:
        return []
    today = clock.today()
    rows = filtered(Assignment.objects.for_actor(confirm_seat(seat)), wanted, today).filter(last__gte=today)
    again = ["", *(state.value for state in _ASKED_AGAIN)]
    rows = rows.filter(
        cover__in=(Cover.NEEDED, Cover.AT_RISK), certificate_number="", request_state__in=again
    )
    rows = rows.exclude(kind=TripKind.VACATION.value).filter(state__in=COUNTING)
    return list(rows.order_by("start", "id").values_list("pk", flat=True)[:MOST_AT_ONCE])


def ask_for(
    *, seat: Seat, trip_ids: Iterable[UUID], send: bool, declared: bool = False, notify: bool = True
) -> list[Outcome]:
    """Make requests for these trips: sent where everything is there, else (or without `send`) left as drafts.

    A trip for which there is a request keeps it. Raises NotAllowed where a trip is out of sight or nothing may be asked
    from this seat; InvalidInput "not_declared" where sending lacks the declaration.
    """
    seat = confirm_seat(seat)
    wanted = list(dict.fromkeys(trip_ids))[:MOST_AT_ONCE]
    if not seat.may_ask or seat.acting is None:
        raise NotAllowed(NOT_ALLOWED)
    with together():
        trips = _locked(seat, wanted)
        open_ones = {trip.pk: trip for trip in trips if may_be_asked_for(trip)}
        askings = {key: trip for trip in open_ones.values() for key in [_key(trip)]}
        typed = typed_for(seat, list(open_ones.values()))
        asked = [many.Asking(key, typed[trip.pk]) for key, trip in askings.items()]
        outcomes = _made(seat, askings, asked, send=send, declared=declared, notify=notify)
        for trip_id, outcome in outcomes.items():
            Assignment.objects.filter(pk=trip_id).update(request_id=outcome.request_id)
        if outcomes:
            follow(outcomes)
            _line(seat, outcomes)
    sent = [each.request_id for each in outcomes.values() if each.sent and each.request_id]
    if 0 < len(sent) <= DECIDED_WHILE_ONE_WAITS:
        for request_id in sent:
            take_up_at_once(request_id=request_id)
        follow(outcomes)
    kept = {trip.pk: Outcome(trip.pk, trip.request_id) for trip in trips if trip.pk not in outcomes}
    return [(outcomes | kept)[trip_id] for trip_id in wanted]


def typed_for(seat: Seat, trips: Sequence[Assignment]) -> dict[UUID, dict[str, Typed]]:
    """For each trip what the register knows of it, as if it were typed into the form."""
    known = known_of(seat.employer_id)
    people = {trip.traveller_id for trip in trips}
    others: dict[UUID, list[Assignment]] = {}
    for each in Assignment.objects.filter(traveller_id__in=people).counting():
        others.setdefault(each.traveller_id, []).append(each)
    found = {}
    for trip in trips:
        insured = is_insured(trip, trip.traveller.policies.all())
        stays = stays_of(others.get(trip.traveller_id, []), trip)
        answers = answers_of(known, trip.traveller, trip, stays, insured=insured)
        found[trip.pk] = _typed(answers, known.employer)
    return found


def _made(
    seat: Seat,
    askings: Mapping[UUID, Assignment],
    asked: Sequence[many.Asking],
    *,
    send: bool,
    declared: bool,
    notify: bool,
) -> dict[UUID, Outcome]:
    """Send what can be sent, and make drafts of the rest."""
    acting = seat.acting
    assert acting is not None  # noqa: S101  the caller has looked
    if not asked:
        return {}
    made, refused = list[many.Made](), list[many.Judged]()
    rest = list(asked)
    if send:
        made, refused = many.send_all(acting=acting, askings=asked, notify=notify, declared=declared)
        rest = [judged.asking for judged in refused]
    drafted = many.make_drafts(acting=acting, askings=rest, notify=notify) if rest else []
    why = {judged.asking.key: _why(judged) for judged in refused}
    return {
        askings[each.key].pk: Outcome(
            askings[each.key].pk,
            each.request_id,
            each.reference,
            sent=each.reference is not None,
            problems=why.get(each.key, ()),
        )
        for each in [*made, *drafted]
    }


def _why(judged: many.Judged) -> tuple[Problem, ...]:
    warned = (Problem(each.code, each.code, each.params) for each in judged.open_warnings)
    pending = (Problem(name, "missing") for name in judged.way.pending)
    return (*judged.problems, *warned, *pending)


def _locked(seat: Seat, trip_ids: Sequence[UUID]) -> list[Assignment]:
    rows = Assignment.objects.for_actor(seat).filter(pk__in=trip_ids).select_for_update(of=("self",))
    trips = list(rows.select_related("traveller").prefetch_related("traveller__policies").order_by("pk"))
    if len(trips) != len(trip_ids):
        raise NotAllowed(NOT_ALLOWED)
    return trips


def _key(trip: Assignment) -> UUID:
    """One request for one trip; another one only after the first came to nothing."""
    return uuid5(_NAMESPACE, f"{trip.pk}:{trip.request_id or ''}")


def _typed(answers: Answers, known: Mapping[str, object]) -> dict[str, Typed]:
    """The values as if they were typed; what the employer's own record answers is left out."""
    found: dict[str, Typed] = {
        name: _as_typed(value)
        for name, value in answers.values.items()
        if name not in known and not name.startswith("sender.")
    }
    return found | {name: dict(UNKNOWN) for name in answers.unknown}


def _as_typed(value: Any) -> Typed:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value * 100:g}"
    if isinstance(value, list):
        return cast(Typed, [_row(each) if isinstance(each, Mapping) else each for each in value])
    return cast(Typed, value)


def _row(row: Mapping[str, Any]) -> dict[str, Typed]:
    return {name: _as_typed(value) for name, value in row.items()}


def _line(seat: Seat, outcomes: Mapping[UUID, Outcome]) -> None:
    sent = sum(each.sent for each in outcomes.values())
    record(
        event="register.asked",
        actor=seat.actor,
        subject=Subject("employer", str(seat.employer_id)),
        details={"trips": len(outcomes), "sent": sent, "on": clock.today().isoformat()},
    )
