"""One page shows all texts to those who review them, and to nobody else."""

import re

import pytest
from django.test import Client
from pytest_django import Settings

from sojourn.engine.telling.typesetting import LANGUAGES
from tests.parties.builders import a_person, an_officer

pytestmark = pytest.mark.django_db
SECTIONS = ["letters", "questions", "own", "states", "sentences", "reasons", "verdicts", "law", "pages"]


def test_all_texts_stand_there_in_each_language_and_no_two_are_alike(client: Client) -> None:
    drawn = {}
    for language in LANGUAGES:
        page = client.get(f"/texts?language={language}").content.decode()
        assert f'<html lang="{language}" dir="ltr">' in page
        assert re.findall(r'<h2 id="(\w+)">', page) == SECTIONS
        drawn[language] = dict(zip(SECTIONS, page.split("<h2 id=")[1:], strict=True))
    counts = {tuple(drawn[language][each].count("<dt") for each in SECTIONS) for language in LANGUAGES}
    assert len(counts) == 1
    for each in SECTIONS:
        assert len({drawn[language][each] for language in LANGUAGES}) == len(LANGUAGES), each


def test_the_samples_fill_letters_and_verdicts(client: Client) -> None:
    page = client.get("/texts?language=fr").content.decode()
    letters = page.split('<h2 id="letters">')[1].split("<h2 id=")[0]
    assert not re.search(r"\{(ref|until|code)\}", letters)
    assert "31 décembre 2027" in letters
    verdicts = page.split('<h2 id="verdicts">')[1].split("<h2 id=")[0]
    assert "Social Security Administration le 22 novembre 2026" in verdicts


def test_no_search_engine_keeps_it(client: Client) -> None:
    answer = client.get("/texts")
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert '<meta name="robots" content="noindex, nofollow">' in answer.content.decode()


def test_in_production_only_staff_may_read_it(client: Client, settings: Settings) -> None:
    applicant, officer = Client(), Client()
    applicant.force_login(a_person())
    officer.force_login(an_officer())
    settings.SOJOURN_MODE = "production"
    assert [each.get("/texts").status_code for each in (client, applicant, officer)] == [404, 404, 200]
