"""Help: each step in each language, the words of the field, and whom to ask."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from sojourn.engine.telling.typesetting import LANGUAGES
from sojourn.requests.law import the_law
from sojourn.web.help_pages.content import glossary, steps

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("step", list(steps()))
def test_each_step_has_its_page_in_each_language(client: Client, step: str, language: str) -> None:
    answer = client.get(f"/help/{step}", headers={"accept-language": language})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f'<html lang="{language}" dir="ltr">' in page
    assert page.count("<h1>") == 1
    assert page.count("<h2>") >= len(steps()[step].parts)


def test_a_step_that_is_not_there_is_not_found(client: Client) -> None:
    assert client.get("/help/nothing").status_code == 404


def test_each_step_names_words_and_pages_that_are_there() -> None:
    for step in steps().values():
        assert set(step.words) <= set(glossary())
        assert step.to is None or reverse(step.to)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_stand_in_the_order_of_the_language(client: Client, language: str) -> None:
    page = client.get("/help/words", headers={"accept-language": language}).content.decode()
    terms = re.findall(r'<dt id="([\w-]+)"><strong>(.)', page)
    assert {term for term, _ in terms} == set(glossary())
    first_letters = [letter for _, letter in terms]
    assert first_letters == sorted(first_letters, key=lambda letter: {"É": "E", "À": "A"}.get(letter, letter))


def test_law_in_the_glossary_says_where_it_was_read(client: Client) -> None:
    page = client.get("/help/words").content.decode()
    assert "Regulation (EC) No 883/2004, Article 12(1)" in page
    assert 'href="/law/agreements/eu-883-2004/"' in page
    for term in glossary().values():
        assert term.agreement is None or term.agreement in the_law().instruments


def test_hours_are_told_in_the_institutions_time_and_in_the_readers(client: Client) -> None:
    page = client.get("/contact").content.decode()
    assert "+1 410 965 7306" in page
    assert "Monday to Friday, 08:00 to 15:00, Eastern" in page
    assert re.search(r"That is 1[23]:00 to (19|20):00 UTC\.", page)
    assert re.search(r'data-opens="[\d-]+T08:00:00-0[45]:00"', page)
    page = client.get("/contact", headers={"accept-language": "fr"}).content.decode()
    assert "Du lundi au vendredi, de 08:00 à 15:00" in page


def test_hours_that_nobody_read_are_not_made_up(client: Client) -> None:
    page = client.get("/contact?country=de").content.decode()
    assert "GKV" in page
    assert "Its hours are not in our sources." in page
    assert "data-opens" not in page


def test_a_reference_is_to_be_quoted_and_nothing_else_is_repeated(client: Client) -> None:
    assert "Quote SJ-7K3M-92QX" in client.get("/contact?ref=SJ-7K3M-92QX").content.decode()
    assert "quote its reference" in client.get("/contact", {"ref": "<b>alert(1)"}).content.decode()


def test_help_and_contact_stand_at_the_foot_of_every_page(client: Client) -> None:
    for address in ("/", "/find-out", "/verify", "/law/", "/privacy", "/sign-in", "/nothing-here"):
        foot = client.get(address).content.decode().partition('<footer class="sj-foot">')[2]
        assert foot.index('href="/help"') < foot.index('href="/contact"'), address
