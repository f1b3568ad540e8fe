"""Webhooks: told to a real server, signed, tried again, stopped at last; never into a network that is not public."""

import json
import socket
import threading
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from sojourn.core import clock
from sojourn.core.errors import InvalidInput, NotAllowed, WrongState
from sojourn.messages.models import Letter
from sojourn.parties.models import Membership
from sojourn.register.hooks import reaching
from sojourn.register.hooks.delivering import MOST_TRIES, deliver_due
from sojourn.register.hooks.events import (
    change_endpoint,
    deliveries_of,
    end_endpoint,
    endpoint_of,
    endpoints_of,
    send_again,
    set_endpoint,
    start_again,
    try_out,
    turn_over_secret,
)
from sojourn.register.hooks.models import Delivery, Endpoint, Happening
from sojourn.register.seats import Seat
from sojourn.register.to_do.events import ToDo, mark_done
from sojourn.register.trip_events import cancel_trip, change_trip
from tests.parties.builders import an_employer
from tests.register.builders import a_plan, a_register, a_trip

pytestmark = pytest.mark.django_db
ALL = (
    "to_do.opened",
    "to_do.moved",
    "to_do.settled",
    "cover.changed",
    "certificate.issued",
    "certificate.ended",
)


class Receiver:
    """Somebody else's server: keeps what it got, and answers as it was told to."""

    def __init__(self) -> None:
        self.got: list[tuple[str, dict[str, str], bytes]] = []
        self.statuses: list[int] = []
        self.headers: dict[str, str] = {}
        self.slow = 0.0
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.got.append((self.path, {k.lower(): v for k, v in self.headers.items()}, body))
                time.sleep(receiver.slow)
                self.send_response(receiver.statuses.pop(0) if receiver.statuses else 200)
                for name, value in receiver.headers.items():
                    self.send_header(name, value)
                self.end_headers()

            def log_message(self, *_: Any) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def told(self) -> list[tuple[str, list[dict[str, Any]]]]:
        """The kinds and things that came, in their order."""
        read = [json.loads(body) for _, _, body in self.got]
        return [(each["type"], each["data"]["items"]) for each in read]


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    settings.SOJOURN_WEBHOOK_NETWORKS = "127.0.0.0/8"
    made = Receiver()
    yield made
    made.server.shutdown()
    made.server.server_close()


def an_endpoint(seat: Seat, receiver: Receiver, kinds: tuple[str, ...] = ALL) -> tuple[Endpoint, str]:
    address = f"http://127.0.0.1:{receiver.port}/hooks?team=7"
    return set_endpoint(seat=seat, address=address, kinds=kinds, key=uuid.uuid4())


def test_what_moves_is_told_with_ids_and_codes_and_a_signature_that_others_can_check(
    receiver: Receiver,
) -> None:
    seat = a_register()
    _, secret = an_endpoint(seat, receiver)
    trip = a_trip(seat)
    assert receiver.got == [], "nothing is sent while somebody waits"
    deliver_due()
    kinds = dict(receiver.told())
    assert set(kinds) == {"cover.changed", "to_do.opened"}
    assert kinds["cover.changed"][0]["trip"] == str(trip.pk)
    assert (kinds["cover.changed"][0]["before"], kinds["cover.changed"][0]["after"]) == (None, "needed")
    assert {item["act"] for item in kinds["to_do.opened"]} == {"apply", "insure"}
    path, headers, body = receiver.got[0]
    assert path == "/hooks?team=7"
    assert Webhook(secret).verify(body, headers)["type"] in kinds
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(body.replace(b"needed", b"covered").replace(b"apply", b"relax"), headers)
    told = (
        b"".join(body for _, _, body in receiver.got) + json.dumps([h for _, h, _ in receiver.got]).encode()
    )
    for particular in (b"Okafor", b"Adaeze", b"1989", b"808-21", b"Windwerk", b"Hamburg"):
        assert particular not in told
    receiver.got.clear()
    change_trip(seat=seat, trip_id=trip.pk, plan=a_plan(end="2034-02-28"))
    mark_done(seat=seat, to_do_id=ToDo.objects.filter(trip=trip, act="clarify").get().pk)
    cancel_trip(seat=seat, trip_id=trip.pk)
    deliver_due()
    kinds = dict(receiver.told())
    assert kinds["cover.changed"][0]["after"] == "at_risk"
    assert {item["act"] for item in kinds["to_do.settled"]} >= {"insure"}
    assert deliver_due() == 0, "once is enough where it arrived"


