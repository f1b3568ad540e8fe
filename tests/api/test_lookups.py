"""Looking up instruments and pairs of countries: filters, pages, tags, and no query."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from sojourn.core import clock
from sojourn.engine import load_law
from sojourn.engine.telling.texts import LANGUAGES
from tests.api.calling import assert_problem, json_of

INSTRUMENTS = "/api/v1/instruments"


@pytest.fixture(autouse=True)
def no_query(django_assert_num_queries: Any, db: None) -> Any:
    """None of the answers asks the database anything."""
    with django_assert_num_queries(0):
        yield


def ids(client: Client, query: str = "", limit: int = 200) -> list[str]:
    """Everything that the pages of a list hold, from the first to the last."""
    found: list[str] = []
    address = f"{INSTRUMENTS}?limit={limit}&{query}"
    while address:
        response = client.get(address)
        found += [each["id"] for each in json_of(response)["items"]]
        links = dict(reversed(part.split("; rel=")) for part in response.get("Link", "").split(", ") if part)
        address = links.get('"next"', "").strip("<>")
    return found


def test_all_instruments_are_listed_once(program: Client) -> None:
    found = ids(program)
    assert sorted(found) == sorted(load_law().instruments)
    assert json_of(program.get(INSTRUMENTS))["total"] == len(found)


def test_pages_lead_from_one_to_the_next_and_lose_nothing(program: Client) -> None:
    found = ids(program, "party=US", limit=7)
    assert found == [
        each["id"] for each in json_of(program.get(f"{INSTRUMENTS}?limit=200&party=US"))["items"]
    ]
    assert len(found) == json_of(program.get(f"{INSTRUMENTS}?party=US"))["total"] > 20


def test_filters_narrow_the_list(program: Client) -> None:
    law = load_law()
    assert set(ids(program, "party=DE")) == {
        each.id for each in law.instruments.values() if "DE" in each.party_of
    }
    assert "us-de" in ids(program, "party=DE&in_force_on=1979-12-01")
    assert "us-de" not in ids(program, "party=DE&in_force_on=1979-11-30")
    assert all(law.instruments[each].kind == "bilateral" for each in ids(program, "kind=bilateral"))
    assert "us-de" in ids(program, "text=german")
    assert ids(program, "text=nothing+is+called+so") == []


@pytest.mark.parametrize(
    ("query", "path", "code"),
    [
        ("party=XX", "party", "unknown_country"),
        ("in_force_on=yesterday", "in_force_on", "not_a_date"),
        ("in_force_on=1700000000", "in_force_on", "not_a_date"),
        ("in_force_on=2027-02-30", "in_force_on", "not_a_date"),
        ("kind=handshake", "kind", "not_one_of"),
        ("limit=0", "limit", "out_of_range"),
        ("limit=201", "limit", "out_of_range"),
        ("limit=many", "limit", "wrong_form"),
        ("offset=-1", "offset", "out_of_range"),
        ("partie=DE", "partie", "unknown_parameter"),
        ("text=" + "a" * 101, "text", "wrong_form"),
    ],
)
def test_a_query_that_is_not_understood_is_refused(program: Client, query: str, path: str, code: str) -> None:
    for language in LANGUAGES:
        response = program.get(f"{INSTRUMENTS}?{query}", headers={"Accept-Language": language})
        told = assert_problem(response, 422, "invalid_query")
        assert [(each["path"], each["code"]) for each in told["errors"]] == [(path, code)]
        assert told["errors"][0]["message"]


def test_every_instrument_is_shown_in_every_language(program: Client) -> None:
    for name, instrument in load_law().instruments.items():
        for language in LANGUAGES:
            response = program.get(f"{INSTRUMENTS}/{name}?language={language}")
            assert response.status_code == 200, (name, response.content[:300])
            shown = json_of(response)
            assert shown["title"] == instrument.title
            assert len(shown["provisions"]) == len(instrument.provisions)
            assert all(each["sources"] for each in shown["provisions"])


def test_a_rule_keeps_article_limit_and_source(program: Client) -> None:
    rules = {each["id"]: each for each in json_of(program.get(f"{INSTRUMENTS}/us-de"))["provisions"]}
    posting = rules["us-de-posted-employee"]
    assert posting["article"] == "6(2)"
    assert posting["limit"] == {"months": 60, "weeks": None, "to_month_end": False}
    assert {"word": "sent_from_home", "values": {}} in posting["conditions"]
    assert posting["sources"][0]["title"]


def test_an_unknown_instrument_is_not_there(program: Client) -> None:
    assert_problem(program.get(f"{INSTRUMENTS}/us-xx"), 404, "unknown_instrument")


def test_a_pair_shows_what_ties_it(program: Client) -> None:
    pair = json_of(program.get("/api/v1/countries/US/DE?on=2027-03-01"))
    assert pair["standing"] == "agreement"
    assert pair["instruments"][0]["id"] == "us-de"
    assert pair["instruments"][0]["state"] == "in_force"
    assert any(each["category"] == "posted_employee" for each in pair["rules"])
    assert pair["issuers"]
    assert pair["claims_home"]


def test_a_pair_without_an_agreement_shows_each_countrys_own_law(program: Client) -> None:
    pair = json_of(program.get("/api/v1/countries/US/SG?on=2027-03-01"))
    assert pair["standing"] == "none"
    assert pair["instruments"] == pair["rules"] == []
    assert {each["applies"] for each in pair["claims_host"]} <= {"yes", "no", "may"}


def test_the_day_is_today_where_none_is_given(program: Client) -> None:
    with clock.fixed(datetime(1975, 6, 1, tzinfo=UTC)):
        pair = json_of(program.get("/api/v1/countries/US/DE"))
    assert pair["on"] == date(1975, 6, 1).isoformat()
    assert pair["standing"] == "not_yet"


@pytest.mark.parametrize("pair", ["XX/DE", "DE/XX", "us/de", "DE/CA-ON"])
def test_a_country_that_nobody_knows_is_not_there(program: Client, pair: str) -> None:
    assert_problem(program.get(f"/api/v1/countries/{pair}"), 404, "unknown_country")


def test_pairs_of_all_kinds_are_shown(program: Client) -> None:
    for home in ("US", "DE", "CA-QC", "PR", "XZ", "YU", "JE"):
        for host in ("US", "FR", "CA", "SG", "XK", "GB"):
            assert program.get(f"/api/v1/countries/{home}/{host}?on=2027-03-01").status_code == 200


# --- what holds for all that is read ---


@pytest.mark.parametrize("address", [INSTRUMENTS, f"{INSTRUMENTS}/us-de", "/api/v1/countries/US/DE"])
class TestReading:
    def test_what_the_client_holds_is_not_sent_again(self, program: Client, address: str) -> None:
        first = program.get(address)
        again = program.get(address, headers={"If-None-Match": first["ETag"]})
        assert again.status_code == 304
        assert again.content == b""
        assert again["ETag"] == first["ETag"]

    def test_another_language_is_another_answer(self, program: Client, address: str) -> None:
        first = program.get(address)
        german = program.get(f"{address}?language=de", headers={"If-None-Match": first["ETag"]})
        assert german.status_code == 200
        assert german["ETag"] != first["ETag"]
        assert "Accept-Language" in first["Vary"]

    def test_the_law_is_named(self, program: Client, address: str) -> None:
        response = program.get(address)
        assert response["Law-Version"] == json_of(response)["law"] == load_law().version

    def test_head_has_the_headers_alone(self, program: Client, address: str) -> None:
        response = program.head(address)
        assert response.status_code == 200
        assert response.content == b""
        assert response["Content-Length"] == str(len(program.get(address).content))

    def test_any_page_may_read_it(self, program: Client, address: str) -> None:
        assert program.get(address)["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in program.get(address).headers

    def test_writing_is_refused(self, program: Client, address: str) -> None:
        response = program.post(address, data="{}", content_type="application/json")
        assert_problem(response, 405, "method_not_allowed")
        assert response["Allow"] == "GET, HEAD, OPTIONS"
