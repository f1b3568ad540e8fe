"""The worked examples beside the instruments, and law files that must be refused."""

import copy
import re
import shutil
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from sojourn.engine import LawError, determine, load_law, read_situation
from sojourn.engine.lawbook.law_files import law_directory
from sojourn.engine.lawbook.yaml_reading import read_yaml
from sojourn.engine.telling.determination import Determination
from tests.law.checking import certificate_differences, exempt_differences, period_at

EXAMPLES = law_directory() / "examples"


def plain(value: Any) -> Any:
    """Dates as the contract writes them."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def changed(situation: Any, changes: dict[str, Any]) -> Any:
    """The situation with some facts set; UNSET takes one out."""
    result = copy.deepcopy(situation)
    for path, value in changes.items():
        place = result
        steps: list[str | int] = [
            int(step) if step.isdigit() else step for step in re.findall(r"[^.\[\]]+", path)
        ]
        for step in steps[:-1]:
            if isinstance(place, dict) and step not in place:
                place[step] = {}
            place = place[step]
        last = steps[-1]
        if value == "UNSET":
            place.pop(last, None)
        elif isinstance(place, list) and isinstance(last, int) and last == len(place):
            place.append(value)
        else:
            place[last] = value
    return result


def example_files() -> list[Path]:
    """One file an instrument, a folder a family."""
    folders = [
        each for each in EXAMPLES.iterdir() if each.is_dir() and each.name not in ("official", "refused")
    ]
    return sorted(path for folder in folders for path in folder.glob("*.yaml"))


@cache
def content_of(path: Path) -> Any:
    """What a file of examples says."""
    return plain(read_yaml(path))


@cache
def answered(path: Path) -> tuple[tuple[str, Any, Determination], ...]:
    """The examples of a file and their variants: name, what is expected, what the engine answers."""
    law = load_law()
    found = []
    for example in content_of(path)["examples"]:
        found.append(
            (example["name"], example["expect"], determine(read_situation(example["situation"]), law))
        )
        for variant in example.get("variants", ()):
            situation = changed(example["situation"], variant["set"])
            name = f"{example['name']}: {variant['name']}"
            found.append((name, variant["expect"], determine(read_situation(situation), law)))
    return tuple(found)


def wrong(answer: Any, expect: Any) -> Iterator[str]:
    period = period_at(answer, expect.get("at"))
    outcome = expect.get("outcome", "decided")
    if period["outcome"] != outcome:
        yield f"outcome {period['outcome']}, missing {period['missing']}"
        return
    if "legislation" in expect and period["legislation"] != expect["legislation"]:
        yield f"legislation {period['legislation']}"
    basis = period["basis"] or {}
    for key in ("instrument", "article"):
        if expect.get(key) is not None and basis.get(key) != expect[key]:
            yield f"{key} {basis.get(key)}"
    yield from certificate_differences(period["certificate"], expect)
    for key, name in (("until", "until"), ("max_months", "max_months"), ("issuer_country", "country")):
        if expect.get(key) is not None and (period["certificate"] or {}).get(name) != expect[key]:
            yield f"certificate {period['certificate']}"
    yield from exempt_differences(period, expect)
    offered = {way["category"]: way["by"] for way in period["alternatives"]}
    if expect.get("alternative", next(iter(offered), None)) not in (*offered, None):
        yield f"alternatives {offered}"
    if expect.get("no_alternative") in offered:
        yield f"alternatives {offered}"
    if "choice_by" in expect and offered.get("choice") != expect["choice_by"]:
        yield f"choice by {offered.get('choice')}"
    if "missing" in expect and (period["missing"] or [None])[0] != expect["missing"]:
        yield f"missing {period['missing']}"
    if expect.get("missing_none") and (period["missing"] or answer["missing"]):
        yield f"missing {answer['missing']}"
    if "refer" in expect and expect["refer"] not in {reason["code"] for reason in period["refer_reasons"]}:
        yield f"refer {period['refer_reasons']}"
    if "warning" in expect and expect["warning"] not in {each["id"] for each in answer["warnings"]}:
        yield f"warnings {answer['warnings']}"
    if "confidence" in expect and period["confidence"] != expect["confidence"]:
        yield f"confidence {period['confidence']}"


@pytest.mark.parametrize("path", example_files(), ids=lambda path: path.stem)
def test_worked_examples_come_out(path: Path) -> None:
    """All of one file at once: there are thousands."""
    found = [(name, list(wrong(answer.to_json(), expect))) for name, expect, answer in answered(path)]
    assert [(name, faults) for name, faults in found if faults] == []


def test_every_instrument_has_examples() -> None:
    told = {content_of(path)["instrument"] for path in example_files()}
    law = load_law()
    assert told >= {name for name in law.instruments if law.instruments[name].provisions}


def test_every_provision_decides_at_least_one_example() -> None:
    used = {
        trial.provision.id
        for path in example_files()
        for _, _, answer in answered(path)
        for period in answer.periods
        for trial in period.trials
    }
    unused = {
        provision.id
        for instrument in load_law().instruments.values()
        if instrument.in_force is not None or instrument.since_unknown
        for provision in instrument.provisions
    } - used
    # The clause of exceptions is the same everywhere and is shown with Germany.
    assert {name for name in unused if not name.endswith("-exception")} == set()


def refused() -> list[Any]:
    return [pytest.param(path, id=path.stem) for path in sorted((EXAMPLES / "refused").glob("*.yaml"))]


@pytest.mark.parametrize("path", refused())
def test_law_that_is_wrong_does_not_load(path: Path, tmp_path: Path) -> None:
    """Each file begins with the reason for which it must be refused."""
    reason = re.match(r"# refused: (.+)", path.read_text(encoding="utf-8"))
    assert reason is not None
    shutil.copytree(law_directory() / "reference", tmp_path / "reference")
    shutil.copytree(law_directory() / "domestic", tmp_path / "domestic")
    shutil.copytree(law_directory() / "institutions", tmp_path / "institutions")
    (tmp_path / "instruments").mkdir()
    shutil.copy(path, tmp_path / "instruments" / path.name)
    with pytest.raises(LawError) as refusal:
        load_law(tmp_path)
    assert reason.group(1) in str(refusal.value)
    assert path.name in str(refusal.value) or "xx-test" in str(refusal.value)


def test_there_are_refused_files() -> None:
    assert len(refused()) >= 8
