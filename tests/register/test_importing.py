"""Travellers and trips brought in by a table: new, changed, unchanged, contradictory; again, and never twice."""

import csv
import io
import uuid
from collections.abc import Sequence

import polars
import pytest

from sojourn.core.errors import InvalidInput, NotAllowed
from sojourn.register.importing import events
from sojourn.register.importing.events import Import, begin_taking_in, bring, go_on, look_at
from sojourn.register.models import Assignment, Traveller
from sojourn.register.seats import Seat
from sojourn.register.to_do.models import ToDo
from sojourn.register.trip_events import change_trip
from sojourn.requests.bulk.safety import Refused
from tests.parties.builders import a_person, an_employer
from tests.register.builders import a_plan, a_register, a_traveller, a_trip

pytestmark = pytest.mark.django_db

HEAD = [
    "Employee ID",
    "First name",
    "Last name",
    "DOB",
    "Nationality",
    "Residence",
    "Trip ID",
    "Trip type",
    "Destination",
    "Start date",
    "End date",
    "Purpose",
]


def row(number: int, **changes: str) -> list[str]:
    plain = {
        "Employee ID": f"E-{number}",
        "First name": "Ada",
        "Last name": f"Tester{chr(97 + number % 26)}",
        "DOB": "1980-02-03",
        "Nationality": "US",
        "Residence": "US",
        "Trip ID": f"T-{number}",
        "Trip type": "posting",
        "Destination": "Germany",
        "Start date": "2027-03-01",
        "End date": "2027-09-30",
        "Purpose": "Build",
    }
    return [(plain | {name.replace("_", " "): text for name, text in changes.items()})[name] for name in HEAD]


def a_csv(rows: Sequence[Sequence[str]], head: Sequence[str] = HEAD) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([head, *rows])
    return out.getvalue().encode()


def looked_at(seat: Seat, rows: Sequence[Sequence[str]]) -> Import:
    brought = bring(seat=seat, data=a_csv(rows), name="trips.csv", key=uuid.uuid4())
    return look_at(seat=seat, import_id=brought.pk, mapping=brought.mapping)


def taken_in(seat: Seat, rows: Sequence[Sequence[str]]) -> Import:
    found = looked_at(seat, rows)
    begin_taking_in(seat=seat, import_id=found.pk)
    assert go_on(found.pk) is True
    found.refresh_from_db()
    return found


def test_a_table_is_taken_in_once_and_updates_when_it_comes_again() -> None:
    seat = a_register()
    rows = [row(number) for number in range(60)]
    rows[3] = row(3, Destination="India")
    first = taken_in(seat, rows)
    assert first.counts == {"new": 60, "changed": 0, "unchanged": 0, "contradictory": 0}
    assert (Traveller.objects.count(), Assignment.objects.count(), first.state) == (60, 60, "done")
    covers = dict(Assignment.objects.values_list("host", "cover").distinct())
    assert covers == {"DE": "needed", "IN": "at_risk"}
    assert ToDo.objects.filter(act="apply").count() == 59
    again = looked_at(seat, rows)
    assert again.counts == {"new": 0, "changed": 0, "unchanged": 60, "contradictory": 0}
    rows[0] = row(0, End_date="2035-09-30")
    rows.append(row(1, Trip_ID="T-new", Start_date="2028-01-01", End_date="2028-02-01"))
    changed = taken_in(seat, rows)
    assert changed.counts == {"new": 1, "changed": 1, "unchanged": 59, "contradictory": 0}
    assert (Traveller.objects.count(), Assignment.objects.count()) == (60, 61)
    longer = Assignment.objects.get(end="2035-09-30")
    assert (longer.cover, longer.state) == ("at_risk", "changed")


def test_what_a_table_finds_is_what_one_by_one_is_found() -> None:
    """The answers of the table's way and of one trip by itself agree in every column."""
    seat = a_register()
    hosts = ("Germany", "India", "Brazil", "Japan", "France", "China")
    taken_in(seat, [row(number, Destination=hosts[number % 6]) for number in range(120)])
    columns = ("cover", "reasons", "missing", "warnings", "instrument", "article", "issuer", "law_until")
    for trip in Assignment.objects.order_by("key_index")[:12]:
        found = [getattr(trip, name) for name in columns]
        purpose = {"purpose": "Another", "trip_key": trip.own["trip_key"], "typed": {}}
        plan = a_plan(trip.host, trip.start.isoformat(), str(trip.end), **purpose)
        change_trip(seat=seat, trip_id=trip.pk, plan=plan)
        trip.refresh_from_db()
        assert [getattr(trip, name) for name in columns] == found


