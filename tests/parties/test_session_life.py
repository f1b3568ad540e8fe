"""Nobody stays signed in for longer than they should: a machine that was left alone signs its user out."""

import time

import pytest
from django.test import Client

from sojourn.parties.session_life import BEGAN, LAPSED, USED
from tests.parties.builders import a_person

pytestmark = pytest.mark.django_db
LEFT = "/signed-in/left"
MINUTE = 60


def shifted(client: Client, **seconds: int) -> None:
    """The session as if this had happened so many seconds ago."""
    session = client.session
    for name, ago in seconds.items():
        session[{"used": USED, "began": BEGAN}[name]] = int(time.time()) - ago
    session.save()


def signed_in() -> Client:
    client = Client()
    client.force_login(a_person(), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_who_goes_on_stays_and_who_was_away_is_asked_to_sign_in() -> None:
    client = signed_in()
    shifted(client, used=14 * MINUTE)
    assert client.get("/account").status_code == 200
    shifted(client, used=15 * MINUTE)
    gone = client.get("/account")
    assert gone.status_code == 302
    assert gone["Location"].startswith("/sign-in")
    page = client.get(gone["Location"]).content.decode()
    assert (
        "You are signed out: that happens after 15 minutes without a press, and after 12 hours in any case."
        in page
    )
    assert "What you typed is kept." not in page
    assert client.session.get(LAPSED)
    assert USED not in client.session


def test_half_a_day_is_the_longest_however_much_is_pressed() -> None:
    client = signed_in()
    shifted(client, began=12 * 60 * MINUTE)
    assert client.get("/account").status_code == 302


def test_asking_how_long_is_no_use_and_staying_is() -> None:
    client = signed_in()
    shifted(client, used=11 * MINUTE)
    for _ in range(2):
        told = client.get(LEFT)
        assert told.status_code == 200
        assert 3 * MINUTE < told.json()["left"] <= 4 * MINUTE
    assert client.post(LEFT).json()["left"] > 14 * MINUTE
    shifted(client, used=15 * MINUTE)
    for ask in (client.get, client.post):
        told = ask(LEFT)
        assert (told.status_code, told.json()) == (401, {"left": 0})
    assert Client().get(LEFT).status_code == 401


def test_staying_cannot_outlast_half_a_day() -> None:
    client = signed_in()
    shifted(client, began=12 * 60 * MINUTE - 2 * MINUTE)
    assert client.post(LEFT).json()["left"] <= 2 * MINUTE


def test_a_use_is_written_down_once_a_minute() -> None:
    client = signed_in()
    shifted(client, used=MINUTE - 20)
    before = client.session[USED]
    client.get("/account")
    assert client.session[USED] == before
    shifted(client, used=MINUTE)
    client.get("/account")
    assert client.session[USED] > before


def test_a_session_from_before_goes_on() -> None:
    client = signed_in()
    session = client.session
    del session[USED], session[BEGAN]
    session.save()
    assert client.get("/account").status_code == 200
    assert {USED, BEGAN} <= set(client.session.keys())


def test_a_page_that_is_the_same_for_everybody_asks_nothing() -> None:
    client = signed_in()
    shifted(client, used=15 * MINUTE)
    assert "session-end" not in client.get("/law/").content.decode()
    assert USED in client.session


def test_typed_text_outlasts_a_lapsed_session() -> None:
    client = signed_in()
    shifted(client, used=15 * MINUTE)
    gone = client.post("/requests/new", {"home": "US"})
    assert gone.status_code == 302
    assert "kept_text" in client.session
    assert "What you typed is kept." in client.get(gone["Location"]).content.decode()
