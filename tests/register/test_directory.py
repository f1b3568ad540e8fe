"""SCIM for HR directories: as a public test suite has it, once for each person, and for one employer."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from scim2_client.engines.wsgi import WSGISCIMClient
from scim2_tester import Status, check_server

from sojourn.api import limits
from sojourn.core import clock
from sojourn.parties.models import Membership
from sojourn.register.directory.events import take_out_who_left
from sojourn.register.directory.models import Entry
from sojourn.register.models import Traveller
from sojourn.register.trip_events import cancel_trip
from tests.api.test_requests import a_key
from tests.parties.builders import an_employer
from tests.register.builders import a_register, a_traveller, a_trip

pytestmark = pytest.mark.django_db
USERS = "/scim/v2/Users"
CORE = "urn:ietf:params:scim:schemas:core:2.0:User"
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"


@pytest.fixture(autouse=True)
def _room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "A_MINUTE", dict.fromkeys(limits.A_MINUTE, 1_000_000))
    monkeypatch.setattr(limits, "A_MINUTE_BY_KEY", dict.fromkeys(limits.A_MINUTE_BY_KEY, 1_000_000))
    monkeypatch.setattr(limits, "SECONDS_A_MINUTE", 1_000_000.0)


class Directory:
    """An HR directory of one employer."""

    def __init__(self, acting: Any = None) -> None:
        self.acting = acting or an_employer()
        day = clock.today() + timedelta(days=90)
        self.token = a_key(self.acting, "directory", until=day)
        self.client = Client(enforce_csrf_checks=True)

    def ask(self, method: str, path: str, content: Any = None, **headers: str) -> Any:
        more = {"headers": {"Authorization": f"Bearer {self.token}", **headers}}
        if content is None:
            return getattr(self.client, method)(path, **more)
        text = json.dumps(content)
        return getattr(self.client, method)(path, data=text, content_type="application/scim+json", **more)

    def find(self, text: str, **more: Any) -> Any:
        answer = self.client.get(
            USERS, {"filter": text, **more}, headers={"Authorization": f"Bearer {self.token}"}
        )
        assert answer.status_code == 200, answer.content
        return answer.json()


def person(number: int = 1, **changes: Any) -> dict[str, Any]:
    return {
        "schemas": [CORE, ENTERPRISE],
        "userName": f"adaeze{number}@example.org",
        "externalId": f"hr-{number}",
        "name": {"givenName": "Adaeze", "familyName": f"Okafor{'abcdefghij'[number % 10]}"},
        "emails": [
            {"value": "home@example.org", "type": "home"},
            {"value": "Work@example.org", "type": "work"},
        ],
        "title": "Engineer",
        "phoneNumbers": [{"value": "+1 312 555 0100"}],
        "active": True,
        ENTERPRISE: {"employeeNumber": f"E-{number}", "department": "Turbines"},
    } | changes


def patched(*operations: tuple[str, str, Any]) -> dict[str, Any]:
    each = [
        {"op": op, **({"path": path} if path else {}), **({} if value is None else {"value": value})}
        for op, path, value in operations
    ]
    return {"schemas": [PATCH], "Operations": each}


def test_a_public_test_suite_finds_nothing_wrong() -> None:
    token = Directory().token
    client = WSGISCIMClient(
        get_wsgi_application(),
        base_url="http://localhost:8000/scim/v2",
        headers={"Authorization": f"Bearer {token}"},
    )
    # Django closes its connections after each request of a real server; here the test holds them.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        results = check_server(client)
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)
    wrong = [
        (each.title, each.resource_type, each.reason)
        for each in results
        if each.status is Status.ERROR or each.status is Status.CRITICAL
    ]
    assert wrong == []
    assert sum(each.status is Status.SUCCESS for each in results) >= 50
    assert {each.title for each in results if each.status is Status.SKIPPED} <= SKIPPED


SKIPPED: set[str] = set()


def test_people_are_taken_in_once_with_what_is_needed_and_no_more() -> None:
    directory = Directory()
    made = directory.ask("post", USERS, person())
    assert made.status_code == 201, made.content
    told = made.json()
    assert made["Location"].endswith(f"{USERS}/{told['id']}")
    assert made["ETag"] == told["meta"]["version"]
    assert "title" not in told
    assert "phoneNumbers" not in told
    traveller = Traveller.objects.get()
    assert traveller.name == "Adaeze Okaforb"
    assert (traveller.own["employee_number"], traveller.own["email"]) == ("E-1", "work@example.org")
    for twice in (person(), person(externalId="x"), person(userName="ADAEZE1@example.org", externalId="y")):
        again = directory.ask("post", USERS, twice)
        assert (again.status_code, again.json()["scimType"]) == (409, "uniqueness")
    number = person(2) | {ENTERPRISE: {"employeeNumber": "E-1"}}
    assert directory.ask("post", USERS, number).status_code == 409
    assert Traveller.objects.count() == Entry.objects.count() == 1
    kept = repr(Entry.objects.values_list("told", "user_name_index", "external_index").get())
    assert not any(text in kept for text in ("adaeze", "Okafor", "hr-1", "example.org"))


def test_somebody_who_is_there_by_a_table_is_the_same_person() -> None:
    directory = Directory()
    seat = a_register(directory.acting)
    known = a_traveller(seat, "E-1")
    made = directory.ask("post", USERS, person())
    assert made.status_code == 201
    known.refresh_from_db()
    assert Traveller.objects.count() == 1
    assert known.name == "Adaeze Okaforb"
    assert known.particulars["worker.birth_date"] == "1989-07-21", "what the directory does not say stays"


def test_people_are_found_by_filters_and_in_pages() -> None:
    directory = Directory()
    for number in range(7):
        directory.ask("post", USERS, person(number))
    for text, count in (
        ('userName eq "ADAEZE3@example.org"', 1),
        ('externalId eq "hr-4"', 1),
        ('externalId eq ""', 0),
        ('userName sw "adaeze" and name.familyName co "OKAFORC"', 1),
        ('name.familyName eq "Okaforc" or externalId eq "hr-5"', 2),
        (f'{ENTERPRISE}:employeeNumber eq "E-6"', 1),
        ('emails[type eq "work" and value co "work@"]', 7),
        ("active eq true", 7),
        ("active eq false", 0),
        ("not (userName pr)", 0),
    ):
        assert directory.find(text)["totalResults"] == count, text
    page = directory.find("active eq true", startIndex=6, count=5)
    assert (page["startIndex"], page["itemsPerPage"], page["totalResults"]) == (6, 2, 7)
    every = directory.ask("get", f"{USERS}?startIndex=1&count=3").json()
    assert [each["externalId"] for each in every["Resources"]] == ["hr-0", "hr-1", "hr-2"]
    few = directory.ask("get", f"{USERS}?attributes=userName&sortBy=userName&sortOrder=descending").json()
    assert few["Resources"][0]["userName"].startswith("adaeze6")
    assert "name" not in few["Resources"][0]
    bad = directory.ask("get", f"{USERS}?filter=userName%20like%20x")
    assert (bad.status_code, bad.json()["scimType"]) == (400, "invalidFilter")


def test_patches_and_versions() -> None:
    directory = Directory()
    one = directory.ask("post", USERS, person()).json()
    address = f"{USERS}/{one['id']}"
    changed = directory.ask(
        "patch",
        address,
        patched(
            ("replace", "name.familyName", "Newname"),
            ("add", "emails", [{"value": "new@example.org", "type": "work", "primary": True}]),
            ("remove", 'emails[type eq "home"]', None),
        ),
    )
    assert changed.status_code == 204, changed.content
    assert Traveller.objects.get().name == "Adaeze Newname"
    assert Traveller.objects.get().own["email"] == "new@example.org"
    assert changed["ETag"] != one["meta"]["version"]
    stale = directory.ask(
        "patch", address, patched(("replace", "active", False)), **{"If-Match": one["meta"]["version"]}
    )
    assert stale.status_code == 412
    assert directory.ask("get", address, **{"If-None-Match": changed["ETag"]}).status_code == 304
    assert directory.ask("patch", address, patched(("remove", "userName", None))).status_code == 400
    same = directory.ask("patch", address, patched(("replace", "name.familyName", "Newname")))
    assert same["ETag"] == changed["ETag"], "the same again changes nothing"
    put = directory.ask("put", address, person(name={"givenName": "Ada", "familyName": "Put"}))
    assert put.status_code == 200
    assert Traveller.objects.get().name == "Ada Put"


def test_whoever_leaves_is_taken_out_when_the_last_trip_is_over_and_may_come_back() -> None:
    directory = Directory()
    seat = a_register(directory.acting)
    one = directory.ask("post", USERS, person()).json()
    address = f"{USERS}/{one['id']}"
    trip = a_trip(seat, Traveller.objects.get())
    # As Entra sends it: the operation with a capital, the value a string.
    left = directory.ask("patch", address, patched(("Replace", "active", "False")))
    assert left.status_code == 204, left.content
    assert directory.ask("get", address).json()["active"] is False
    assert Traveller.objects.get().left_on is None, "a trip is still to come: it has to be seen"
    assert take_out_who_left() == 0
    cancel_trip(seat=seat, trip_id=trip.pk)
    assert take_out_who_left() == 1
    assert Traveller.objects.get().left_on == clock.today()
    assert directory.ask("get", address).json()["active"] is False
    directory.ask("patch", address, patched(("replace", "", {"active": True})))
    assert directory.ask("get", address).json()["active"] is True
    assert Traveller.objects.get().left_on is None
    assert directory.ask("delete", address).status_code == 204
    assert Traveller.objects.get().left_on is not None
    assert directory.ask("get", address).status_code == 404
    again = directory.ask("post", USERS, person())
    assert again.status_code == 201
    assert again.json()["id"] != one["id"]
    assert Traveller.objects.get().left_on is None, "the same traveller, with the trips of before"
    assert Traveller.objects.get().trips.count() == 1


def test_many_in_one_call_each_for_itself() -> None:
    directory = Directory()
    operations = [
        {"method": "POST", "path": "/Users", "bulkId": f"b{at}", "data": person(n)}
        for at, n in enumerate((1, 2, 1, 3))
    ]
    content = {"schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], "Operations": operations}
    answer = directory.ask("post", "/scim/v2/Bulk", content)
    assert answer.status_code == 200, answer.content
    assert [each["status"] for each in answer.json()["Operations"]] == ["201", "201", "409", "201"]
    assert Traveller.objects.count() == 3


def test_another_employer_finds_nothing_and_a_token_does_only_this() -> None:
    directory, other = Directory(), Directory()
    one = directory.ask("post", USERS, person()).json()
    address = f"{USERS}/{one['id']}"
    for method, content in (
        ("get", None),
        ("put", person(2)),
        ("patch", patched(("replace", "active", False))),
        ("delete", None),
    ):
        assert other.ask(method, address, content).status_code == 404, method
    assert other.find('userName eq "adaeze1@example.org"')["totalResults"] == 0
    assert other.ask("get", USERS).json()["totalResults"] == 0
    assert other.ask("post", USERS, person()).status_code == 201, "another employer's person of the same name"
    assert Entry.objects.get(pk=one["id"]).active
    assert directory.ask("get", "/api/v1/register/travellers").status_code == 403
    directory.token = a_key(directory.acting, "register", "register_read", until=clock.today())
    assert directory.ask("get", USERS).status_code == 403
    anonymous = Client()
    assert anonymous.get("/scim/v2/ServiceProviderConfig").status_code == 200
    for path in (USERS, address, "/scim/v2/Schemas", "/scim/v2/nowhere", "/scim/v2/"):
        refused = anonymous.get(path)
        assert refused.status_code in {401, 404}, path
    assert anonymous.get(USERS)["WWW-Authenticate"].startswith("Bearer")
    Membership.objects.filter(person_id=other.acting.person_id).update(role="viewer")
    assert other.ask("get", USERS).status_code == 403


@pytest.mark.parametrize(
    "content",
    [{}, {"schemas": [CORE], "userName": "x"}, person(name={"givenName": "Ada"}), person(userName=""), [1], "x",
     person(emails=[{"value": "no address", "type": "work"}]), person(active="perhaps"), person(name="Ada")],
)  # fmt: skip
def test_what_cannot_be_taken_is_refused_in_the_protocols_form(content: Any) -> None:
    answer = Directory().ask("post", USERS, content)
    assert answer.status_code == 400, answer.content
    assert answer["Content-Type"] == "application/scim+json"
    assert answer.json()["scimType"] in {"invalidValue", "invalidSyntax"}
    assert not Traveller.objects.exists()
