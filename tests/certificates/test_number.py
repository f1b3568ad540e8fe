"""Numbers that cannot be guessed or mistyped unnoticed, and codes that can be read aloud."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.certificates.number import (
    ALPHABET,
    CODE_ALPHABET,
    new_number,
    new_secret,
    normal_number,
    normal_secret,
    spaced_secret,
)
from sojourn.core.errors import InvalidInput

DAY = date(2027, 3, 1)


def test_a_number_names_country_and_year_and_is_normal() -> None:
    number = new_number("CA-QC", DAY)
    assert re.fullmatch(r"CA-2027-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}", number)
    assert normal_number(number) == number


def test_a_thousand_numbers_and_codes_are_all_different() -> None:
    assert len({new_number("US", DAY) for _ in range(1000)}) == 1000
    assert len({new_secret() for _ in range(1000)}) == 1000


def test_a_code_has_128_bits_and_no_look_alikes() -> None:
    assert len(CODE_ALPHABET) ** 22 > 2**128
    assert len(new_secret()) == 22
    assert not set("0OIl") & set(CODE_ALPHABET)


@pytest.mark.parametrize(
    "typed",
    [
        str.lower,
        lambda number: number.replace("-", " "),
        lambda number: number.replace("-", ""),
        lambda n: f" {n}\n",
    ],
)
def test_case_spaces_and_dashes_do_not_matter(typed: Callable[[str], str]) -> None:
    number = new_number("US", DAY)
    assert normal_number(typed(number)) == number


def test_look_alikes_are_understood_by_their_place() -> None:
    number = "IO-2010-" + new_number("IO", date(2010, 1, 1))[8:]
    muddled = "10-2O1O-" + number[8:].replace("0", "O").replace("1", "l")
    assert normal_number(muddled) == number
    assert normal_number(number.translate({ord("0"): "０"})) == number  # full-width digits


def understood(typed: str) -> str | None:
    """The number that is understood, or None where it is refused, always as one of two things."""
    try:
        return normal_number(typed)
    except InvalidInput as refused:
        codes = [problem.code for problem in refused.problems]
    assert codes in (["number_wrong_form"], ["number_mistyped"])
    return None


@given(st.integers(0, 15), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed_or_mended_as_a_look_alike(place: int, character: str) -> None:
    number = new_number("US", DAY)
    compact = number.replace("-", "")
    assert understood(compact[:place] + character + compact[place + 1 :]) in {number, None}


@given(st.integers(6, 14), st.integers(6, 14))
def test_two_exchanged_characters_are_always_noticed(first: int, second: int) -> None:
    characters = list(new_number("US", DAY).replace("-", ""))
    before = characters.copy()
    characters[first], characters[second] = characters[second], characters[first]
    if characters != before:
        assert understood("".join(characters)) is None


@given(st.text(max_size=300))
def test_anything_typed_is_answered_and_never_breaks(typed: str) -> None:
    assert set(normal_secret(typed)) <= set(CODE_ALPHABET)
    assert len(understood(typed) or "US-2027-0000-0000-00") == 20


def test_a_code_typed_in_groups_with_look_alikes_is_the_same_code() -> None:
    code = "o1" + new_secret()[2:]
    assert normal_secret(f" {spaced_secret(code)} ") == code
    assert normal_secret("0l" + code[2:]) == code
