"""Pages speak the reader's language: that of the browser, or the one chosen; days and lists as it writes them."""

from datetime import date

import pytest
from django.test import Client
from django.utils import translation

from sojourn.messages.rendering import render
from sojourn.requests.countries import country_options, find_country
from sojourn.requests.texts import sentence
from sojourn.requests.typed_dates import day_typed
from sojourn.web.day_words import day_in_words
from sojourn.web.law_pages.words import country, listing

pytestmark = pytest.mark.django_db
HEADINGS = {
    "en": "Working abroad? See whose social security applies",
    "de": "Arbeit im Ausland?",
    "fr": "Travailler à l’étranger\N{NARROW NO-BREAK SPACE}?",
    "es": "¿Trabajo en el extranjero?",
}


@pytest.mark.parametrize(("language", "heading"), HEADINGS.items())
def test_the_browsers_language_is_spoken(client: Client, language: str, heading: str) -> None:
    page = client.get("/", headers={"accept-language": f"{language}, en;q=0.5"}).content.decode()
    assert f'<html lang="{language}" dir="ltr">' in page
    assert heading in page


def test_a_language_that_is_not_spoken_gets_english(client: Client) -> None:
    assert '<html lang="en"' in client.get("/", headers={"accept-language": "nl"}).content.decode()


def test_the_header_offers_the_three_others_by_their_own_names(client: Client) -> None:
    page = client.get("/", headers={"accept-language": "fr"}).content.decode()
    for code, name in (("en", "English"), ("de", "Deutsch"), ("es", "Español")):
        assert f'value="{code}" lang="{code}">{name}</button>' in page
    assert "Français</button>" not in page


def test_the_chosen_language_stays(client: Client) -> None:
    client.post("/language", {"language": "es", "next": "/help"})
    page = client.get("/help", headers={"accept-language": "de"}).content.decode()
    assert '<html lang="es" dir="ltr">' in page


@pytest.mark.parametrize(
    ("language", "written"),
    [("en", "1 March 2027"), ("de", "1. März 2027"), ("fr", "1er mars 2027"), ("es", "1 de marzo de 2027")],
)
def test_days_are_written_as_the_language_does(language: str, written: str) -> None:
    with translation.override(language):
        assert day_in_words(date(2027, 3, 1)) == written.replace(" ", "\N{NO-BREAK SPACE}")
    assert day_typed(written) == date(2027, 3, 1)


def test_lists_and_countries_follow_the_language() -> None:
    with translation.override("fr"):
        assert listing(["a", "b", "c"]) == "a, b et c"
        assert country("US", "from") == "des États-Unis"
        assert country("JP", "in") == "au Japon"
    with translation.override("es"):
        assert country("US", "in") == "en los Estados Unidos"


@pytest.mark.parametrize(
    ("typed", "code"), [("Allemagne", "DE"), ("Alemania", "DE"), ("Espagne", "ES"), ("Japón", "JP")]
)
def test_countries_are_understood_in_each_language(typed: str, code: str) -> None:
    assert find_country(typed) == code


def test_accents_do_not_put_a_country_at_the_end() -> None:
    names = [name for _, name in country_options("fr")]
    assert names.index("États-Unis") < names.index("France")


def test_french_marks_have_their_narrow_spaces() -> None:
    assert "\N{NARROW NO-BREAK SPACE}:" in sentence("missing", {"thing": "Nom"}, "fr")
    letter = render(
        "request_approved", "fr", {"ref": "SJ-7K3M-92QX", "link": "http://localhost:8000/requests/x"}
    )
    assert letter.subject == "SJ-7K3M-92QX\N{NARROW NO-BREAK SPACE}: décision disponible"
