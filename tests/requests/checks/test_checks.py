"""Each check: what it lets pass and what it finds, one fact apart."""

from datetime import date

import pytest

from sojourn.engine.lawbook.facts import Applicant, load_facts
from sojourn.requests import checks
from sojourn.requests.answers import Answers
from sojourn.requests.checks import run_checks
from sojourn.requests.checks.gathered import Earlier, Gathered
from sojourn.requests.entry import UNKNOWN, Typed
from sojourn.requests.sentences import SENTENCES
from sojourn.requests.texts import sentence
from tests.requests.builders import answers

TODAY = date(2026, 11, 23)


def found(earlier: tuple[Earlier, ...] = (), **changes: Typed) -> dict[str, tuple[str, ...]]:
    findings = run_checks(Gathered(answers(**changes), TODAY, earlier))
    for finding in findings:
        for language in ("en", "de"):
            assert "{" not in sentence(finding.code, finding.params, language)
    return {("!" if finding.hinders else "?") + finding.code: finding.fields for finding in findings}


def test_a_plain_posting_passes_every_check() -> None:
    assert found() == {}


@pytest.mark.parametrize(("home", "host"), [("US", "US"), ("CA", "CA-QC")])
def test_work_in_the_country_of_home_is_no_work_abroad(home: str, host: str) -> None:
    assert "!home_is_host" in found(country=host, **{"activities[0].sent_from": home})


def test_the_last_day_cannot_come_before_the_first() -> None:
    assert found(end="2027-02-28") == {"!end_before_start": ("activities[0].end", "activities[0].start")}


def test_a_stay_of_one_day_is_asked_about() -> None:
    assert found(end="2027-03-01") == {"?one_day_stay": ("activities[0].end", "activities[0].start")}
    assert found(end="2027-03-02") == {}


def test_somebody_hired_after_the_start_cannot_have_been_sent() -> None:
    assert found(employed_since="2027-03-01") == {}
    fields = ("activities[0].employed_since", "activities[0].start")
    assert found(employed_since="2027-05-04") == {"!hired_after_start": fields}


def test_cover_at_home_must_have_begun_before_the_start() -> None:
    assert "!insured_after_start" in found(**{"question.insured_at_home_since": "2027-03-02"})


def test_a_start_in_the_past_is_asked_about() -> None:
    assert found(start="2026-11-23") == {}
    assert found(start="2026-11-22") == {"?start_passed": ("activities[0].start",)}


def test_a_start_years_ahead_is_asked_about() -> None:
    assert found(start="2028-11-22", end="2029-11-22") == {}
    assert found(start="2028-11-23", end="2029-11-22") == {"?start_far_ahead": ("activities[0].start",)}


def history(start: str, end: str) -> dict[str, Typed]:
    row = {"start": start, "end": end, "how": "sent_by_us"}
    return {"question.worked_there_before": "yes", "history": [row]}


def test_an_earlier_stay_must_have_ended_before_the_new_one_starts() -> None:
    assert found(**history("2025-01-01", "2027-02-28")) == {}
    assert found(**history("2025-01-01", "2027-03-01")) == {
        "!stay_runs_into_start": ("history[0].end", "activities[0].start")
    }
    assert found(**history("2026-01-01", "2025-01-01")) == {"!stay_ends_before_start": ("history[0].end",)}


@pytest.mark.parametrize(
    ("born", "finding"),
    [
        ("2026-11-24", "!birth_date_in_future"),
        ("1905-11-23", "!birth_date_too_early"),
        ("2013-03-02", "?age_unusual"),
        ("1940-01-01", "?age_unusual"),
    ],
)
def test_an_implausible_date_of_birth_is_found(born: str, finding: str) -> None:
    assert found(birth_date=born) == {finding: ("worker.birth_date",)}


def test_working_ages_pass() -> None:
    assert found(birth_date="2012-03-01") == found(birth_date="1947-01-01") == {}


@pytest.mark.parametrize("name", ["Okaf0r", "Okafor@example", "<Okafor>"])
def test_digits_and_signs_in_a_name_are_asked_about(name: str) -> None:
    assert found(family_name=name) == {"?name_unusual": ("worker.family_name",)}


@pytest.mark.parametrize("name", ["O’Neill-Núñez", "Коваленко", "李", "d'Arc", "de la Cruz y García", "Jr."])
def test_names_as_people_have_them_pass(name: str) -> None:
    assert found(family_name=name) == {}


