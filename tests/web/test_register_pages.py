"""The register as an employer's people see it: from one person to a certificate, and what each page says."""

import re
import uuid
from datetime import timedelta
from typing import Any

import icalendar
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from fastexcel import read_excel

from sojourn.casework.events import set_up_institution
from sojourn.core import clock
from sojourn.core.actors import SYSTEM
from sojourn.parties.models import Person
from sojourn.register.importing.events import Import, work_off
from sojourn.register.models import Assignment, Post, Traveller
from sojourn.register.post_events import give_post
from sojourn.register.seats import Seat
from sojourn.register.to_do.models import ToDo
from tests.parties.builders import a_person, an_employer
from tests.register.builders import PERSON, PLACE, a_register, a_traveller, a_trip
from tests.register.test_importing import a_csv, row

pytestmark = pytest.mark.django_db


def signed_in(person: Person | Seat) -> Client:
    client = Client()
    client.force_login(person if isinstance(person, Person) else Person.objects.get(pk=person.person_id))
    return client


def text(answer: Any) -> str:
    body = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(body.replace("\u202f", " ").replace("\xa0", " ").split())


def day(name: str, value: str) -> dict[str, str]:
    year, month, number = value.split("-")
    return {f"{name}-year": year, f"{name}-month": str(int(month)), f"{name}-day": str(int(number))}


def posted_person() -> dict[str, Any]:
    plain = {name: value for name, value in PERSON.items() if not name.endswith(("birth_date", "since"))}
    days = day("worker.birth_date", "1989-07-21") | day("activities[0].employed_since", "2019-04-01")
    return plain | days | {"employee_number": "E-77", "key": str(uuid.uuid4())}


def posted_trip(**changes: Any) -> dict[str, Any]:
    start, end = changes.pop("start", "2027-03-01"), changes.pop("end", "2028-02-29")
    typed = {"kind": "posting", "host": "DE", "key": str(uuid.uuid4()), **PLACE}
    return typed | day("start", start) | day("end", end) | changes


def test_from_one_person_to_a_certificate() -> None:
    set_up_institution(institution_id="us-ssa", actor=SYSTEM)
    seat = a_register()
    client = signed_in(seat)
    assert "Nobody in the register yet" in text(client.get("/register"))
    empty = client.post("/register/travellers/new", {"key": str(uuid.uuid4())})
    assert (empty.status_code, Traveller.objects.count()) == (400, 0)
    assert "There is a problem" in text(empty)
    posted = posted_person()
    for _ in range(2):
        client.post("/register/travellers/new", posted)
    somebody = Traveller.objects.get()
    new = reverse("register_trip_new", args=[somebody.pk])
    wrong = client.post(new, posted_trip(end="2027-02-01", host="US", share="x"))
    assert wrong.status_code == 400
    assert "Share of working time must be above 0" in text(wrong)
    typed = posted_trip()
    for _ in range(2):
        client.post(new, typed)
    trip = Assignment.objects.get()
    page = text(client.get(reverse("register_trip", args=[trip.pk])))
    assert "Needed" in page
    assert "Article 6(2)" in page
    assert "Ask for the certificate" in page
    choose = {"trip": [str(trip.pk)]}
    assert "Nothing has been sent yet" in text(client.post("/register/trips/ask", choose))
    assert client.post("/register/trips/ask", {**choose, "wants": "send"}).status_code == 400
    sent = client.post("/register/trips/ask", {**choose, "wants": "send", "declared": "yes"})
    assert "1 request sent" in text(sent)
    covered = text(client.get(reverse("register_trip", args=[trip.pk])))
    assert "Covered until 29 February 2028" in covered
    assert "808-21-4471" not in covered
    longer = client.post(
        reverse("register_trip_change", args=[trip.pk]), posted_trip(start="2027-03-01", end="2028-05-31")
    )
    assert "This changes the answer" in text(longer)
    assert "Ask for an extension" in text(longer)
    early = client.post(reverse("register_trip_end", args=[trip.pk]), day("last_day", "2027-06-30"))
    assert "Report the early end" in text(early)
    cancelled = client.post(reverse("register_trip_cancel", args=[trip.pk]))
    assert "Take back what was asked or issued" in text(cancelled)


