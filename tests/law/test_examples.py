"""The worked examples beside the instruments, and law files that must be refused."""

import copy
import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sojourn.engine import LawError, determine, load_law, read_situation
from sojourn.engine.lawbook.law_files import law_directory
from sojourn.engine.lawbook.yaml_reading import read_yaml
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
    folders = [each for each in EXAMPLES.iterdir() if each.is_dir() and each.name not in ("official", "refused")]
    return sorted(path for folder in folders for path in folder.glob("*.yaml"))


def examples() -> Iterator[Any]:
    for path in example_files():
        content = plain(read_yaml(path))
        for example in content["examples"]:
            name = f"{content['instrument']}: {example['name']}"
            yield pytest.param(example["situation"], example["expect"], id=name)
            for variant in example.get("variants", ()):
                situation = changed(example["situation"], variant["set"])
                yield pytest.param(situation, variant["expect"], id=f"{name}: {variant['name']}")


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


@pytest.mark.parametrize(("situation", "expect"), list(examples()))
def test_worked_example_comes_out(situation: Any, expect: Any) -> None:
    answer = determine(read_situation(situation), load_law()).to_json()
    assert list(wrong(answer, expect)) == []


def test_every_instrument_has_examples() -> None:
    told = {read_yaml(path)["instrument"] for path in example_files()}
    law = load_law()
    assert told >= {name for name in law.instruments if law.instruments[name].provisions}


def test_every_provision_decides_at_least_one_example() -> None:
    law = load_law()
    used = set()
    for example in examples():
        for period in determine(read_situation(example.values[0]), law).periods:
            used.update(trial.provision.id for trial in period.trials)
    unused = {
        provision.id
        for instrument in law.instruments.values()
        if instrument.in_force is not None
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
