"""The register in pictures: the map, what ends, days by country, what a change of the law did."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from fastexcel import read_excel

from sojourn.core import clock
from sojourn.parties.models import Person
from sojourn.register.law_changes.events import LawEffect, LawRun, judge_anew
from sojourn.register.models import Assignment, Post
from sojourn.register.post_events import give_post
from sojourn.register.seats import Seat
from sojourn.register.states import TripKind
from sojourn.web.register_pages.drawing import draw_timeline
from sojourn.web.register_pages.pictures.world import draw_world, is_on_map
from tests.parties.builders import a_person
from tests.register.builders import a_register, a_traveller, a_trip
from tests.web.test_register_pages import signed_in, text

pytestmark = pytest.mark.django_db
ADDRESSES = ("/register/map", "/register/outlook", "/register/days?host=DE", "/register/law-changes")


def day(offset: int) -> str:
    return (clock.today() + timedelta(days=offset)).isoformat()


def somebody_abroad(seat: Seat) -> Assignment:
    """Somebody on the second of two overlapping trips to Germany, and on a holiday in Singapore later."""
    somebody = a_traveller(seat)
    a_trip(seat, somebody, "DE", day(-99), day(10))
    a_trip(seat, somebody, "SG", day(40), day(50), kind=TripKind.VACATION)
    return a_trip(seat, somebody, "DE", day(-9), day(60))


def export(client: Client, address: str) -> list[list[str]]:
    lines = b"".join(client.get(address).streaming_content).decode("utf-8-sig").splitlines()
    return [line.split(",") for line in lines]


def test_each_picture_says_what_it_shows_with_its_table_and_files() -> None:
    seat = a_register()
    client = signed_in(seat)
    assert "Nobody is abroad today" in text(client.get("/register/map"))
    assert "Nothing ends within a year" in text(client.get("/register/outlook"))
    assert "No trips planned" in text(client.get("/register/days"))
    trip = somebody_abroad(seat)
    shown = client.get("/register/map?country=DE")
    assert "1 person is abroad on" in text(shown)
    assert "sj-world__chosen" in shown.content.decode()
    on = f"/register/map?on={day(45)}"
    assert "Singapore" in text(client.get(on))
    assert "Singapore" not in text(client.get(f"{on}&cover=covered"))
    assert export(client, "/register/map.csv")[1][:2] == ["DE", "1"]
    sheet = read_excel(client.get("/register/map.xlsx").content).load_sheet(0).to_polars()
    assert (sheet.height, sheet.width) == (1, 7)
    Assignment.objects.filter(pk=trip.pk).update(cover="covered", covered_until=clock.today())
    assert "1 certificate ends within a year while the trip goes on" in text(client.get("/register/outlook"))
    assert text(client.get("/register/outlook?host=FR")).count("Nothing fits") == 1
    assert [row[1] for row in export(client, "/register/outlook.csv")].count("1") == 1
    days = text(client.get("/register/days?host=DE"))
    # Both trips together last from 99 days ago to today: 100 days, none of them twice.
    assert "the longest is 100 days within 24 months" in days
    assert "60 months, article 6(2)" in days
    assert export(client, "/register/days.csv?host=DE")[1][1:3] == ["100", "100"]
    assert text(client.get("/register/days?host=SG")).count("Nobody has been there") == 1
    assert client.get("/register/days.pdf?host=DE").status_code == 404


def test_what_a_change_did_is_told_with_before_and_now() -> None:
    seat = a_register()
    client = signed_in(seat)
    trip = a_trip(seat)
    judge_anew()
    run = LawRun.objects.get()
    assert "No trip has another answer" in text(client.get(f"/register/law-changes/{run.pk}"))
    LawEffect.objects.create(
        run=run,
        trip=trip,
        host="DE",
        start=trip.start,
        cover_before="needed",
        cover_after="at_risk",
        before={"article": "6(2)", "law_until": "2032-02-29", "reasons": []},
        after={"article": "6(1)", "law_until": None, "reasons": ["over_limit"], "of": "us-de"},
    )
    LawRun.objects.update(changed=1, changed_law={"us-de": ["us-de-posted"], "us-fr": [""], "gone": ["x"]})
    page = text(client.get(f"/register/law-changes/{run.pk}"))
    assert "1 open trip was looked at; 1 got another answer." in page
    assert "Needed before, At risk now" in page
    assert "Article: 6(2) before, 6(1) now." in page
    assert "Holds until: 29 February 2032 before, none now." in page
    assert "planned for longer than a posting may last" in page
    assert "its general part" in page
    assert "1" in text(client.get("/register/law-changes"))
    assert len(export(client, f"/register/law-changes/{run.pk}.csv")) == 2


def test_pictures_show_to_each_only_what_may_be_seen() -> None:
    seat, other = a_register(), a_register()
    trip = somebody_abroad(seat)
    judge_anew()
    run = LawRun.objects.filter(employer_id=seat.employer_id).get()
    stranger = signed_in(other)
    for address in ADDRESSES[:3]:
        assert "Adaeze" not in text(stranger.get(address))
    assert "Nobody is abroad" in text(stranger.get("/register/map"))
    for address in (f"/register/law-changes/{run.pk}", f"/register/law-changes/{run.pk}.csv"):
        assert stranger.get(address).status_code == 404
    assert Client().get("/register/map").status_code == 302
    second = a_traveller(seat, given_names="Second", family_name="Person", ssn="808-21-4472")
    a_trip(seat, second, "FR", day(-9), day(60))
    assistant = post(seat, Post.Role.ASSISTANT, travellers=(trip.traveller_id,))
    assert "France" not in text(assistant.get("/register/map"))
    assert "Germany" in text(assistant.get("/register/map"))
    assert assistant.get("/register/law-changes").status_code == 404
    auditor = post(seat, Post.Role.AUDITOR, until=clock.today() + timedelta(days=3))
    assert "France" in text(auditor.get("/register/map"))
    assert auditor.get(f"/register/law-changes/{run.pk}").status_code == 200


def post(seat: Seat, role: Any, **more: Any) -> Client:
    person: Person = a_person()
    give_post(seat=seat, email=person.email, role=role, key=uuid.uuid4(), **more)
    return signed_in(person)


def test_pictures_ask_as_much_of_the_database_for_many_as_for_one() -> None:
    seat = a_register()
    client = signed_in(seat)
    somebody_abroad(seat)
    counts = [queries(client, address) for address in ADDRESSES]
    for number in range(4):
        somebody = a_traveller(seat, ssn=f"808-21-44{number}5", family_name=f"Name{number}")
        a_trip(seat, somebody, "DE", day(-9 - number), day(60))
    assert [queries(client, address) for address in ADDRESSES] == counts


def queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)


def test_the_map_has_a_place_for_states_and_small_countries() -> None:
    assert [code for code in ("US", "DE", "CA-QC", "SG", "MT", "XK", "FR") if not is_on_map(code)] == []
    world = draw_world((), "US")
    assert (world.shapes, world.hatched) == ((), False)
    assert world.home is not None
    assert reverse("register_map") == "/register/map"


def test_trips_that_overlap_stand_below_each_other_and_a_limit_is_a_double_tick() -> None:
    seat = a_register()
    trip = somebody_abroad(seat)
    trips = list(Assignment.objects.filter(traveller=trip.traveller_id).order_by("start"))
    drawing = draw_timeline(trips, clock.today())
    assert drawing is not None
    first, second = (rect for rect, each in zip(drawing.rects, trips, strict=False) if each.host == "DE")
    assert first.top < second.top
    assert first.at < second.at < first.at + first.width
    trips[1].law_reasons, trips[1].law_until = ["ends_at_limit"], clock.today()
    again = draw_timeline(trips, clock.today())
    assert again is not None
    assert len(again.lines) == len(drawing.lines) + 2
