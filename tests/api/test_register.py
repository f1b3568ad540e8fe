"""A register kept through the API: with a key, once, whole, with the cover, and for one employer."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from sojourn.api.register_description import A_ROW, A_TRAVELLER, A_TRIP
from sojourn.core import clock
from sojourn.parties.models import Membership
from sojourn.register.models import Assignment, Traveller
from tests.api.calling import LINES, assert_problem, json_of, lines_of, post
from tests.api.test_description import validator
from tests.api.test_requests import a_key, using
from tests.parties.builders import an_employer

pytestmark = pytest.mark.django_db
TRAVELLERS, TRIPS = "/api/v1/register/travellers", "/api/v1/register/trips"
BOTH = ("register_read", "register")


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with clock.fixed(datetime(2026, 11, 23, 9, 0, tzinfo=UTC)):
        yield


def send(program: Client, key: str, content: Any, address: str, name: str = "") -> Any:
    named = {"Idempotency-Key": name} if name else {}
    return post(program, content, address, **using(key, **named))


def patch(program: Client, key: str, content: Any, address: str) -> Any:
    text = json.dumps(content)
    return program.patch(address, data=text, content_type="application/json", **using(key))


def a_traveller(program: Client, key: str, name: str = "one", **changes: Any) -> dict[str, Any]:
    content = {**A_TRAVELLER, **changes}
    answer = send(program, key, content, TRAVELLERS, name)
    assert answer.status_code == 200, answer.content
    return json_of(answer)


def a_trip(program: Client, key: str, traveller: str, name: str = "trip", **changes: Any) -> dict[str, Any]:
    answer = send(program, key, {"traveller": traveller, **A_TRIP, **changes}, TRIPS, name)
    assert answer.status_code == 200, answer.content
    return json_of(answer)


def batch(program: Client, key: str, rows: list[Any]) -> list[Any]:
    text = "\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows)
    answer = post(program, text, f"{TRIPS}/batch", content_type=LINES, **using(key))
    assert answer.status_code == 200, answer.content
    return lines_of(answer)


def test_a_person_and_a_trip_are_entered_once_and_told_with_the_cover(program: Client) -> None:
    key = a_key(an_employer(), *BOTH)
    person = a_traveller(program, key)
    assert a_traveller(program, key)["id"] == person["id"]
    changed = send(program, key, {**A_TRAVELLER, "email": "other@example.org"}, TRAVELLERS, "one")
    assert_problem(changed, 409, "key_used_otherwise")
    trip = a_trip(program, key, person["id"])
    assert a_trip(program, key, person["id"])["id"] == trip["id"]
    assert (trip["cover"]["word"], trip["cover"]["legislation"]) == ("needed", "US")
    assert (trip["cover"]["instrument"], trip["cover"]["issuer"]) == ("us-de", "us-ssa")
    for name, told in (("TravellerForm", person), ("TripForm", trip)):
        validator(name).validate(told)
    assert Traveller.objects.count() == Assignment.objects.count() == 1
    read = program.get(f"{TRIPS}/{trip['id']}", **using(key))
    assert json_of(read) == trip
    assert (read["Cache-Control"], read.get("ETag")) == ("no-store", None)
    due = json_of(program.get("/api/v1/register/to-dos", **using(key)))["items"]
    assert {(each["trip"], each["act"]) for each in due} == {(trip["id"], act) for act in ("apply", "insure")}


def test_a_trip_changes_ends_early_is_cancelled_and_planned_again(program: Client) -> None:
    key = a_key(an_employer(), *BOTH)
    person = a_traveller(program, key)
    trip = a_trip(program, key, person["id"])
    address = f"{TRIPS}/{trip['id']}"
    longer = json_of(patch(program, key, {"end": "2034-02-28"}, address))
    assert (longer["state"], longer["cover"]["word"]) == ("changed", "at_risk")
    assert "over_limit" in longer["cover"]["reasons"]
    assert longer["trip_key"] == trip["trip_key"], "what is not named stays"
    assert longer["answers"] == trip["answers"]
    endless = json_of(patch(program, key, {"end": None}, address))
    assert endless["end"] is None
    outside = assert_problem(
        send(program, key, {"last_day": "2026-01-01"}, f"{address}/end"), 422, "invalid_entry"
    )
    assert outside["errors"][0]["code"] == "not_within_trip"
    assert json_of(send(program, key, {"last_day": "2027-10-31"}, f"{address}/end"))["state"] == "ended_early"
    assert json_of(send(program, key, "", f"{address}/cancel"))["state"] == "cancelled"
    assert json_of(send(program, key, "", f"{address}/cancel"))["state"] == "cancelled"
    assert_problem(patch(program, key, {"end": "2027-05-01"}, address), 409, "step_not_open")
    assert json_of(program.get(TRIPS, **using(key)))["items"] == []
    assert len(json_of(program.get(TRIPS, {"state": "cancelled"}, **using(key)))["items"]) == 1
    assert json_of(send(program, key, "", f"{address}/plan-again"))["state"] == "changed"


@pytest.mark.parametrize(
    ("change", "path", "code"),
    [
        ({"host": "XX"}, "host", "unknown_country"),
        ({"host": "US"}, "host", "host_is_home"),
        ({"host": 5}, "host", "wrong_form"),
        ({"start": "2027-03-01T23:30:00-10:00"}, "start", "not_a_date"),
        ({"start": "2027-02-30"}, "start", "not_a_date"),
        ({"start": None}, "start", "missing"),
        ({"end": "2026-03-01"}, "end", "end_before_start"),
        ({"kind": "cruise"}, "kind", "not_one_of"),
        ({"share": 40.0}, "share", "share_form"),
        ({"colour": "red"}, "colour", "unknown_name"),
        ({"answers": {"worker.family_name": "X"}}, "worker.family_name", "unknown_question"),
        ({"traveller": "nobody"}, "", "unknown_traveller"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_kept(
    program: Client, change: dict[str, Any], path: str, code: str
) -> None:
    key = a_key(an_employer(), *BOTH)
    person = a_traveller(program, key)
    answer = send(program, key, {"traveller": person["id"], **A_TRIP, **change}, TRIPS, "x")
    if not path:
        assert_problem(answer, 404, code)
    else:
        problem = assert_problem(answer, 422, "invalid_entry")
        told = {(each["path"].removeprefix("answers."), each["code"]) for each in problem["errors"]}
        assert (path, code) in told
        assert all(each["message"] for each in problem["errors"])
    assert not Assignment.objects.exists()
    nameless = assert_problem(send(program, key, A_TRAVELLER, TRAVELLERS), 422, "invalid_entry")
    assert nameless["errors"][0]["path"] == "Idempotency-Key"


def test_many_lines_are_taken_bad_ones_told_and_the_same_again_changes_nothing(program: Client) -> None:
    key = a_key(an_employer(), *BOTH)
    known = a_traveller(program, key, employee_number="E-1")
    rows: list[Any] = [
        A_ROW | {"employee_number": f"E-{at}", "trip": A_TRIP | {"trip_key": f"T-{at}"}}
        for at in range(2, 30)
    ]
    rows += [
        {"traveller": known["id"], "trip": A_TRIP | {"trip_key": "T-1"}},
        {"traveller": known["id"], "trip": A_TRIP | {"trip_key": "T-2"}},
        {"employee_number": "E-99", "trip": A_TRIP | {"host": "XX", "trip_key": "T-99"}},
        {"trip": A_TRIP},
        "{",
        {"employee_number": "E-2", "trip": A_TRIP | {"host": "FR", "start": "2027-05-01", "end": "2027-06-01",
                                                     "trip_key": "T-200", "kind": "business_trip"}},
    ]  # fmt: skip
    told = batch(program, key, rows)
    assert [each.get("outcome") for each in told[:29]] == ["new"] * 29
    assert told[0]["trip"]["cover"]["word"] == "needed"
    assert [each["error"]["errors"][0]["code"] for each in told[29:32]] == [
        "trip_key_twice",
        "unknown_country",
        "missing",
    ]
    assert told[32]["error"]["code"] == "not_json"
    assert [note["code"] for note in told[33]["trip"]["notes"]] == ["two_countries"], "told, not refused"
    before = (Traveller.objects.count(), Assignment.objects.count())
    again = batch(program, key, rows)
    assert {each.get("outcome") for each in again if "outcome" in each} == {"unchanged"}
    assert (Traveller.objects.count(), Assignment.objects.count()) == before == (29, 30)
    moved = [A_ROW | {"employee_number": "E-2", "trip": A_TRIP | {"trip_key": "T-2", "end": "2027-12-31"}}]
    assert batch(program, key, moved)[0]["trip"]["end"] == "2027-12-31"
    assert Assignment.objects.count() == 30


def test_lists_have_filters_and_pages(program: Client) -> None:
    key = a_key(an_employer(), *BOTH)
    batch(
        program,
        key,
        [A_ROW | {"employee_number": f"E-{at}", "trip": A_TRIP | {"trip_key": f"T-{at}"}} for at in range(7)],
    )
    for address, count in ((TRAVELLERS, 7), (TRIPS, 7), ("/api/v1/register/to-dos", 14)):
        seen: list[str] = []
        after = ""
        while after is not None:
            page = json_of(program.get(address, {"limit": 3, "after": after}, **using(key)))
            seen += [each["id"] for each in page["items"]]
            after = page["next"]
        assert len(seen) == len(set(seen)) == count, address
    for query, count in (
        ({"cover": "needed"}, 7),
        ({"cover": "covered"}, 0),
        ({"host": "FR"}, 0),
        ({"when": "now"}, 0),
    ):
        assert len(json_of(program.get(TRIPS, query, **using(key)))["items"]) == count, query
    assert_problem(program.get(TRIPS, {"cover": "maybe"}, **using(key)), 422, "invalid_query")
    found = json_of(send(program, key, {"employee_number": "e-3"}, f"{TRAVELLERS}/find"))["items"]
    assert [each["employee_number"] for each in found] == ["E-3"]


def test_what_is_odd_is_told_and_not_refused(program: Client) -> None:
    key = a_key(an_employer(), *BOTH)
    one = a_traveller(program, key)
    other = a_traveller(program, key, "two", employee_number="E-4712")
    assert [(note["code"], note["others"]) for note in other["notes"]] == [("same_person", [one["id"]])]
    first = a_trip(program, key, one["id"], start="2026-11-23", end="2026-12-23", kind="business_trip")
    assert [note["code"] for note in first["notes"]] == ["starts_today"]
    second = a_trip(program, key, one["id"], "b", host="FR", start="2026-12-01", end="2026-12-05",
                    kind="business_trip", trip_key="T2")  # fmt: skip
    assert second["notes"] == [{"code": "two_countries", "others": [first["id"]]}]
    onward = a_trip(
        program, key, one["id"], "c", host="ES", start="2026-12-23", end="2026-12-30", trip_key="T3"
    )
    assert onward["notes"] == [], "the day of travelling on"
    same = a_trip(program, key, one["id"], "d", start="2026-12-20", end="2026-12-22", trip_key="T4")
    assert same["notes"] == [{"code": "same_country_twice", "others": [first["id"]]}]


def test_another_employer_finds_nothing_and_changes_nothing(program: Client) -> None:
    key, foreign = a_key(an_employer(), *BOTH), a_key(an_employer(), *BOTH)
    person = a_traveller(program, key)
    trip = a_trip(program, key, person["id"])
    one, journey = f"{TRAVELLERS}/{person['id']}", f"{TRIPS}/{trip['id']}"
    answers = [
        (program.get(one, **using(foreign)), "unknown_traveller"),
        (patch(program, foreign, {"email": "x@example.org"}, one), "unknown_traveller"),
        (send(program, foreign, "", f"{one}/take-out"), "unknown_traveller"),
        (send(program, foreign, {"traveller": person["id"], **A_TRIP}, TRIPS, "trip"), "unknown_traveller"),
        (program.get(journey, **using(foreign)), "unknown_trip"),
        (patch(program, foreign, {"end": "2027-12-31"}, journey), "unknown_trip"),
        (send(program, foreign, {"last_day": "2027-05-01"}, f"{journey}/end"), "unknown_trip"),
        (send(program, foreign, "", f"{journey}/cancel"), "unknown_trip"),
        (send(program, foreign, "", f"{journey}/plan-again"), "unknown_trip"),
        (program.get(TRIPS, {"after": trip["id"]}, **using(foreign)), "unknown_trip"),
        (program.get(TRAVELLERS, {"after": person["id"]}, **using(foreign)), "unknown_traveller"),
    ]
    for answer, code in answers:
        assert_problem(answer, 404, code)
    told = batch(program, foreign, [{"traveller": person["id"], "trip": A_TRIP}])
    assert told[0]["error"]["errors"][0]["code"] == "traveller_unknown"
    for address in (TRAVELLERS, TRIPS, "/api/v1/register/to-dos"):
        assert json_of(program.get(address, **using(foreign)))["items"] == []
    # The same name of a call and the same numbers are another employer's own.
    assert a_traveller(program, foreign)["id"] != person["id"]
    assert Assignment.objects.get().changed_at == Assignment.objects.get().created_at


def test_a_key_does_what_its_scopes_and_its_maker_may(program: Client) -> None:
    acting = an_employer()
    reading, writing, requests = (
        a_key(acting, "register_read"),
        a_key(acting, "register"),
        a_key(acting, "read", "request"),
    )
    assert_problem(send(program, reading, A_TRAVELLER, TRAVELLERS, "x"), 403, "scope_needed")
    assert_problem(program.get(TRIPS, **using(writing)), 403, "scope_needed")
    assert_problem(program.get(TRIPS, **using(requests)), 403, "scope_needed")
    assert_problem(program.get(TRIPS), 401, "key_needed")
    person = a_traveller(program, writing)
    Membership.objects.filter(person_id=acting.person_id).update(role="viewer")
    assert_problem(
        send(program, writing, {"traveller": person["id"], **A_TRIP}, TRIPS, "x"), 403, "scope_needed"
    )
    assert program.get(TRIPS, **using(reading)).status_code == 200


def test_somebody_is_taken_out_only_when_no_trip_is_left(program: Client) -> None:
    key = a_key(an_employer(), *BOTH)
    person = a_traveller(program, key)
    trip = a_trip(program, key, person["id"])
    out = f"{TRAVELLERS}/{person['id']}/take-out"
    assert_problem(send(program, key, "", out), 422, "invalid_entry")
    send(program, key, "", f"{TRIPS}/{trip['id']}/cancel")
    assert send(program, key, "", out).status_code == 200
    assert_problem(program.get(f"{TRAVELLERS}/{person['id']}", **using(key)), 404, "unknown_traveller")
