"""`POST /api/v1/determinations`: the contract over HTTP, the same answers as on the command line."""

import json
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from sojourn.api import determinations
from sojourn.config.cli import app
from sojourn.engine import load_law
from sojourn.engine.lawbook.law_files import law_directory
from tests.api.calling import BATCH, assert_problem, batch, json_of, lines_of, official_cases, post
from tests.engine.builders import posting


@pytest.fixture(autouse=True)
def no_query(django_assert_num_queries: Any, db: None) -> Any:
    """None of the answers asks the database anything."""
    with django_assert_num_queries(0):
        yield


def test_a_situation_gives_its_determination(program: Client) -> None:
    response = post(program, posting())
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    assert json_of(response)["periods"][0]["legislation"] == "US"


def test_the_answer_says_which_law_was_applied(program: Client) -> None:
    response = post(program, posting())
    assert response["Law-Version"] == json_of(response)["law"] == load_law().version


def test_every_official_case_is_answered_as_on_the_command_line(program: Client) -> None:
    cases = [case["situation"] for case in official_cases()]
    text = "\n".join(json.dumps(case) for case in cases)
    told = CliRunner().invoke(app, ["determine", "-", "--lines"], input=text)
    expected = [json.loads(line) for line in told.stdout.splitlines()]
    assert len(expected) == len(cases) >= 27
    assert [json_of(post(program, case)) for case in cases] == expected
    assert lines_of(batch(program, cases)) == expected


def test_answers_fit_the_contract(program: Client) -> None:
    schema = json.loads((law_directory() / "contract" / "determination.schema.json").read_text())
    for case in official_cases():
        Draft202012Validator(schema).validate(json_of(post(program, case["situation"])))


def test_the_answer_is_told_in_the_language_that_is_asked_for(program: Client) -> None:
    english = json_of(post(program, posting()))
    german = post(program, posting(), "/api/v1/determinations?language=de")
    preferred = post(program, posting(), headers={"Accept-Language": "xx, de-AT;q=0.8, en;q=0.5"})
    assert "gilt das Sozialversicherungsrecht" in json_of(german)["explanation"][0]
    assert german["Content-Language"] == preferred["Content-Language"] == "de"
    assert json_of(preferred) == json_of(german)
    assert [each["basis"] for each in json_of(german)["periods"]] == [
        each["basis"] for each in english["periods"]
    ]


def test_the_query_goes_before_the_header(program: Client) -> None:
    response = post(
        program, posting(), "/api/v1/determinations?language=en", headers={"Accept-Language": "de"}
    )
    assert response["Content-Language"] == "en"


def test_the_answer_is_not_kept_on_the_way(program: Client) -> None:
    assert post(program, posting())["Cache-Control"] == "no-store"


# --- what is wrong with what was sent ---


def test_each_fault_is_named_with_its_path(program: Client) -> None:
    content = assert_problem(
        post(program, posting(country="XX", salary=1, start="2027-02-30", works_for_sender="yes")),
        422,
        "invalid_situation",
    )
    assert {(each["path"], each["code"]) for each in content["errors"]} == {
        ("activities[0].country", "unknown_country"),
        ("activities[0].salary", "unknown_field"),
        ("activities[0].start", "no_such_day"),
        ("activities[0].works_for_sender", "wrong_type"),
    }
    assert all(each["message"] for each in content["errors"])


def test_faults_are_told_in_the_language_that_is_asked_for(program: Client) -> None:
    response = post(program, posting(salary=1), "/api/v1/determinations?language=de")
    content = assert_problem(response, 422, "invalid_situation")
    assert content["title"] == "Dieser Sachverhalt lässt sich nicht beurteilen"
    assert content["errors"][0]["message"].startswith("Diese Angabe gibt es nicht.")
    assert response["Content-Language"] == "de"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("{bad", "not_json"),
        ("", "not_json"),
        (b"\xff\xfe", "not_utf8"),
        ('{"period": {"start": "2027-01-01"}, "period": {"start": "2028-01-01"}}', "key_twice"),
        ('{"period": NaN}', "not_a_number"),
        ("[" * 60_000, "too_deep"),
        ('{"period": ' + "9" * 5000 + "}", "not_a_number"),
    ],
)
def test_what_is_no_json_is_refused(program: Client, content: str | bytes, code: str) -> None:
    told = assert_problem(post(program, content), 400, "not_json")
    assert [(each["path"], each["code"]) for each in told["errors"]] == [("", code)]


@pytest.mark.parametrize("content", [[], None, 3, "text", True])
def test_json_that_is_no_object_is_refused(program: Client, content: Any) -> None:
    told = assert_problem(post(program, json.dumps(content)), 422, "invalid_situation")
    assert told["errors"][0]["code"] == "wrong_type"


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_another_content_type_is_refused(program: Client, media_type: str) -> None:
    response = post(program, json.dumps(posting()), content_type=media_type)
    assert_problem(response, 415, "wrong_content_type")
    assert response["Accept-Post"] == "application/json"


def test_a_charset_may_be_named(program: Client) -> None:
    assert post(program, posting(), content_type="application/json; charset=utf-8").status_code == 200


