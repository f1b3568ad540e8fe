"""Pages of a register's connections: for administrators, of their own employer, with secrets shown once."""

import re
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sojourn.parties.api_keys import api_keys_of
from sojourn.parties.models import Membership, Person
from sojourn.register.digests.events import frequency_of
from sojourn.register.hooks.events import CHOOSABLE, endpoints_of, try_out
from sojourn.register.hooks.models import Delivery, Endpoint
from sojourn.register.seats import Seat
from tests.parties.builders import an_employer
from tests.register.builders import a_register, a_traveller, a_trip

pytestmark = pytest.mark.django_db
WEBHOOKS, DIRECTORY, DIGEST = "/register/webhooks", "/register/directory", "/register/digest"


def signed_in(client: Client, seat: Seat) -> Client:
    client.force_login(Person.objects.get(pk=seat.person_id))
    return client


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_an_endpoint_is_set_up_tried_turned_over_and_ended(client: Client) -> None:
    seat = a_register()
    signed_in(client, seat)
    wrong = client.post(WEBHOOKS, {"address": "https://10.0.0.1/", "key": str(uuid.uuid4())})
    assert wrong.status_code == 400
    assert "not public" in text_of(wrong)
    assert "Choose what is told" in text_of(wrong)
    form = {"address": "https://example.org/hooks", "kinds": list(CHOOSABLE), "key": str(uuid.uuid4())}
    made = client.post(WEBHOOKS, form)
    secret = re.search(r"whsec_[A-Za-z0-9+/=]{44}", text_of(made))
    assert secret is not None
    endpoint = Endpoint.objects.get()
    page = f"{WEBHOOKS}/{endpoint.pk}"
    for address in (WEBHOOKS, page):
        assert secret[0] not in text_of(client.get(address)), "shown once"
        assert "https://example.org/hooks" in text_of(client.get(address))
    assert client.post(WEBHOOKS, form).status_code == 302, "the same form again makes nothing"
    turned = client.post(f"{page}/do", {"act": "secret"})
    assert "whsec_" in text_of(turned)
    assert secret[0] not in text_of(turned)
    client.post(f"{page}/do", {"act": "try"})
    assert "A message to try it out" in text_of(client.get(page))
    Delivery.objects.update(state="failed", next_try=None, answer=500)
    assert "HTTP 500" in text_of(client.get(page))
    client.post(f"{page}/do", {"act": "again", "delivery": Delivery.objects.get().pk})
    assert Delivery.objects.get().state == "posted"
    changed = client.post(page, {"address": "https://example.org/other", "kinds": ["cover.changed"]})
    assert changed.status_code == 302
    assert endpoints_of(seat).get().kinds == ["cover.changed"]
    client.post(f"{page}/do", {"act": "end"})
    assert client.get(page).status_code == 404
    assert "None yet" in text_of(client.get(WEBHOOKS))


def test_the_log_takes_the_same_queries_however_much_was_sent(client: Client) -> None:
    seat = a_register()
    signed_in(client, seat)
    client.post(
        WEBHOOKS, {"address": "https://example.org/", "kinds": ["cover.changed"], "key": str(uuid.uuid4())}
    )
    page = f"{WEBHOOKS}/{Endpoint.objects.get().pk}"
    counts = []
    for _ in range(2):
        try_out(seat=seat, endpoint_id=Endpoint.objects.get().pk)
        try_out(seat=seat, endpoint_id=Endpoint.objects.get().pk)
        with CaptureQueriesContext(connection) as asked:
            client.get(page)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_token_is_made_shown_once_and_revoked(client: Client) -> None:
    seat = a_register()
    signed_in(client, seat)
    form = {"key": str(uuid.uuid4())}
    made = client.post(DIRECTORY, form)
    token = re.search(r"sjk_[A-Za-z0-9_-]{43}", text_of(made))
    assert token is not None
    assert seat.acting is not None
    assert client.post(DIRECTORY, form).status_code == 302, "the same form again makes nothing"
    shown = text_of(client.get(DIRECTORY))
    assert token[0] not in shown
    assert "/scim/v2" in shown
    users = Client().get("/scim/v2/Users", headers={"Authorization": f"Bearer {token[0]}"})
    assert users.status_code == 200
    (view,) = api_keys_of(seat.acting)
    client.post(f"{DIRECTORY}/{view.id}/revoke")
    users = Client().get("/scim/v2/Users", headers={"Authorization": f"Bearer {token[0]}"})
    assert users.status_code == 401


def test_the_choice_of_letters_is_kept(client: Client) -> None:
    seat = a_register()
    signed_in(client, seat)
    assert client.post(DIGEST, {"frequency": "hourly"}).status_code == 400
    assert client.post(DIGEST, {"frequency": "weekly"}).status_code == 302
    assert frequency_of(seat) == "weekly"
    assert DIGEST in text_of(client.get("/register/to-do"))


def test_others_find_nothing(client: Client) -> None:
    seat, other = a_register(), a_register(an_employer())
    signed_in(client, seat)
    client.post(
        WEBHOOKS, {"address": "https://example.org/", "kinds": ["cover.changed"], "key": str(uuid.uuid4())}
    )
    client.post(DIRECTORY, {"key": str(uuid.uuid4())})
    assert seat.acting is not None
    page, token = f"{WEBHOOKS}/{Endpoint.objects.get().pk}", api_keys_of(seat.acting)[0].id
    signed_in(client, other)
    assert client.get(page).status_code == 404
    for act in ("secret", "try", "start", "end", "again"):
        assert client.post(f"{page}/do", {"act": act, "delivery": "1"}).status_code == 404, act
    assert (
        client.post(page, {"address": "https://example.org/x", "kinds": ["cover.changed"]}).status_code == 404
    )
    assert client.post(f"{DIRECTORY}/{token}/revoke").status_code == 404
    Membership.objects.filter(person_id=seat.person_id).update(role="requester")
    signed_in(client, seat)
    for address in (WEBHOOKS, DIRECTORY, page):
        assert client.get(address).status_code == 404
    assert "register/webhooks" not in text_of(client.get("/register"))
    assert client.get(DIGEST).status_code == 200
    assert Endpoint.objects.get().state == "in_force"


def test_what_does_not_fit_another_trip_is_told_after_it_was_entered(client: Client) -> None:
    seat = a_register()
    person = a_traveller(seat)
    a_trip(seat, person, "DE", "2027-03-01", "2027-09-30")
    form: dict[str, Any] = {"host": "FR", "kind": "posting", "key": str(uuid.uuid4())}
    for name, day in (("start", "2027-05-03"), ("end", "2027-05-28")):
        form |= {
            f"{name}-{part}": text
            for part, text in zip(("year", "month", "day"), day.split("-"), strict=True)
        }
    made = signed_in(client, seat).post(f"/register/travellers/{person.pk}/trips/new", form, follow=True)
    assert "works in another country, too" in text_of(made)
    assert person.trips.count() == 2
