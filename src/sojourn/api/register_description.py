"""The operations on a register in the API's description: their key, their bodies, their examples."""

import json
from typing import Any, Final

from pydantic import BaseModel

from sojourn.api.bodies import JSON, LINES
from sojourn.api.register_forms import (
    EndTaken,
    NewTripTaken,
    RowTaken,
    TravellerSought,
    TravellerTaken,
    TripTaken,
)

type Json = dict[str, Any]

TRAVELLER: Final = "0b0f3f1e-0d0a-4d55-9a3c-7f6f4cb0f7a1"
TRIP: Final = "1c0f3f1e-0d0a-4d55-9a3c-7f6f4cb0f7a2"
QUERIES: Final = ("After", "ToDosWanted", "TripsWanted")
_COMPONENT: Final = "#/components/schemas/"
_KEYED: Final = ("key_needed", "scope_needed")
_READING: Final = (*_KEYED, "invalid_query")
_SENDING: Final = (
    *_READING,
    "not_json",
    "unreadable_body",
    "too_large",
    "wrong_content_type",
    "invalid_entry",
)
PROBLEMS: Final[dict[str, tuple[str, ...]]] = {
    "listTravellers": (*_READING, "unknown_traveller"),
    "findTravellers": _SENDING,
    "createTraveller": (*_SENDING, "unknown_traveller", "key_used_otherwise"),
    "showTraveller": (*_READING, "unknown_traveller"),
    "changeTraveller": (*_SENDING, "unknown_traveller"),
    "takeOutTraveller": (*_READING, "unknown_traveller", "invalid_entry"),
    "listTrips": (*_READING, "unknown_trip", "unknown_traveller"),
    "createTrip": (*_SENDING, "unknown_traveller", "key_used_otherwise"),
    "createTrips": (*_READING, "unreadable_body", "too_large", "wrong_content_type"),
    "showTrip": (*_READING, "unknown_trip"),
    "changeTrip": (*_SENDING, "unknown_trip", "step_not_open"),
    "endTrip": (*_SENDING, "unknown_trip", "step_not_open"),
    "cancelTrip": (*_READING, "unknown_trip", "step_not_open"),
    "planTripAgain": (*_READING, "unknown_trip", "step_not_open"),
    "listToDos": (*_READING, "unknown_to_do"),
}
OPERATIONS: Final = tuple(PROBLEMS)
_IDEMPOTENCY: Final = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "What you call this: the same again is the same one.",
    "schema": {"type": "string", "maxLength": 200, "pattern": "^[!-~]+$"},
}
A_TRAVELLER: Final[Json] = {
    "employee_number": "E-4711",
    "email": "maria.example@example.org",
    "answers": {
        "worker.given_names": "Maria Luisa",
        "worker.family_name": "Example",
        "worker.birth_date": "1989-07-21",
        "person.nationalities": ["US"],
        "person.residence": "US",
        "activities[0].employed_since": "2019-04-01",
        "activities[0].recruited_in": "US",
    },
}
A_TRIP: Final[Json] = {
    "host": "DE",
    "start": "2027-03-01",
    "end": "2028-02-29",
    "kind": "posting",
    "trip_key": "T-2027-17",
    "answers": {
        "question.for_whom": "customer",
        "receiver.name": "Beispiel GmbH",
        "receiver.city": "Hamburg",
    },
}
A_ROW: Final[Json] = {**A_TRAVELLER, "trip": A_TRIP}
_BODIES: Final[dict[str, tuple[type[BaseModel], Json]]] = {
    "createTraveller": (TravellerTaken, A_TRAVELLER),
    "changeTraveller": (TravellerTaken, {"email": "maria.neu@example.org"}),
    "findTravellers": (TravellerSought, {"employee_number": "E-4711"}),
    "createTrip": (NewTripTaken, {"traveller": TRAVELLER, **A_TRIP}),
    "changeTrip": (TripTaken, {"end": "2028-06-30"}),
    "endTrip": (EndTaken, {"last_day": "2027-10-31"}),
}


def add_to(document: Json) -> None:
    """Complete the operations on the register in the description."""
    schemas = document["components"]["schemas"]
    forms: set[type[BaseModel]] = {RowTaken, *(form for form, _ in _BODIES.values())}
    for form in forms:
        schema = form.model_json_schema(ref_template=_COMPONENT + "{model}")
        schemas |= schema.pop("$defs", {})
        schemas[form.__name__] = schema
    for methods in document["paths"].values():
        for operation in methods.values():
            if operation["operationId"] in OPERATIONS:
                _complete(operation)


def _complete(operation: Json) -> None:
    name = operation["operationId"]
    operation["security"] = [{"key": []}]
    headers = dict(operation["responses"]["200"]["headers"])
    headers.pop("Law-Version", None)
    operation["responses"]["200"]["headers"] = headers
    if name in {"createTraveller", "createTrip"}:
        operation["parameters"] = [*operation["parameters"], dict(_IDEMPOTENCY)]
    if name in _BODIES:
        form, example = _BODIES[name]
        content = {
            "schema": {"$ref": _COMPONENT + form.__name__},
            "examples": {name: {"summary": operation["summary"], "value": example}},
        }
        operation["requestBody"] = {"required": True, "content": {JSON: content}}
    if name == "createTrips":
        lines = {"type": "string", "description": "One JSON document a line: RowTaken."}
        told = {"type": "string", "description": "One JSON document a line: what became of it, or BadLine."}
        line = json.dumps(A_ROW, ensure_ascii=False) + "\n"
        operation["requestBody"] = {
            "required": True,
            "content": {LINES: {"schema": lines, "example": line}},
        }
        operation["responses"]["200"]["content"] = {LINES: {"schema": told}}
