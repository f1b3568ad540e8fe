"""The table of checks: what passes and what is found, read from findings.yaml."""

import ast
import inspect
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from sojourn.casework.checks import straight_through  # noqa: F401  enters all checks
from sojourn.casework.checks.facts import (
    CaseFacts,
    Colleague,
    ForeignCertificate,
    LawBehind,
    OtherCertificate,
    Surroundings,
    WithIssued,
)
from sojourn.casework.checks.findings import EXAMINATIONS, Severity
from sojourn.casework.texts import FINDINGS
from tests.casework.plain import facts

TABLE: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    Path(__file__).with_name("findings.yaml").read_text(encoding="utf-8")
)
PLAIN = ("explained", "kind", "accepted_bases", "disputed")


def iso(value: Any) -> Any:
    """Dates as the situation writes them."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: iso(each) for key, each in value.items()}
    return [iso(each) for each in value] if isinstance(value, list) else value


def given_facts(given: Mapping[str, Any]) -> CaseFacts:
    """The plain posting, changed as a line of the table says."""
    parts = {name: iso(given[name]) for name in ("activity", "employer", "particulars") if name in given}
    made = facts(**parts)
    made.situation["person"].update(iso(given.get("person", {})))
    if "history" in given:
        made.situation["history"] = iso(given["history"])
    if "employers" in given:
        made.situation["employers"] = given["employers"]
    made.situation["activities"].extend(iso(given.get("more_activities", [])))
    made.determination["periods"][0]["conditions"] = given.get("conditions", [])
    issued = tuple(
        OtherCertificate("US-2022-AAAA", one.get("host", "DE"), one["start"], one["end"], "US")
        for one in given.get("issued", [])
    )
    changes: dict[str, Any] = {name: frozenset(given[name]) for name in PLAIN if name in given}
    if "kind" in given:
        changes["kind"] = given["kind"]
    law = given.get("law", {})
    return replace(
        made,
        other_certificates=issued,
        around=surroundings(given.get("around", {})),
        law=LawBehind(law.get("open_questions", 0), frozenset(law.get("lands", ()))),
        bases=given.get("bases", {}),
        **changes,
    )


def surroundings(around: Mapping[str, Any]) -> Surroundings:
    """What the institution knows beside the request."""
    plain = {
        key: value for key, value in around.items() if key not in ("foreign", "colleagues", "with_issued")
    }
    if plain.get("answer_then"):
        plain["answer_then"] = tuple(plain["answer_then"])
    answer = around.get("with_issued")
    return Surroundings(
        **plain,
        foreign_certificates=tuple(
            ForeignCertificate("F-1", one.get("country", "FR"), "DE", one["start"], one["end"])
            for one in around.get("foreign", [])
        ),
        colleagues=tuple(Colleague("SJ-2", one["start"], one["end"]) for one in around.get("colleagues", [])),
        with_issued=answer
        and WithIssued(
            answer["outcome"],
            answer["legislation"],
            frozenset(answer.get("failed", ())),
            frozenset(answer.get("referred", ())),
        ),
    )


def lines() -> Iterator[Any]:
    for name, table in TABLE.items():
        for line in table:
            yield pytest.param(name, line["given"], line["finds"], id=f"{name}: {line['says']}")


@pytest.mark.parametrize(("name", "given", "finds"), list(lines()))
def test_check_finds_what_the_table_says(name: str, given: dict[str, Any], finds: list[str]) -> None:
    found = EXAMINATIONS[name].check(given_facts(given))
    assert [each.code if each.hinders else f"warning:{each.code}" for each in found] == finds
    for each in found:
        assert each.severity in EXAMINATIONS[name].finds[each.code]
        assert str(FINDINGS[each.code]) % {"topic": "", **each.params}


def test_every_check_of_the_table_passes_something_and_finds_all_that_it_says() -> None:
    for name, table in TABLE.items():
        found = {code.removeprefix("warning:") for line in table for code in line["finds"]}
        assert found == set(EXAMINATIONS[name].finds), name
        assert any(not line["finds"] for line in table), name


def test_checks_say_of_themselves_which_codes_they_find() -> None:
    codes: list[str] = []
    for name, examination in EXAMINATIONS.items():
        source = ast.parse(inspect.getsource(inspect.getmodule(examination.check)))
        texts = {node.value for node in ast.walk(source) if isinstance(node, ast.Constant)}
        assert {code for code in examination.finds if not code.startswith("outcome_")} <= texts, name
        codes += examination.finds
    assert len(codes) == len(set(codes)), "a code belongs to one check"
    assert set(codes) | {"automation_failed"} == set(FINDINGS)


def test_severities_are_those_of_the_room() -> None:
    assert {each for one in EXAMINATIONS.values() for kinds in one.finds.values() for each in kinds} == set(
        Severity
    )
