"""The public page of processing times: measured, with too little told as too little, as a page and as data."""

import csv
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.cache import caches
from django.test import Client

from sojourn.casework import processing_times
from sojourn.casework.decision_events import refuse
from sojourn.casework.events import take_up
from sojourn.core import clock
from tests.casework.builders import a_case_in_hand, a_hosted_institution, an_acting_officer
from tests.requests.builders import a_sent_request

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    caches["process"].clear()


def test_without_an_institution_the_page_says_so(client: Client) -> None:
    assert "No institution decides here yet." in client.get("/processing-times").content.decode()
    assert client.get("/processing-times.json").json()["times"] == []


def test_too_few_decisions_give_no_time(client: Client) -> None:
    a_hosted_institution()
    _, request = a_sent_request()
    assert take_up(request_id=request.pk)
    page = client.get("/processing-times").content.decode()
    assert "Not enough decisions in the last 90 days to give a time." in page
    assert 'role="img"' not in page
    (first,) = (each for each in client.get("/processing-times.json").json()["times"] if each["decided"])
    assert (first["kind"], first["decided"], first["decided_by_officers"]) == ("first", 1, 0)
    assert first["half_within_hours"] is None


def test_measured_times_stand_on_the_page_and_in_the_files(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processing_times, "FEWEST", 2)
    a_hosted_institution()
    officer = an_acting_officer()
    for number, days in enumerate((2, 4)):
        with clock.fixed(MONDAY):
            case = a_case_in_hand(officer, family_name=f"Okafor{'ab'[number]}")
        with clock.fixed(MONDAY + timedelta(days=days)):
            refuse(
                acting=officer,
                case_id=case.pk,
                version=case.version,
                reasons=["facts_not_shown"],
                own_words="No.",
            )
    with clock.fixed(MONDAY + timedelta(days=10)):
        page = client.get("/processing-times").content.decode()
        rows = list(csv.DictReader(StringIO(client.get("/processing-times.csv").content.decode())))
    assert "half within 3 days, nine in ten within 4 days" in page
    assert 'role="img"' in page
    assert "Okafor" not in page
    (first,) = (row for row in rows if row["kind"] == "first")
    assert (first["institution"], first["country"], first["decided_by_officers"]) == ("us-ssa", "US", "2")
    assert (float(first["half_within_hours"]), float(first["nine_in_ten_within_hours"])) == (72.0, 91.2)


@pytest.mark.parametrize(("language", "words"), [("de", "Träger"), ("fr", "délai"), ("es", "plazo")])
def test_the_page_speaks_the_readers_language(client: Client, language: str, words: str) -> None:
    a_hosted_institution()
    client.cookies["django_language"] = language
    assert words in client.get("/processing-times").content.decode()
