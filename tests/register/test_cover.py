"""The word for each trip's cover, and why it is that word."""

import uuid
from datetime import date

import pytest

from sojourn.register.models import Assignment
from sojourn.register.states import Cover, TripKind
from sojourn.register.traveller_events import add_policy, change_traveller
from sojourn.register.trip_events import cancel_trip, change_trip, end_trip_early, plan_trip_again
from tests.register.builders import a_plan, a_register, a_traveller, a_trip

pytestmark = pytest.mark.django_db


def word(trip: Assignment) -> tuple[str, list[str]]:
    trip.refresh_from_db()
    return trip.cover, trip.reasons


def to_do(trip: Assignment) -> dict[str, tuple[date, str]]:
    return {each.act: (each.due_on, each.rule) for each in trip.to_dos.open()}


def test_each_trip_has_its_word_with_the_reason() -> None:
    seat = a_register()
    plain = a_trip(seat)
    assert word(plain) == (Cover.NEEDED, [])
    assert (plain.issuer, plain.instrument, plain.article) == ("us-ssa", "us-de", "6(2)")
    assert to_do(plain) == {
        "apply": (plain.start, "first_day"),
        "insure": (plain.start, "first_day"),
    }
    somebody = a_traveller(seat)
    assert word(a_trip(seat, somebody, kind=TripKind.VACATION)) == (Cover.NOT_NEEDED, ["no_work"])
    assert word(a_trip(seat, None, "IN")) == (Cover.AT_RISK, ["no_instrument"])
    assert word(a_trip(seat, None, "DE", "2027-03-01", "2035-02-28")) == (
        Cover.AT_RISK,
        ["over_limit", "host_law"],
    )
    assert word(a_trip(seat, None, "DE", typed={"question.for_whom": "other_employer"}))[0] == Cover.AT_RISK


def test_what_is_missing_is_named_and_health_insurance_can_be_what_was_missing() -> None:
    seat = a_register()
    somebody = a_traveller(seat)
    trip = a_trip(seat, somebody, "FR")
    assert word(trip) == (Cover.AT_RISK, ["missing_facts"])
    assert trip.missing == ["person.private_health_cover"]
    assert "tell_facts" in to_do(trip)
    policy = {"insurer": "Care Abroad", "policy_number": "A-1", "territory": ("FR",), "start": trip.start}
    add_policy(seat=seat, traveller_id=somebody.pk, **policy, end=trip.end, key=uuid.uuid4())
    assert word(trip)[0] == Cover.NEEDED
    assert set(to_do(trip)) == {"apply"}


def test_earlier_stays_of_the_register_count() -> None:
    """Two postings of 60 months to Germany, one day apart: the second is not within the limit any more."""
    seat = a_register()
    somebody = a_traveller(seat)
    first = a_trip(seat, somebody, "DE", "2027-03-01", "2032-02-29")
    again = a_trip(seat, somebody, "DE", "2032-03-01", "2033-02-28")
    assert word(first)[0] == Cover.NEEDED
    assert word(again) == (Cover.AT_RISK, ["over_limit", "host_law"])
    cancel_trip(seat=seat, trip_id=first.pk)
    assert word(again)[0] == Cover.NEEDED


def test_a_change_says_what_it_changes() -> None:
    seat = a_register()
    trip = a_trip(seat)
    changed = change_trip(seat=seat, trip_id=trip.pk, plan=a_plan("DE", "2027-03-01", "2035-02-28"))
    assert changed.answer_changed
    assert (changed.before.cover, changed.after.cover) == (Cover.NEEDED, Cover.AT_RISK)
    assert "clarify" in changed.follows
    same = change_trip(seat=seat, trip_id=trip.pk, plan=a_plan("DE", "2027-03-01", "2035-02-28"))
    assert not same.answer_changed
    back = end_trip_early(seat=seat, trip_id=trip.pk, last_day=date(2027, 9, 30))
    assert (back.trip.state, back.trip.end) == ("ended_early", date(2027, 9, 30))
    cancelled = cancel_trip(seat=seat, trip_id=trip.pk)
    assert (cancelled.trip.state, to_do(trip)) == ("cancelled", {})
    assert plan_trip_again(seat=seat, trip_id=trip.pk).trip.state == "changed"


def test_a_person_who_is_corrected_is_judged_anew() -> None:
    seat = a_register()
    somebody = a_traveller(seat, residence="")
    trip = a_trip(seat, somebody, "CN")
    before = word(trip)
    change_traveller(seat=seat, traveller_id=somebody.pk, typed={"worker.given_names": "Ada"})
    somebody.refresh_from_db()
    assert somebody.name == "Ada Okafor"
    assert word(trip) == before
