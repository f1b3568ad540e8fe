"""Employers outside the United States: addresses and numbers as their countries have them."""

import pytest

from sojourn.core.errors import InvalidInput
from sojourn.parties.access import employer_of
from sojourn.parties.particulars import read_employer
from sojourn.parties.register_numbers import REGISTER_NUMBERS, in_one_form
from sojourn.parties.telephones import read_phone, shown_phone
from tests.parties.builders import an_employer, particulars

BERLIN = {"street": "Torstraße 1", "postcode": "10119", "city": "Berlin", "state": ""}


def codes(seat: str, **changes: str) -> list[tuple[str, str]]:
    try:
        read_employer(seat, "private", particulars(**{**BERLIN, **changes}))
    except InvalidInput as refused:
        return [(problem.field, problem.code) for problem in refused.problems]
    return []


@pytest.mark.parametrize(
    ("seat", "changes", "found"),
    [
        ("DE", {}, []),
        ("DE", {"postcode": ""}, [("postcode", "postcode_missing")]),
        ("DE", {"postcode": "1011"}, [("postcode", "postcode_wrong_form")]),
        ("GB", {"postcode": "sw1a 1aa"}, []),
        ("AE", {"postcode": "", "city": "", "state": "Dubai"}, []),
        ("SG", {"postcode": "018956", "city": ""}, []),
        ("JP", {"postcode": "100-0001", "city": ""}, []),
        ("DE", {"city": ""}, [("city", "city_missing")]),
        ("XK", {"postcode": "10000"}, []),
        ("CA-QC", {"postcode": "G1R 2B5"}, []),
    ],
)
def test_an_address_is_asked_for_as_its_country_writes_it(
    seat: str, changes: dict[str, str], found: list[tuple[str, str]]
) -> None:
    assert codes(seat, **changes) == found


@pytest.mark.parametrize(
    ("seat", "typed", "stored"),
    [
        ("DE", "DE 136 695 976", "136695976"),
        ("DE", "HRB 12345 B", "HRB 12345 B"),
        ("FR", "732 829 320", "732829320"),
        ("NO", "988 077 917", "988077917"),
        ("CH", "CHE-107.787.577", "CHE107787577"),
        ("MA", "RC 1234", "RC 1234"),
        ("FR", "", ""),
    ],
)
def test_a_register_number_is_taken_in_its_own_form_or_as_typed(seat: str, typed: str, stored: str) -> None:
    assert read_employer(seat, "private", particulars(**BERLIN | code_of(seat), ein=typed)).ein == stored


def code_of(seat: str) -> dict[str, str]:
    return {"postcode": {"NO": "0150", "CH": "8001", "FR": "75001", "MA": "10000"}.get(seat, "10119")}


def test_a_number_that_says_what_it_is_and_cannot_be_is_refused() -> None:
    assert codes("DE", ein="DE 136 695 975") == [("ein", "number_mistyped_there")]


def test_every_number_named_here_has_its_module() -> None:
    assert [in_one_form(country, "!") for country in REGISTER_NUMBERS] == ["!"] * len(REGISTER_NUMBERS)


@pytest.mark.django_db
def test_the_same_number_in_another_spelling_is_the_same_employer() -> None:
    first = an_employer(seat="DE", **BERLIN, ein="DE136695976")
    assert employer_of(first).particulars["ein"] == "136695976"
    with pytest.raises(InvalidInput) as refused:
        an_employer(seat="DE", **BERLIN, ein="136 695 976")
    assert [problem.code for problem in refused.value.problems] == ["employer_exists"]


@pytest.mark.parametrize(
    ("typed", "seat", "stored"),
    [
        ("+49 30 1234567", "", "+49301234567"),
        ("(312) 555-0100", "US", "+13125550100"),
        ("030/1234567", "DE", "+49301234567"),
        ("+81 3-1234-5678", "US", "+81312345678"),
        ("", "", ""),
    ],
)
def test_a_telephone_number_is_stored_in_one_form(typed: str, seat: str, stored: str) -> None:
    assert read_phone(typed, seat) == stored


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("030 1234567", "phone_without_country"),
        ("+49 1", "phone_wrong_form"),
        ("call me", "phone_wrong_form"),
    ],
)
def test_what_is_no_telephone_number_is_refused(typed: str, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_phone(typed)
    assert [problem.code for problem in refused.value.problems] == [code]


def test_a_telephone_number_is_shown_as_the_reader_dials_it() -> None:
    assert shown_phone("+49301234567", "DE") == "030 1234567"
    assert shown_phone("+49301234567", "US") == "+49 30 1234567"
