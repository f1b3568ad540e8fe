"""Addresses as each country's post writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.parties.postal import code_example, code_fits, lines_of

LINE = st.text(alphabet=st.characters(categories=("L", "N")), min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("country", "lines"),
    [
        ("US", ["12 Long Road", "Town, IL A1B 2C3"]),
        ("DE", ["12 Long Road", "A1B 2C3 Town", "IL"]),
        ("GB", ["12 Long Road", "Town", "A1B 2C3", "IL"]),
        ("JP", ["〒A1B 2C3", "IL", "12 Long Road", "Town"]),
        ("CA-QC", ["12 Long Road", "Town IL A1B 2C3"]),
    ],
)
def test_the_lines_stand_in_the_order_of_the_country(country: str, lines: list[str]) -> None:
    assert lines_of(country, street="12 Long Road", code="A1B 2C3", city="Town", area="IL") == lines


def test_what_is_empty_leaves_no_mark_behind() -> None:
    assert lines_of("US", street="12 Long Road", code="", city="Town") == ["12 Long Road", "Town"]


@given(st.sampled_from(["US", "DE", "GB", "JP", "HK", "BR", "IN", "IE", "XK", ""]), LINE, LINE, LINE, LINE)
def test_no_part_of_an_address_is_lost(country: str, street: str, code: str, city: str, area: str) -> None:
    text = "\n".join(lines_of(country, street=street, code=code, city=city, area=area))
    assert all(part in text for part in (street, code, city, area))


@pytest.mark.parametrize(
    ("country", "code", "fits"),
    [
        ("DE", "20457", True),
        ("DE", "2045", False),
        ("GB", "sw1a 1aa", True),
        ("GB", "20457", False),
        ("NL", "1012 AB", True),
        ("HK", "anything", True),
        ("XX", "anything", True),
    ],
)
def test_a_postal_code_has_a_form_of_its_country(country: str, code: str, fits: bool) -> None:
    assert code_fits(country, code) is fits


def test_the_example_of_a_country_has_its_form() -> None:
    assert code_fits("PT", code_example("PT"))
    assert code_example("HK") == ""
