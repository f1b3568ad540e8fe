"""The API described: one OpenAPI 3.1 document, from the operations, the contract and the catalogue of problems."""

import json
from datetime import date
from functools import cache
from http import HTTPStatus
from typing import Any, Final

from sojourn.api import contract, register_description, request_description, verification_description
from sojourn.api.bodies import JSON, LINES
from sojourn.api.forms import InstrumentForm, InstrumentInFull, InstrumentPage, PairForm
from sojourn.api.gate import LAW_VERSION
from sojourn.api.problems import MEDIA_TYPE, catalogue
from sojourn.api.service import ROOT, api
from sojourn.engine import load_law
from sojourn.engine.lawbook.browsing import pair_summary

type Json = dict[str, Any]

ABOUT: Final = (
    "Whose social security law applies when somebody works across a border, and what the law data say: open to all, "
    "without a key. Nothing that is sent there is kept, and nothing that is sent there may name anybody. Anybody can "
    "check a certificate, too, as on the page for it: how often was checked is counted, and nothing else. Requests for "
    "certificates are sent and followed, and a register of travellers and trips is kept, for one employer, with a key "
    "that its administrators make. Calls are counted "
    "by address and by key; too many in a minute get 429 with Retry-After. Other origins may ask from a browser what "
    "needs no key. Within version 1 fields, parameters and codes are only ever added."
)
_TAGS: Final = ("Determinations", "Instruments", "Countries", "Verifications", "Requests", "Register")
_KEYED: Final = ("key_needed", "scope_needed")
_SENDING: Final = (*_KEYED, "unreadable_body", "too_large", "wrong_content_type", "invalid_query")
PROBLEMS: Final = {
    "determine": (
        "not_json",
        "unreadable_body",
        "too_large",
        "wrong_content_type",
        "invalid_situation",
        "invalid_query",
    ),
    "determineBatch": ("unreadable_body", "too_large", "wrong_content_type", "invalid_query"),
    "listInstruments": ("invalid_query",),
    "showInstrument": ("unknown_instrument", "invalid_query"),
    "showPair": ("unknown_country", "invalid_query"),
    "verify": (
        "not_json",
        "unreadable_body",
        "too_large",
        "wrong_content_type",
        "invalid_verification",
        "invalid_query",
        "too_many_tries",
    ),
    "createRequest": (*_SENDING, "not_json", "invalid_request", "key_used_otherwise"),
    "createRequests": _SENDING,
    "listRequests": (*_KEYED, "unknown_request", "invalid_query"),
    "showRequest": (*_KEYED, "unknown_request", "invalid_query"),
    "getCertificate": (*_KEYED, "unknown_request", "no_certificate_yet", "invalid_query"),
    **register_description.PROBLEMS,
}
EVERYWHERE: Final = ("not_found", "method_not_allowed", "too_many_requests", "server_fault")
_COUNTRY: Final = {"$ref": contract.COMPONENT + "Country"}
PLACES: Final[dict[str, Json]] = {
    "id": {"description": "Id of the instrument.", "example": "us-de"},
    "home": {"description": "The country from which the person comes.", "example": "US", "schema": _COUNTRY},
    "host": {"description": "The country in which the work is done.", "example": "DE", "schema": _COUNTRY},
    "reference": {"description": "Reference of the request.", "example": "SJ-7K3M-92QX"},
    "traveller_id": {"description": "Id of the traveller.", "example": register_description.TRAVELLER},
    "trip_id": {"description": "Id of the trip.", "example": register_description.TRIP},
}
QUERIES: Final = ("Telling", "Search", "OnDay", "Paging", *register_description.QUERIES)
"""Forms of queries: their fields stand in the description as parameters."""
_HEADERS: Final = {
    LAW_VERSION: {"description": "Version of the law data.", "schema": {"type": "string"}},
    "X-Request-ID": {"description": "Names this request in our log.", "schema": {"type": "string"}},
    "Content-Language": {"description": "Language of the sentences.", "schema": {"type": "string"}},
}
_TAG: Final = {
    "ETag": {
        "description": "Send it back as If-None-Match: 304 where nothing changed.",
        "schema": {"type": "string"},
    }
}
_SAMPLE_DAY: Final = date(2027, 3, 1)


@cache
def document() -> Json:
    """The document that stands at /api/v1/openapi.json."""
    made = api.get_openapi_schema(path_prefix=ROOT)
    found: Json = json.loads(json.dumps(made, default=str))
    found["info"] |= {
        "title": "Sojourn",
        "version": api.version,
        "description": ABOUT,
        "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
    }
    found["servers"] = [{"url": "/"}]
    found["tags"] = [{"name": name} for name in _TAGS]
    for name in QUERIES:
        found["components"]["schemas"].pop(name, None)
    found["components"]["schemas"] |= contract.schemas() | _problem_schemas()
    for methods in found["paths"].values():
        for operation in methods.values():
            _complete(operation)
    _add_bodies(found["paths"])
    _add_examples(found["paths"])
    request_description.add_to(found)
    register_description.add_to(found)
    verification_description.add_to(found)
    return found


