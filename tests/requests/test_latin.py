"""Names proposed in Latin letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.requests.latin import in_latin_letters
from sojourn.requests.written import is_latin


@pytest.mark.parametrize(
    ("name", "proposed"),
    [
        ("Коваленко", "Kovalenko"),
        ("Щукин", "Shchukin"),
        ("ЖУКОВ", "ZHUKOV"),
        ("Анна-Мария", "Anna-Mariia"),
        ("Παπαδοπούλου", "Papadopoulou"),
        ("Αγγελόπουλος", "Angelopoulos"),
    ],
)
def test_cyrillic_and_greek_names_get_the_letters_of_the_passport(name: str, proposed: str) -> None:
    assert in_latin_letters(name) == proposed


@pytest.mark.parametrize("name", ["李小龍", "محمد", "Okafor", "Müller", "", "-"])
def test_nothing_is_proposed_where_there_is_no_table_or_no_need(name: str) -> None:
    assert in_latin_letters(name) is None


@given(st.text(alphabet=st.characters(min_codepoint=0x370, max_codepoint=0x4FF), max_size=20))
def test_what_is_proposed_is_in_latin_letters(name: str) -> None:
    proposed = in_latin_letters(name)
    assert proposed is None or is_latin(proposed)
