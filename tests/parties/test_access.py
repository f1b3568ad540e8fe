"""Capacities: read anew each time, and telling nothing to those who have none."""

import uuid

import pytest

from sojourn.core.actors import SYSTEM, Actor, Capacity
from sojourn.core.errors import InvalidInput, NotAllowed, WrongState
from sojourn.parties import events
from sojourn.parties.access import acting_as, capacities_of, confirm, require_acting, staff_of
from sojourn.parties.models import Person
from tests.parties.builders import a_person, a_representative, an_employer, an_officer

pytestmark = pytest.mark.django_db


def test_everybody_can_act_for_themselves() -> None:
    [own] = capacities_of(a_person())
    assert own.actor.capacity is Capacity.SELF
    assert own.may_hand_in("first")


def test_capacities_are_listed_by_name() -> None:
    person = a_person()
    for name in ("Zinc Inc.", "acme Inc."):
        an_employer(person, name=name)
    events.appoint_staff(actor=SYSTEM, person=person, institution_id="us-ssa", role="officer")
    assert [each.label for each in capacities_of(person)] == ["acme Inc.", "Zinc Inc.", "us-ssa", "yourself"]


@pytest.mark.parametrize(
    "token",
    [
        "",
        "employer",
        "employer:",
        "employer:x",
        f"employer:{uuid.UUID(int=1)}",
        f"mandate:{uuid.UUID(int=2)}:{uuid.UUID(int=3)}",
        "mandate:x:y",
        "staff:us-ssa",
        "staff:",
        "self:x",
        "system",
        "../self",
    ],
)
def test_a_made_up_capacity_is_refused(token: str) -> None:
    with pytest.raises(NotAllowed):
        acting_as(a_person(), token)


def test_nobody_takes_up_anothers_capacity() -> None:
    employer = an_employer()
    representative = a_representative(employer)
    officer = an_officer()
    for token in (employer.token, representative.token, staff_of(officer, "us-ssa").token):
        with pytest.raises(NotAllowed):
            acting_as(a_person(), token)


def test_a_firms_capacity_is_no_membership() -> None:
    acting = a_representative(an_employer())
    with pytest.raises(NotAllowed):
        acting_as(Person.objects.get(pk=acting.actor.person_id), f"employer:{acting.employer_id}")


def test_a_closed_account_acts_no_more() -> None:
    person = a_person()
    acting = an_employer(person)
    person.is_active = False
    person.save()
    with pytest.raises(NotAllowed):
        confirm(acting)


def test_a_form_opened_for_another_employer_is_not_sent() -> None:
    person = a_person()
    one, other = an_employer(person), an_employer(person)
    require_acting(one.token, one)
    for value in (other.token, "", None):
        with pytest.raises(WrongState) as refused:
            require_acting(value, one)
        assert refused.value.code == "acting_switched"


def test_labels_do_not_show_in_logs() -> None:
    assert "Lakeside" not in repr(an_employer())


def test_an_administrator_of_the_institution_appoints_its_staff() -> None:
    lead = staff_of(an_officer(role="administrator"), "us-ssa")
    appointed = events.appoint_staff(
        actor=lead.actor, person=a_person(), institution_id="us-ssa", role="officer"
    )
    assert appointed.role == "officer"
    assert appointed.actor.party_id == "us-ssa"


def test_nobody_else_appoints_staff() -> None:
    officer = staff_of(an_officer(), "us-ssa").actor
    elsewhere = staff_of(an_officer("de-dvka", "administrator"), "de-dvka").actor
    employer = an_employer().actor
    pretender = Actor(Capacity.STAFF, person_id=employer.person_id, party_id="us-ssa")
    person = a_person()
    for actor in (officer, elsewhere, employer, pretender):
        with pytest.raises(NotAllowed):
            events.appoint_staff(actor=actor, person=person, institution_id="us-ssa", role="officer")


def test_a_dismissed_officer_has_no_post() -> None:
    officer = an_officer()
    acting = staff_of(officer, "us-ssa")
    for _ in range(2):
        events.dismiss_staff(actor=SYSTEM, person=officer, institution_id="us-ssa")
    with pytest.raises(NotAllowed):
        confirm(acting)


def test_an_unknown_role_is_refused() -> None:
    with pytest.raises(InvalidInput):
        events.appoint_staff(actor=SYSTEM, person=a_person(), institution_id="us-ssa", role="king")


def test_only_the_service_itself_opens_accounts_for_others() -> None:
    with pytest.raises(NotAllowed):
        events.open_account(actor=an_employer().actor, email="somebody@example.com")


def test_an_address_is_one_account_in_any_case() -> None:
    assert a_person(email="Dana@Example.com") == a_person(email=" dana@EXAMPLE.COM ")
    assert Person.objects.get_by_natural_key("DANA@example.com").email == "dana@example.com"
