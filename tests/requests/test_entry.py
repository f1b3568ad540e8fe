"""What people type, read into answers: forgiving, and never guessing."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sojourn.engine.lawbook.facts import Applicant, Fact, load_facts
from sojourn.requests.entry import UNKNOWN, Typed, Value, read

FACTS = load_facts()
SSN, EIN = FACTS["worker.ssn"], FACTS["sender.ein"]
NAME, START, END = FACTS["worker.family_name"], FACTS["activities[0].start"], FACTS["activities[0].end"]


def value(fact_id: str, typed: Typed) -> Value | None:
    found = read(FACTS[fact_id], typed)
    assert not found.problems, found.problems
    return found.value


def code(fact: Fact, typed: Typed) -> str:
    found = read(fact, typed)
    assert found.value is None
    return found.problems[0].code


@pytest.mark.parametrize(
    "typed",
    ["808-21-4471", "808214471", " 808 21 4471 ", "808–21–4471", "(808) 21.4471", "８０８２１４４７１"],
)
def test_a_social_security_number_is_understood_however_it_is_dressed(typed: str) -> None:
    assert value("worker.ssn", typed) == "808-21-4471"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("808-21-447", "ssn_digits"),
        ("808-21-44710", "ssn_digits"),
        ("000-21-4471", "ssn_range"),
        ("666-21-4471", "ssn_range"),
        ("900-21-4471", "ssn_range"),
        ("808-00-4471", "ssn_range"),
        ("808-21-0000", "ssn_range"),
        ("078-05-1120", "ssn_range"),
        ("80B-21-4471", "number_has_letters"),
    ],
)
def test_a_wrong_social_security_number_is_refused_with_its_reason(typed: str, expected: str) -> None:
    assert code(SSN, typed) == expected


def test_a_problem_tells_how_many_digits_were_entered_and_nothing_of_the_number() -> None:
    (problem,) = read(SSN, "808-21-447").problems
    assert dict(problem.params) == {"entered": 8}


def test_an_employer_number_is_checked_and_grouped() -> None:
    assert value("sender.ein", "364219873") == "36-4219873"
    assert code(EIN, "07-1234567") == "ein_range"
    assert code(EIN, "36-421987") == "ein_digits"


@pytest.mark.parametrize(
    "typed",
    [
        "2027-03-01",
        "2027-03-01T09:00:00Z",
        "2027/3/1",
        "1 March 2027",
        "1. März 2027",
        "March 1, 2027",
        "Mar 1st 2027",
        "01.03.2027",
        {"day": "1", "month": "3", "year": "2027"},
        {"day": "01", "month": "March", "year": "2027"},
        {"day": "1", "month": "märz", "year": "2027"},
        {"day": "2027-03-01", "month": "", "year": ""},
        {"day": "１", "month": "３", "year": "２０２７"},
    ],
)
def test_a_day_is_understood_however_it_is_written(typed: Typed) -> None:
    assert value("activities[0].start", typed) == "2027-03-01"


@pytest.mark.parametrize(
    ("typed", "expected", "part"),
    [
        ("03/04/2027", "date_two_ways", ""),
        ("soon", "date_form", ""),
        ({"day": "1", "month": "3"}, "year_missing", ".year"),
        ({"day": "", "month": "3", "year": "2027"}, "day_missing", ".day"),
        ({"day": "31", "month": "2", "year": "2027"}, "not_in_calendar", ".day"),
        ({"day": "32", "month": "1", "year": "2027"}, "day_form", ".day"),
        ({"day": "1", "month": "13", "year": "2027"}, "month_form", ".month"),
        ({"day": "1", "month": "3", "year": "27"}, "year_form", ".year"),
        ({"day": "1", "month": "3", "year": "3027"}, "year_range", ".year"),
    ],
)
def test_what_is_no_day_is_refused_at_its_box(typed: Typed, expected: str, part: str) -> None:
    (problem,) = read(START, typed).problems
    assert (problem.code, problem.field) == (expected, f"activities[0].start{part}")


def test_a_slashed_date_that_can_be_read_in_one_way_only_is_taken() -> None:
    assert (
        value("activities[0].start", "3/25/2027") == value("activities[0].start", "25/3/2027") == "2027-03-25"
    )


def test_no_end_set_is_an_answer_and_a_date_beside_it_is_not() -> None:
    assert read(END, UNKNOWN).unknown
    assert code(END, UNKNOWN | {"day": "1", "month": "3", "year": "2027"}) == "both"
    assert code(START, UNKNOWN) == "unknown_not_offered"


@pytest.mark.parametrize("typed", ["DE", "de", "Germany", "deutschland", "  Germany "])
def test_a_country_is_understood_by_code_and_by_name(typed: str) -> None:
    assert value("activities[0].country", typed) == "DE"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("Québec", "CA-QC"), ("CA-QC", "CA-QC"), ("USA", "US"), ("England", "GB"), ("NO", "NO")],
)
def test_a_country_is_understood_by_its_other_names(typed: str, expected: str) -> None:
    assert value("activities[0].country", typed) == expected


@pytest.mark.parametrize("typed", ["Atlantis", "ZZ", "XZ", "XX", "D", "YU", 7, True, ["DE"]])
def test_what_is_no_country_is_refused(typed: Typed) -> None:
    assert code(FACTS["activities[0].country"], typed) in {"country_unknown", "text_form"}


def test_somebody_without_nationality_says_so_and_nothing_else() -> None:
    nationalities = FACTS["person.nationalities"]
    assert value("person.nationalities", ["XX"]) == ["XX"]
    assert code(nationalities, ["XX", "DE"]) == "stateless_and_national"
    assert code(FACTS["person.contributions_paid_to"], ["XX"]) == "country_unknown"


def test_nationalities_are_taken_once_each_in_their_order() -> None:
    assert value("person.nationalities", ["Japan", "US", "", "jp"]) == ["JP", "US"]


@pytest.mark.parametrize(
    "name",
    ["O’Neill-Núñez", "Олена", "Ελένη", "李小龍", "محمد", "नरेन्द्र", "Nguyễn Thị", "Jr.", "X Æ A-12", "ʻAukai"],
)
def test_a_name_in_any_script_is_taken_as_it_is(name: str) -> None:
    assert value("worker.family_name", f"  {name} ") == name


def test_a_name_is_kept_in_composed_form() -> None:
    assert value("worker.family_name", "Mu\u0308ller") == "M\u00fcller"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Okafor\u202e", "direction_marks"),
        ("Okafor\u2066x\u2069", "direction_marks"),
        ("Oka\x00for", "control_characters"),
        ("Oka\x1bfor", "control_characters"),
        ("Oka\ue000for", "control_characters"),
        ("Oka\U000e0041for", "control_characters"),
        ("Z" + "\u0301\u0302\u0303\u0304\u0305\u0306" * 3, "too_many_marks"),
        ("a" * 201, "too_long"),
        ("a" * 10_000_000, "too_long"),
        ("123", "name_without_letters"),
        ("...", "name_without_letters"),
        (True, "text_form"),
        (["Okafor"], "text_form"),
        ({"day": "1"}, "text_form"),
    ],
)
def test_a_name_that_cannot_be_printed_is_refused_with_its_reason(typed: Typed, expected: str) -> None:
    assert code(NAME, typed) == expected


def test_invisible_marks_from_pasting_are_dropped_without_a_word() -> None:
    assert value("worker.family_name", "\ufeffOkafor\u200e\u00ad") == "Okafor"


def test_joiners_inside_persian_names_are_kept() -> None:
    assert value("worker.family_name", "علی\u200cزاده") == "علی\u200cزاده"


@pytest.mark.parametrize(("typed", "expected"), [("25", 0.25), ("12,5 %", 0.125), (100, 1.0), ("0", 0.0)])
def test_a_share_is_understood_in_percent(typed: Typed, expected: float) -> None:
    assert value("employers[1].owned_share", typed) == expected


@pytest.mark.parametrize("typed", ["101", "-1", "nan", "inf", "a quarter", True])
def test_a_share_beyond_the_whole_is_refused(typed: Typed) -> None:
    assert code(FACTS["employers[1].owned_share"], typed) == "percent_form"


def test_a_us_state_is_understood_by_code_and_by_name() -> None:
    assert value("sender.state", "ohio") == value("sender.state", "OH") == "OH"
    assert code(FACTS["sender.state"], "Bavaria") == "state_unknown"


def test_a_choice_must_be_one_of_the_applicants_own() -> None:
    row = {"start": "2020-01-01", "end": "2020-12-31", "how": "own_business"}
    history = FACTS["history"]
    assert read(history, [row], Applicant.SELF_EMPLOYED).value
    assert read(history, [row], Applicant.EMPLOYER).problems[0].code == "choice_unknown"


def test_rows_name_each_fault_where_it_is_and_empty_rows_are_none() -> None:
    good = {"start": "2020-01-01", "end": {"day": "31", "month": "12", "year": "2020"}, "how": "sent_by_us"}
    bad = {"start": {"day": "30", "month": "2", "year": "2020"}, "end": "", "how": "flown"}
    found = read(FACTS["history"], [good, {"start": "", "end": {"day": ""}, "how": ""}, bad])
    assert {(problem.field, problem.code) for problem in found.problems} == {
        ("history[1].start.day", "not_in_calendar"),
        ("history[1].end", "missing"),
        ("history[1].how", "choice_unknown"),
    }
    assert read(FACTS["history"], [good, {}]).value == [
        {"start": "2020-01-01", "end": "2020-12-31", "how": "sent_by_us"}
    ]


def test_more_rows_than_asked_for_are_refused() -> None:
    row = {"start": "2020-01-01", "end": "2020-12-31", "how": "sent_by_us"}
    assert code(FACTS["history"], [row] * 11) == "rows_too_many"


def test_a_column_that_is_not_asked_is_refused() -> None:
    assert code(FACTS["history"], [{"salary": "1"}]) == "column_unknown"


@pytest.mark.parametrize("fact", FACTS.facts, ids=lambda fact: fact.id)
@pytest.mark.parametrize("nothing", [None, "", "   ", [], {}, {"day": "", "month": "", "year": ""}])
def test_nothing_typed_is_no_answer_and_no_fault(fact: Fact, nothing: Typed) -> None:
    found = read(fact, nothing)
    assert (found.value, found.unknown, found.problems) == (None, False, ())


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=60),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


@given(fact=st.sampled_from(FACTS.facts), typed=anything)
@example(fact=SSN, typed="²²²-²²-²²²²")
@example(fact=START, typed={"day": "²", "month": "³", "year": "٢٠٢٧"})
@example(fact=NAME, typed="\ud800")
def test_whatever_is_typed_is_read_or_refused_and_never_breaks(fact: Fact, typed: Typed) -> None:
    for applicant in Applicant:
        found = read(fact, typed, applicant)
        assert not (found.problems and found.value is not None)
        assert all(problem.field.startswith(fact.id) for problem in found.problems)


@given(typed=st.text(min_size=5, max_size=60))
def test_what_was_typed_never_stands_in_a_problem(typed: str) -> None:
    for fact in (SSN, EIN, NAME, START):
        for problem in read(fact, typed).problems:
            assert typed not in str(problem.params)


@given(day=st.dates())
def test_a_day_that_is_read_is_read_back_the_same(day: object) -> None:
    found = read(START, str(day))
    if found.value is not None:
        assert read(START, str(found.value)).value == found.value == str(day)


@given(text=st.text(max_size=210))
def test_a_name_that_was_taken_is_taken_again_unchanged(text: str) -> None:
    taken = read(NAME, text).value
    if taken is not None:
        assert read(NAME, taken).value == taken