def test_what_contradicts_is_told_and_left_out() -> None:
    seat = a_register()
    one = a_traveller(seat, "E-1", given_names="Ada", family_name="Twin", birth_date="1980-02-03", ssn="")
    a_traveller(seat, "E-2", given_names="Ada", family_name="Twin", birth_date="1980-02-03", ssn="")
    a_trip(seat, one, trip_key="T-9")
    found = taken_in(
        seat,
        [
            row(7, End_date="2027-02-01"),
            row(8, Destination="Atlantis"),
            row(9),
            row(10, Destination="US"),
            row(11, Employee_ID="", Last_name="Twin"),
            row(12, Employee_ID="", DOB=""),
            row(13, Trip_type="astronaut"),
            row(14, End_date=""),
            row(15),
            row(16, Trip_ID="T-15"),
            row(17, Start_date="", Destination="", End_date=""),
        ],
    )
    codes = {each["row"]: each["problems"][0][1] for each in found.odd}
    assert codes == {
        2: "end_before_start",
        3: "country_unknown",
        4: "trip_of_another",
        5: "host_is_home",
        6: "which_person",
        7: "person_not_clear",
        8: "kind_missing",
        9: "missing",
        11: "trip_key_twice",
    }
    assert found.counts == {"new": 2, "changed": 0, "unchanged": 0, "contradictory": 9}
    assert Assignment.objects.count() == 2


def test_columns_are_guessed_remembered_and_asked_for() -> None:
    seat = a_register()
    head = ["Chiffre", *HEAD[1:]]
    brought = bring(seat=seat, data=a_csv([row(1)], head), name="x.csv", key=uuid.uuid4())
    assert brought.mapping[0] == ""
    assert brought.mapping[8:11] == ["activities[0].country", "activities[0].start", "activities[0].end"]
    mapping = ["employee_number", *brought.mapping[1:]]
    for wrong in (["nonsense", *mapping[1:]], [mapping[1], *mapping[1:]], [""] * 12):
        with pytest.raises(InvalidInput):
            look_at(seat=seat, import_id=brought.pk, mapping=wrong)
    look_at(seat=seat, import_id=brought.pk, mapping=mapping)
    later = bring(seat=seat, data=a_csv([row(2)], head), name="y.csv", key=uuid.uuid4())
    assert later.mapping[0] == "employee_number"
    days = bring(
        seat=seat,
        data=a_csv([row(1, Start_date="3/4/2027", End_date="5/6/2027")]),
        name="z.csv",
        key=uuid.uuid4(),
    )
    with pytest.raises(InvalidInput):
        look_at(seat=seat, import_id=days.pk, mapping=days.mapping)
    look_at(seat=seat, import_id=days.pk, mapping=days.mapping, date_order="dmy")
    begin_taking_in(seat=seat, import_id=days.pk)
    go_on(days.pk)
    assert str(Assignment.objects.get().start) == "2027-04-03"


def test_other_files_and_other_people_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    seat, other = a_register(), a_register(an_employer(a_person()))
    for data, name in ((b"", "a.csv"), (b"PK\x03\x04junk", "a.xlsx"), (b"%PDF-1.4", "a.csv")):
        with pytest.raises(Refused):
            bring(seat=seat, data=data, name=name, key=uuid.uuid4())
    frame = io.BytesIO()
    polars.DataFrame({name: [text] for name, text in zip(HEAD, row(1), strict=True)}).write_parquet(frame)
    brought = bring(seat=seat, data=frame.getvalue(), name="t.parquet", key=uuid.uuid4())
    with pytest.raises(NotAllowed):
        look_at(seat=other, import_id=brought.pk, mapping=brought.mapping)
    # Interrupted after each part, it goes on where it stopped.
    monkeypatch.setattr(events, "PART", 2)
    found = looked_at(seat, [row(number) for number in range(7)])
    begin_taking_in(seat=seat, import_id=found.pk)
    steps = 0
    while go_on(found.pk, seconds=0) is False:
        steps += 1
    assert steps == 3
    assert Assignment.objects.count() == 7
