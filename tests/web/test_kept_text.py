"""A session, or a form's protection, that ends in the middle: nothing typed is lost, nothing is given away."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from sojourn.core import clock
from sojourn.parties.models import Person
from sojourn.web import kept_text
from tests.parties.builders import PASSWORD, a_person, an_employer
from tests.requests.builders import a_draft
from tests.web.builders import address_of, client_of, html, posted_page

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def sign_in_again(client: Client, email: str) -> None:
    client.post(reverse("account_login"), {"login": email, "password": PASSWORD})


def test_text_of_an_ended_session_stands_on_the_page_after_signing_in_again() -> None:
    person = a_person(password=PASSWORD)
    _, draft = a_draft(an_employer(person))
    client = Client()
    address = address_of(draft, "place")
    response = client.post(address, posted_page("place", city="Kiel"))
    assert response["Location"] == f"{reverse('account_login')}?next={address}"
    sign_in_again(client, person.email)
    page = html(client.get(address))
    assert "Your text is still here" in page
    assert 'value="Kiel"' in page
    draft.refresh_from_db()
    assert draft.particulars["receiver.city"] == "Hamburg"


def test_it_is_shown_once_and_not_on_another_page() -> None:
    person = a_person(password=PASSWORD)
    _, draft = a_draft(an_employer(person))
    client = Client()
    client.post(address_of(draft, "place"), posted_page("place", city="Kiel"))
    sign_in_again(client, person.email)
    assert "still here" not in html(client.get(address_of(draft, "job")))
    assert "still here" in html(client.get(address_of(draft, "place")))
    assert "still here" not in html(client.get(address_of(draft, "place")))


def test_it_rests_sealed() -> None:
    _, draft = a_draft()
    client = Client()
    client.post(address_of(draft, "person"), posted_page("person"))
    assert "Okafor" not in str(dict(client.session.items()))


def test_somebody_else_who_signs_in_there_does_not_see_it() -> None:
    _, draft = a_draft()
    client = Client()
    client.post(address_of(draft, "person"), posted_page("person", family_name="Diaz"))
    other = a_person(password=PASSWORD)
    sign_in_again(client, other.email)
    assert client.get(address_of(draft, "person")).status_code == 404


def test_after_two_hours_it_is_forgotten() -> None:
    person = a_person(password=PASSWORD)
    _, draft = a_draft(an_employer(person))
    client = Client()
    with clock.fixed(NOON):
        client.post(address_of(draft, "place"), posted_page("place", city="Kiel"))
    sign_in_again(client, person.email)
    with clock.fixed(NOON + kept_text.KEPT_FOR + timedelta(seconds=1)):
        assert "Kiel" not in html(client.get(address_of(draft, "place")))


def test_a_text_without_end_is_not_kept() -> None:
    _, draft = a_draft()
    client = Client()
    client.post(address_of(draft, "place"), posted_page("place", city="x" * (kept_text.LARGEST + 1)))
    assert kept_text.SESSION_KEY not in client.session


def test_a_form_that_was_open_too_long_comes_back_with_its_text() -> None:
    acting, draft = a_draft()
    client = Client(enforce_csrf_checks=True, headers={"sec-fetch-site": "same-origin"})
    client.force_login(Person.objects.get(pk=acting.actor.person_id))
    address = address_of(draft, "place")
    page = client.post(address, posted_page("place", city="Kiel"))
    assert page.status_code == 403
    assert "Your text is still here; press the button once more." in html(page)
    token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', html(page))[-1]
    again = client.post(address, posted_page("place", city="Kiel") | {"csrfmiddlewaretoken": token})
    assert again.status_code == 302


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
def test_a_foreign_page_cannot_put_words_into_a_form_that_waits_for_a_click(site: str) -> None:
    acting, draft = a_draft()
    client = Client(enforce_csrf_checks=True, headers={"sec-fetch-site": site})
    client.force_login(Person.objects.get(pk=acting.actor.person_id))
    page = html(client.post(address_of(draft, "place"), posted_page("place", city="Kiel")))
    assert "Kiel" not in page


def test_passwords_are_never_handed_back() -> None:
    client = Client(enforce_csrf_checks=True, headers={"sec-fetch-site": "same-origin"})
    page = html(
        client.post(reverse("account_login"), {"login": "dana@example.com", "password": "secret words"})
    )
    assert "secret words" not in page


def test_signed_in_people_are_not_asked_again() -> None:
    acting, draft = a_draft()
    assert client_of(acting).get(address_of(draft, "place")).status_code == 200
