"""The front door: what comes out has the form of the contract, is pure, and is quick."""

import json
import subprocess
import sys
from time import perf_counter
from typing import Any

import jsonschema
import pytest

from sojourn.engine import determine, load_law, read_situation
from sojourn.engine.lawbook.law_files import law_directory
from tests.engine.builders import posting, stay, with_facts

SCHEMA = json.loads((law_directory() / "contract" / "determination.schema.json").read_text())
SITUATION = json.loads((law_directory() / "contract" / "situation.schema.json").read_text())

SITUATIONS = {
    "home law": posting(),
    "host law": posting(end="2034-01-01"),
    "open": posting(host="FR"),
    "refer": posting(host="AT") | {"history": [stay("SG", "2025-01-01", "2027-02-28")]},
    "no agreement": posting(host="TH"),
    "no work": posting(work=False),
    "no agreement, time limited": posting("SG", "GB"),
    "uncovered": {
        "person": {"nationalities": ["US"], "residence": "AU"},
        "activities": [{"id": "a", "country": "AU", "status": "self_employed", "start": "2027-01-01"}],
    },
    "nobody works": {"period": {"start": "2027-01-01", "end": None}},
    "one country": {"activities": [{"id": "a", "country": "DE", "start": "2027-01-01"}]},
    "at sea, flag unknown": posting(country="XZ", place="ship"),
}


@pytest.mark.parametrize("facts", SITUATIONS.values(), ids=SITUATIONS)
def test_the_answer_has_the_form_of_the_contract(facts: dict[str, Any]) -> None:
    jsonschema.validate(facts, SITUATION)
    answer = determine(read_situation(facts), load_law()).to_json()
    jsonschema.validate(answer, SCHEMA)
    json.dumps(answer)


@pytest.mark.parametrize("home", ["US", "DE"])
def test_an_ordinary_posting_is_decided_and_nothing_is_missing(home: str) -> None:
    host = "DE" if home == "US" else "US"
    answer = determine(read_situation(posting(home, host)), load_law()).to_json()
    assert answer["missing"] == []
    assert [period["outcome"] for period in answer["periods"]] == ["decided"]
    assert answer["periods"][0]["legislation"] == home
    assert answer["periods"][0]["certificate"]["until"] == "2030-02-28"
    assert answer["law"] == load_law().version


def test_the_same_question_gets_the_same_answer() -> None:
    law = load_law()
    answers = [determine(read_situation(posting()), law).to_json() for _ in range(2)]
    assert answers[0] == answers[1]


def test_no_condition_without_a_sentence_an_article_and_its_facts() -> None:
    answer = determine(read_situation(posting()), load_law()).to_json()
    for condition in answer["periods"][0]["conditions"]:
        assert condition["because"].endswith(".")
        assert condition["article"] == "6(2)"
        assert condition["facts"]


def test_the_law_is_loaded_once() -> None:
    assert load_law() is load_law()


def test_a_warning_about_the_past_needs_a_day_to_compare_with() -> None:
    def warnings(**more: Any) -> set[str]:
        facts = with_facts(posting(), **more)
        return {each["id"] for each in determine(read_situation(facts), load_law()).to_json()["warnings"]}

    assert not warnings() & {"start_in_past", "apply_before_start"}
    assert "start_in_past" in warnings(as_of="2027-03-02")
    assert "apply_before_start" in warnings(as_of="2027-03-01")


def test_the_engine_wants_no_settings_and_no_framework() -> None:
    code = (
        "import sys; import sojourn.engine; "
        "print(any(name.split('.')[0] == 'django' for name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_determination_takes_well_under_a_millisecond() -> None:
    """The goal is 100 microseconds; the test leaves room for a loaded machine and catches only a blunder."""
    law, situation = load_law(), read_situation(posting())
    best = min(_seconds(situation, law) for _ in range(5))
    assert best < 0.001


def _seconds(situation: Any, law: Any) -> float:
    start = perf_counter()
    for _ in range(20):
        determine(situation, law)
    return (perf_counter() - start) / 20
