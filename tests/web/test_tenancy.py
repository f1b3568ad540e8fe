"""Every address of a request, tried by everybody who has no business there."""

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from sojourn.casework.events import set_up_institution, take_up
from sojourn.core.actors import SYSTEM
from sojourn.parties.models import Person
from sojourn.requests.models import Request
from sojourn.web import urls
from tests.parties.builders import a_representative, an_employer, an_officer
from tests.requests.builders import a_draft, a_sent_request
from tests.web.builders import client_of

pytestmark = pytest.mark.django_db

PUBLIC = {
    "home",
    "find_out",
    "privacy",
    "help",
    "set_language",
    "verify",
    "verify_file",
    "verdict",
    "demo_mail",
}
OF_ONES_OWN = {"requests", "request_new"}
PAGES = ("trip", "place", "job", "business", "person", "employer")


def everything() -> list[dict[str, object]]:
    """All requests, with what is encrypted in them opened."""
    return [
        {field.attname: getattr(row, field.attname) for field in row._meta.fields}
        for row in Request.objects.order_by("pk")
    ]


def addresses(request: Request) -> list[str]:
    """All addresses that name this request, found by walking the routes."""
    found = []
    for pattern in urls.urlpatterns:
        if not isinstance(pattern, URLPattern) or pattern.name in PUBLIC | OF_ONES_OWN:
            continue
        keys = [request.pk] + (
            [request.reference] if request.reference and "str:key" in str(pattern.pattern) else []
        )
        for key in keys:
            for matter in PAGES if "matter" in str(pattern.pattern) else (None,):
                found.append(reverse(str(pattern.name), args=[key, matter] if matter else [key]))
    return found


@pytest.fixture
def requests() -> list[Request]:
    set_up_institution(institution_id="us-ssa", actor=SYSTEM)
    acting, draft = a_draft()
    _, sent = a_sent_request(acting, ssn="808-21-4499")
    take_up(request_id=sent.pk)
    sent.refresh_from_db()
    assert sent.certificate_number
    return [draft, sent]


def test_every_route_is_public_or_about_ones_own(requests: list[Request]) -> None:
    walked = {address for request in requests for address in addresses(request)}
    assert len(walked) > 20


@pytest.mark.parametrize("who", ["another clerk", "another firm", "an officer", "an officer elsewhere"])
def test_a_stranger_finds_nothing_at_any_address(requests: list[Request], who: str) -> None:
    strangers = {
        "another clerk": lambda: client_of(an_employer(name="Prairie Turbines Inc.")),
        "another firm": lambda: client_of(a_representative(an_employer(name="Prairie Turbines Inc."))),
        "an officer": lambda: signed_in(an_officer()),
        "an officer elsewhere": lambda: signed_in(an_officer("de-dvka")),
    }
    client = strangers[who]()
    for request in requests:
        for address in addresses(request):
            for method in (client.get, client.post):
                assert method(address).status_code in (404, 405), f"{who} at {address}"


def test_a_guest_is_asked_to_sign_in_at_every_address(requests: list[Request]) -> None:
    client = Client()
    for request in requests:
        for address in [*addresses(request), reverse("requests"), reverse("request_new")]:
            response = client.get(address)
            assert response.status_code in (302, 405), address
            assert response.status_code == 405 or response["Location"].startswith(reverse("account_login"))


def test_strangers_changed_nothing(requests: list[Request]) -> None:
    before = everything()
    client = client_of(an_employer(name="Prairie Turbines Inc."))
    for request in requests:
        for address in addresses(request):
            client.post(address, {"declared": "yes", "key": "k", "on_page": "worker.ssn", "worker.ssn": "1"})
    assert everything() == before


def test_a_viewer_may_look_but_not_touch(requests: list[Request]) -> None:
    draft, sent = requests
    viewer = Person.objects.create_user("viewer@example.com")
    viewer.memberships.create(employer_id=draft.employer_id, role="viewer")
    client = signed_in(viewer)
    assert client.get(reverse("request", args=[sent.reference])).status_code == 200
    assert client.get(reverse("request", args=[draft.pk])).status_code == 200
    client.post(reverse("request_matter", args=[draft.pk, "trip"]), {"on_page": "activities[0].country"})
    client.post(reverse("request_withdraw", args=[sent.reference]))
    draft.refresh_from_db()
    assert draft.host == "DE"


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client
