"""A mandate lets a firm do what it names, where it names it, through whom it names; and afterwards read, no more."""

from datetime import UTC, datetime, timedelta

import pytest

from sojourn.core import clock
from sojourn.core.actors import Capacity
from sojourn.core.errors import InvalidInput, NotAllowed
from sojourn.parties import events
from sojourn.parties.access import acting_as, acting_for_employer, capacities_of, confirm, past_capacities_of
from sojourn.parties.directory import mandates_of
from sojourn.parties.mandate_uses import uses_of
from sojourn.parties.models import FirmMembership, Person
from tests.parties.builders import a_firm, a_person, a_representative, an_employer

pytestmark = pytest.mark.django_db
NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)


def person_of(acting: object) -> Person:
    return Person.objects.get(pk=acting.actor.person_id)  # type: ignore[attr-defined]


def test_a_mandate_for_some_countries_covers_their_parts_and_no_others() -> None:
    acting = a_representative(an_employer(), countries=["DE", "CA"])
    assert acting.may_hand_in("first", "DE")
    assert acting.may_hand_in("first", "CA-QC")
    assert not acting.may_hand_in("first", "FR")
    assert acting.may_request("first")
    assert a_representative(an_employer()).may_hand_in("first", "FR")


def test_a_mandate_that_names_people_is_for_them_alone() -> None:
    employer, named, colleague = an_employer(), a_person(), a_person()
    firm = a_firm(named)
    FirmMembership.objects.create(person=colleague, firm=firm, role="member")
    events.grant_mandate(acting=employer, firm_code=firm.code, people=[named.email.upper()])
    assert employer.employer_id
    assert acting_for_employer(named, employer.employer_id).firm_id == firm.pk
    with pytest.raises(NotAllowed):
        acting_for_employer(colleague, employer.employer_id)
    assert [each.token for each in capacities_of(colleague)] == ["self"]
    assert mandates_of(employer)[0].people == (named.email,)


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        ({"countries": ["ZZ"]}, "mandate_country_unknown"),
        ({"people": ["ines at harbour"]}, "mandate_person_no_address"),
        ({"people": [f"p{number}@example.com" for number in range(51)]}, "mandate_people_too_many"),
    ],
)
def test_limits_that_cannot_be_are_refused(terms: dict[str, list[str]], code: str) -> None:
    employer, firm = an_employer(), a_firm()
    with pytest.raises(InvalidInput) as refused:
        events.grant_mandate(acting=employer, firm_code=firm.code, **terms)  # type: ignore[arg-type]
    assert [problem.code for problem in refused.value.problems] == [code]
    assert events.grant_mandate(acting=employer, firm_code=firm.code)


def test_after_a_mandate_its_firm_reads_for_a_while_and_changes_nothing() -> None:
    with clock.fixed(NOON):
        employer = an_employer()
        acting = a_representative(employer)
        person = person_of(acting)
        assert past_capacities_of(person) == []
        assert acting.mandate_id
        events.revoke_mandate(acting=employer, mandate_id=acting.mandate_id)
        [past] = past_capacities_of(person)
        assert past.actor.capacity is Capacity.PAST_REPRESENTATIVE
        assert past.ended_on == NOON.date()
        assert not past.may_request("first")
        assert not past.may_hand_in("first")
        assert acting_as(person, past.token) == past
        assert past.token not in [each.token for each in capacities_of(person)]
    with clock.fixed(NOON + timedelta(days=90)):
        assert confirm(past)
    with clock.fixed(NOON + timedelta(days=91)), pytest.raises(NotAllowed):
        confirm(past)


def test_a_new_mandate_takes_the_place_of_the_past_one() -> None:
    employer = an_employer()
    acting = a_representative(employer)
    firm = person_of(acting).firm_memberships.get().firm
    assert acting.mandate_id
    events.revoke_mandate(acting=employer, mandate_id=acting.mandate_id)
    events.grant_mandate(acting=employer, firm_code=firm.code)
    assert past_capacities_of(person_of(acting)) == []
    assert confirm(acting).may_hand_in("first")


def test_a_mandate_that_ends_within_a_month_is_said_to_end_soon() -> None:
    with clock.fixed(NOON):
        employer = an_employer()
        for days in (30, 31):
            a_representative(employer, valid_until=(NOON + timedelta(days=days)).date())
        assert {mandate.state for mandate in mandates_of(employer)} == {"ends_soon", "in_force"}


def test_nobody_else_sees_what_was_done_under_a_mandate() -> None:
    employer = an_employer()
    acting = a_representative(employer)
    assert acting.mandate_id
    assert uses_of(employer, acting.mandate_id) == []
    for stranger in (acting, an_employer()):
        with pytest.raises(NotAllowed):
            uses_of(stranger, acting.mandate_id)
