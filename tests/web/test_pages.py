"""Pages that stand by themselves, in both languages, and what is not there."""

import pytest
from django.test import Client
from django.urls import reverse

from sojourn.web import demo
from tests.parties.builders import an_employer
from tests.requests.builders import a_sent_request
from tests.web.builders import html

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["home", "find_out", "privacy", "help", "verify"])
def test_anybody_may_read(name: str) -> None:
    response = Client().get(reverse(name))
    assert response.status_code == 200
    assert "'unsafe-inline'" not in response["Content-Security-Policy"]
    assert html(response).count("<h1>") == 1


def test_the_front_page_has_its_doors() -> None:
    page = html(Client().get(reverse("home")))
    assert "Working abroad? See whose social security applies." in page
    for name in ("find_out", "request_new", "verify"):
        assert f'href="{reverse(name)}"' in page


def test_what_is_not_there_says_what_to_do() -> None:
    response = Client().get("/no/such/page")
    assert response.status_code == 404
    assert "If you typed the address, check it." in html(response)


def test_the_language_is_switched_and_stays() -> None:
    client = Client()
    client.post(reverse("set_language"), {"language": "de", "next": reverse("home")})
    assert '<html lang="de"' in html(client.get(reverse("home")))


def test_the_mail_of_the_demonstration_is_only_there() -> None:
    assert Client().get(reverse("demo_mail")).status_code == 404


def test_in_the_demonstration_letters_can_be_read_and_their_links_followed(settings, tmp_path) -> None:  # type: ignore[no-untyped-def]
    settings.SOJOURN_MODE = "demo"
    settings.SOJOURN_HOME = tmp_path
    _, request = a_sent_request(an_employer())
    page = html(Client().get(reverse("demo_mail")))
    assert f"{request.reference}: we have your request" in page
    assert f'href="{settings.SOJOURN_BASE_URL}/requests/{request.reference}"' in page
    assert "Right now it is" not in page


def test_in_the_demonstration_the_officers_code_is_shown(settings, tmp_path) -> None:  # type: ignore[no-untyped-def]
    settings.SOJOURN_MODE = "demo"
    settings.SOJOURN_HOME = tmp_path
    (tmp_path / demo.SIGN_INS).write_text('{"totp_secret": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"}')
    assert "Right now it is" in html(Client().get(reverse("demo_mail")))
