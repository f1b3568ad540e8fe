"""Trips of a register, asked with a key: entered one by one or many at once, read with their cover, changed."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field

from sojourn.api.bodies import LINES, body_of, json_answer, json_text
from sojourn.api.languages import preferred
from sojourn.api.limits import BATCH_BYTES, REQUEST_LINES
from sojourn.api.problems import Refusal
from sojourn.api.queries import Telling, refuse_unknown
from sojourn.api.register_forms import (
    EndTaken,
    NewTripTaken,
    RowTaken,
    TripForm,
    TripPageForm,
    TripTaken,
)
from sojourn.api.register_sharing import (
    After,
    changing_seat,
    content_of,
    faults_of,
    id_of,
    json_of,
    name_of_call,
    refusals,
    seat_with,
    sent,
)
from sojourn.core import clock
from sojourn.core.errors import InvalidInput, NotAllowed, Problem
from sojourn.parties.api_keys import REGISTER_READ
from sojourn.parties.for_register import employer_view
from sojourn.register.access import Assignment, trip_for, trips_for
from sojourn.register.facts import read_answers, traveller_facts, trip_facts
from sojourn.register.importing.at_once import take_rows, trips_of
from sojourn.register.importing.matching import Matched
from sojourn.register.importing.rows import RowRead
from sojourn.register.notes import notes_for, notes_of_many
from sojourn.register.once import key_for
from sojourn.register.reading import WHEN, Wanted, filtered
from sojourn.register.seats import Seat
from sojourn.register.states import Cover, TripKind, TripState
from sojourn.register.trip_events import (
    cancel_trip,
    change_trip,
    end_trip_early,
    plan_problems,
    plan_trip,
    plan_trip_again,
)

router = Router(tags=["Register"])


class TripsWanted(After):
    """Which trips."""

    cover: Cover | None = Field(None, description="Only those with this word.")
    kind: TripKind | None = Field(None, description="Only those of this kind.")
    state: TripState | None = Field(
        None, description="Only those in this state; left out: all that take place."
    )
    host: str = Field("", max_length=8, description="Only those to this country.", examples=["DE"])
    when: str = Field("", pattern=f"^({'|'.join(WHEN)})?$", description="now, coming or past.")
    traveller: str = Field("", max_length=36, description="Only those of the traveller with this id.")


@router.get("/register/trips", url_name="register_trips", operation_id="listTrips", response=TripPageForm)
def list_trips(request: HttpRequest, query: Query[TripsWanted]) -> HttpResponse:
    """List trips with their cover.

    Those of the key's employer, first begun first. Needs a key with the scope register_read.
    """
    refuse_unknown(request, TripsWanted.model_fields)
    seat = seat_with(request, REGISTER_READ)
    wanted = Wanted(query.cover or "", query.host, query.when, query.kind or "", query.state or "")
    rows = filtered(trips_for(seat), wanted, clock.today())
    if query.traveller:
        rows = rows.filter(traveller_id=id_of(query.traveller, "unknown_traveller"))
    if query.after:
        last = _one(seat, query.after)
        rows = rows.filter(Q(start__gt=last.start) | Q(start=last.start, pk__gt=last.pk))
    found = list(rows.order_by("start", "id")[: query.limit + 1])
    shown = found[: query.limit]
    page = TripPageForm(
        items=[TripForm.of(each) for each in shown], next=shown[-1].pk if len(found) > query.limit else None
    )
    return json_answer(page.model_dump(mode="json"))


@router.post("/register/trips", url_name="register_trips", operation_id="createTrip", response=TripForm)
def create_trip(request: HttpRequest, query: Query[Telling]) -> HttpResponse:
    """Enter a trip and get its cover.

    The header Idempotency-Key names the call: the same again is the same trip, another content under the same name is
    refused. What does not fit other trips of the person is entered, and `notes` says so. Needs a key with the scope
    register.
    """
    refuse_unknown(request, Telling.model_fields)
    seat = changing_seat(request)
    with refusals(request, "unknown_traveller"):
        name, taken = name_of_call(request), NewTripTaken.read(sent(request))
        made = plan_trip(
            seat=seat,
            traveller_id=id_of(taken.traveller, "unknown_traveller"),
            plan=taken.plan(),
            key=key_for(seat, Assignment, name, content_of(taken)),
            source="api",
        )
    return _told(seat, made)


@router.post("/register/trips/batch", url_name="register_trips_batch", operation_id="createTrips")
def create_trips(request: HttpRequest, query: Query[Telling]) -> HttpResponse:
    """Enter or change many trips.

    JSON Lines: a person and a trip a line, at most 500 lines and 1 MiB. The person is named by the register's id, by
    employee number, or by name and birth date, and entered where nobody fits; the trip is found again by its
    `trip_key`, else by person, country and first day, so that the same line again changes nothing. The answers come in
    the same order, one a line: what became of it and the cover, or {"error": {"line", "code", "errors"}}. What can be
    taken is taken, whatever is wrong with other lines. Needs a key with the scope register.
    """
    refuse_unknown(request, Telling.model_fields)
    seat, language = changing_seat(request), preferred(request)
    lines = body_of(request, LINES, BATCH_BYTES).splitlines()
    if len(lines) > REQUEST_LINES:
        raise Refusal("too_large")
    answers: dict[int, dict[str, Any]] = {}
    rows: list[RowRead] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            rows.append(_row(seat, number, RowTaken.read(json_of(line))))
        except InvalidInput as wrong:
            answers[number] = _bad(number, "invalid_entry", faults_of(wrong.problems, language))
        except Refusal as refusal:
            answers[number] = _bad(number, refusal.code, refusal.faults)
    answers |= _taken(seat, rows, language)
    text = "".join(json_text(answers[number]) + "\n" for number in sorted(answers))
    return HttpResponse(text, content_type=LINES)


@router.get("/register/trips/{trip_id}", url_name="register_trip", operation_id="showTrip", response=TripForm)
def show_trip(request: HttpRequest, trip_id: str, query: Query[Telling]) -> HttpResponse:
    """Show a trip with its cover and the reasons.

    Needs a key with the scope register_read, of the employer whose trip it is.
    """
    refuse_unknown(request, Telling.model_fields)
    seat = seat_with(request, REGISTER_READ)
    return _told(seat, _one(seat, trip_id))


@router.patch(
    "/register/trips/{trip_id}", url_name="register_trip", operation_id="changeTrip", response=TripForm
)
def change(request: HttpRequest, trip_id: str, query: Query[Telling]) -> HttpResponse:
    """Change a trip and get its cover anew.

    What is not named stays; the same again changes nothing. Needs a key with the scope register.
    """
    refuse_unknown(request, Telling.model_fields)
    seat = changing_seat(request)
    with refusals(request, "unknown_trip"):
        taken, before = TripTaken.read(sent(request)), _one(seat, trip_id)
        changed = change_trip(seat=seat, trip_id=before.pk, plan=taken.plan(before))
    return _told(seat, changed.trip)


@router.post(
    "/register/trips/{trip_id}/end", url_name="register_trip_end", operation_id="endTrip", response=TripForm
)
def end(request: HttpRequest, trip_id: str, query: Query[Telling]) -> HttpResponse:
    """Say that a trip ends before its planned day.

    Needs a key with the scope register.
    """
    refuse_unknown(request, Telling.model_fields)
    seat = changing_seat(request)
    with refusals(request, "unknown_trip"):
        taken, found = EndTaken.read(sent(request)), _one(seat, trip_id)
        last_day = date.fromisoformat(taken.last_day)
        changed = end_trip_early(seat=seat, trip_id=found.pk, last_day=last_day)
    return _told(seat, changed.trip)


@router.post(
    "/register/trips/{trip_id}/cancel",
    url_name="register_trip_cancel",
    operation_id="cancelTrip",
    response=TripForm,
)
def cancel(request: HttpRequest, trip_id: str, query: Query[Telling]) -> HttpResponse:
    """Say that a trip does not take place.

    Cancelled again it stays so. Needs a key with the scope register.
    """
    refuse_unknown(request, Telling.model_fields)
    seat = changing_seat(request)
    found = _one(seat, trip_id)
    if found.stands is TripState.CANCELLED:
        return _told(seat, found)
    with refusals(request, "unknown_trip"):
        changed = cancel_trip(seat=seat, trip_id=found.pk)
    return _told(seat, changed.trip)


@router.post(
    "/register/trips/{trip_id}/plan-again",
    url_name="register_trip_again",
    operation_id="planTripAgain",
    response=TripForm,
)
def again(request: HttpRequest, trip_id: str, query: Query[Telling]) -> HttpResponse:
    """Say that a trip that was cancelled takes place after all.

    Needs a key with the scope register.
    """
    refuse_unknown(request, Telling.model_fields)
    seat = changing_seat(request)
    with refusals(request, "unknown_trip"):
        changed = plan_trip_again(seat=seat, trip_id=_one(seat, trip_id).pk)
    return _told(seat, changed.trip)


def _one(seat: Seat, trip_id: str) -> Assignment:
    try:
        return trip_for(seat, id_of(trip_id, "unknown_trip"))
    except NotAllowed:
        raise Refusal("unknown_trip") from None


def _told(seat: Seat, trip: Assignment) -> HttpResponse:
    return json_answer(TripForm.of(trip, notes_for(seat, trip)).model_dump(mode="json"))


def _row(seat: Seat, number: int, taken: RowTaken) -> RowRead:
    """The line as a row of a table is read. Raises InvalidInput."""
    plain, particulars = read_answers(dict(taken.answers), traveller_facts())
    row = RowRead(number, plain, particulars, employee_number=taken.employee_number, email=taken.email)
    if taken.traveller is not None:
        try:
            row.traveller_id = UUID(taken.traveller)
        except ValueError:
            raise InvalidInput([Problem("traveller", "traveller_unknown")]) from None
    elif not taken.employee_number and not particulars.get("worker.family_name"):
        raise InvalidInput([Problem("employee_number", "missing")])
    if taken.trip is not None:
        try:
            row.trip = taken.trip.plan()
            row.trip_plain, row.trip_particulars = read_answers(row.trip.typed, trip_facts())
            home = row.trip.home or employer_view(seat.employer_id).seat
            if problems := plan_problems(row.trip, home):
                raise InvalidInput(problems)
        except InvalidInput as wrong:
            raise InvalidInput([_inside_trip(each) for each in wrong.problems]) from None
    return row


def _inside_trip(problem: Problem) -> Problem:
    own = {"host", "start", "end", "home", "kind", "share"}
    return Problem(
        f"trip.{problem.field}" if problem.field in own else problem.field, problem.code, problem.params
    )


def _taken(seat: Seat, rows: Sequence[RowRead], language: str) -> Mapping[int, dict[str, Any]]:
    matched = take_rows(seat=seat, rows=rows) if rows else []
    trips = trips_of(seat, matched)
    notes = notes_of_many(seat, trips.values())
    told = {pk: TripForm.of(trip, notes[pk]).model_dump(mode="json") for pk, trip in trips.items()}
    return {each.row.number: _line(each, told, language) for each in matched}


def _line(each: Matched, trips: Mapping[UUID, dict[str, Any]], language: str) -> dict[str, Any]:
    if each.row.problems or each.traveller is None:
        return _bad(each.row.number, "invalid_entry", faults_of(each.row.problems, language))
    told: dict[str, Any] = {"outcome": each.outcome, "traveller": str(each.traveller.pk)}
    return told | {"trip": trips.get(each.trip.pk) if each.trip is not None else None}


def _bad(number: int, code: str, faults: Sequence[Any]) -> dict[str, Any]:
    return {"error": {"line": number, "code": code, "errors": list(faults)}}
