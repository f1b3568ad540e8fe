"""A register with sensible defaults, made through the front doors."""

import uuid
from datetime import date
from typing import Any

from sojourn.parties.access import ActingAs
from sojourn.register import trip_events
from sojourn.register.access import seat_of_acting
from sojourn.register.models import Assignment, Traveller
from sojourn.register.seats import Seat
from sojourn.register.states import TripKind
from sojourn.register.traveller_events import add_traveller
from sojourn.register.trip_events import Plan, plan_trip
from tests.parties.builders import an_employer

PERSON: dict[str, Any] = {
    "worker.given_names": "Adaeze",
    "worker.family_name": "Okafor",
    "worker.birth_date": "1989-07-21",
    "worker.birth_place": "Chicago",
    "person.nationalities": ["US"],
    "worker.ssn": "808-21-4471",
    "person.residence": "US",
    "activities[0].employed_since": "2019-04-01",
    "activities[0].recruited_in": "US",
}
PLACE: dict[str, Any] = {
    "question.for_whom": "customer",
    "receiver.name": "Windwerk Nord GmbH",
    "receiver.street": "Am Sandtorkai 30",
    "receiver.city": "Hamburg",
}


def a_register(acting: ActingAs | None = None, **usual: Any) -> Seat:
    """The seat of the administrator of an employer in Chicago, for whose trips the usual facts are said."""
    seat = seat_of_acting(acting or an_employer())
    trip_events.say_usual(seat=seat, typed={"question.for_whom": "customer", **usual})
    return seat


def a_traveller(seat: Seat, number: str = "", **changes: Any) -> Traveller:
    """Somebody; changes by the last part of the question's name."""
    by_end = {name.split(".")[-1]: name for name in PERSON}
    typed = PERSON | {by_end.get(name, name): value for name, value in changes.items()}
    return add_traveller(seat=seat, typed=typed, employee_number=number, key=uuid.uuid4())


def a_plan(host: str = "DE", start: str = "2027-03-01", end: str | None = "2028-02-29", **more: Any) -> Plan:
    """A posting of a year to Germany."""
    more.setdefault("kind", TripKind.POSTING)
    more.setdefault("typed", PLACE)
    return Plan(host, date.fromisoformat(start), date.fromisoformat(end) if end else None, **more)


def a_trip(seat: Seat, traveller: Traveller | None = None, *args: Any, **more: Any) -> Assignment:
    """A trip of that traveller, or of somebody new."""
    traveller = traveller or a_traveller(seat)
    plan = a_plan(*args, **more)
    return plan_trip(seat=seat, traveller_id=traveller.pk, plan=plan, key=uuid.uuid4())
