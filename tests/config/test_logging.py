"""Logs say what happened and name nobody."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from django.conf import settings
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from sojourn.config.logging import MASK
from sojourn.journal.errors import JournalError

PARTICULARS = {
    "worker.given_names": "Zerlinda",
    "worker.family_name": "Quakenbush",
    "worker.ssn": "219-09-9999",
    "worker.birth_date": "1984-02-29",
    "sender.ein": "12-3456789",
    "email": "zerlinda@quakenbush.example",
}


def hand_in(request: HttpRequest, key: str) -> HttpResponse:
    """A page that goes wrong in every way that has leaked somewhere."""
    log = structlog.stdlib.get_logger("sojourn.test")
    log.info("handed_in", answers=dict(request.POST.items()), form=request.POST, **request.POST.dict())
    log.info("handed_in", nested={"deep": [{"family_name": request.POST["worker.family_name"]}]})
    logging.getLogger("other.library").warning("sending to %s", request.POST["email"])
    logging.getLogger("other.library").warning("GET /search?name=%s", request.POST["worker.family_name"])
    logging.getLogger("other.library").error("odd", extra={"particulars": request.POST["worker.ssn"]})
    try:
        int(request.POST["worker.family_name"])
    except ValueError as error:
        raise IntegrityError(f"Key (email)=({request.POST['email']}) already exists.") from error
    return HttpResponse()


def fine(request: HttpRequest, key: str) -> HttpResponse:
    structlog.stdlib.get_logger("sojourn.test").info("looked_up", reason_code="start_late", count=3)
    return HttpResponse()


urlpatterns = [
    path("hand-in/<str:key>", hand_in),
    path("fine/<str:key>", fine),
    # The page that tells of the refusal has the service's own links.
    path("", include("sojourn.config.urls")),
]


class Lines:
    """What was logged, as text and as objects."""

    def __init__(self, stream: io.StringIO) -> None:
        self.stream = stream

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return (json.loads(line) for line in self.text.splitlines())


@pytest.fixture
def logged() -> Iterator[Lines]:
    """Everything that goes to the log, from debugging upwards, as the service would write it."""
    root = logging.getLogger()
    (ours,) = [handler for handler in root.handlers if handler.name == "stderr"]
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(ours.formatter)
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield Lines(stream)
    root.setLevel(level)
    root.removeHandler(handler)


@override_settings(ROOT_URLCONF=__name__)
def test_a_submitted_form_never_reaches_the_log(logged: Lines) -> None:
    client = Client(raise_request_exception=False)
    answer = client.post("/hand-in/one-time-key-7731?ssn=219-09-9999", PARTICULARS)
    assert answer.status_code == 500
    assert "handed_in" in logged.text
    for value in [*PARTICULARS.values(), "one-time-key-7731", "219099999"]:
        assert value not in logged.text, value


@override_settings(ROOT_URLCONF=__name__)
def test_an_error_is_found_by_its_type_its_place_and_the_request(logged: Lines) -> None:
    answer = Client(raise_request_exception=False).post("/hand-in/x", PARTICULARS)
    (line,) = [line for line in logged if line.get("exception")]
    assert [told["type"] for told in line["exception"]] == ["IntegrityError", "ValueError"]
    assert line["exception"][0]["at"][-1].endswith(" hand_in")
    assert line["route"] == "hand-in/<str:key>"
    assert line["request_id"] == answer.headers["X-Request-ID"]


@override_settings(ROOT_URLCONF=__name__)
def test_a_request_is_one_line_with_route_status_and_time(logged: Lines) -> None:
    Client().get("/fine/secret-of-certificate?name=Quakenbush")
    lines = list(logged)
    (line,) = [line for line in lines if line["event"] == "request"]
    assert (line["method"], line["route"], line["status"]) == ("GET", "fine/<str:key>", 200)
    assert line["milliseconds"] >= 0
    assert "secret-of-certificate" not in logged.text
    (own,) = [line for line in lines if line["event"] == "looked_up"]
    assert (own["reason_code"], own["count"], own["request_id"]) == ("start_late", 3, line["request_id"])


@override_settings(ROOT_URLCONF=__name__)
def test_a_page_that_is_not_there_is_logged_without_its_address(logged: Lines) -> None:
    Client().get("/nobody/Quakenbush")
    assert "Quakenbush" not in logged.text
    assert [line["status"] for line in logged if line["event"] == "request"] == [404]


@override_settings(ROOT_URLCONF=__name__)
def test_a_refused_form_says_why_without_saying_what_was_in_it(logged: Lines) -> None:
    answer = Client(enforce_csrf_checks=True).post("/hand-in/one-time-key-7731", PARTICULARS)
    assert answer.status_code == 403
    (line,) = [line for line in logged if line["logger"] == "django.security.csrf"]
    assert (line["reason"], line["route"]) == ("CSRF cookie not set.", "hand-in/<str:key>")
    assert "7731" not in logged.text


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("0af7651916cd43dd8448eb211c80319c", True),
        ("short", False),
        ('x"}{"event":"forged', False),
        ("a" * 65, False),
    ],
)
def test_the_id_of_a_proxy_is_taken_if_it_is_one(given: str, kept: bool) -> None:
    answer = Client().get("/fine/x", headers={"X-Request-ID": given})
    assert (answer.headers["X-Request-ID"] == given) is kept
    assert len(answer.headers["X-Request-ID"]) >= 8


def test_our_own_errors_tell_their_code(logged: Lines) -> None:
    try:
        raise JournalError("journal_not_a_code", place="details")
    except JournalError:
        logging.getLogger("sojourn.test").exception("failed")
    (line,) = logged
    assert line["exception"][0]["code"] == "journal_not_a_code (place=details)"


def test_objects_are_not_written_out(logged: Lines) -> None:
    class Person:
        def __repr__(self) -> str:
            return "Quakenbush"

    structlog.stdlib.get_logger("sojourn.test").info("seen", who=Person(), many=[Person()], when=None)
    (line,) = logged
    assert (line["who"], line["many"]) == ("<Person>", ["<Person>"])
    assert "Quakenbush" not in logged.text


def test_masking_leaves_our_own_fields_alone(logged: Lines) -> None:
    structlog.stdlib.get_logger("sojourn.test").info("letter_sent", letter="3f2c", token="abc", code="123")
    (line,) = logged
    assert (line["event"], line["letter"], line["token"], line["code"]) == ("letter_sent", "3f2c", MASK, MASK)
    assert (line["logger"], line["level"]) == ("sojourn.test", "info")


def test_the_request_id_comes_before_everything_else() -> None:
    assert settings.MIDDLEWARE[0] == "sojourn.config.request_id.RequestIdMiddleware"