def test_a_body_that_is_too_large_is_refused(program: Client) -> None:
    assert_problem(post(program, b" " * (64 * 1024 + 1)), 413, "too_large")
    assert_problem(post(program, b" " * (3 * 1024 * 1024)), 413, "too_large")
    assert_problem(post(program, b"\n" * 1001, BATCH, content_type="application/x-ndjson"), 413, "too_large")


@pytest.mark.parametrize("name", ["activities", "requests"])
def test_more_than_can_be_judged_meanwhile_is_refused(program: Client, name: str) -> None:
    facts = {**posting(), name: [{}] * 16}
    told = assert_problem(post(program, facts), 422, "invalid_situation")
    assert [(each["path"], each["code"]) for each in told["errors"]] == [(name, "too_many")]


def test_fifteen_activities_are_judged(program: Client) -> None:
    facts = posting()
    facts["activities"] = [dict(facts["activities"][0], id=f"a{number}") for number in range(15)]
    assert post(program, facts).status_code == 200


def test_of_very_many_faults_the_first_are_told(program: Client) -> None:
    facts = {**posting(), **{f"fact{number}": 1 for number in range(500)}}
    told = assert_problem(post(program, facts), 422, "invalid_situation")
    assert len(told["errors"]) == 100


def test_a_line_that_is_too_long_is_told_so_in_its_place(program: Client) -> None:
    answers = lines_of(batch(program, [" " * (64 * 1024) + "{}", posting()]))
    assert answers[0] == {"error": {"line": 1, "code": "too_large", "errors": []}}
    assert answers[1]["periods"]


def test_another_method_is_refused(program: Client) -> None:
    for method in ("get", "put", "patch", "delete", "head"):
        response = getattr(program, method)("/api/v1/determinations")
        assert response.status_code == 405
        assert response["Allow"] == "POST, OPTIONS"
    assert_problem(program.get("/api/v1/determinations"), 405, "method_not_allowed")


@pytest.mark.parametrize(
    ("query", "path", "code"),
    [("langauge=de", "langauge", "unknown_parameter"), ("language=xx", "language", "not_one_of")],
)
def test_a_query_that_is_not_understood_is_refused(program: Client, query: str, path: str, code: str) -> None:
    told = assert_problem(post(program, posting(), f"/api/v1/determinations?{query}"), 422, "invalid_query")
    assert [(each["path"], each["code"]) for each in told["errors"]] == [(path, code)]


def test_a_fault_of_ours_tells_nothing_of_the_inside(
    program: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret inside")

    monkeypatch.setattr(determinations, "determine", broken)
    response = post(program, posting())
    assert_problem(response, 500, "server_fault")
    assert b"secret" not in response.content


# --- many at once ---


def test_lines_are_answered_in_their_order_with_errors_in_their_place(program: Client) -> None:
    response = batch(program, [posting(), "{bad", posting(country="XX"), "", posting("DE", "US")])
    assert response["Content-Type"] == "application/x-ndjson"
    answers = lines_of(response)
    assert [each.get("periods", [{}])[0].get("legislation") for each in answers] == ["US", None, None, "DE"]
    assert answers[1]["error"]["code"] == "not_json"
    assert answers[2]["error"]["line"] == 3
    assert answers[2]["error"]["code"] == "invalid_situation"
    assert answers[2]["error"]["errors"][0]["path"] == "activities[0].country"


def test_a_batch_is_told_in_one_language(program: Client) -> None:
    response = batch(program, [posting(), posting(salary=1)], headers={"Accept-Language": "de"})
    answer, fault = lines_of(response)
    assert "gilt" in answer["explanation"][0]
    assert fault["error"]["errors"][0]["message"].startswith("Diese Angabe")


def test_lines_for_which_no_time_is_left_are_told_so(
    program: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(determinations, "BATCH_SECONDS", -1.0)
    answers = lines_of(batch(program, [posting(), posting()]))
    assert [each["error"] for each in answers] == [
        {"line": number, "code": "out_of_time", "errors": []} for number in (1, 2)
    ]


def test_an_empty_batch_has_an_empty_answer(program: Client) -> None:
    assert batch(program, []).content == b""


def test_a_batch_wants_its_own_type(program: Client) -> None:
    assert_problem(post(program, posting(), BATCH), 415, "wrong_content_type")


# --- whatever is sent ---

_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
_names = st.sampled_from(
    ["activities", "employers", "person", "period", "history", "requests", "as_of", "id"]
)
_near = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["DE", "US", "2027-01-01", "a1", "employee"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_names, inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(content=_json | _near)
def test_no_json_is_a_fault_of_ours(content: Any) -> None:
    response = post(Client(), json.dumps(content))
    assert response.status_code in (200, 400, 422)
    json_of(response)


@settings(max_examples=60, deadline=None)
@given(content=st.binary(max_size=200))
def test_no_bytes_are_a_fault_of_ours(content: bytes) -> None:
    assert post(Client(), content).status_code in (200, 400, 422)
    assert post(Client(), content, BATCH, content_type="application/x-ndjson").status_code == 200
