"""Firms that act for employers: as far, as long and as often as the employer lets them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from sojourn.core import clock
from sojourn.core.actors import Capacity
from sojourn.core.errors import InvalidInput, NotAllowed
from sojourn.messages.models import Letter
from sojourn.parties import events
from sojourn.parties.access import acting_as, acting_for_employer, capacities_of, confirm, employer_of
from sojourn.parties.directory import firms_of, mandates_of, people_of
from sojourn.parties.mandate_endings import tell_of_endings
from sojourn.parties.models import Mandate, Person
from tests.parties.builders import a_firm, a_person, a_representative, an_employer

pytestmark = pytest.mark.django_db
NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)


def person_of(acting: object) -> Person:
    return Person.objects.get(pk=acting.actor.person_id)  # type: ignore[attr-defined]


def test_a_representative_acts_for_the_employer_under_the_firms_name() -> None:
    employer = an_employer()
    acting = a_representative(employer)
    assert acting.actor.capacity is Capacity.REPRESENTATIVE
    assert acting.actor.firm_id == str(acting.firm_id)
    assert acting.employer_id == employer.employer_id
    assert acting.may_hand_in("first")
    assert not acting.may_administer
    assert employer_of(acting).particulars["name"] == "Lakeside Robotics Inc."


def test_a_mandate_covers_its_kinds_and_no_others() -> None:
    acting = a_representative(an_employer(), kinds=["first"])
    assert acting.may_request("first")
    assert not acting.may_request("extension")


def test_a_mandate_may_cover_preparing_without_sending() -> None:
    acting = a_representative(an_employer(), may_send=False)
    assert acting.may_request("first")
    assert not acting.may_hand_in("first")


def test_a_mandate_ends_with_its_last_day() -> None:
    with clock.fixed(NOON):
        acting = a_representative(an_employer(), valid_until=date(2027, 3, 31))
    with clock.fixed(datetime(2027, 3, 31, 23, 59, tzinfo=UTC)):
        assert confirm(acting) == acting
    with clock.fixed(datetime(2027, 4, 1, tzinfo=UTC)), pytest.raises(NotAllowed):
        confirm(acting)


def test_a_mandate_begins_on_its_first_day() -> None:
    employer, person = an_employer(), a_person()
    firm = a_firm(person)
    with clock.fixed(NOON):
        events.grant_mandate(acting=employer, firm_code=firm.code, valid_from=date(2027, 3, 2))
        assert employer.employer_id
        with pytest.raises(NotAllowed):
            acting_for_employer(person, employer.employer_id)
    with clock.fixed(NOON + timedelta(days=1)):
        assert acting_for_employer(person, employer.employer_id).firm_id == firm.pk


def test_a_revoked_mandate_ends_at_once() -> None:
    employer = an_employer()
    acting = a_representative(employer)
    assert acting.mandate_id
    for _ in range(2):
        events.revoke_mandate(acting=employer, mandate_id=acting.mandate_id)
    with pytest.raises(NotAllowed):
        confirm(acting)
    assert acting.token not in [each.token for each in capacities_of(person_of(acting))]
    assert [mandate.state for mandate in mandates_of(employer)] == ["revoked"]


def test_only_the_employers_administrators_grant_and_revoke() -> None:
    employer, other = an_employer(), an_employer()
    acting = a_representative(employer)
    firm = a_firm()
    assert acting.mandate_id
    for stranger in (other, acting):
        with pytest.raises(NotAllowed):
            events.revoke_mandate(acting=stranger, mandate_id=acting.mandate_id)
    with pytest.raises(NotAllowed):
        events.grant_mandate(acting=acting, firm_code=firm.code)
    assert confirm(acting)


def test_granting_twice_gives_one_mandate() -> None:
    with clock.fixed(NOON):
        employer, firm = an_employer(), a_firm()
        first, second = (events.grant_mandate(acting=employer, firm_code=firm.code) for _ in range(2))
    assert first == second
    assert Mandate.objects.count() == 1


def test_other_terms_need_the_standing_mandate_revoked_first() -> None:
    employer, firm = an_employer(), a_firm()
    standing = events.grant_mandate(acting=employer, firm_code=firm.code)
    with pytest.raises(InvalidInput) as refused:
        events.grant_mandate(acting=employer, firm_code=firm.code, may_send=False)
    assert [problem.code for problem in refused.value.problems] == ["mandate_exists"]
    events.revoke_mandate(acting=employer, mandate_id=standing)
    assert events.grant_mandate(acting=employer, firm_code=firm.code, may_send=False) != standing


def test_an_ended_mandate_makes_room_for_the_next() -> None:
    employer, firm = an_employer(), a_firm()
    with clock.fixed(NOON):
        events.grant_mandate(acting=employer, firm_code=firm.code, valid_until=date(2027, 3, 31))
    with clock.fixed(NOON + timedelta(days=60)):
        assert events.grant_mandate(acting=employer, firm_code=firm.code)


@pytest.mark.parametrize("spelling", ["{}", " {} ", "{lower}", "{bare}"])
def test_a_firms_code_is_taken_in_any_spelling(spelling: str) -> None:
    firm = a_firm()
    typed = spelling.format(firm.code, lower=firm.code.lower(), bare=firm.code.replace("-", ""))
    assert events.grant_mandate(acting=an_employer(), firm_code=typed)


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        ({"firm_code": ""}, "firm_code_missing"),
        ({"firm_code": "AAAA-AAAA"}, "firm_unknown"),
        ({"kinds": []}, "mandate_kinds_missing"),
        ({"kinds": ["first", "everything"]}, "mandate_kinds_missing"),
        ({"valid_until": date(2027, 2, 28)}, "valid_until_too_early"),
        (
            {"valid_from": date(2027, 1, 1), "valid_until": date(2027, 2, 28)},
            "valid_until_past",
        ),
    ],
)
def test_terms_that_cannot_be_are_refused(terms: dict[str, object], code: str) -> None:
    employer, firm = an_employer(), a_firm()
    with clock.fixed(NOON), pytest.raises(InvalidInput) as refused:
        events.grant_mandate(**{"acting": employer, "firm_code": firm.code, **terms})  # type: ignore[arg-type]
    assert [problem.code for problem in refused.value.problems] == [code]


def test_the_firm_sees_its_mandates_and_the_employer_its_own() -> None:
    mine, theirs = an_employer(name="Mine Inc."), an_employer(name="Theirs Inc.")
    acting = a_representative(mine)
    a_representative(theirs)
    assert [mandate.employer_name for mandate in mandates_of(mine)] == ["Mine Inc."]
    assert [mandate.employer_name for mandate in mandates_of(acting)] == ["Mine Inc."]
    [firm] = firms_of(person_of(acting))
    assert [mandate.employer_name for mandate in firm.mandates] == ["Mine Inc."]


def test_a_representative_does_not_see_the_employers_people() -> None:
    employer = an_employer()
    assert len(people_of(employer)) == 1
    with pytest.raises(NotAllowed):
        people_of(a_representative(employer))


def test_a_member_under_a_mandate_of_their_own_firm_acts_as_member() -> None:
    person = a_person()
    employer = an_employer(person)
    firm = a_firm(person)
    events.grant_mandate(acting=employer, firm_code=firm.code)
    assert employer.employer_id
    assert acting_for_employer(person, employer.employer_id).actor.capacity is Capacity.EMPLOYER
    by_mandate = acting_as(person, f"mandate:{firm.pk}:{employer.employer_id}")
    assert by_mandate.actor.capacity is Capacity.REPRESENTATIVE


def test_both_sides_are_told_once_before_a_mandate_ends() -> None:
    with clock.fixed(NOON):
        employer = an_employer()
        firm_person = person_of(a_representative(employer, valid_until=date(2027, 3, 31)))
        a_representative(an_employer(), valid_until=None)
    with clock.fixed(datetime(2027, 3, 16, 12, tzinfo=UTC)):
        assert tell_of_endings() == 0
    with clock.fixed(datetime(2027, 3, 17, 12, tzinfo=UTC)):
        assert (tell_of_endings(), tell_of_endings()) == (1, 0)
    told = {letter.recipient for letter in Letter.objects.filter(template="mandate_ends")}
    assert told == {person_of(employer).email, firm_person.email}


def test_nobody_is_told_of_the_end_of_a_mandate_that_was_revoked() -> None:
    with clock.fixed(NOON):
        employer = an_employer()
        a_representative(employer, valid_until=date(2027, 3, 10))
        events.revoke_mandate(acting=employer, mandate_id=Mandate.objects.get().pk)
        assert tell_of_endings() == 0
