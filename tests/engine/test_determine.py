"""Answers that depend on how things hang together: several jobs, several countries, time, what is not known."""

from typing import Any

import pytest

from sojourn.engine import determine, load_law, read_situation
from tests.engine.builders import posting, stay, with_facts

Json = dict[str, Any]


def answer(facts: Json) -> Json:
    return determine(read_situation(facts), load_law()).to_json()


def first(facts: Json) -> Json:
    period: Json = answer(facts)["periods"][0]
    return period


def test_work_that_touches_one_country_is_decided_for_it_without_a_basis() -> None:
    facts = {
        "person": {"residence": "DE"},
        "employers": [{"id": "e1", "seat": "DE"}],
        "activities": [
            {"id": "a", "country": "DE", "employer": "e1", "status": "employee", "start": "2027-01-01"}
        ],
    }
    period = first(facts)
    assert (period["outcome"], period["legislation"], period["basis"]) == ("decided", "DE", None)
    assert period["certificate"] is None


def test_a_prolonged_posting_is_covered_to_its_limit_and_not_after() -> None:
    periods = answer(posting(planned_end="2032-02-29", end="2033-02-28"))["periods"]
    assert [(each["start"], each["end"], each["legislation"]) for each in periods] == [
        ("2027-03-01", "2032-02-29", "US"),
        ("2032-03-01", "2033-02-28", "DE"),
    ]
    assert periods[0]["certificate"]["until"] == "2032-02-29"


def test_an_agreed_extension_carries_the_posting_on() -> None:
    facts = posting(host="PT", planned_end="2032-02-29", end="2033-02-28") | {
        "requests": [{"kind": "extension", "legislation": "US", "until": "2033-02-28", "state": "agreed"}]
    }
    periods = answer(facts)["periods"]
    assert {each["legislation"] for each in periods} == {"US"}
    assert periods[-1]["end"] == "2033-02-28"


def test_an_exception_holds_only_for_its_time() -> None:
    facts = posting(end="2035-02-28") | {
        "requests": [
            {
                "kind": "exception",
                "legislation": "US",
                "start": "2027-03-01",
                "until": "2033-02-28",
                "state": "agreed",
            }
        ]
    }
    periods = answer(facts)["periods"]
    assert [(each["end"], each["legislation"]) for each in periods] == [
        ("2033-02-28", "US"),
        ("2035-02-28", "DE"),
    ]
    assert periods[0]["basis"]["category"] == "exception"


def test_before_an_agreement_was_in_force_each_law_stood_alone() -> None:
    periods = answer(posting(host="IS", start="2018-01-01", end="2021-12-31", employed_since="2010-01-01"))[
        "periods"
    ]
    assert [(each["start"], each["outcome"]) for each in periods] == [
        ("2018-01-01", "uncoordinated"),
        ("2019-03-01", "decided"),
    ]


def test_time_before_the_agreement_does_not_count_towards_the_limit() -> None:
    facts = posting(host="IS", start="2018-01-01", end="2024-02-29", employed_since="2010-01-01")
    assert answer(facts)["periods"][-1]["legislation"] == "US"
    facts["activities"][0]["end"] = "2024-03-01"
    assert answer(facts)["periods"][-1]["legislation"] == "IS"


def test_the_law_of_another_day_can_be_asked_for() -> None:
    facts = with_facts(posting(host="IS", start="2018-01-01", end="2018-12-31", employed_since="2010-01-01"))
    assert first(facts)["outcome"] == "uncoordinated"
    assert first(with_facts(facts, as_of="2020-01-01"))["outcome"] == "decided"


def test_an_agreement_that_is_known_but_not_in_the_data_is_not_passed_over() -> None:
    # Norway came under the regulation in June 2012; the one before it is not in the data.
    period = first(posting("DE", "NO", start="2011-03-01", end="2011-12-31"))
    assert period["outcome"] == "refer"
    assert period["refer_reasons"][0]["code"] == "instrument_not_carried"
    assert "eec-1408-71" in period["refer_reasons"][0]["because"]


def test_it_does_not_matter_which_instrument_covers_the_person_if_both_say_the_same() -> None:
    facts = with_facts(posting(sent_from="unset", pattern="regular"), person={"residence": "FR"})
    period = first(facts)
    assert (period["outcome"], period["legislation"]) == ("decided", "DE")


def test_two_trips_have_a_gap_without_work_between_them() -> None:
    facts = posting(end="2027-05-31")
    second = {**facts["activities"][0], "id": "a2", "start": "2027-08-01", "end": "2027-09-30"}
    facts["activities"].append(second)
    periods = answer(facts)["periods"]
    assert [each["outcome"] for each in periods] == ["decided", "no_work", "decided"]


