"""Entering an employer: what is taken, what is refused, and that it is done once."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.core.actors import Subject
from sojourn.core.errors import InvalidInput, NotAllowed, Problem
from sojourn.journal.access import lines_about
from sojourn.parties import events, texts
from sojourn.parties.access import confirm, employer_of, employer_particulars
from sojourn.parties.models import Employer
from sojourn.parties.particulars import read_employer, state_of_zip, us_states
from tests.parties.builders import a_person, a_representative, an_employer, particulars


def problems_of(seat: str = "US", kind: str = "private", **changes: str) -> list[tuple[str, str]]:
    with pytest.raises(InvalidInput) as refused:
        read_employer(seat, kind, particulars(**changes))
    for problem in refused.value.problems:
        assert texts.problem_text(problem)
    return [(problem.field, problem.code) for problem in refused.value.problems]


@pytest.mark.django_db
def test_who_enters_an_employer_administers_it() -> None:
    person = a_person()
    acting = an_employer(person)
    assert acting.may_administer
    assert acting.may_hand_in("first")
    assert acting.label == "Lakeside Robotics Inc."
    assert employer_of(acting).seat == "US"
    assert [line.event for line in lines_about(Subject("employer", str(acting.employer_id)))] == [
        "employer_created"
    ]


@pytest.mark.django_db
def test_the_state_follows_from_the_zip_code() -> None:
    acting = an_employer(postcode="60606 1234", state="")
    assert acting.employer_id
    kept = employer_particulars(acting, acting.employer_id)
    assert (kept["postcode"], kept["state"]) == ("60606-1234", "IL")


@pytest.mark.django_db
def test_names_are_unreadable_in_the_database() -> None:
    acting = an_employer(name="Findable Widgets Corp", ein="12-3456789")
    row = Employer.objects.filter(pk=acting.employer_id).values().get()
    assert "Findable" not in str(row)
    assert b"Findable" not in row["particulars"].ciphertext
    assert "3456789" not in str(row)


@pytest.mark.django_db
def test_pressing_twice_makes_one_employer() -> None:
    person, key = a_person(), uuid.uuid4()
    first, second = (
        events.create_employer(person=person, seat="US", kind="private", particulars=particulars(), key=key)
        for _ in range(2)
    )
    assert first == second
    assert Employer.objects.count() == 1


@pytest.mark.django_db
def test_the_key_of_somebody_elses_form_opens_nothing() -> None:
    key = uuid.uuid4()
    for person, expected in [(a_person(), None), (a_person(), NotAllowed)]:
        if expected:
            with pytest.raises(expected):
                events.create_employer(
                    person=person, seat="US", kind="private", particulars=particulars(), key=key
                )
        else:
            events.create_employer(
                person=person, seat="US", kind="private", particulars=particulars(), key=key
            )


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["12-3456789", "123456789", "12 345 6789", " 12–3456789 "])
def test_an_employer_number_is_here_once_however_it_is_typed(typed: str) -> None:
    an_employer(ein="12-3456789")
    with pytest.raises(InvalidInput) as refused:
        an_employer(ein=typed)
    assert [problem.code for problem in refused.value.problems] == ["employer_exists"]


@pytest.mark.django_db
def test_the_same_number_in_another_country_is_another_employer() -> None:
    an_employer(ein="12-3456789")
    assert an_employer(seat="DE", postcode="10115", city="Berlin", ein="12-3456789").employer_id


@pytest.mark.django_db
def test_employers_without_a_number_do_not_collide() -> None:
    assert an_employer().employer_id != an_employer().employer_id


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"name": ""}, ("name", "name_missing")),
        ({"name": "   "}, ("name", "name_missing")),
        ({"street": ""}, ("street", "street_missing")),
        ({"city": ""}, ("city", "city_missing")),
        ({"postcode": ""}, ("postcode", "zip_missing")),
        ({"postcode": "6060"}, ("postcode", "zip_wrong_form")),
        ({"postcode": "60606", "state": "NY"}, ("postcode", "zip_and_state_differ")),
        ({"postcode": "99999"}, ("state", "state_missing")),
        ({"state": "ZZ"}, ("state", "state_unknown")),
        ({"ein": "12-345678"}, ("ein", "ein_wrong_form")),
        ({"ein": "07-1234567"}, ("ein", "ein_prefix_unknown")),
        ({"name": "x" * 201}, ("name", "name_too_long")),
        ({"name": "x" * 10_000_000}, ("name", "name_too_long")),
        ({"name": "Acme\x00Inc"}, ("name", "name_unprintable")),
        ({"street": "12 \u202eteertS niaM"}, ("street", "street_unprintable")),
    ],
)
def test_what_is_wrong_is_said_at_its_field(changes: dict[str, str], expected: tuple[str, str]) -> None:
    assert expected in problems_of(**changes)


def test_every_problem_is_said_at_once_in_the_order_of_the_page() -> None:
    fields = [field for field, _ in problems_of(kind="", name="", street="", postcode="", city="", ein="1")]
    assert fields == ["kind", "name", "street", "postcode", "city", "ein"]


def test_an_employer_elsewhere_needs_no_state_and_no_postcode() -> None:
    read = read_employer("AE", "private", particulars(postcode="", state="", city="Dubai"))
    assert (read.postcode, read.state) == ("", "")


@pytest.mark.parametrize("name", ["Ærøskøbing A/S", "北京机器人", "شركة‌ها", "O’Neil & Søn", "Ñandú S.A."])
def test_names_in_any_script_are_taken_as_they_are(name: str) -> None:
    assert read_employer("US", "private", particulars(name=name)).name == name


@given(st.text(max_size=30), st.text(max_size=12), st.text(max_size=12))
def test_no_text_breaks_the_check(name: str, postcode: str, number: str) -> None:
    problems: tuple[Problem, ...] = ()
    typed: dict[str, str] = particulars(name=name, postcode=postcode, ein=number)
    try:
        typed = read_employer("US", "private", typed).as_dict()
    except InvalidInput as refused:
        problems = refused.problems
    assert all(texts.problem_text(problem) for problem in problems)
    if not problems:
        assert read_employer("US", "private", typed).as_dict() == typed


def test_the_list_of_zip_codes_agrees_with_the_postal_service() -> None:
    zipcodes = pytest.importorskip("zipcodes")
    listed = {row["zip_code"]: row["state"] for row in zipcodes.list_all() if row["zip_code"] != "88888"}
    assert len(listed) > 40_000
    assert {code: state_of_zip(code) for code in listed} == listed
    assert set(listed.values()) == us_states()


@pytest.mark.django_db
def test_only_administrators_correct_the_employer() -> None:
    acting = an_employer()
    events.change_employer_particulars(acting=acting, kind="government", particulars=particulars(name="New"))
    assert confirm(acting).label == "New"
    representative = a_representative(acting)
    with pytest.raises(NotAllowed):
        events.change_employer_particulars(
            acting=representative, kind="private", particulars=particulars(name="Newer")
        )
    assert confirm(acting).label == "New"


@pytest.mark.django_db
def test_a_correction_cannot_take_the_number_of_another_employer() -> None:
    an_employer(ein="12-3456789")
    acting = an_employer()
    with pytest.raises(InvalidInput) as refused:
        events.change_employer_particulars(
            acting=acting, kind="private", particulars=particulars(ein="123456789")
        )
    assert [problem.code for problem in refused.value.problems] == ["employer_exists"]


@pytest.mark.django_db
def test_nobody_reads_the_particulars_of_another_employer() -> None:
    mine, theirs = an_employer(), an_employer()
    assert mine.employer_id
    assert theirs.employer_id
    assert employer_particulars(mine, mine.employer_id)["name"]
    with pytest.raises(NotAllowed) as refused:
        employer_particulars(mine, theirs.employer_id)
    unknown = uuid.uuid4()
    with pytest.raises(NotAllowed) as also_refused:
        employer_particulars(mine, unknown)
    assert (refused.value.code, refused.value.params) == (also_refused.value.code, also_refused.value.params)
