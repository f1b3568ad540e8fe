"""Kept beside trips: certificates from elsewhere, temporariness, decisions; and from when insurance is wanted."""

import uuid
from datetime import date
from typing import Any

import pytest

from sojourn.casework.events import set_up_institution
from sojourn.certificates.access import document
from sojourn.core.actors import SYSTEM
from sojourn.core.errors import InvalidInput, NotAllowed, WrongState
from sojourn.register.asking import ask_for
from sojourn.register.dossier import kept_events
from sojourn.register.dossier.events import (
    add_evidence,
    decide_unbound,
    evidence_file,
    is_unbound,
    say_insurance_wish,
    say_temporary,
)
from sojourn.register.dossier.finding import certificates_page
from sojourn.register.dossier.kept_events import Confirmed, KeptCertificate, KeptState
from sojourn.register.law_changes.events import judge_anew
from sojourn.register.models import Assignment
from sojourn.register.seats import Seat
from sojourn.register.states import Cover, TripKind
from sojourn.register.traveller_events import add_policy
from tests.parties.builders import a_person, an_employer
from tests.register.builders import a_register, a_traveller, a_trip
from tests.register.test_access import as_member, with_post

pytestmark = pytest.mark.django_db

PAPER = Confirmed(
    "A1-2027-0815", "Deutsche Rentenversicherung", "DE", "FR", date(2027, 3, 1), date(2027, 3, 31)
)
PICTURE = b"\x89PNG\r\n\x1a\n" + b"0" * 40


def brought(seat: Seat, trip: Assignment, data: bytes = PICTURE) -> KeptCertificate:
    return kept_events.bring_certificate(
        seat=seat, traveller_id=trip.traveller_id, data=data, key=uuid.uuid4()
    )


def stands(trip: Assignment) -> tuple[str, str]:
    trip.refresh_from_db()
    return trip.cover, trip.certificate_number


def test_a_certificate_from_elsewhere_covers_once_a_person_has_confirmed_it() -> None:
    seat = a_register()
    trip = a_trip(seat, None, "FR", "2027-03-01", "2027-03-31")
    row = brought(seat, trip)
    assert (row.sealed, row.read) == (False, {})
    assert stands(trip)[0] != Cover.COVERED
    for wrong in ({"host": "AT"}, {"issuer_name": ""}, {"end": date(2027, 2, 1)}):
        told = Confirmed(**({name: getattr(PAPER, name) for name in PAPER.__slots__} | wrong))
        with pytest.raises(InvalidInput):
            kept_events.confirm_certificate(seat=seat, kept_id=row.pk, trip_id=trip.pk, told=told)
    kept_events.confirm_certificate(seat=seat, kept_id=row.pk, trip_id=trip.pk, told=PAPER)
    assert stands(trip) == (Cover.COVERED, "A1-2027-0815")
    with pytest.raises(WrongState):
        kept_events.confirm_certificate(seat=seat, kept_id=row.pk, trip_id=trip.pk, told=PAPER)
    for search in ("a1 2027/0815", "OKAFOR"):
        assert [each.pk for each in certificates_page(seat, search).kept] == [row.pk]
    assert certificates_page(seat, "nobody").kept == ()
    assert kept_events.file_of(seat, row.pk) == ("image/png", PICTURE)
    kept_events.set_aside(seat=seat, kept_id=row.pk)
    assert stands(trip)[0] != Cover.COVERED
    with pytest.raises(InvalidInput):
        brought(seat, trip, b"MZ\x90")


def test_our_own_sealed_certificate_is_read_by_itself_and_counts_for_its_person_alone() -> None:
    set_up_institution(institution_id="us-ssa", actor=SYSTEM)
    first = a_register()
    asked = a_trip(first)
    ask_for(seat=first, trip_ids=[asked.pk], send=True, declared=True)
    number = stands(asked)[1]
    sealed = document(number)
    # The same person in the register of another employer.
    other = a_register(an_employer(a_person()))
    trip = a_trip(other)
    row = brought(other, trip, sealed)
    assert row.sealed
    assert row.read["number"] == number
    assert row.read["host"] == "DE"
    # What somebody types changes nothing of what is sealed.
    kept_events.confirm_certificate(seat=other, kept_id=row.pk, trip_id=trip.pk, told=PAPER)
    assert stands(trip) == (Cover.COVERED, number)
    stranger = a_trip(other, a_traveller(other, given_names="Bela", birth_date="1970-01-01", ssn=""))
    again = brought(other, stranger, sealed)
    with pytest.raises(InvalidInput) as refused:
        kept_events.confirm_certificate(seat=other, kept_id=again.pk, trip_id=stranger.pk, told=PAPER)
    assert [each.code for each in refused.value.problems] == ["certificate_of_another"]
    spoiled = brought(other, stranger, sealed.replace(b"/Type", b"/Typf", 1))
    assert not spoiled.sealed
    assert spoiled.stands is KeptState.READ


