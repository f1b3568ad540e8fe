"""What holds for every situation, whatever the facts."""

import copy
import itertools
from datetime import date, timedelta
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sojourn.core.periods import last_day_of, next_day
from sojourn.engine import determine, explain, load_law, read_situation
from tests.engine.builders import posting
from tests.engine.situations import PARTNERS, situations, starts
from tests.engine.test_front_door import SCHEMA

modest = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def answer(facts: dict[str, Any]) -> dict[str, Any]:
    return determine(read_situation(facts), load_law()).to_json()


@modest
@given(situations())
def test_every_situation_gets_an_answer_in_the_form_of_the_contract_and_in_words(
    facts: dict[str, Any],
) -> None:
    law = load_law()
    determination = determine(read_situation(facts), law)
    VALIDATOR.validate(determination.to_json())
    for language in ("en", "de"):
        told = explain(determination, law, language)
        assert len(told.periods) == len(determination.periods)
        assert all(period.verdict for period in told.periods)


@modest
@given(situations())
def test_periods_cover_the_situation_without_gap_or_overlap(facts: dict[str, Any]) -> None:
    periods = answer(facts)["periods"]
    activities = facts["activities"]
    assert periods[0]["start"] == min(each["start"] for each in activities)
    ends = [each.get("end") for each in activities]
    assert max((period["end"] or "9999") for period in periods) == ("9999" if None in ends else max(ends))
    for country in {each for period in periods for each in period["countries"]}:
        spans = sorted((p["start"], p["end"] or "9999-12-31") for p in periods if country in p["countries"])
        for earlier, later in itertools.pairwise(spans):
            assert earlier[1] < later[0], "two answers for one country on one day"
    days = sorted({(period["start"], period["end"] or "9999-12-31") for period in periods})
    reached = days[0][1]
    for start, end in days[1:]:
        assert date.fromisoformat(start) <= next_day(date.fromisoformat(reached)), "a gap"
        reached = max(reached, end)


@modest
@given(situations())
def test_a_certificate_is_always_of_the_country_whose_law_applies(facts: dict[str, Any]) -> None:
    for period in answer(facts)["periods"]:
        paper = period["certificate"]
        if paper is not None:
            assert period["outcome"] == "decided"
            assert paper["country"] == period["legislation"]
            if paper["limit"] is not None:
                assert paper["until"] is not None
                assert paper["until"] <= paper["limit"]
        assert (period["legislation"] is not None) == (period["outcome"] == "decided")
        assert bool(period["missing"]) >= (period["outcome"] == "undetermined")


# Facts whose absence is an open question; other facts, left out, are taken not to be so (no ship, no director).
ASKED = [
    ("person", "nationalities", [["US"], ["BR"], ["IT"]]),
    ("person", "residence", ["US", "BR"]),
    ("person", "private_health_cover", [True, False]),
    ("activities", "works_for_sender", [True, False]),
    ("activities", "hired_locally", [True, False]),
    ("activities", "local_contract", [True, False]),
    ("activities", "similar_activity", [True, False]),
]


@modest
@given(situations(), st.sampled_from(ASKED), st.data())
def test_one_more_fact_never_turns_decided_into_undetermined(
    facts: dict[str, Any], asked: tuple[str, str, list[Any]], data: st.DataObject
) -> None:
    part, name, values = asked
    more = copy.deepcopy(facts)
    for facts_or_more in (facts, more):
        place = facts_or_more["person"] if part == "person" else facts_or_more["activities"][0]
        place.pop(name, None)
    place[name] = data.draw(st.sampled_from(values))
    before, after = answer(facts), answer(more)
    # A case that touches one country only is decided without an instrument; a fact that brings in another opens it.
    if all(period["outcome"] == "decided" and period["basis"] for period in before["periods"]):
        assert all(period["outcome"] != "undetermined" for period in after["periods"])


