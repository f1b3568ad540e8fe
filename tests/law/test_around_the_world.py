"""What is told apart between the countries that agreements around the world bind."""

from typing import Any

import pytest

from sojourn.engine import determine, load_law, read_situation


def posting(home: str, host: str, end: str, *, start: str = "2027-03-01", **person: Any) -> Any:
    """The answer for an employee who is sent for a time."""
    activity = {
        "id": "a1",
        "country": host,
        "status": "employee",
        "employer": "e1",
        "start": start,
        "end": end,
        "pattern": "temporary",
        "sent_from": home,
        "works_for_sender": True,
        "hired_locally": False,
        "paid_from": home,
        "employed_since": "2020-01-01",
    }
    situation = {
        "person": {"nationalities": [home], "residence": home, **person},
        "employers": [{"id": "e1", "seat": home, "kind": "private", "substantial_activity": [home]}],
        "activities": [activity],
        "history": [],
    }
    return determine(read_situation(situation), load_law()).to_json()


@pytest.mark.parametrize(("home", "host"), [("DE", "CN"), ("CN", "DE"), ("DE", "IN"), ("IN", "DE")])
def test_calendar_months_count_the_month_of_the_start_in_full(home: str, host: str) -> None:
    """The example of the DVKA: 48 calendar months from 15 March 2025 end on 28 February 2029."""
    first, then = posting(home, host, "2029-03-14", start="2025-03-15")["periods"]
    assert (first["legislation"], first["end"]) == (home, "2029-02-28")
    assert (then["legislation"], then["start"]) == (host, "2029-03-01")


@pytest.mark.parametrize(
    ("end", "outcome", "legislation"),
    [
        ("2029-02-28", "decided", "DE"),
        ("2029-03-01", "refer", None),
        ("2032-02-29", "refer", None),
        ("2032-03-01", "decided", "KR"),
    ],
)
def test_sources_that_part_decide_only_where_they_agree(
    end: str, outcome: str, legislation: str | None
) -> None:
    """To Korea the German insurers read 24 months, the Korean institution 60."""
    found = posting("DE", "KR", end)["periods"][0]
    assert (found["outcome"], found["legislation"]) == (outcome, legislation)


def test_posting_without_limit_has_to_be_limited_in_advance() -> None:
    assert posting("DE", "TR", "2040-12-31")["periods"][0]["legislation"] == "DE"
    assert posting("DE", "TR", None)["periods"][0]["legislation"] == "TR"  # type: ignore[arg-type]


def test_agreement_for_nationals_alone_leaves_others_uncoordinated() -> None:
    assert posting("DE", "MA", "2028-02-29")["periods"][0]["legislation"] == "DE"
    other = posting("DE", "MA", "2028-02-29", nationalities=["SG"])["periods"][0]
    assert other["outcome"] == "uncoordinated"


@pytest.mark.parametrize(("home", "host"), [("AU", "IE"), ("IN", "SE"), ("BR", "PT")])
def test_limit_that_is_known_from_memory_alone_decides_nothing(home: str, host: str) -> None:
    found = posting(home, host, "2027-12-31")["periods"][0]
    assert found["outcome"] == "refer"
    assert [each["code"] for each in found["refer_reasons"]] == ["discretion"]


@pytest.mark.parametrize(("home", "host"), [("AU", "IT"), ("NL", "TH"), ("AR", "NL")])
def test_agreement_on_benefits_alone_is_named_and_decides_nothing(home: str, host: str) -> None:
    answer = posting(home, host, "2028-02-29")
    assert answer["periods"][0]["outcome"] == "uncoordinated"
    assert "benefits_only" in {each["id"] for each in answer["warnings"]}


def test_branches_that_stay_with_the_country_of_work_stay_due() -> None:
    found = posting("FR", "IN", "2028-02-29")["periods"][0]
    due = {each["country"]: each["branches"] for each in found["still_due"]}
    assert "work_accident" in due["IN"]
