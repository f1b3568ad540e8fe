"""The ordinary cases between two countries are the engine's own answers, with their facts."""

from datetime import date

import pytest

from sojourn.engine import determine, load_law, read_situation
from sojourn.engine.lawbook.browsing import systems
from sojourn.engine.typical import PRIVATE_HEALTH_COVER, Typical, typical_cases

LAW = load_law()
START = date(2026, 12, 1)


def cases(home: str, host: str) -> dict[str, Typical]:
    return {each.code: each for each in typical_cases(LAW, home, host, START)}


def legislation(case: Typical) -> str | None:
    return case.determination.periods[0].legislation


@pytest.mark.parametrize(("home", "host"), [("US", "DE"), ("DE", "US"), ("FR", "US")])
def test_the_law_of_home_goes_on_up_to_the_limit_and_not_beyond(home: str, host: str) -> None:
    found = cases(home, host)
    assert legislation(found["sent"]) == home
    assert legislation(found["sent_to_limit"]) == home
    assert found["sent_to_limit"].determination.periods[-1].legislation == home
    assert legislation(found["sent_beyond"]) == host
    assert legislation(found["sent_open"]) == host


def test_somebody_hired_there_is_insured_there() -> None:
    found = cases("US", "DE")
    assert legislation(found["hired_there"]) == legislation(found["hired_there_from_home"]) == "DE"


def test_each_case_says_what_the_engine_says_to_its_facts() -> None:
    for case in typical_cases(LAW, "DE", "US", START):
        assert determine(read_situation(dict(case.facts)), LAW).to_json() == case.determination.to_json()


def test_a_fact_on_which_the_answer_hangs_is_named() -> None:
    assert cases("US", "FR")["sent"].assumed == (PRIVATE_HEALTH_COVER,)
    assert cases("US", "DE")["sent"].assumed == ()


def test_without_an_agreement_nothing_is_decided() -> None:
    found = cases("AQ", "BV")
    assert {each.outcome for each in found["sent"].determination.periods} == {"uncoordinated"}


def test_every_country_can_be_asked_about() -> None:
    for code in systems(LAW):
        if code != "US":
            assert typical_cases(LAW, "US", code, START)
            assert typical_cases(LAW, code, "US", START)
