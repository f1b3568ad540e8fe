"""The operations on requests in the API's description: their key, their bodies, their examples."""

from typing import Any, Final

from sojourn.api.bodies import JSON, LINES
from sojourn.engine.lawbook.facts import Applicant, Fact, FactType, Kind, load_facts

type Json = dict[str, Any]

OPERATIONS: Final = ("createRequest", "createRequests", "listRequests", "showRequest", "getCertificate")
_COMPONENT: Final = "#/components/schemas/"
_ANSWER: Final[dict[FactType, Json]] = {
    FactType.YES_NO: {"type": "boolean"},
    FactType.COUNTRIES: {"type": "array", "items": {"type": "string"}, "maxItems": 20},
    FactType.PERCENT: {"type": "number", "minimum": 0, "maximum": 100},
    FactType.DATE: {"type": "string", "format": "date"},
    FactType.ROWS: {"type": "array", "items": {"type": "object"}},
}
_IDEMPOTENCY: Final = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "What you call this request: the same again is the same request.",
    "schema": {"type": "string", "maxLength": 200, "pattern": "^[!-~]+$"},
}
EXAMPLE: Final[Json] = {
    "applicant": "employer",
    "situation": {
        "activities[0].country": "DE",
        "activities[0].start": "2027-03-01",
        "activities[0].end": "2030-02-28",
        "question.for_whom": "customer",
        "activities[0].employed_since": "2019-04-01",
        "activities[0].recruited_in": "US",
        "question.worked_there_before": False,
        "person.nationalities": ["US"],
        "person.residence": "US",
    },
    "particulars": {
        "receiver.name": "Beispiel GmbH",
        "receiver.street": "Musterstraße 1",
        "receiver.city": "Hamburg",
        "worker.given_names": "Maria Luisa",
        "worker.family_name": "Example",
        "worker.birth_date": "1989-07-21",
        "worker.birth_place": "Springfield",
        "worker.ssn": "808-21-4471",
    },
    "declared": True,
}


def add_to(document: Json) -> None:
    """Complete the operations on requests in the description."""
    document["components"]["securitySchemes"] = {
        "key": {"type": "http", "scheme": "bearer", "description": "A key of an employer, like sjk_…"}
    }
    document["components"]["schemas"] |= {"RequestFile": _file_schema()}
    paths = document["paths"]
    for methods in paths.values():
        for operation in methods.values():
            if operation["operationId"] in OPERATIONS:
                operation["security"] = [{"key": []}]
                for name in ("Law-Version",):
                    operation["responses"]["200"]["headers"] = dict(operation["responses"]["200"]["headers"])
                    operation["responses"]["200"]["headers"].pop(name, None)
    _add_bodies(paths)


def _add_bodies(paths: Json) -> None:
    file = {"$ref": f"{_COMPONENT}RequestFile"}
    one, batch = (paths[f"/api/v1/requests{more}"]["post"] for more in ("", "/batch"))
    one["parameters"] = [*one["parameters"], dict(_IDEMPOTENCY)]
    examples = {"posting": {"summary": "A plain posting", "value": EXAMPLE}}
    one["requestBody"] = {"required": True, "content": {JSON: {"schema": file, "examples": examples}}}
    lines = {"type": "string", "description": "One JSON document a line: RequestFile."}
    told = {"type": "string", "description": "One JSON document a line: reference and state, or BadLine."}
    batch["requestBody"] = {"required": True, "content": {LINES: {"schema": lines}}}
    batch["responses"]["200"]["content"] = {LINES: {"schema": told}}
    paths["/api/v1/requests/{reference}/certificate.pdf"]["get"]["responses"]["200"]["content"] = {
        "application/pdf": {"schema": {"type": "string", "contentMediaType": "application/pdf"}}
    }


def _file_schema() -> Json:
    """What may stand in a request: made from the vocabulary of questions, as form and spreadsheet are."""
    reasons = {
        "type": "object",
        "additionalProperties": {"type": "string", "maxLength": 500},
        "description": "Why the employer goes on from a warning, by the code of the warning.",
    }
    return {
        "type": "object",
        "description": "A request: the answers by the names of the form.",
        "additionalProperties": False,
        "required": ["applicant", "situation", "particulars", "declared"],
        "properties": {
            "applicant": {"const": "employer"},
            "situation": _answers(named=False),
            "particulars": _answers(named=True),
            "acknowledge": reasons,
            "declared": {
                "const": True,
                "description": "The answers are true as far as the employer knows, and changes will be reported.",
            },
        },
    }


def _answers(*, named: bool) -> Json:
    facts = [
        fact
        for fact in load_facts().facts
        if fact.matter_for(Applicant.EMPLOYER) not in (None, "employer")
        and (fact.kind is Kind.PARTICULAR) is named
    ]
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {fact.id: _answer(fact) for fact in facts},
    }


def _answer(fact: Fact) -> Json:
    words = fact.words_in("en")
    described = {"description": f"{words.label} {words.why}"}
    plain: Json = dict(_ANSWER.get(fact.type, {"type": "string"}))
    if fact.type is FactType.CHOICE:
        plain = {"enum": [option.code for option in fact.options_for(Applicant.EMPLOYER)]}
    if fact.offers_unknown:
        unknown = {"type": "object", "properties": {"unknown": {"const": "on"}}, "required": ["unknown"]}
        return described | {"anyOf": [plain, unknown]}
    return described | plain