@modest
@given(situations())
def test_names_of_things_change_nothing(facts: dict[str, Any]) -> None:
    renamed = copy.deepcopy(facts)
    for activity in renamed["activities"]:
        activity["id"] += " renamed"
        if "employer" in activity:
            activity["employer"] += "x"
    for stay in renamed["history"]:
        if "employer" in stay:
            stay["employer"] += "x"
    for employer in renamed["employers"]:
        employer["id"] += "x"
        if "affiliate_of" in employer:
            employer["affiliate_of"] += "x"
    renamed["person"]["birth_year"] = 1980
    assert answer(renamed) == answer(facts)


def filled(facts: dict[str, Any], path: str, data: st.DataObject) -> dict[str, Any]:
    """The facts with the missing one answered somehow."""
    home = facts["employers"][0]["seat"]
    host = facts["employers"][1]["seat"]
    answers: dict[str, list[Any]] = {
        "nationalities": [[home], [host], ["BR"], ["US", "IT"]],
        "residence": [home, host, "BR"],
        "insured": [[], [{"country": home, "start": "1990-01-01"}]],
        "chosen_legislation": [home, host],
        "end": [None, "2039-12-31"],
        "status": ["employee", "self_employed"],
        "employer": ["e1", "e2"],
        "sent_from": [home, host],
        "flag": [home, host],
        "home_base": [home, host],
        "place_of_business": [[home], []],
        "owned_share": [0.2, 0.9],
        "paid_from": [home, host],
        "classified_as": [{home: "employee", host: "self_employed"}, {home: "employee", host: "employee"}],
    }
    more = copy.deepcopy(facts)
    place: Any = more
    steps = path.replace("]", "").replace("[", ".").split(".")
    for step in steps[:-1]:
        place = place[int(step)] if step.isdigit() else place.setdefault(step, {})
    place[steps[-1]] = data.draw(st.sampled_from(answers.get(steps[-1], [True, False])), label=path)
    return more


@modest
@given(situations(), st.data())
def test_asking_for_the_first_missing_fact_again_and_again_ends(
    facts: dict[str, Any], data: st.DataObject
) -> None:
    for _ in range(20):
        missing = [
            path
            for period in answer(facts)["periods"]
            if period["outcome"] == "undetermined"
            for path in period["missing"]
        ]
        if not missing:
            return
        facts = filled(facts, missing[0], data)
    pytest.fail(f"still asking for {missing}")


@settings(max_examples=60, deadline=None)
@given(
    starts.filter(lambda day: day > date(2020, 1, 1)),
    st.sampled_from([each for each in PARTNERS if each != "IT"]),
    st.booleans(),
)
def test_the_last_day_of_the_limit_is_covered_and_a_day_more_is_not(
    start: date, partner: str, outward: bool
) -> None:
    home, host = ("US", partner) if outward else (partner, "US")
    facts = posting(home, host, start=start.isoformat(), employed_since="2000-01-01")
    facts["person"]["private_health_cover"] = True
    months = 36 if (home, host) == ("DK", "US") else 60
    last = last_day_of(start, months)
    facts["activities"][0]["end"] = last.isoformat()
    assert [period["legislation"] for period in answer(facts)["periods"]] == [home]
    facts["activities"][0]["end"] = next_day(last).isoformat()
    assert [period["legislation"] for period in answer(facts)["periods"]] == [host]


@settings(max_examples=40, deadline=None)
@given(
    st.integers(1, 3000),
    st.sampled_from([each for each in PARTNERS if each not in ("IT", "DK", "FR", "JP", "NO")]),
)
def test_symmetric_agreements_answer_alike_both_ways(days: int, partner: str) -> None:
    end = (date(2027, 3, 1) + timedelta(days=days)).isoformat()
    out = answer(posting("US", partner, end=end))["periods"][0]
    back = answer(posting(partner, "US", end=end))["periods"][0]
    assert (out["legislation"] == "US") == (back["legislation"] == partner)
    assert out["basis"]["article"] == back["basis"]["article"]
