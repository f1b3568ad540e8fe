"""A lifelike register for the demonstration's first employer: sixty travellers, a quarter's trips, every cover word."""

from datetime import timedelta
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from sojourn.config.demo.seed import CLERK
from sojourn.config.simulate.register import fill_register
from sojourn.core import clock
from sojourn.parties.access import Person, capacities_of
from sojourn.register.access import Assignment, seat_of_acting, trips_for
from sojourn.register.asking import ask_for, may_be_asked_for
from sojourn.register.post_events import give_post
from sojourn.register.states import Cover, TripKind
from sojourn.register.traveller_events import change_traveller
from sojourn.register.trip_events import Plan, change_trip, end_trip_early, say_usual

TRAVELLERS: Final = 60
TRIPS: Final = 96
_COMPLETE: Final = 5
TRAVELLER: Final = "traveller@demo.example"


def seed_register() -> None:
    """Make it where it is not there. People whose answers are complete are asked for; one trip ends early."""
    person = Person.objects.get(email=CLERK)
    acting = next((each for each in capacities_of(person) if each.employer_id and each.may_administer), None)
    if acting is None:
        return
    seat = seat_of_acting(acting)
    if trips_for(seat).exists():
        return
    say_usual(seat=seat, typed={"question.for_whom": "customer"})
    for _ in fill_register(seat=seat, travellers=TRAVELLERS, trips=TRIPS, seed=7, home="US"):
        continue
    today = clock.today()
    needed = trips_for(seat).filter(cover=Cover.NEEDED, start__gt=today).select_related("traveller")
    chosen = [trip for trip in needed if may_be_asked_for(trip) and trip.start < trip.last][: _COMPLETE * 2]
    for number, trip in enumerate(chosen[:_COMPLETE]):
        typed = {
            "worker.ssn": f"80{number}-21-44{number}1",
            "worker.birth_place": "Duluth, United States",
            "activities[0].recruited_in": "US",
        }
        change_traveller(seat=seat, traveller_id=trip.traveller_id, typed=typed)
        change_trip(seat=seat, trip_id=trip.pk, plan=_with_place(trip))
    ask_for(seat=seat, trip_ids=[trip.pk for trip in chosen], send=True, declared=True, notify=False)
    long = (
        trips_for(seat)
        .filter(start__lt=today - timedelta(days=20), last__gt=today + timedelta(days=20))
        .first()
    )
    if long is not None:
        end_trip_early(seat=seat, trip_id=long.pk, last_day=today - timedelta(days=2))
    if chosen:
        give_post(
            seat=seat,
            email=TRAVELLER,
            role="traveller",
            travellers=[chosen[0].traveller_id],
            key=uuid5(NAMESPACE_URL, "sojourn-demo:register-traveller"),
        )


def _with_place(trip: Assignment) -> Plan:
    """The same trip, with the place where the work is done."""
    own = trip.own
    place = {
        "receiver.name": "Windwerk Partners",
        "receiver.street": "Station Road 1",
        "receiver.city": "Portside",
    }
    return Plan(
        trip.host,
        trip.start,
        trip.end,
        kind=TripKind(trip.kind),
        home=trip.home,
        purpose=own["purpose"],
        trip_key=own["trip_key"],
        typed=place,
    )
