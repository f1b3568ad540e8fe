"""Which countries work touches besides the one where it is done, and which of them is asked first."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from sojourn.engine import load_law, read_situation
from sojourn.engine.lawbook.browsing import institutions_of
from sojourn.engine.lawbook.law import PersonScope
from sojourn.engine.lawkeeping.publishing import schema_texts
from sojourn.engine.links import linked_countries
from tests.engine.builders import posting

LAW = load_law()
LOCAL = dict.fromkeys(("sent_from", "works_for_sender", "recruited_in", "local_contract"), "unset")
PLAIN = {"person": {"nationalities": ["US"], "residence": "DE"}, "employers": [{"id": "e1", "seat": "DE"}]}


def links(person: dict[str, Any] | None = None, requests: Any = None, **changes: Any) -> tuple[str, ...]:
    """Work in Germany for a German employer by an American who lives there, where nothing else is said."""
    facts = {**posting(**{**LOCAL, "receiving_employer": "unset", **changes}), **PLAIN}
    facts["person"] = {**facts["person"], **(person or {})}
    if requests is not None:
        facts["requests"] = requests
    situation = read_situation(facts)
    return linked_countries(LAW, situation, situation.activities[0], "DE", ())


def asked(state: str) -> list[dict[str, Any]]:
    return [{"kind": "exception", "legislation": "FR", "until": "2030-02-28", "state": state}]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ()),
        ({"status": "self_employed"}, ("US",)),
        ({"status": "self_employed", "person": {"nationalities": ["FR"]}}, ()),
        ({"person": {"residence": "AT"}}, ("AT",)),
        ({"requests": asked("agreed")}, ("FR",)),
        ({"requests": asked("refused")}, ()),
        ({"sent_from": "CA", "person": {"residence": "AT"}}, ("CA",)),
        ({"sent_from": "DE", "person": {"residence": "AT"}}, ("AT",)),
        ({"sent_from": "CA", "covered_by": ["AT"]}, ("CA", "AT")),
    ],
)
def test_the_countries_that_work_touches(changes: dict[str, Any], expected: tuple[str, ...]) -> None:
    assert links(**changes) == expected


@pytest.mark.parametrize(
    ("on", "concerned"),
    [
        (date(2020, 12, 31), False),
        (date(2021, 1, 1), True),
        (date(2026, 12, 31), True),
        (date(2027, 1, 1), False),
    ],
)
def test_whom_an_agreement_covers_counts_from_its_first_to_its_last_day(on: date, concerned: bool) -> None:
    first, last = date(2021, 1, 1), date(2026, 12, 31)
    scope = PersonScope("x", frozenset({"CH"}), frozenset({"FR", "DE"}), (), first, last, None)
    assert scope.concerns("CH", "FR", on) is scope.concerns("DE", "CH", on) is concerned
    assert not scope.concerns("FR", "DE", on)


def named(instrument: str, *country: str) -> Iterator[str]:
    return (each.id for each in institutions_of(LAW, LAW.instruments[instrument], *country))


def test_institutions_of_an_agreement_are_those_that_say_so() -> None:
    everybody, american = set(named("us-de")), set(named("us-de", "US"))
    assert american < everybody
    assert {LAW.institutions[each].country for each in everybody} == {"US", "DE"}
    assert {LAW.institutions[each].country for each in american} == {"US"}
    assert all("us-de" in LAW.institutions[each].instruments for each in everybody)


def test_pairs_are_known_both_ways_round() -> None:
    assert ("US", "DE") in LAW.by_pair
    assert ("DE", "US") in LAW.by_pair
    assert ("AQ", "BV") not in LAW.by_pair
    assert [LAW.instruments["us-de"].other(each) for each in ("US", "DE")] == ["DE", "US"]


def test_each_published_form_is_called_after_what_it_describes_and_says_what_is_in_it() -> None:
    texts = schema_texts()
    assert "instrument.schema.json" in texts
    for name, text in texts.items():
        assert f'"title": "{name.removesuffix(".schema.json")}"' in text
        assert '"properties"' in text
