"""Travellers of a register, and what has to be done about their trips, asked with a key."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field

from sojourn.api.bodies import json_answer
from sojourn.api.problems import Refusal
from sojourn.api.queries import Telling, refuse_unknown
from sojourn.api.register_forms import (
    ToDoForm,
    ToDoPageForm,
    TravellerForm,
    TravellerPageForm,
    TravellerSought,
    TravellerTaken,
)
from sojourn.api.register_sharing import (
    After,
    changing_seat,
    content_of,
    id_of,
    name_of_call,
    refusals,
    seat_with,
    sent,
)
from sojourn.core import clock
from sojourn.core.errors import InvalidInput, NotAllowed, Problem
from sojourn.parties.api_keys import REGISTER_READ
from sojourn.register.access import Traveller, traveller_for, travellers_for
from sojourn.register.notes import twins_of
from sojourn.register.once import key_for
from sojourn.register.reading import travellers_page
from sojourn.register.seats import Seat
from sojourn.register.to_do.events import to_dos_in_sight
from sojourn.register.traveller_events import add_traveller, change_traveller, take_out_traveller

router = Router(tags=["Register"])


class ToDosWanted(After):
    """Which things to do."""

    act: str = Field("", max_length=16, description="Only these.")
    done: bool = Field(False, description="Those that were marked as done, in place of the open ones.")


@router.get(
    "/register/travellers",
    url_name="register_travellers",
    operation_id="listTravellers",
    response=TravellerPageForm,
)
def list_travellers(request: HttpRequest, query: Query[After]) -> HttpResponse:
    """List the travellers.

    Those of the key's employer, in the order in which they came in. Needs a key with the scope register_read.
    """
    refuse_unknown(request, After.model_fields)
    seat = seat_with(request, REGISTER_READ)
    rows = travellers_for(seat)
    if query.after:
        last = _one(seat, query.after)
        rows = rows.filter(Q(created_at__gt=last.created_at) | Q(created_at=last.created_at, pk__gt=last.pk))
    found = list(rows.order_by("created_at", "id")[: query.limit + 1])
    shown = found[: query.limit]
    page = TravellerPageForm(
        items=[TravellerForm.of(each) for each in shown],
        next=shown[-1].pk if len(found) > query.limit else None,
    )
    return json_answer(page.model_dump(mode="json"))


@router.post(
    "/register/travellers/find",
    url_name="register_travellers_find",
    operation_id="findTravellers",
    response=TravellerPageForm,
)
def find_travellers(request: HttpRequest, query: Query[Telling]) -> HttpResponse:
    """Find travellers by employee number or family name.

    Whole, in the body: names and numbers never stand in an address. At most 25. Needs a key with the scope
    register_read.
    """
    refuse_unknown(request, Telling.model_fields)
    seat = seat_with(request, REGISTER_READ)
    with refusals(request, "unknown_traveller"):
        asked = TravellerSought.read(sent(request))
        text = asked.employee_number.strip() or asked.family_name.strip()
        if not text:
            raise InvalidInput([Problem("employee_number", "missing")])
        rows = travellers_page(seat, text).rows
    page = TravellerPageForm(items=[TravellerForm.of(each.traveller) for each in rows], next=None)
    return json_answer(page.model_dump(mode="json"))


@router.post(
    "/register/travellers",
    url_name="register_travellers",
    operation_id="createTraveller",
    response=TravellerForm,
)
def create_traveller(request: HttpRequest, query: Query[Telling]) -> HttpResponse:
    """Enter a person.

    The answers by the names of the form. The header Idempotency-Key names the call: the same again is the same person,
    another content under the same name is refused. Somebody with the same name and birth date as another one is
    entered, and `notes` says so. Needs a key with the scope register.
    """
    refuse_unknown(request, Telling.model_fields)
    seat = changing_seat(request)
    with refusals(request, "unknown_traveller"):
        name, taken = name_of_call(request), TravellerTaken.read(sent(request))
        made = add_traveller(
            seat=seat,
            typed=dict(taken.answers),
            employee_number=taken.employee_number or "",
            email=taken.email or "",
            key=key_for(seat, Traveller, name, content_of(taken)),
            source="api",
        )
    return _told(seat, made)


@router.get(
    "/register/travellers/{traveller_id}",
    url_name="register_traveller",
    operation_id="showTraveller",
    response=TravellerForm,
)
def show_traveller(request: HttpRequest, traveller_id: str, query: Query[Telling]) -> HttpResponse:
    """Show a person.

    Needs a key with the scope register_read, of the employer in whose register the person is.
    """
    refuse_unknown(request, Telling.model_fields)
    seat = seat_with(request, REGISTER_READ)
    return _told(seat, _one(seat, traveller_id))


@router.patch(
    "/register/travellers/{traveller_id}",
    url_name="register_traveller",
    operation_id="changeTraveller",
    response=TravellerForm,
)
def change(request: HttpRequest, traveller_id: str, query: Query[Telling]) -> HttpResponse:
    """Correct what is known of a person.

    What is not named stays; the same again changes nothing. The person's trips are worked out anew. Needs a key with
    the scope register.
    """
    refuse_unknown(request, Telling.model_fields)
    seat = changing_seat(request)
    with refusals(request, "unknown_traveller"):
        taken = TravellerTaken.read(sent(request))
        changed = change_traveller(
            seat=seat,
            traveller_id=id_of(traveller_id, "unknown_traveller"),
            typed=dict(taken.answers),
            employee_number=taken.employee_number,
            email=taken.email,
        )
    return _told(seat, changed)


@router.post(
    "/register/travellers/{traveller_id}/take-out",
    url_name="register_traveller_out",
    operation_id="takeOutTraveller",
    response=TravellerForm,
)
def take_out(request: HttpRequest, traveller_id: str, query: Query[Telling]) -> HttpResponse:
    """Take a person out of the register.

    Nothing of them is shown any more. Refused while a trip of theirs is not over: end or cancel it first. Needs a key
    with the scope register.
    """
    refuse_unknown(request, Telling.model_fields)
    seat = changing_seat(request)
    found = _one(seat, traveller_id)
    with refusals(request, "unknown_traveller"):
        take_out_traveller(seat=seat, traveller_id=found.pk)
    return json_answer(TravellerForm.of(found).model_dump(mode="json"))


@router.get("/register/to-dos", url_name="register_to_dos", operation_id="listToDos", response=ToDoPageForm)
def list_to_dos(request: HttpRequest, query: Query[ToDosWanted]) -> HttpResponse:
    """List what has to be done.

    About the trips in sight, first due first; what was put off until a later day is left out. Needs a key with the
    scope register_read.
    """
    refuse_unknown(request, ToDosWanted.model_fields)
    seat = seat_with(request, REGISTER_READ)
    rows = to_dos_in_sight(seat)
    rows = rows.filter(done_at__isnull=False) if query.done else rows.awake(clock.today())
    rows = rows.filter(act=query.act) if query.act else rows
    if query.after:
        last = rows.filter(pk=id_of(query.after, "unknown_to_do")).first()
        if last is None:
            raise Refusal("unknown_to_do")
        rows = rows.filter(Q(due_on__gt=last.due_on) | Q(due_on=last.due_on, pk__gt=last.pk))
    found = list(rows.order_by("due_on", "id").defer("put_off_because")[: query.limit + 1])
    shown = found[: query.limit]
    page = ToDoPageForm(
        items=[ToDoForm.of(each) for each in shown],
        next=shown[-1].pk if len(found) > query.limit else None,
    )
    return json_answer(page.model_dump(mode="json"))


def _one(seat: Seat, traveller_id: str) -> Traveller:
    try:
        return traveller_for(seat, id_of(traveller_id, "unknown_traveller"))
    except NotAllowed:
        raise Refusal("unknown_traveller") from None


def _told(seat: Seat, traveller: Traveller) -> HttpResponse:
    return json_answer(TravellerForm.of(traveller, twins_of(seat, traveller)).model_dump(mode="json"))
