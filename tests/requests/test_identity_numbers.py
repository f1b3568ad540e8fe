"""The numbers by which countries know a person, read as each country makes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.requests.identity_numbers import NUMBERS, Fit, fit_of, number_of


@pytest.mark.parametrize("country", sorted(set(NUMBERS) - {"GB"}))
def test_the_example_of_a_country_is_one_of_its_numbers(country: str) -> None:
    assert fit_of(country, NUMBERS[country].example) is Fit.FITS


@pytest.mark.parametrize("country", sorted(NUMBERS))
def test_what_holds_no_number_is_no_number_of_any_country(country: str) -> None:
    assert fit_of(country, "not known") is Fit.WRONG_FORM


@pytest.mark.parametrize(
    ("country", "typed", "fit"),
    [
        ("GB", "AB 12 34 56 C", Fit.FITS),
        ("GB", "ab123456c", Fit.FITS),
        ("GB", "QQ 12 34 56 C", Fit.WRONG_FORM),
        ("GB", "BG 12 34 56 C", Fit.WRONG_FORM),
        ("GB", "AB 12 34 56 E", Fit.WRONG_FORM),
        ("DE", "65170839J003", Fit.FITS),
        ("DE", "65 170839 j 003", Fit.FITS),
        ("DE", "65 170839 J 004", Fit.DOUBTFUL),
        ("DE", "65 170839 J 00", Fit.WRONG_FORM),
        ("NL", "111222333", Fit.FITS),
        ("NL", "111252333", Fit.DOUBTFUL),
        ("NL", "1112223334", Fit.WRONG_FORM),
        ("CA-QC", "123-456-782", Fit.FITS),
        ("CA-QC", "123-456-783", Fit.DOUBTFUL),
    ],
)
def test_a_number_is_read_as_its_country_makes_it(country: str, typed: str, fit: Fit) -> None:
    assert fit_of(country, typed) is fit


def test_where_no_number_is_known_anything_is_taken() -> None:
    assert number_of("JP") is None
    assert fit_of("JP", "whatever stands there") is Fit.FITS


@given(st.sampled_from(sorted(NUMBERS)), st.text(max_size=60))
def test_whatever_is_typed_is_answered(country: str, typed: str) -> None:
    assert fit_of(country, typed) in Fit