def test_a_receiver_gets_what_it_asked_for_and_another_employer_gets_nothing(receiver: Receiver) -> None:
    seat, other = a_register(), a_register(an_employer())
    an_endpoint(seat, receiver, ("cover.changed",))
    a_trip(other)
    assert not Happening.objects.exists()
    a_trip(seat)
    deliver_due()
    assert [kind for kind, _ in receiver.told()] == ["cover.changed"]


def test_faults_are_tried_again_later_and_the_same_id_says_that_it_is_the_same(receiver: Receiver) -> None:
    seat = a_register()
    endpoint, _ = an_endpoint(seat, receiver, ("cover.changed",))
    a_trip(seat)
    receiver.statuses = [500, 429, 302, 200]
    receiver.headers = {"Retry-After": "900", "Location": "http://127.0.0.1:1/elsewhere"}
    moment = clock.now()
    waits = []
    for _ in range(4):
        with clock.fixed(moment):
            deliver_due()
            row = Delivery.objects.get()
            waits.append(row.next_try - moment if row.next_try else None)
            assert deliver_due() == 0, "not before its time"
        moment = row.next_try or moment
    assert len(receiver.got) == 4, "a redirect is not followed"
    assert len({headers["webhook-id"] for _, headers, _ in receiver.got}) == 1
    assert (waits[0] or timedelta.max) < timedelta(seconds=10)
    assert (waits[1] or timedelta(0)) >= timedelta(seconds=900), "as long as the receiver asked for"
    assert waits[3] is None
    row.refresh_from_db()
    assert (row.state, row.tries, row.answer) == ("delivered", 4, 200)
    endpoint.refresh_from_db()
    assert endpoint.failing_since is None


def test_after_days_of_faults_it_stops_and_the_administrators_are_told_once(receiver: Receiver) -> None:
    seat = a_register()
    endpoint, _ = an_endpoint(seat, receiver, ("cover.changed",))
    receiver.server.shutdown()
    receiver.server.server_close()
    a_trip(seat)
    moment = clock.now()
    for _ in range(30):
        with clock.fixed(moment):
            deliver_due()
            endpoint.refresh_from_db()
            if endpoint.state != "in_force":
                break
            if not Delivery.objects.filter(state="posted").exists():
                a_trip(seat)
        moment += timedelta(hours=12)
    assert (endpoint.state, endpoint.stopped_because) == ("stopped", "failed_too_long")
    assert Letter.objects.filter(template="webhook_stopped").count() == 1
    assert not Delivery.objects.filter(state="posted").exists()
    assert Delivery.objects.order_by("id")[0].tries <= MOST_TRIES
    with pytest.raises(WrongState):
        send_again(seat=seat, endpoint_id=endpoint.pk, delivery_id=Delivery.objects.order_by("id")[0].pk)
    before = Happening.objects.count()
    a_trip(seat)
    assert Happening.objects.count() == before, "nothing is put down for what is stopped"
    start_again(seat=seat, endpoint_id=endpoint.pk)
    send_again(seat=seat, endpoint_id=endpoint.pk, delivery_id=Delivery.objects.order_by("id")[0].pk)
    assert Delivery.objects.filter(state="posted").count() == 1


def test_gone_is_gone(receiver: Receiver) -> None:
    seat = a_register()
    endpoint, _ = an_endpoint(seat, receiver, ("cover.changed",))
    receiver.statuses = [410]
    a_trip(seat)
    deliver_due()
    endpoint.refresh_from_db()
    assert (endpoint.state, endpoint.stopped_because) == ("stopped", "gone")


