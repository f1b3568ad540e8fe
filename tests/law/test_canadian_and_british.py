"""What is told apart between Canada, Québec, the United Kingdom and their partners."""

from typing import Any

import pytest

from sojourn.engine import determine, load_law, read_situation


def period(situation: dict[str, Any], number: int = 0) -> Any:
    return determine(read_situation(situation), load_law()).to_json()["periods"][number]


def posting(home: str, host: str, end: str, **facts: Any) -> dict[str, Any]:
    activity = {
        "id": "a1",
        "country": host,
        "status": "employee",
        "employer": "e1",
        "start": "2027-03-01",
        "end": end,
        "pattern": "temporary",
        "sent_from": home,
        "works_for_sender": True,
        "hired_locally": False,
        **facts,
    }
    return {
        "person": {"nationalities": [home[:2]], "residence": home},
        "employers": [{"id": "e1", "seat": home, "kind": "private"}],
        "activities": [activity],
        "history": [],
    }


def warned(situation: dict[str, Any]) -> set[str]:
    answer = determine(read_situation(situation), load_law()).to_json()
    return {each["id"] for each in answer["warnings"]}


@pytest.mark.parametrize("host", ["AU", "NZ"])
def test_agreement_on_benefits_alone_does_not_say_whose_law_applies_to_work(host: str) -> None:
    situation = posting("CA", host, "2028-02-29")
    assert period(situation)["outcome"] == "uncoordinated"
    assert "benefits_only" in warned(situation)


@pytest.mark.parametrize(("home", "host"), [("CA", "LC"), ("GB", "GI"), ("CA-QC", "IT")])
def test_agreement_whose_rules_were_not_read_goes_to_an_officer(home: str, host: str) -> None:
    found = period(posting(home, host, "2028-02-29"))
    assert found["outcome"] == "refer"
    assert [reason["code"] for reason in found["refer_reasons"]] == ["rules_not_read"]


def test_text_that_caps_the_cover_covers_the_first_months_of_a_longer_stay() -> None:
    situation = posting("CA", "AT", "2033-02-28")
    first, then = period(situation), period(situation, 1)
    assert (first["legislation"], first["end"]) == ("CA", "2032-02-29")
    assert (then["legislation"], then["start"]) == ("AT", "2032-03-01")


@pytest.mark.parametrize("host", ["CH", "GB", "JP", "KR"])
def test_text_that_caps_the_stay_covers_nothing_of_a_longer_one(host: str) -> None:
    found = period(posting("CA", host, "2033-02-28"))
    assert found["legislation"] == host


def test_over_three_years_planned_in_india_is_no_posting_from_the_first_day() -> None:
    assert period(posting("GB", "IN", "2030-02-28"))["legislation"] == "GB"
    assert period(posting("GB", "IN", "2030-03-01"))["legislation"] == "IN"


def test_canadian_agreement_does_not_cover_the_quebec_plan() -> None:
    assert period(posting("CA", "CH", "2028-02-29"))["basis"]["instrument"] == "ca-ch"
    assert period(posting("CA-QC", "CH", "2028-02-29"))["basis"]["instrument"] == "ca-qc-ch"


def test_japan_lets_a_posting_go_on_for_eight_years_in_all() -> None:
    extension = period(posting("GB", "JP", "2030-02-28"))["certificate"]["extension"]
    assert extension["months_in_all"] == 96


def test_new_posting_to_quebec_needs_a_break_of_six_months() -> None:
    situation = posting("DE", "CA-QC", "2030-02-28")
    situation["employers"][0]["substantial_activity"] = ["DE"]
    earlier = {"country": "CA-QC", "as": "posting", "start": "2020-01-01", "legislation": "DE"}
    situation["history"] = [{**earlier, "end": "2026-08-31"}]
    assert period(situation)["legislation"] == "DE"
    situation["history"] = [{**earlier, "end": "2026-12-31"}]
    assert period(situation)["legislation"] == "CA-QC"


def test_rhine_boatmen_are_not_judged_by_the_general_rules() -> None:
    found = period(posting("NL", "DE", "2028-02-29", place="inland_waterway"))
    assert found["outcome"] == "refer"
    assert [reason["code"] for reason in found["refer_reasons"]] == ["discretion"]


def test_nationals_of_the_gulf_stay_with_their_own_scheme_and_others_do_not() -> None:
    situation = posting("KW", "SA", "2028-02-29")
    assert period(situation)["basis"]["instrument"] == "gcc"
    situation["person"]["nationalities"] = ["IN"]
    assert period(situation)["outcome"] == "uncoordinated"
