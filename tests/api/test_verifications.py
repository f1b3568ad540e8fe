"""Checking certificates by program: the same truth as on the page, as codes; nothing to a guesser."""

import json
import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sojourn.api.description import document
from sojourn.api.verification_description import ANSWERED
from sojourn.certificates.access import IssuedCertificate
from sojourn.certificates.checking.counts import checks_between, write_counts
from sojourn.certificates.events import withdraw_certificate
from sojourn.certificates.number import new_number, new_secret
from sojourn.core import clock
from sojourn.parties.guessing.limits import BY_CLIENT
from tests.api.calling import assert_problem, json_of, post
from tests.api.test_description import validator
from tests.certificates.builders import ISSUED_ON, OFFICER, a_certificate, paper
from tests.web.verify_pages.codes import code_of

ADDRESS = "/api/v1/verifications"
pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate() -> IssuedCertificate:
    return a_certificate(period_start="2026-11-01", period_end="2096-10-31", period_limit=None)


def asked(program: Client, **body: object) -> dict[str, object]:
    response = post(program, body, ADDRESS)
    assert response.status_code == 200, response.content
    validator("VerificationForm").validate(json_of(response))
    assert not response.cookies
    assert response["Cache-Control"] == "no-store"
    return json_of(response)


def test_number_code_birth_date_offline_code_and_paper_tell_the_same(
    program: Client, certificate: IssuedCertificate
) -> None:
    typed = {"number": certificate.number.lower(), "code": certificate.secret}
    by_code = asked(program, **typed)
    assert by_code["verdict"] == "in_force"
    assert (by_code["certificate"]["named"], by_code["certificate"]["person"]) == (False, "S. A. M.")
    named = asked(program, **typed, birth_date="1988-05-14")
    assert named["certificate"]["person"] == "Sarah Anne Miller"
    offline = asked(program, text=code_of(certificate))
    assert (offline["verdict"], offline["certificate"]["employer"]) == ("in_force", None)
    sent = post(program, paper(certificate), ADDRESS, content_type="application/pdf")
    assert json_of(sent)["verdict"] == "in_force"
    withdraw_certificate(
        number=certificate.number, actor=OFFICER, reason_code="fraud", effective_on=clock.today()
    )
    assert {asked(program, **typed)["verdict"], asked(program, text=code_of(certificate))["verdict"]} == {
        "withdrawn"
    }


def test_checks_are_counted_and_nobody_is_tracked(program: Client, certificate: IssuedCertificate) -> None:
    for _ in range(3):
        asked(program, number=certificate.number, code=certificate.secret)
    asked(program, number=certificate.number, code=new_secret())
    write_counts()
    today = clock.today()
    assert checks_between(today, today) == {("code", "in_force"): 3, ("code", "no_match"): 1}
    assert checks_between(today, today, "us-ssa") == {("code", "in_force"): 3}


def test_an_unknown_number_and_a_wrong_code_are_one_answer_found_in_one_way(
    program: Client, certificate: IssuedCertificate
) -> None:
    answers, queries = [], []
    with clock.fixed(ISSUED_ON):
        for number, code in [
            (certificate.number, new_secret()),
            (new_number("US", date(2026, 1, 1)), certificate.secret),
            ("nonsense", new_secret()),
        ]:
            with CaptureQueriesContext(connection) as captured:
                answers.append(asked(program, number=number, code=code))
            queries.append([re.split('WHERE|VALUES| "s[0-9]+_', query["sql"])[0] for query in captured])
    assert answers[0] == answers[1] == answers[2]
    assert queries[1] == queries[2]
    assert answers[0]["verdict"] == "no_match"


def test_guessing_ends_after_ten(program: Client, certificate: IssuedCertificate) -> None:
    for _ in range(BY_CLIENT.most):
        asked(program, number=certificate.number, code=new_secret())
    refused = post(program, {"number": certificate.number, "code": certificate.secret}, ADDRESS)
    assert_problem(refused, 429, "too_many_tries")
    assert 0 < int(refused["Retry-After"]) <= 600


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ("{bad", 400, "not_json"),
        ({}, 422, "invalid_verification"),
        ({"number": "US-2027-7K3M-92QX-4T"}, 422, "invalid_verification"),
        ({"number": "x", "code": "y", "text": "z"}, 422, "invalid_verification"),
        ({"text": "SJ1:", "nonce": "n"}, 422, "invalid_verification"),
        ({"text": "SJ1:", "more": 1}, 422, "invalid_verification"),
        ([1], 422, "invalid_verification"),
        ({"number": "x", "code": "y", "birth_date": "1988-14-05"}, 422, "invalid_verification"),
        ({"text": "x" * 100_000}, 413, "too_large"),
        ("[" * 60_000, 400, "not_json"),
    ],
)
def test_what_cannot_be_asked_is_a_problem(program: Client, body: object, status: int, code: str) -> None:
    assert_problem(post(program, body, ADDRESS), status, code)


def test_a_text_that_is_nothing_says_nothing(program: Client) -> None:
    for text, verdict in [("SJ1:%%%", "cannot_check"), ("a~b~c", "cannot_check"), ("hello", "cannot_check")]:
        found = asked(program, text=text)
        assert (found["verdict"], found["certificate"]) == (verdict, None)
    assert json_of(post(program, b"no pdf", ADDRESS, content_type="application/pdf"))["reason"] == "not_a_pdf"
    assert_problem(post(program, b"x", ADDRESS, content_type="text/plain"), 415, "wrong_content_type")
    assert_problem(post(program, bytes(1_100_000), ADDRESS, content_type="application/pdf"), 413, "too_large")


def test_the_examples_fit_their_schemas() -> None:
    body = document()["paths"][ADDRESS]["post"]["requestBody"]["content"]["application/json"]
    for example in body["examples"].values():
        validator("VerificationAsked").validate(json.loads(json.dumps(example["value"])))
    for example in ANSWERED.values():
        validator("VerificationForm").validate(example["value"])
