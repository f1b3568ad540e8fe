"""Which codes name a country, or a part of one with its own system."""

import pycountry
import pytest

from sojourn.core.countries import FORM, KNOWN, STATES, is_known, state_of


def test_every_state_of_iso_3166_is_known() -> None:
    assert {country.alpha_2 for country in pycountry.countries} <= STATES


@pytest.mark.parametrize("code", ["NO", "CA-QC", "XZ", "XK", "GB"])
def test_known_codes(code: str) -> None:
    assert is_known(code)


@pytest.mark.parametrize("code", ["XX", "EU", "UK", "us", "", "CA-ON", "DEU", "N0"])
def test_unknown_codes(code: str) -> None:
    assert not is_known(code)


def test_codes_have_the_form_of_the_contract() -> None:
    assert all(FORM.match(code) for code in KNOWN)


def test_a_part_belongs_to_a_state() -> None:
    assert state_of("CA-QC") == "CA"
    assert state_of("DE") == "DE"
