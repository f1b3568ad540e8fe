"""From trips to requests, and back: what institutions decide is seen in the register."""

from datetime import date

import pytest

from sojourn.casework.events import set_up_institution
from sojourn.core.actors import SYSTEM
from sojourn.core.errors import InvalidInput, NotAllowed
from sojourn.register.access import seat_of_acting
from sojourn.register.asking import ask_for
from sojourn.register.cover.keeping import follow_requests
from sojourn.register.models import Assignment
from sojourn.register.states import Cover
from sojourn.register.trip_events import cancel_trip, end_trip_early
from sojourn.requests.events import withdraw
from sojourn.requests.models import Request
from tests.parties.builders import a_person, a_representative, an_employer
from tests.register.builders import a_register, a_traveller, a_trip

pytestmark = pytest.mark.django_db


def stands(trip: Assignment) -> tuple[str, set[str]]:
    trip.refresh_from_db()
    return trip.cover, set(trip.to_dos.open().values_list("act", flat=True)) - {"insure"}


def test_one_press_asks_for_a_trip_and_the_cover_follows() -> None:
    set_up_institution(institution_id="us-ssa", actor=SYSTEM)
    seat = a_register()
    trip = a_trip(seat)
    with pytest.raises(InvalidInput):
        ask_for(seat=seat, trip_ids=[trip.pk], send=True)
    (outcome,) = ask_for(seat=seat, trip_ids=[trip.pk], send=True, declared=True)
    assert (outcome.sent, outcome.problems) == (True, ())
    assert stands(trip) == (Cover.COVERED, set())
    request = Request.objects.get(pk=outcome.request_id)
    assert trip.certificate_number == request.certificate_number
    assert request.answers.text("worker.ssn") == "808-21-4471"
    assert (trip.covered_from, trip.covered_until) == (trip.start, trip.end)
    # Again: the same request.
    (again,) = ask_for(seat=seat, trip_ids=[trip.pk], send=True, declared=True)
    assert again.request_id == outcome.request_id
    assert Request.objects.count() == 1
    end_trip_early(seat=seat, trip_id=trip.pk, last_day=date(2027, 8, 31))
    assert stands(trip) == (Cover.COVERED, {"report_end"})
    cancel_trip(seat=seat, trip_id=trip.pk)
    assert stands(trip)[1] == {"withdraw"}


def test_what_is_not_complete_becomes_a_draft_that_says_what_is_missing() -> None:
    seat = a_register()
    whole, lacking = a_trip(seat), a_trip(seat, a_traveller(seat, ssn="", birth_place=""))
    outcomes = ask_for(seat=seat, trip_ids=[whole.pk, lacking.pk], send=True, declared=True)
    assert [each.sent for each in outcomes] == [True, False]
    assert {"worker.ssn", "worker.birth_place"} <= {each.field for each in outcomes[1].problems}
    assert stands(whole)[0] == Cover.REQUESTED
    assert stands(lacking) == (Cover.NEEDED, {"finish_draft"})
    withdraw(acting=seat.acting, request_id=outcomes[0].request_id)
    assert stands(whole)[0] == Cover.REQUESTED
    assert follow_requests() == 1
    assert stands(whole) == (Cover.NEEDED, {"apply"})
    # A request that was withdrawn makes room for another one.
    (again,) = ask_for(seat=seat, trip_ids=[whole.pk], send=True, declared=True)
    assert again.sent
    assert again.request_id != outcomes[0].request_id
    assert follow_requests() == 0


def test_only_who_may_ask_asks_and_only_for_trips_in_sight() -> None:
    mine, other = a_register(), a_register(an_employer(a_person()))
    trip = a_trip(mine)
    with pytest.raises(NotAllowed):
        ask_for(seat=other, trip_ids=[trip.pk], send=False)
    firm = seat_of_acting(a_representative(mine.acting, may_send=False))
    with pytest.raises(NotAllowed):
        ask_for(seat=firm, trip_ids=[trip.pk], send=True, declared=True)
    (drafted,) = ask_for(seat=firm, trip_ids=[trip.pk], send=False)
    assert drafted.request_id is not None
    elsewhere = seat_of_acting(a_representative(mine.acting, countries=["FR"]))
    with pytest.raises(NotAllowed):
        ask_for(seat=elsewhere, trip_ids=[trip.pk], send=False)