def test_why_a_trip_is_temporary_and_what_was_decided_without_an_agreement() -> None:
    seat = a_register()
    trip, bound = a_trip(seat, None, "SG"), a_trip(seat, a_traveller(seat, given_names="Bela", ssn=""))
    say_temporary(seat=seat, trip_id=trip.pk, points={"clear_end": True, "job_waits": False}, words="")
    said = say_temporary(seat=seat, trip_id=trip.pk, points={"clear_end": True}, words="Letter of 3 May")
    assert said.points == {"clear_end": True}
    key = uuid.uuid4()
    paper = add_evidence(seat=seat, trip_id=trip.pk, data=PICTURE, name="letter.png", key=key)
    assert add_evidence(seat=seat, trip_id=trip.pk, data=PICTURE, name="letter.png", key=key).pk == paper.pk
    with pytest.raises(NotAllowed):
        evidence_file(seat, bound.pk, paper.pk)
    with pytest.raises(InvalidInput):
        add_evidence(seat=seat, trip_id=trip.pk, data=b"#!/bin/sh", name="x", key=uuid.uuid4())
    assert (is_unbound(trip), is_unbound(bound)) == (True, False)

    def decided(trip: Assignment, **more: Any) -> object:
        told = {"choice": "keep_home", "because": "Sent for a year", "key": uuid.uuid4(), **more}
        return decide_unbound(seat=seat, trip_id=trip.pk, **told)

    decided(trip)
    decided(trip, choice="register_there", because="The branch employs them")
    assert [each.choice for each in trip.decisions.order_by("-decided_at")] == ["register_there", "keep_home"]
    for wrong in ({"choice": "nothing"}, {"because": " "}):
        with pytest.raises(InvalidInput):
            decided(trip, **wrong)
    with pytest.raises(WrongState):
        decided(bound)


def test_insurance_is_wanted_from_a_length_on_and_always_where_the_employer_says_so() -> None:
    seat = a_register()
    long, short = (
        a_trip(seat, a_traveller(seat, given_names=name, ssn=""), "FR", "2027-03-01", end)
        for name, end in (("Ann", "2027-03-08"), ("Bo", "2027-03-02"))
    )
    holiday = a_trip(
        seat,
        a_traveller(seat, given_names="Cy", ssn=""),
        "FR",
        "2027-03-01",
        "2027-03-31",
        kind=TripKind.VACATION,
    )

    def wanted() -> set[str]:
        rows = Assignment.objects.filter(to_dos__act="insure", to_dos__done_at__isnull=True)
        return {trip.traveller.particulars["worker.given_names"] for trip in rows.select_related("traveller")}

    assert wanted() == {"Ann"}
    say_insurance_wish(seat=seat, longer_than=30, always_in=["AT"])
    while judge_anew():
        pass
    assert wanted() == set()
    say_insurance_wish(seat=seat, longer_than=30, always_in=["FR"])
    while judge_anew():
        pass
    assert wanted() == {"Ann", "Bo"}
    assert not holiday.to_dos.exists()
    add_policy(
        seat=seat,
        traveller_id=short.traveller_id,
        insurer="Care",
        policy_number="",
        territory=("FR",),
        start=date(2027, 1, 1),
        end=None,
        key=uuid.uuid4(),
    )
    assert wanted() == {"Ann"}
    with pytest.raises(InvalidInput):
        say_insurance_wish(seat=seat, longer_than=400, always_in=[])
    assert long.cover


def test_only_who_looks_after_the_trip_writes_and_nobody_else_reads() -> None:
    admin = a_register()
    somebody = a_traveller(admin)
    trip = a_trip(admin, somebody, "SG")
    row = brought(admin, trip)
    seats = {
        "viewer": as_member(admin, "viewer"),
        "assistant": with_post(admin, "assistant", somebody.pk),
        "traveller": with_post(admin, "traveller", somebody.pk),
        "auditor": with_post(admin, "auditor"),
        "stranger": a_register(an_employer(a_person())),
    }
    acts = {
        "say": lambda seat: say_temporary(seat=seat, trip_id=trip.pk, points={}, words=""),
        "attach": lambda seat: add_evidence(
            seat=seat, trip_id=trip.pk, data=PICTURE, name="", key=uuid.uuid4()
        ),
        "decide": lambda seat: decide_unbound(
            seat=seat, trip_id=trip.pk, choice="ask", because="x", key=uuid.uuid4()
        ),
        "bring": lambda seat: brought(seat, trip),
        "aside": lambda seat: kept_events.set_aside(seat=seat, kept_id=row.pk),
        "see": lambda seat: kept_events.kept_for(seat, row.pk),
    }
    does: dict[str, set[str]] = {name: set() for name in seats}
    for name, seat in seats.items():
        for act, do in acts.items():
            try:
                do(seat)
            except NotAllowed:
                continue
            does[name].add(act)
    assert does == {
        "viewer": {"see"},
        "assistant": set(acts),
        "traveller": {"see"},
        "auditor": {"see"},
        "stranger": set(),
    }
