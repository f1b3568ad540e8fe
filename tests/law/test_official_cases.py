"""The official worked examples: what the authority itself publishes must come out."""

import json
from typing import Any

import pytest

from sojourn.engine import determine, load_law, read_situation
from sojourn.engine.lawbook.law_files import law_directory
from tests.law.checking import differences

OFFICIAL = law_directory() / "examples" / "official"


def cases() -> list[Any]:
    found = []
    for path in sorted(OFFICIAL.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            found.append(pytest.param(case, id=case["id"]))
    return found


@pytest.mark.parametrize("case", cases())
def test_official_case_comes_out(case: dict[str, Any]) -> None:
    answer = determine(read_situation(case["situation"]), load_law()).to_json()
    wrong = list(differences(answer, case["expect"], case.get("expect_more") or {}))
    assert not wrong, f"{case['why']} {case['source']}: {wrong}"


def test_election_deadline_of_the_manual_is_told() -> None:
    case = next(each.values[0] for each in cases() if each.values[0]["id"] == "us-it-01")
    answer = determine(read_situation(case["situation"]), load_law()).to_json()
    deadline = case["expect_more"]["election_deadline"]
    assert [duty["by"] for duty in answer["duties"] if duty["id"] == "choose"] == [deadline]
    offered = answer["periods"][0]["alternatives"]
    assert [way["by"] for way in offered if way["category"] == "choice"] == [deadline]


def test_the_copy_of_the_cases_is_complete() -> None:
    assert len(cases()) >= 49
    assert {path.stem for path in OFFICIAL.glob("*.jsonl")} >= {"us", "gb_ca"}