def _complete(operation: Json) -> None:
    """Give an operation what all have: its words, its parameters' meanings, headers, problems."""
    summary, _, description = operation["description"].partition("\n")
    operation["summary"] = summary.rstrip(".")
    operation["description"] = " ".join(description.split())
    for parameter in operation["parameters"]:
        parameter["schema"] = _of_parameter(parameter["schema"])
        parameter.pop("examples", None)
        if parameter["in"] == "path":
            parameter |= PLACES[parameter["name"]]
    name = operation["operationId"]
    answer = operation["responses"]["200"]
    keyed = (*request_description.OPERATIONS, *register_description.OPERATIONS)
    tagged = not name.startswith(("determine", "verify")) and name not in keyed
    answer["headers"] = _HEADERS | (_TAG if tagged else {})
    if tagged:
        operation["responses"]["304"] = {"description": "Nothing has changed since the ETag that was sent."}
    answers = operation["responses"] | _refusals((*PROBLEMS[name], *EVERYWHERE))
    operation["responses"] = dict(sorted(answers.items()))


def _of_parameter(schema: Json) -> Json:
    """The schema of a parameter without what stands beside it. What may be left out is not sent as null."""
    options = schema.pop("anyOf", [])
    schema |= next((each for each in options if each.get("type") != "null"), {})
    return {key: value for key, value in schema.items() if key not in ("title", "description", "examples")}


def _refusals(codes: tuple[str, ...]) -> Json:
    """Responses for these problems, by status."""
    found: Json = {}
    for kind in (catalogue()[code] for code in codes):
        entry = found.setdefault(
            str(kind.status),
            {
                "description": HTTPStatus(kind.status).phrase,
                "headers": {"X-Request-ID": _HEADERS["X-Request-ID"]},
                "content": {MEDIA_TYPE: {"schema": {"$ref": contract.COMPONENT + "Problem"}}},
            },
        )
        entry["description"] += f" · {kind.code}: {kind.title['en']}."
        if kind.code == "too_many_requests":
            entry["headers"] = entry["headers"] | {
                "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}
            }
        if kind.code == "method_not_allowed":
            entry["headers"] = entry["headers"] | {
                "Allow": {"description": "What is allowed.", "schema": {"type": "string"}}
            }
    return found


def _problem_schemas() -> Json:
    fault = {
        "type": "object",
        "description": "One thing to mend.",
        "required": ["path", "code", "message"],
        "properties": {
            "path": {
                "type": "string",
                "description": "Where: a path into the situation like activities[0].country, or the name of a "
                "parameter; empty for the whole.",
            },
            "code": {"type": "string", "description": "Stable."},
            "message": {"type": "string", "description": "A sentence in the language of the answer."},
        },
    }
    faults = {"type": "array", "items": {"$ref": contract.COMPONENT + "Fault"}}
    code = {"enum": list(catalogue()), "description": "Stable; codes are only ever added."}
    problem = {
        "type": "object",
        "description": "Problem details (RFC 9457).",
        "required": ["type", "title", "status", "detail", "code", "errors", "request_id"],
        "properties": {
            "type": {"type": "string", "format": "uri-reference", "description": "The page of the code."},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string", "description": "What to do."},
            "code": code,
            "errors": faults,
            "request_id": {"type": "string"},
        },
    }
    bad_line = {
        "type": "object",
        "description": "Stands in a batch in place of an answer.",
        "required": ["error"],
        "properties": {
            "error": {
                "type": "object",
                "required": ["line", "code", "errors"],
                "properties": {
                    "line": {"type": "integer", "description": "Counted from 1."},
                    "code": code,
                    "errors": faults,
                },
            }
        },
    }
    return {"Fault": fault, "Problem": problem, "BadLine": bad_line}


def _add_bodies(paths: Json) -> None:
    """What the two operations of determinations take and give."""
    single, batch = (paths[f"{ROOT}determinations{more}"]["post"] for more in ("", "/batch"))
    situation, determination = (
        {"$ref": contract.COMPONENT + name} for name in ("Situation", "Determination")
    )
    asked, answered = contract.examples()
    single["requestBody"] = {
        "required": True,
        "content": {JSON: {"schema": situation, "examples": asked}},
    }
    single["responses"]["200"]["content"] = {JSON: {"schema": determination, "examples": answered}}
    lines = {"type": "string", "description": "One JSON document a line: Situation."}
    told = {"type": "string", "description": "One JSON document a line: Determination, or BadLine."}
    batch["requestBody"] = {
        "required": True,
        "content": {LINES: {"schema": lines, "example": _lines(asked)}},
    }
    batch["responses"]["200"]["content"] = {LINES: {"schema": told, "example": _lines(answered)}}


def _lines(examples: Json) -> str:
    return "".join(
        json.dumps(each["value"], ensure_ascii=False) + "\n" for each in list(examples.values())[:2]
    )


def _add_examples(paths: Json) -> None:
    """An answer of each operation that reads, as the law stands."""
    law = load_law()
    first = sorted(law.instruments.values(), key=lambda each: (each.title.casefold(), each.id))[:2]
    items = [InstrumentForm(**InstrumentForm.values_of(each, "en")) for each in first]
    page = InstrumentPage(law=law.version, total=len(law.instruments), limit=2, offset=0, items=items)
    pair = PairForm.of(pair_summary(law, "US", "DE", _SAMPLE_DAY), law, "en")
    made = {"instruments": page, "countries/{home}/{host}": pair}
    if "us-de" in law.instruments:
        made["instruments/{id}"] = InstrumentInFull.of(law.instruments["us-de"], law, "en")
    for path, form in made.items():
        paths[ROOT + path]["get"]["responses"]["200"]["content"][JSON]["example"] = form.model_dump(
            mode="json"
        )
