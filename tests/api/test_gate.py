"""What holds for every address of the API: counting, other origins, problems, no session."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from sojourn.api import limits
from sojourn.api.problems import catalogue, fault_words
from sojourn.core import clock
from sojourn.engine.telling.texts import LANGUAGES
from tests.api.calling import assert_problem, batch, post
from tests.engine.builders import posting

NOON = datetime(2027, 3, 1, 12, 0, 15, tzinfo=UTC)


@pytest.fixture
def three_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "A_MINUTE", {"determinations": 3, "batch": 3, "reading": 3})


@pytest.mark.usefixtures("three_a_minute")
def test_too_many_requests_are_told_when_to_come_back(program: Client) -> None:
    with clock.fixed(NOON):
        assert [post(program, posting()).status_code for _ in range(3)] == [200] * 3
        refused = post(program, posting())
    assert_problem(refused, 429, "too_many_requests")
    assert refused["Retry-After"] == "45"
    with clock.fixed(NOON.replace(minute=1)):
        assert post(program, posting()).status_code == 200


@pytest.mark.usefixtures("three_a_minute")
def test_each_address_and_each_kind_counts_by_itself(program: Client) -> None:
    with clock.fixed(NOON):
        for _ in range(4):
            last = post(program, posting())
        assert last.status_code == 429
        assert post(program, posting(), REMOTE_ADDR="192.0.2.9").status_code == 200
        assert batch(program, [posting()]).status_code == 200
        assert program.get("/api/v1/instruments").status_code == 200


@pytest.mark.usefixtures("three_a_minute")
def test_a_client_owns_its_whole_network(program: Client) -> None:
    with clock.fixed(NOON):
        answers = [post(program, posting(), REMOTE_ADDR=f"2001:db8::{number}") for number in range(1, 5)]
    assert [each.status_code for each in answers] == [200, 200, 200, 429]


def test_the_time_of_an_address_is_counted_as_well(program: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SECONDS_A_MINUTE", 0.0)
    with clock.fixed(NOON):
        assert post(program, posting()).status_code == 200
        assert_problem(program.get("/api/v1/instruments"), 429, "too_many_requests")
        assert post(program, posting(), REMOTE_ADDR="192.0.2.9").status_code == 200


def test_a_page_of_another_origin_may_ask(program: Client) -> None:
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    preflight = program.options("/api/v1/determinations", headers=asked)
    assert preflight.status_code == 204
    assert preflight["Access-Control-Allow-Origin"] == "*"
    assert preflight["Access-Control-Allow-Methods"] == "POST, OPTIONS"
    assert "Content-Type" in preflight["Access-Control-Allow-Headers"]
    answer = post(program, posting(), headers={"Origin": "https://example.org"})
    assert answer.status_code == 200
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer.headers


def test_nobody_is_remembered(program: Client) -> None:
    assert not post(program, posting()).cookies
    assert not program.get("/api/v1/instruments").cookies


@pytest.mark.parametrize("address", ["/api/v1/nothing", "/api/v2/determinations", "/api/v1/determinations/"])
def test_where_nothing_is_a_program_gets_a_problem(program: Client, address: str) -> None:
    assert_problem(program.get(address), 404, "not_found")
    assert_problem(post(program, posting(), address), 404, "not_found")


def test_a_given_request_id_comes_back(program: Client) -> None:
    response = post(program, "{bad", headers={"X-Request-ID": "a-program-0001"})
    assert assert_problem(response, 400, "not_json")["request_id"] == "a-program-0001"


def test_every_problem_and_fault_has_its_words() -> None:
    for kind in catalogue().values():
        assert 400 <= kind.status < 600
        assert set(kind.title) >= set(LANGUAGES)
        assert set(kind.help) >= set(LANGUAGES)
    for words in fault_words().values():
        assert set(words) >= set(LANGUAGES)


def test_counting_forgets_when_its_memory_is_full(program: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        def add(self, *_: Any, **__: Any) -> None: ...

        def incr(self, _: str, __: int) -> int:
            raise ValueError

    monkeypatch.setattr(limits, "caches", {"process": Full()})
    assert post(program, posting()).status_code == 200
