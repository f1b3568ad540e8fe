"""The description is valid OpenAPI, says what is so, and its own examples hold."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from sojourn.api.description import PROBLEMS, document
from sojourn.api.problems import catalogue
from sojourn.api.urls import KEYED, OPERATIONS
from tests.api.calling import json_of, post

SERVED = "/api/v1/openapi.json"


def validator(name: str) -> Draft202012Validator:
    """Checks against one schema of the description."""
    return Draft202012Validator(
        {"$ref": f"#/components/schemas/{name}", "components": document()["components"]}
    )


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document()["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def test_it_is_served_and_valid(program: Client) -> None:
    response = program.get(SERVED)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    assert response["Access-Control-Allow-Origin"] == "*"
    content = json_of(response)
    assert content["openapi"].startswith("3.1")
    validate(content)
    assert program.get(SERVED, headers={"If-None-Match": response["ETag"]}).status_code == 304


def test_every_operation_is_described() -> None:
    assert len(list(operations())) == sum(len(how.split()) for _, how in (OPERATIONS | KEYED).values())
    assert {each["operationId"] for _, _, each in operations()} == set(PROBLEMS)
    assert all(each["summary"] and each["description"] for _, _, each in operations())


def test_every_reference_leads_somewhere() -> None:
    named = {part.split('"')[0] for part in json.dumps(document()).split('"#/components/schemas/')[1:]}
    assert named <= set(document()["components"]["schemas"])


def test_every_problem_is_described_somewhere() -> None:
    told = json.dumps([each["responses"] for _, _, each in operations()])
    outside = {"not_acceptable", "past_not_told"}  # said where status lists are served
    assert {code for code in catalogue() if f"{code}: " not in told} == {"out_of_time"} | outside


def test_worked_examples_fit_their_schemas_and_are_what_is_answered(program: Client) -> None:
    operation = document()["paths"]["/api/v1/determinations"]["post"]
    asked = operation["requestBody"]["content"]["application/json"]["examples"]
    answered = operation["responses"]["200"]["content"]["application/json"]["examples"]
    assert len(asked) >= 3
    for name, example in asked.items():
        validator("Situation").validate(example["value"])
        validator("Determination").validate(answered[name]["value"])
        assert json_of(post(program, example["value"])) == answered[name]["value"]


def test_answers_fit_their_schemas(program: Client) -> None:
    for address, name in [
        ("/api/v1/instruments", "InstrumentPage"),
        ("/api/v1/instruments/us-de", "InstrumentInFull"),
        ("/api/v1/countries/US/FR", "PairForm"),
        ("/api/v1/countries/US/SG", "PairForm"),
    ]:
        validator(name).validate(json_of(program.get(address)))
    validator("Problem").validate(json_of(post(program, "{bad")))


@pytest.mark.parametrize("language", ["en", "de"])
def test_people_read_it_without_scripts(program: Client, language: str) -> None:
    response = program.get("/api/", headers={"Accept-Language": language})
    page = response.content.decode()
    assert response.status_code == 200
    for path, method, operation in operations():
        assert f"{method.upper()} {path}" in page
        assert operation["summary"] in page
    for code in catalogue():
        assert f'href="/api/problems/{code}"' in page


def test_every_problem_has_its_page(program: Client) -> None:
    for code, kind in catalogue().items():
        for language in ("en", "de"):
            response = program.get(f"/api/problems/{code}", headers={"Accept-Language": language})
            assert response.status_code == 200
            assert kind.title[language] in response.content.decode()
    assert program.get("/api/problems/no-such").status_code == 404
