"""Who sees what of a register, and who may do what: every role, every event."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest

from sojourn.core import clock
from sojourn.core.errors import InvalidInput, NotAllowed, WrongState
from sojourn.parties.events import revoke_mandate
from sojourn.parties.models import Mandate, Membership
from sojourn.register.access import seat_of_acting, seats_of, travellers_for, trips_for
from sojourn.register.asking import ask_for
from sojourn.register.post_events import end_post, give_post, posts_of
from sojourn.register.seats import Role, Seat
from sojourn.register.to_do.events import make_calendar, mark_done, put_off, seat_of_calendar
from sojourn.register.traveller_events import add_policy, change_traveller, take_out_traveller
from sojourn.register.trip_events import cancel_trip, change_trip, end_trip_early, plan_trip, say_usual
from tests.parties.builders import a_person, a_representative, an_employer
from tests.register.builders import a_plan, a_register, a_traveller, a_trip

pytestmark = pytest.mark.django_db


def with_post(seat: Seat, role: str, *travellers: uuid.UUID) -> Seat:
    person = a_person()
    until = clock.today() + timedelta(days=30) if role == "auditor" else None
    give_post(seat=seat, email=person.email, role=role, travellers=travellers, until=until, key=uuid.uuid4())
    (found,) = seats_of(person)
    return found


def as_member(seat: Seat, role: str) -> Seat:
    person = a_person()
    Membership.objects.create(person=person, employer_id=seat.employer_id, role=role)
    (found,) = seats_of(person)
    return found


def test_each_role_sees_and_does_what_is_its_own() -> None:
    admin = a_register()
    named, other = a_traveller(admin), a_traveller(admin, given_names="Bela", ssn="")
    named_trip, other_trip = a_trip(admin, named), a_trip(admin, other, "FR")
    stranger = a_register(an_employer(a_person()))
    seats = {
        "administrator": admin,
        "manager": as_member(admin, "requester"),
        "viewer": as_member(admin, "viewer"),
        "representative": seat_of_acting(a_representative(admin.acting)),
        "mandate for Germany": seat_of_acting(a_representative(admin.acting, countries=["DE"])),
        "assistant": with_post(admin, "assistant", named.pk),
        "traveller": with_post(admin, "traveller", named.pk),
        "auditor": with_post(admin, "auditor"),
        "stranger": stranger,
    }
    seen = {
        name: ({each.pk for each in travellers_for(seat)}, {each.pk for each in trips_for(seat)})
        for name, seat in seats.items()
    }
    everything, own = ({named.pk, other.pk}, {named_trip.pk, other_trip.pk}), ({named.pk}, {named_trip.pk})
    assert seen == dict.fromkeys(
        ("administrator", "manager", "viewer", "representative", "auditor"), everything
    ) | {
        "mandate for Germany": own,
        "assistant": own,
        "traveller": own,
        "stranger": (set(), set()),
    }

    def an_item() -> uuid.UUID:
        # Asked each time: a trip that is changed gets its to-dos anew.
        item = named_trip.to_dos.first()
        assert item is not None
        return item.pk

    acts: dict[str, Callable[[Seat], object]] = {
        "change traveller": lambda seat: change_traveller(
            seat=seat, traveller_id=named.pk, typed={"worker.birth_place": "Lagos"}
        ),
        "insure": lambda seat: add_policy(
            seat=seat,
            traveller_id=named.pk,
            insurer="Care",
            policy_number="",
            territory=(),
            start=named_trip.start,
            end=None,
            key=uuid.uuid4(),
        ),
        "plan": lambda seat: plan_trip(
            seat=seat, traveller_id=named.pk, plan=a_plan("DE", "2030-01-01", "2030-01-05"), key=uuid.uuid4()
        ),
        "change": lambda seat: change_trip(seat=seat, trip_id=named_trip.pk, plan=a_plan()),
        "put off": lambda seat: put_off(
            seat=seat, to_do_id=an_item(), until=clock.today() + timedelta(days=3), because="Waiting"
        ),
        "done": lambda seat: mark_done(seat=seat, to_do_id=an_item()),
        "out of sight": lambda seat: end_trip_early(
            seat=seat, trip_id=other_trip.pk, last_day=other_trip.start
        ),
        "add": lambda seat: a_traveller(seat, given_names="Cai", ssn=""),
        "usual": lambda seat: say_usual(seat=seat, typed={"question.for_whom": "customer"}),
        "ask": lambda seat: ask_for(seat=seat, trip_ids=[named_trip.pk], send=False),
        "posts": posts_of,
        "take out": lambda seat: take_out_traveller(seat=seat, traveller_id=uuid.UUID(int=7)),
    }
    does = {name: {act for act in acts if may(acts[act], seat)} for name, seat in seats.items()}
    trip_acts = {"change traveller", "insure", "plan", "change", "put off", "done"}
    managing = trip_acts | {"add", "usual", "ask"}
    assert does.pop("administrator") == managing | {"out of sight", "posts"}
    # What ended once cannot end again: the administrator came first.
    assert does == {
        "manager": managing | {"out of sight"},
        "viewer": set(),
        "representative": managing | {"out of sight"},
        "mandate for Germany": managing,
        "assistant": trip_acts,
        "traveller": set(),
        "auditor": set(),
        "stranger": {"add", "usual", "posts"},
    }


def may(act: Callable[[Seat], object], seat: Seat) -> bool:
    try:
        act(seat)
    except NotAllowed:
        return False
    except (WrongState, InvalidInput):
        # Allowed, and refused for another reason.
        return True
    return True


def test_what_has_ended_opens_nothing() -> None:
    admin = a_register()
    somebody = a_traveller(admin)
    trip = a_trip(admin, somebody)
    auditor = with_post(admin, "auditor")
    with clock.fixed(clock.now() + timedelta(days=31)), pytest.raises(NotAllowed):
        travellers_for(auditor)
    assistant = with_post(admin, "assistant", somebody.pk)
    secret = make_calendar(seat=assistant)
    assert seat_of_calendar(secret).role is Role.ASSISTANT
    for post in posts_of(admin):
        end_post(seat=admin, post_id=post.pk)
    with pytest.raises(NotAllowed):
        cancel_trip(seat=assistant, trip_id=trip.pk)
    with pytest.raises(NotAllowed):
        seat_of_calendar(secret)
    firm = seat_of_acting(a_representative(admin.acting))
    revoke_mandate(acting=admin.acting, mandate_id=Mandate.objects.get().pk)
    with pytest.raises(NotAllowed):
        trips_for(firm)


def test_posts_name_only_ones_own_people_and_one_address_has_one_post() -> None:
    admin, other = a_register(), a_register(an_employer(a_person()))
    theirs = a_traveller(other)
    with pytest.raises(InvalidInput):
        with_post(admin, "assistant", theirs.pk)
    mine = a_traveller(admin)
    person = a_person()
    give_post(seat=admin, email=person.email, role="assistant", travellers=[mine.pk], key=uuid.uuid4())
    with pytest.raises(InvalidInput):
        give_post(seat=admin, email=person.email, role="traveller", travellers=[mine.pk], key=uuid.uuid4())
    with pytest.raises(InvalidInput):
        give_post(seat=admin, email="a@example.com", role="auditor", key=uuid.uuid4())
    # A post in one register says nothing in another one, and nothing outside of registers.
    (seat,) = seats_of(person)
    assert seat.acting is None
    assert seat.employer_id == admin.employer_id