def test_one_slow_or_broken_receiver_does_not_keep_others_waiting(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat = a_register()
    slow = Receiver()
    slow.slow = 5
    monkeypatch.setattr(reaching, "SECONDS", 0.3)
    an_endpoint(seat, receiver, ("cover.changed", "to_do.opened"))
    an_endpoint(seat, slow, ("cover.changed", "to_do.opened"))
    a_trip(seat)
    began = time.monotonic()
    assert deliver_due() == 2
    assert time.monotonic() - began < 3
    assert len(slow.got) == 1, "after a fault its other messages wait with it"
    waiting = Delivery.objects.filter(state="posted")
    assert {row.tries for row in waiting} == {0, 1}
    assert all(row.next_try and row.next_try > clock.now() for row in waiting)
    slow.server.shutdown()


def test_a_secret_is_turned_over_without_losing_anything(receiver: Receiver) -> None:
    seat = a_register()
    endpoint, first = an_endpoint(seat, receiver)
    second = turn_over_secret(seat=seat, endpoint_id=endpoint.pk)
    assert first != second
    try_out(seat=seat, endpoint_id=endpoint.pk)
    deliver_due()
    _, headers, body = receiver.got[0]
    for secret in (first, second):
        assert Webhook(secret).verify(body, headers)["type"] == "test"
    Endpoint.objects.update(secret_before_until=clock.now())
    try_out(seat=seat, endpoint_id=endpoint.pk)
    deliver_due()
    _, headers, body = receiver.got[1]
    assert Webhook(second).verify(body, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(first).verify(body, headers)


@pytest.mark.parametrize(
    "address",
    ["http://example.org/x", "https://user:pw@example.org/", "https://", "ftp://example.org", "https://example.org:22/",
     "https://127.0.0.1/", "https://10.0.0.5/", "https://169.254.169.254/latest", "https://[::1]/", "https://0.0.0.0/",
     "https://[::ffff:10.0.0.5]/", "https://[64:ff9b::a00:5]/", "https://[2002:a00:5::1]/", "https://localhost/",
     "https://db.internal/", "https://100.64.0.1/", "https://224.0.0.1/", "https://[fe80::1%25eth0]/",
     "https://exa mple.org/",
     "https://example.org/\r\nX: y", "https://[fd00::1]/", "https://192.168.1.1/"],
)  # fmt: skip
def test_addresses_that_are_not_for_everybody_are_refused(address: str) -> None:
    with pytest.raises(InvalidInput):
        set_endpoint(seat=a_register(), address=address, kinds=["cover.changed"], key=uuid.uuid4())
    assert reaching.send(address, b"{}", {}).status is None


def test_a_name_is_judged_by_all_that_it_leads_to_and_asked_once(
    receiver: Receiver, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name answers differently each time: judged is what is then connected to."""
    asked: list[str] = []
    answers: list[list[str]] = []
    real = socket.getaddrinfo

    def resolve(host: Any, port: Any, *rest: Any, **more: Any) -> Any:
        if host != "hook.example.org":
            return real(host, port, *rest, **more)
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in answers.pop(0)]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    answers += [["127.0.0.1"], ["10.0.0.1"]]
    address = f"http://hook.example.org:{receiver.port}/"
    assert reaching.send(address, b"{}", {"Content-Type": "application/json"}).status == 200
    assert asked == ["hook.example.org"]
    assert receiver.got[0][1]["host"] == f"hook.example.org:{receiver.port}"
    settings.SOJOURN_WEBHOOK_NETWORKS = ""
    for leads_to in (["93.184.216.34", "127.0.0.1"], ["10.0.0.1"], ["169.254.169.254"], []):
        answers[:] = [leads_to]
        assert reaching.send("https://hook.example.org/", b"{}", {}).fault == "address_not_public"
    assert len(receiver.got) == 1


def test_only_administrators_set_endpoints_and_only_their_own(receiver: Receiver) -> None:
    seat, other = a_register(), a_register(an_employer())
    endpoint, secret = an_endpoint(seat, receiver)
    assert [each.pk for each in endpoints_of(seat)] == [endpoint.pk]
    assert list(endpoints_of(other)) == []
    steps: list[Any] = [
        lambda s: endpoint_of(s, endpoint.pk),
        lambda s: deliveries_of(s, endpoint.pk),
        lambda s: change_endpoint(
            seat=s, endpoint_id=endpoint.pk, address="https://example.org/", kinds=["cover.changed"]
        ),
        lambda s: turn_over_secret(seat=s, endpoint_id=endpoint.pk),
        lambda s: start_again(seat=s, endpoint_id=endpoint.pk),
        lambda s: try_out(seat=s, endpoint_id=endpoint.pk),
        lambda s: end_endpoint(seat=s, endpoint_id=endpoint.pk),
    ]
    for step in steps:
        with pytest.raises(NotAllowed):
            step(other)
    Membership.objects.filter(person_id=seat.person_id).update(role="requester")
    for step in steps:
        with pytest.raises(NotAllowed):
            step(seat)
    Membership.objects.filter(person_id=seat.person_id).update(role="administrator")
    row = Endpoint.objects.filter(pk=endpoint.pk).values_list("secret", "address").get()
    assert all(text not in repr(row) for text in (secret, "127.0.0.1")), "encrypted where it rests"
    end_endpoint(seat=seat, endpoint_id=endpoint.pk)
    assert list(endpoints_of(seat)) == []
    a_trip(seat)
    assert not Happening.objects.exists()


def test_what_happened_long_ago_goes(receiver: Receiver) -> None:
    seat = a_register()
    an_endpoint(seat, receiver)
    a_trip(seat)
    deliver_due()
    with clock.fixed(datetime.now(UTC) + timedelta(days=31)):
        deliver_due()
    assert not Happening.objects.exists()
    assert not Delivery.objects.exists()
