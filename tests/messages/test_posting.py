"""A letter is posted once, says what it should, and names nobody outside its sealed part."""

import uuid
from contextlib import suppress
from html import unescape

import pytest
from django.db import connection, transaction
from django_tasks_db.models import DBTaskResult

from sojourn.core.errors import NotAllowed
from sojourn.messages.access import letters_about, sent_letters
from sojourn.messages.catalogue import LANGUAGES, catalogue
from sojourn.messages.errors import LetterError
from sojourn.messages.models import Letter
from sojourn.messages.rendering import render
from sojourn.messages.states import LetterState
from tests.messages.builders import REQUEST, VALUES, posted

pytestmark = pytest.mark.django_db


def test_a_posted_letter_keeps_its_exact_words_and_their_version() -> None:
    letter = posted()
    assert letter.content["subject"] == "US-2027-7QK4: we have your request"
    assert letter.content["text"].startswith("Your request has arrived. Sign in to see where it stands.")
    assert letter.template_version == catalogue().versions["request_received"]
    assert [facts.template for facts in letters_about(REQUEST)] == ["request_received"]


def test_letters_speak_the_language_of_their_reader() -> None:
    assert posted(language="de").content["subject"] == "US-2027-7QK4: wir haben Ihren Antrag"
    assert posted(language="de-AT").language == "de"
    assert posted(language="ja").language == "en"


def test_days_are_written_out() -> None:
    values = {"link": VALUES["link"], "until": "2027-03-01"}
    assert "until 1 March 2027." in render("invitation", "en", values).text
    assert "bis 1. März 2027." in render("invitation", "de", values).text
    assert "jusqu’au 1er mars 2027." in render("invitation", "fr", values).text
    assert "hasta el 1 de marzo de 2027." in render("invitation", "es", values).text


def test_the_same_occasion_posts_one_letter() -> None:
    first = posted(key="request_received:one")
    again = posted(key="request_received:one", language="de")
    assert first.pk == again.pk
    assert again.language == "en"


def test_a_letter_falls_with_the_transaction() -> None:
    with suppress(RuntimeError), transaction.atomic():
        posted()
        raise RuntimeError
    assert not Letter.objects.exists()


def test_recipient_and_words_rest_encrypted() -> None:
    posted(recipient="anna.muster@example.org")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM letters_letter")
        row = b"".join(
            bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in cursor.fetchone()
        )
    assert b"anna" not in row
    assert b"request has arrived" not in row


def test_the_task_holds_the_letters_id_and_nothing_else(django_capture_on_commit_callbacks: object) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        letter = posted()
    (task,) = DBTaskResult.objects.all()
    assert task.args_kwargs == {"args": [str(letter.pk)], "kwargs": {}}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"template": "nothing"}, "letter_unknown_template"),
        ({"template": "frame"}, "letter_unknown_template"),
        ({"template": "../letters/request_received"}, "letter_unknown_template"),
        ({"values": {"ref": VALUES["ref"]}}, "letter_value_missing"),
        ({"values": {**VALUES, "name": "Anna"}}, "letter_value_not_expected"),
        ({"values": {**VALUES, "ref": "Anna Muster"}}, "letter_value_wrong"),
        ({"values": {**VALUES, "ref": "US-1\nBcc: thief@example.org"}}, "letter_value_wrong"),
        ({"values": {**VALUES, "ref": "US-1\r\n\r\nbody"}}, "letter_value_wrong"),
        ({"values": {**VALUES, "link": "https://evil.example/requests"}}, "letter_value_wrong"),
        ({"values": {**VALUES, "link": "http://localhost:8000@evil.example/"}}, "letter_value_wrong"),
        ({"values": {**VALUES, "link": "http://localhost:8000.evil.example/"}}, "letter_value_wrong"),
        ({"values": {**VALUES, "link": "javascript:alert(1)"}}, "letter_value_wrong"),
        ({"values": {**VALUES, "link": 'http://localhost:8000/"><script> x'}}, "letter_value_wrong"),
        ({"recipient": "clerk@example.org\nBcc: thief@example.org"}, "letter_recipient_wrong"),
        ({"recipient": "clerk@example.org, thief@example.org"}, "letter_recipient_wrong"),
        ({"recipient": "Clerk <clerk@example.org>"}, "letter_recipient_wrong"),
        ({"recipient": ""}, "letter_recipient_wrong"),
        ({"key": "clerk@example.org"}, "letter_key_wrong"),
        ({"key": ""}, "letter_key_wrong"),
    ],
)
def test_what_is_not_posted(change: dict[str, object], code: str) -> None:
    with pytest.raises(LetterError) as caught:
        posted(**change)
    assert caught.value.code == code
    assert not Letter.objects.exists()
    assert not any(word in str(caught.value) for word in ("Anna", "thief", "evil"))


SAMPLES = {**VALUES, "until": "2027-03-01", "code": "K7QP-2X9D", "words": "quiet harbour", "count": "3"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(catalogue().templates))
def test_every_letter_says_the_same_in_text_and_html(name: str, language: str) -> None:
    template = catalogue().template(name)
    letter = render(name, language, {value: SAMPLES[value] for value in template.values})
    for part in template.wording(language).body:
        words = part if isinstance(part, str) else part.button
        for piece in words.replace("{", "}").split("}")[::2]:
            assert piece in letter.text
            assert piece in unescape(letter.html)
    if "link" in template.values:
        assert VALUES["link"] in letter.text
        assert f'href="{VALUES["link"]}"' in letter.html
    assert "{" not in letter.subject + letter.text
    assert catalogue().frame.wording(language).never in letter.text
    assert catalogue().frame.wording(language).never in letter.html


def test_every_letter_has_a_subject_of_its_own_language() -> None:
    for template in catalogue().templates.values():
        assert template.en.subject != template.de.subject


def test_the_demo_shows_the_letters_and_production_does_not(settings: pytest.FixtureRequest) -> None:
    posted(recipient="clerk@example.org")
    settings.SOJOURN_MODE = "demo"  # type: ignore[attr-defined]
    (letter,) = sent_letters(10)
    assert (letter.recipient, letter.facts.state) == ("clerk@example.org", LetterState.POSTED)
    settings.SOJOURN_MODE = "production"  # type: ignore[attr-defined]
    with pytest.raises(NotAllowed):
        sent_letters(10)


def test_a_letter_id_is_a_uuid_known_before_saving() -> None:
    assert isinstance(Letter().pk, uuid.UUID)
