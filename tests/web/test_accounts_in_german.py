"""The pages of accounts and employers in German."""

import re

import pytest
from babel.messages.pofile import read_po
from django.test import Client
from django.urls import reverse

from sojourn.parties.models import Person
from tests.fixtures.browser import ROOT
from tests.parties.builders import an_employer, particulars

CATALOGUES = [ROOT / "src/sojourn" / room / "locale/de/LC_MESSAGES/django.po" for room in ("parties", "web")]
PLACEHOLDER = re.compile(r"%\(\w+\)s")


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parents[3].name)
def test_every_sentence_has_its_german_with_the_same_values(path: object) -> None:
    with open(str(path), "rb") as source:
        catalogue = read_po(source, locale="de")
    for message in catalogue:
        if not message.id:
            continue
        said = message.id if isinstance(message.id, tuple) else (message.id,)
        german = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(german), said
        assert not message.fuzzy, said
        for one, other in zip(said, german, strict=True):
            assert sorted(PLACEHOLDER.findall(one)) == sorted(PLACEHOLDER.findall(other)), one


@pytest.mark.django_db
def test_pages_and_errors_are_german_for_german_readers() -> None:
    client = Client(headers={"Accept-Language": "de"})
    page = client.post(reverse("account_signup"), {"email": "nichts"})
    text = page.content.decode()
    assert '<html lang="de"' in text
    assert "Konto anlegen" in text
    assert "Die E-Mail-Adresse muss einen Namen, ein @ und eine Domain haben" in text
    client.force_login(Person.objects.get(pk=an_employer().actor.person_id))
    typed = particulars(ein="1") | {"seat": "US", "kind": "private"}
    text = client.post(reverse("employer_new"), typed).content.decode()
    assert "Die Employer Identification Number muss 9 Ziffern haben, wie 12-3456789." in text
    assert "Deutschland" in text