def test_work_at_home_beside_the_posting_is_one_answer() -> None:
    facts = posting()
    facts["activities"].append(
        {
            "id": "a2",
            "country": "US",
            "status": "employee",
            "employer": "e1",
            "start": "2027-03-01",
            "end": "2030-02-28",
            "pattern": "regular",
        }
    )
    periods = answer(facts)["periods"]
    assert len(periods) == 1
    assert set(periods[0]["countries"]) == {"US", "DE"}
    assert periods[0]["basis"]["article"] == "6(2)"


def test_neither_status_nor_employer_known_is_asked_for_where_it_decides() -> None:
    facts = {
        "person": {"nationalities": ["US"], "residence": "US"},
        "activities": [
            {"id": "a", "country": "GB", "start": "2027-01-01", "end": None, "pattern": "regular"}
        ],
    }
    period = first(facts)
    assert (period["outcome"], period["missing"][0]) == ("undetermined", "activities[0].status")
    facts["person"]["residence"] = "GB"
    assert first(facts)["legislation"] == "GB"


@pytest.mark.parametrize(("place", "system"), [("PR", "US"), ("GU", "US"), ("RE", "FR")])
def test_a_place_belongs_to_its_system(place: str, system: str) -> None:
    facts = with_facts(posting("DE", "US") if system == "US" else posting("US", "FR"))
    facts["activities"][0]["country"] = place
    facts["person"]["private_health_cover"] = True
    period = first(facts)
    assert period["outcome"] == "decided"
    assert period["countries"] == [system]


def test_the_channel_islands_stand_under_the_agreement_with_the_united_kingdom() -> None:
    period = first(posting(host="JE"))
    assert period["basis"]["instrument"] == "us-gb"
    assert period["legislation"] == "US"
    assert period["exempt"][0]["country"] == "JE"


def test_quebec_is_a_system_of_its_own() -> None:
    assert first(posting(host="CA-QC"))["basis"]["instrument"] == "us-ca-qc"
    quebec = posting("CA-QC", "US")
    quebec["employers"][0]["seat"] = "CA"
    period = first(quebec)
    assert (period["legislation"], period["certificate"]["issuer"]) == ("CA-QC", "ca-qc-retraite-quebec")


def test_the_host_certifies_only_where_home_law_would_charge_as_well() -> None:
    long = posting(end="2034-02-28")
    assert first(long)["certificate"]["country"] == "DE"
    stranger = with_facts(long, person={"nationalities": ["BR"], "residence": "BR"})
    assert first(stranger)["certificate"] is None


def test_double_cover_and_gaps_are_warned_of_where_nothing_binds() -> None:
    both = answer(posting(host="TH"))
    assert "dual_liability" in {each["id"] for each in both["warnings"]}
    assert {(each["country"], each["applies"]) for each in both["periods"][0]["claims"]} == {
        ("US", "yes"),
        ("TH", "may"),
    }
    neither = answer(posting("SG", "GB"))
    assert "gap_possible" in {each["id"] for each in neither["warnings"]}


def test_british_relief_for_newcomers_ends_after_52_contribution_weeks() -> None:
    periods = answer(posting("SG", "GB", start="2026-03-02", end="2028-03-01"))["periods"]
    claims = [{each["country"]: each["applies"] for each in period["claims"]}["GB"] for period in periods]
    assert claims == ["no", "yes"]
    assert periods[0]["end"] == "2027-03-06"


def test_a_signed_agreement_does_not_bind_and_is_told() -> None:
    result = answer(posting(host="MX"))
    assert result["periods"][0]["outcome"] == "uncoordinated"
    assert "not_in_force" in {each["id"] for each in result["warnings"]}


def test_what_fails_anyway_is_not_asked_for() -> None:
    facts = posting(host="FR", end="2034-02-28")
    assert first(facts)["outcome"] == "decided"
    assert answer(facts)["missing"] == []


def test_the_first_missing_fact_is_the_one_nearest_to_the_rule() -> None:
    facts = posting(sent_from="unset", works_for_sender="unset", local_contract="unset")
    missing = first(facts)["missing"]
    assert missing[0] == "activities[0].sent_from"
    assert "activities[0].works_for_sender" in missing


def test_a_stay_in_a_third_country_under_its_law_breaks_the_chain() -> None:
    facts = posting() | {"history": [stay("SG", "2025-01-01", "2027-02-28", legislation="SG")]}
    assert first(facts)["legislation"] == "DE"
    facts["history"][0]["legislation"] = "US"
    assert first(facts)["legislation"] == "US"


def test_an_earlier_stay_for_another_employer_is_not_counted() -> None:
    facts = posting(end="2032-02-29") | {
        "history": [stay("DE", "2024-03-01", "2027-02-28") | {"employer": "other"}]
    }
    assert first(facts)["legislation"] == "US"
    facts["history"][0]["employer"] = "e1"
    assert first(facts)["legislation"] == "DE"
