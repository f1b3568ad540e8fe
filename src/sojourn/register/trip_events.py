"""What happens to trips: planned, changed, ended early, cancelled. One transaction and one line each.

The order of locks: the traveller, the trips, and (by those who write lines) the journal's head.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sojourn.core import clock
from sojourn.core.actors import Subject
from sojourn.core.countries import is_known
from sojourn.core.errors import InvalidInput, NotAllowed, Problem
from sojourn.journal.codes import Detail
from sojourn.journal.events import record, together
from sojourn.parties.access import NOT_ALLOWED
from sojourn.parties.for_register import employer_view
from sojourn.register.access import locked_traveller, locked_trip, require_change, require_manage
from sojourn.register.cover.keeping import refresh_traveller
from sojourn.register.facts import USUAL, read_answers, trip_facts
from sojourn.register.law_changes.beginning import judge_all_again
from sojourn.register.models import Assignment, UsualFacts
from sojourn.register.seats import Seat
from sojourn.register.states import ARROWS, TripKind, target_of
from sojourn.requests.entry import Typed
from sojourn.requests.written import Flaw, tidy
from sojourn.vault.blind import blind_index

PURPOSE, TRIP_KEY = "purpose", "trip_key"
LONGEST_PURPOSE, LONGEST_KEY = 200, 80
FIRST_YEAR, LAST_YEAR = 1990, 2100


@dataclass(frozen=True, slots=True)
class Plan:
    """A trip as somebody plans it. `home` "": the employer's seat. `end` None: no end is set. `share`: of the working
    time that is spent there, for work that belongs to the usual pattern. `typed`: answers to questions about it."""

    host: str
    start: date
    end: date | None
    kind: TripKind = TripKind.BUSINESS_TRIP
    home: str = ""
    share: float | None = None
    purpose: str = field(default="", repr=False)
    trip_key: str = field(default="", repr=False)
    typed: Mapping[str, Typed] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a trip stands in the law and in the papers, to be compared."""

    start: date
    end: date | None
    host: str
    cover: str
    reasons: tuple[str, ...]
    article: str
    law_until: date | None


@dataclass(frozen=True, slots=True)
class Changed:
    """What a change did: the trip, how it stood before and stands now, and what has to be done because of it."""

    trip: Assignment
    before: Standing
    after: Standing
    follows: tuple[str, ...]

    @property
    def answer_changed(self) -> bool:
        """Whether the law's answer, or the cover, is another one than before."""
        before, after = self.before, self.after
        return (before.cover, before.article, before.reasons) != (after.cover, after.article, after.reasons)


def plan_trip(*, seat: Seat, traveller_id: UUID, plan: Plan, key: UUID, source: str = "form") -> Assignment:
    """Enter a trip and work out its cover. The same key again gives the same trip.

    Raises NotAllowed, also outside the countries of a mandate; InvalidInput with each Problem: an unknown country, days
    out of order, "trip_key_taken", answers that cannot be read.
    """
    seat = require_change(seat)
    _require_in_mandate(seat, plan.host)
    with together():
        before = Assignment.objects.filter(creation_key=key).first()
        if before is not None:
            return locked_trip(seat, before.pk)
        traveller = locked_traveller(seat, traveller_id)
        trip = Assignment(employer_id=seat.employer_id, traveller=traveller, creation_key=key, source=source)
        fill(trip, plan)
        trip.first_end = trip.end
        _require_free_key(trip)
        trip.save(force_insert=True)
        refreshed = {each.pk: each for each in refresh_traveller(traveller)}[trip.pk]
        _line("trip.planned", seat, refreshed, {"source": source, "host": trip.host})
    return refreshed


def change_trip(*, seat: Seat, trip_id: UUID, plan: Plan) -> Changed:
    """Change a trip, work out its cover anew, and say what is different. The same again changes nothing.

    Raises NotAllowed, WrongState for one that was cancelled, and InvalidInput as `plan_trip`.
    """
    seat = require_change(seat)
    _require_in_mandate(seat, plan.host)
    with together():
        trip = locked_trip(seat, trip_id)
        target = target_of("change", trip.stands)
        was, standing = _content(trip), standing_of(trip)
        fill(trip, plan)
        if _content(trip) == was:
            return Changed(trip, standing, standing, ())
        _require_free_key(trip)
        if clock.today() < trip.start:
            # Limits are judged by what is expected at the start: until then the plan may change.
            trip.first_end = trip.end
        return _moved(seat, trip, "change", target.value, standing)


def end_trip_early(*, seat: Seat, trip_id: UUID, last_day: date) -> Changed:
    """The trip ends before its planned day. Raises NotAllowed, WrongState; InvalidInput for a day outside of it."""
    seat = require_change(seat)
    with together():
        trip = locked_trip(seat, trip_id)
        target = target_of("end_early", trip.stands)
        if not trip.start <= last_day < trip.last:
            raise InvalidInput([Problem("last_day", "not_within_trip")])
        standing = standing_of(trip)
        trip.lasts(last_day)
        return _moved(seat, trip, "end_early", target.value, standing)


def cancel_trip(*, seat: Seat, trip_id: UUID) -> Changed:
    """The trip does not take place. Raises NotAllowed, WrongState."""
    return _step(seat, trip_id, "cancel")


def plan_trip_again(*, seat: Seat, trip_id: UUID) -> Changed:
    """A trip that was cancelled takes place after all. Raises NotAllowed, WrongState."""
    return _step(seat, trip_id, "plan_again")