def test_lists_are_filtered_found_and_given_out() -> None:
    seat = a_register()
    client = signed_in(seat)
    there = a_trip(seat, a_traveller(seat, "E-1", family_name="=Ubani"))
    a_trip(seat, a_traveller(seat, "E-2", given_names="Bela", family_name="Nagy"), "IN")
    page = text(client.get("/register/trips?cover=at_risk"))
    assert "India" in page.split("Find and filter")[1].split("Choose")[-1]
    assert "Bela Nagy" in page
    assert "Ubani" not in page
    assert "Nothing fits" in text(client.get("/register/trips?when=past"))
    for search in ("e-2", "NAGY"):
        found = text(client.post("/register/travellers", {"search": search}))
        assert "Bela Nagy" in found
        assert "Ubani" not in found
    table = b"".join(client.get("/register/trips/export.csv?host=DE").streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert "Ubani" in table
    assert "Nagy" not in table
    formula = b"".join(client.get("/register/trips/export.csv").streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert not re.search(r"(^|,)=", formula)
    book = read_excel(client.get("/register/trips/export.xlsx").content)
    assert book.load_sheet(0).height == 2
    assert client.get("/register/trips/export.pdf").status_code == 404
    traveller = text(client.get(reverse("register_traveller", args=[there.traveller_id])))
    assert "Stays abroad" in traveller
    assert "4471" not in traveller.replace("•••471", "")


def test_what_has_to_be_done_can_wait_be_done_and_be_subscribed_to() -> None:
    seat = a_register()
    client = signed_in(seat)
    trip = a_trip(seat)
    item = ToDo.objects.get(act="apply")
    one = reverse("register_to_do_one", args=[item.pk])
    assert client.post(one, {"because": "x"}).status_code == 400
    later = clock.today() + timedelta(days=5)
    client.post(one, {"because": "The visa comes first.", **day("until", later.isoformat())})
    page = text(client.get("/register/to-do"))
    assert "Put off" in page
    assert "The visa comes first" in text(client.get(one))
    insure = ToDo.objects.get(act="insure")
    client.post(reverse("register_to_do_one", args=[insure.pk]), {"act": "done"})
    assert "Nothing has to be done" in text(client.get("/register/to-do"))
    ToDo.objects.update(put_off_until=None)
    client.post("/register/calendar")
    address = re.search(r"/register/calendar/[\w-]+\.ics", client.get("/register/to-do").content.decode())
    assert address is not None
    assert address[0] not in client.get("/register/to-do").content.decode()
    file = Client().get(address[0])
    events = list(icalendar.Calendar.from_ical(file.content).walk("VEVENT"))
    assert [(each.decoded("dtstart"), str(each["summary"])) for each in events] == [
        (trip.start, "Ask for the certificate (Germany)")
    ]
    assert b"Okafor" not in file.content
    client.post("/register/calendar", {"act": "end"})
    assert Client().get(address[0]).status_code == 404


def test_others_are_let_in_and_see_what_is_theirs() -> None:
    seat = a_register()
    client = signed_in(seat)
    mine, other = a_traveller(seat), a_traveller(seat, given_names="Bela", ssn="")
    trip, theirs = a_trip(seat, mine), a_trip(seat, other, "FR")
    assistant, auditor, herself = a_person(), a_person(), a_person()
    until = clock.today() + timedelta(days=9)
    for person, role, more in (
        (assistant, "assistant", {"travellers": [str(mine.pk)]}),
        (auditor, "auditor", day("until", until.isoformat())),
        (herself, "traveller", {"travellers": [str(mine.pk)]}),
    ):
        client.post(
            "/register/people", {"email": person.email, "role": role, "key": str(uuid.uuid4()), **more}
        )
    assert assistant.email in text(client.get("/register/people"))
    for person, sees_other, may_write in ((assistant, False, True), (auditor, True, False)):
        own = signed_in(person)
        assert "Adaeze Okafor" in text(own.get("/register/trips"))
        assert own.get(reverse("register_trip", args=[theirs.pk])).status_code == (200 if sees_other else 404)
        change = own.post(reverse("register_trip_change", args=[trip.pk]), posted_trip())
        assert change.status_code == (200 if may_write else 404)
        for address in ("/register/people", "/register/usual", "/register/travellers/new"):
            assert own.get(address).status_code == 404
        assert own.post("/register/trips/ask", {"trip": str(trip.pk)}).status_code == 404
        assert own.get("/requests").status_code in {200, 302}
    phone = signed_in(herself)
    assert phone.get("/register", follow=True).request["PATH_INFO"] == "/me"
    assert "Your trips" in text(phone.get("/me"))
    assert phone.get(reverse("register_trip", args=[theirs.pk])).status_code == 404
    assert signed_in(auditor).get("/me").status_code == 404
    post = Post.objects.get(role="auditor")
    client.post(reverse("register_post_end", args=[post.pk]))
    assert signed_in(auditor).get("/register/trips").status_code == 404


def test_who_has_several_registers_chooses_one() -> None:
    person = a_person()
    one, two = a_register(an_employer(person)), a_register(an_employer(a_person(), name="Harbour Pumps Inc."))
    give_post(
        seat=two,
        email=person.email,
        role="auditor",
        until=clock.today() + timedelta(days=2),
        key=uuid.uuid4(),
    )
    theirs = a_trip(two)
    client = signed_in(person)
    assert "Lakeside Robotics" in text(client.get("/register"))
    # A trip says for whom one acts, whatever was chosen.
    assert client.get(reverse("register_trip", args=[theirs.pk])).status_code == 200
    choose = client.get("/register/choose")
    token = re.search(r'value="(register:[^"]+)"', choose.content.decode())
    assert token is not None
    client.post("/register/choose", {"seat": token[1]})
    assert "Harbour Pumps" in text(client.get("/register"))
    assert one.token != token[1]


def test_lists_need_as_many_queries_with_more_rows() -> None:
    seat = a_register()
    client = signed_in(seat)
    addresses = ("/register", "/register/trips", "/register/travellers", "/register/to-do")
    for number in range(2):
        a_trip(seat, a_traveller(seat, f"A-{number}", ssn=""))
    few = {address: queries_of(client, address) for address in addresses}
    for number in range(8):
        a_trip(seat, a_traveller(seat, f"B-{number}", ssn=""))
    assert {address: queries_of(client, address) for address in addresses} == few
    assert max(few.values()) <= 30


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        client.get(address)
    return len(seen)


def test_a_table_is_brought_in_looked_at_and_taken_in() -> None:
    seat = a_register()
    client = signed_in(seat)
    assert "Employee number" in client.get("/register/import/template.csv").content.decode("utf-8-sig")
    assert read_excel(client.get("/register/import/template.xlsx").content).load_sheet(0).width > 10
    refused = client.post("/register/import", {"file": SimpleUploadedFile("a.csv", b"")})
    assert refused.status_code == 400
    rows = [row(number) for number in range(3)]
    rows.append(row(4, Destination="Atlantis"))
    file = SimpleUploadedFile("trips.csv", a_csv(rows))
    brought = client.post("/register/import", {"file": file, "key": str(uuid.uuid4())})
    address = brought["Location"]
    columns = client.get(address)
    assert "1980-02-03" not in text(columns)
    guessed = Import.objects.get().mapping
    chosen = {f"column-{at}": meant for at, meant in enumerate(guessed)}
    doubled = client.post(address, chosen | {"column-1": "worker.family_name"})
    assert "Two columns cannot mean the same" in text(doubled)
    client.post(address, chosen)
    preview = text(client.get(address))
    assert "Take in 3 rows" in preview, preview
    assert "Contradictory rows" in preview
    client.post(address, {"act": "take"})
    assert "Being taken in" in text(client.get(address))
    assert work_off() == 1
    assert "Done" in text(client.get(address))
    assert Assignment.objects.count() == 3
    assert client.post(address, {"act": "take"}).status_code == 302
    assert signed_in(a_register(an_employer(a_person()))).get(address).status_code == 404