def test_a_name_in_latin_letters_must_be_in_latin_letters() -> None:
    changes: dict[str, Typed] = {"family_name": "Коваленко"}
    assert found(**changes, **{"worker.family_name_latin": "Kovalenko"}) == {}
    assert found(**changes, **{"worker.family_name_latin": "Коваленко"}) == {
        "!name_not_latin": ("worker.family_name_latin",)
    }


@pytest.mark.parametrize("number", ["123-45-6789", "111-11-1111"])
def test_a_number_that_looks_made_up_is_asked_about(number: str) -> None:
    assert found(ssn=number) == {"?number_looks_made_up": ("worker.ssn",)}


def test_an_american_address_has_a_zip_code() -> None:
    assert found(**{"sender.postcode": "60606-1234"}) == {}
    assert found(**{"sender.postcode": "6060"}) == {"!zip_form": ("sender.postcode",)}
    assert found(**{"sender.postcode": "8000", "employers[0].seat": "DK"}) == {}


def test_an_agreement_with_the_irs_must_reach_the_start() -> None:
    assert found(**{"sender.us_3121l_since": "2027-01-01"}) == {}
    assert "!affiliate_agreement_after_start" in found(**{"sender.us_3121l_since": "2027-04-01"})


def test_a_self_employed_person_who_is_employed_there_too_is_asked_how_it_fits() -> None:
    facts = load_facts()
    alone, both = (
        Answers(Applicant.SELF_EMPLOYED).with_typed(facts, {"activities[0].local_contract": said})
        for said in ("no", "yes")
    )
    assert run_checks(Gathered(alone, TODAY)) == ()
    assert [f.code for f in run_checks(Gathered(both, TODAY))] == ["employed_there_too"]


def before(host: str, start: date, end: date | None) -> tuple[Earlier, ...]:
    return (Earlier("SJ-7K3M-92QX", "submitted", host, start, end),)


FIELDS = ("activities[0].country", "activities[0].start")


def test_the_same_stay_asked_again_is_told_with_its_reference() -> None:
    earlier = before("DE", date(2027, 3, 1), date(2030, 2, 28))
    assert found(earlier) == {"?asked_before": FIELDS}
    told = sentence("asked_before", run_checks(Gathered(answers(), TODAY, earlier))[0].params, "en")
    assert "SJ-7K3M-92QX" in told
    assert "Received, being looked at" in told


def test_days_in_another_country_are_an_overlap() -> None:
    assert found(before("FR", date(2030, 2, 28), date(2031, 1, 1))) == {"?overlaps_other_request": FIELDS}
    assert found(before("FR", date(2030, 3, 1), date(2031, 1, 1))) == {}


def test_an_earlier_request_without_end_meets_all_that_follows() -> None:
    assert found(before("DE", date(2020, 1, 1), None)) == {"?asked_before_open": FIELDS}


def test_a_new_stay_without_end_meets_what_comes_later() -> None:
    assert found(before("FR", date(2040, 1, 1), date(2041, 1, 1)), end=UNKNOWN) == {
        "?overlaps_other_request": FIELDS
    }


def test_a_warning_is_another_one_when_its_values_change() -> None:
    first, other = (
        run_checks(Gathered(answers(start=start), TODAY))[0] for start in ("2026-03-02", "2026-03-03")
    )
    again = run_checks(Gathered(answers(start="2026-03-02"), TODAY))[0]
    assert first.fingerprint == again.fingerprint != other.fingerprint


def test_each_check_named_by_a_question_exists_and_each_check_is_named() -> None:
    named = {name for fact in load_facts().facts for name in fact.checks}
    run = {check.__name__ for check in checks.FIRST_REQUEST}
    assert named == run - {"asked_before"}


def test_each_finding_has_a_sentence_that_is_used() -> None:
    assert all(set(words) == {"en", "de", "fr", "es"} for words in SENTENCES.values())


@pytest.mark.parametrize(("code", "warned"), [("20457", False), ("2045", True), ("", False)])
def test_a_postal_code_of_another_form_is_asked_about(code: str, warned: bool) -> None:
    assert ("?postal_code_form" in found(**{"receiver.postcode": code})) is warned


@pytest.mark.parametrize(
    ("typed", "finding"),
    [
        ("65 170839 J 003", None),
        ("65 170839 J 004", "?identity_number_check_digit"),
        ("65 170839", "!identity_number_form"),
    ],
)
def test_a_number_of_the_other_country_has_its_form(typed: str, finding: str | None) -> None:
    assert found(**{"worker.host_number": typed}) == ({finding: ("worker.host_number",)} if finding else {})
