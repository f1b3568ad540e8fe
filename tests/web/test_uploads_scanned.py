"""A page that takes a file answers for the scanner; the language switch and the search of employers in the header."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sojourn.parties.models import Person
from tests.files.test_scanning import HARM, a_scanner
from tests.parties.builders import a_person, a_representative, an_employer
from tests.requests.builders import a_draft
from tests.web.builders import client_of, html

pytestmark = pytest.mark.django_db


def test_a_harmful_table_is_refused_in_words_and_nothing_is_kept(settings) -> None:  # type: ignore[no-untyped-def]
    acting = an_employer()
    client = client_of(acting)
    client.cookies["django_language"] = "de"
    with a_scanner() as address:
        settings.SOJOURN_VIRUS_SCANNER = address
        sent = client.post(reverse("bulk"), {"file": SimpleUploadedFile("people.csv", HARM)})
        assert sent.status_code == 400
        assert "Virenscanner hat darin etwas Schädliches gefunden" in html(sent)
        checked = client.post(reverse("verify"), {"file": SimpleUploadedFile("paper.pdf", b"%PDF-" + HARM)})
        assert "Virenscanner" not in html(checked)
    sent = client.post(reverse("bulk"), {"file": SimpleUploadedFile("people.csv", b"a,b")})
    assert "der Scanner antwortet im Augenblick nicht" in html(sent)


def test_letters_follow_the_language_switch_of_our_own_form_alone() -> None:
    person = a_person()
    client = Client()
    client.force_login(person)
    client.post(reverse("set_language"), {"language": "fr", "next": "/"})
    assert Person.objects.get(pk=person.pk).language == "fr"
    client.post(reverse("set_language"), {"language": "xx", "next": "/"})
    assert Person.objects.get(pk=person.pk).language == "fr"
    elsewhere = Client(enforce_csrf_checks=True)
    elsewhere.force_login(person)
    switched = elsewhere.post(reverse("set_language"), {"language": "es", "next": "/"})
    assert switched.cookies["django_language"].value == "es"
    assert Person.objects.get(pk=person.pk).language == "fr"


def test_a_representative_finds_another_employer_from_every_page() -> None:
    employer = an_employer()
    acting = a_representative(employer)
    a_draft(employer)
    page = html(client_of(acting).get(reverse("requests")))
    assert 'id="find-employer"' in page
    assert f'action="{reverse("switch_acting")}"' in page
    assert 'id="find-employer"' not in html(client_of(employer).get(reverse("requests")))