def say_usual(*, seat: Seat, typed: Mapping[str, Typed]) -> int:
    """Say what holds for all trips unless a trip says otherwise. Gives how many facts are said.

    Open trips are worked out anew by the worker. Raises NotAllowed, InvalidInput for other questions and for what
    cannot be read.
    """
    seat = require_manage(seat)
    plain, _ = read_answers(typed, USUAL)
    with together():
        UsualFacts.objects.update_or_create(
            employer_id=seat.employer_id,
            defaults={"plain": plain, "said_by_id": seat.person_id, "said_at": clock.now()},
        )
        judge_all_again(seat.employer_id)
        record(
            event="register.usual_said",
            actor=seat.actor,
            subject=Subject("employer", str(seat.employer_id)),
            details={"facts": len(plain)},
        )
    return len(plain)


def fill(trip: Assignment, plan: Plan) -> None:
    """Put a plan into the row (unsaved). Raises InvalidInput with each Problem."""
    home = plan.home or trip.home or employer_view(trip.employer_id).seat
    problems = plan_problems(plan, home)
    try:
        plain, particulars = read_answers(plan.typed, trip_facts())
    except InvalidInput as refused:
        raise InvalidInput([*problems, *refused.problems]) from None
    purpose, name = tidy(plan.purpose, longest=LONGEST_PURPOSE), tidy(plan.trip_key, longest=LONGEST_KEY)
    for field_name, text in ((PURPOSE, purpose), (TRIP_KEY, name)):
        if isinstance(text, Flaw):
            problems.append(Problem(field_name, text.code, {"limit": text.limit}))
    if problems:
        raise InvalidInput(problems)
    put(trip, plan, home, plain, particulars, (str(purpose), str(name)))


def put(
    trip: Assignment,
    plan: Plan,
    home: str,
    plain: Mapping[str, Any],
    particulars: Mapping[str, Any],
    named: tuple[str, str],
) -> None:
    """Put a plan that was read into the row (unsaved). `named`: purpose and key."""
    trip.kind, trip.home, trip.host = plan.kind.value, home, plan.host
    trip.start, trip.share = plan.start, plan.share
    trip.lasts(plan.end)
    trip.plain = {k: v for k, v in trip.plain.items() if k not in plan.typed} | dict(plain)
    trip.particulars = {k: v for k, v in trip.particulars.items() if k not in plan.typed} | dict(particulars)
    purpose, name = named
    trip.own = {PURPOSE: purpose, TRIP_KEY: name}
    trip.key_index = key_index(trip.employer_id, name)


def key_index(employer_id: UUID, name: str) -> str:
    """The blind index of what the employer's own system calls a trip; "" without a name."""
    text = "".join(name.split()).casefold()
    return blind_index("register.trip_key", f"{employer_id}\x1f{text}") if text else ""


def standing_of(trip: Assignment) -> Standing:
    """The trip as it stands."""
    return Standing(
        trip.start, trip.end, trip.host, trip.cover, tuple(trip.reasons), trip.article, trip.law_until
    )


def plan_problems(plan: Plan, home: str) -> list[Problem]:
    """What cannot be in a plan: unknown countries, work at home, days out of order or of another century."""
    found = [
        Problem(name, "unknown_country")
        for name, code in (("host", plan.host), ("home", home))
        if not is_known(code)
    ]
    if plan.host == home:
        found.append(Problem("host", "host_is_home"))
    if plan.end is not None and plan.end < plan.start:
        found.append(Problem("end", "end_before_start"))
    found += [
        Problem(name, "date_out_of_range", {"first": FIRST_YEAR, "last": LAST_YEAR})
        for name, day in (("start", plan.start), ("end", plan.end))
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR
    ]
    if plan.share is not None and not 0 < plan.share <= 1:
        found.append(Problem("share", "share_form"))
    return found


def _require_in_mandate(seat: Seat, host: str) -> None:
    if seat.acting is not None and not seat.acting.covers(host):
        raise NotAllowed(NOT_ALLOWED)


def _require_free_key(trip: Assignment) -> None:
    same = Assignment.objects.filter(employer_id=trip.employer_id, key_index=trip.key_index)
    if trip.key_index and same.exclude(pk=trip.pk).exists():
        raise InvalidInput([Problem(TRIP_KEY, "trip_key_taken")])


def _step(seat: Seat, trip_id: UUID, arrow: str) -> Changed:
    seat = require_change(seat)
    with together():
        trip = locked_trip(seat, trip_id)
        target = target_of(arrow, trip.stands)
        return _moved(seat, trip, arrow, target.value, standing_of(trip))


def _moved(seat: Seat, trip: Assignment, arrow: str, target: str, before: Standing) -> Changed:
    """Save the trip in its new state, work out all trips of the traveller, write the line."""
    trip.state, trip.changed_at = target, clock.now()
    trip.save()
    now = {each.pk: each for each in refresh_traveller(trip.traveller)}[trip.pk]
    now.traveller = trip.traveller
    after = standing_of(now)
    details: dict[str, Detail] = {"before": before.cover, "after": after.cover, "host": now.host}
    _line(ARROWS[arrow].line, seat, now, details)
    return Changed(now, before, after, tuple(now.to_dos.open().values_list("act", flat=True)))


def _content(trip: Assignment) -> tuple[Any, ...]:
    return (
        trip.kind,
        trip.home,
        trip.host,
        trip.start,
        trip.end,
        trip.share,
        dict(trip.plain),
        dict(trip.particulars),
        dict(trip.own),
    )


def _line(event: str, seat: Seat, trip: Assignment, details: dict[str, Detail]) -> None:
    record(event=event, actor=seat.actor, subject=Subject("trip", str(trip.pk)), details=details)
