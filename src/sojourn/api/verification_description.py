"""The operation that checks, in the API's description: what may be sent, and examples of it and of the answers."""

from typing import Any, Final

from sojourn.api.bodies import JSON
from sojourn.api.verifications import PDF, VerificationAsked

type Json = dict[str, Any]

_ASKED: Final[Json] = {
    "number and code": {
        "summary": "What stands on the paper",
        "value": {"number": "US-2027-7K3M-92QX-4T", "code": "ugjS 9TF3 9V2n XjjE 6ZYT Cm"},
    },
    "with the date of birth": {
        "summary": "Opens the names",
        "value": {
            "number": "US-2027-7K3M-92QX-4T",
            "code": "ugjS9TF39V2nXjjE6ZYTCm",
            "birth_date": "1988-05-14",
        },
    },
    "offline code": {
        "summary": "The text of the larger square code",
        "value": {"text": "SJ1:6BF+70790T9WJWG…"},
    },
    "credential": {
        "summary": "A presented SD-JWT VC with the proof of the holder’s key",
        "value": {
            "text": "eyJhbGciOiJFUzI1NiIs…~WyJ…~eyJ…",
            "audience": "https://inspector.example",
            "nonce": "n-0S6_WzA2Mj",
        },
    },
}
_CERTIFICATE: Final[Json] = {
    "number": "US-2027-7K3M-92QX-4T",
    "institution": "us-ssa",
    "issuer": "Social Security Administration",
    "issued_on": "2027-02-10",
    "period_start": "2027-03-01",
    "period_end": "2030-02-28",
    "legislation": "US",
    "host": "DE",
    "instrument": "us-de",
    "article": "6(2)",
    "named": False,
    "person": "S. A. M.",
    "birth_date": None,
    "employer": None,
    "changed_on": None,
    "effective_on": None,
}
_IN_FORCE: Final[Json] = {
    "verdict": "in_force",
    "reason": None,
    "notices": ["proves_paper"],
    "checks": [
        {"code": "number_and_secret", "result": "passed"},
        {"code": "seal", "result": "not_done"},
        {"code": "status", "result": "passed"},
        {"code": "period", "result": "passed"},
        {"code": "log", "result": "passed"},
    ],
    "not_proven": ["identity", "pay", "tax"],
    "checked_at": "2027-06-01T09:00:00+00:00",
    "sealed_by": None,
    "certificate": _CERTIFICATE,
}
_NO_MATCH: Final[Json] = _IN_FORCE | {
    "verdict": "no_match",
    "notices": [],
    "checks": [{"code": "number_and_secret", "result": "failed"}],
    "not_proven": [],
    "certificate": None,
}
ANSWERED: Final[Json] = {
    "in force": {"summary": "Genuine and in force", "value": _IN_FORCE},
    "no match": {"summary": "Unknown number or wrong code", "value": _NO_MATCH},
}


def add_to(document: Json) -> None:
    """Complete the operation in the description."""
    asked = VerificationAsked.model_json_schema()
    asked["oneOf"] = [{"required": ["number", "code"]}, {"required": ["text"]}]
    document["components"]["schemas"]["VerificationAsked"] = asked
    operation = document["paths"]["/api/v1/verifications"]["post"]
    operation["requestBody"] = {
        "required": True,
        "content": {
            JSON: {"schema": {"$ref": "#/components/schemas/VerificationAsked"}, "examples": _ASKED},
            PDF: {"schema": {"type": "string", "contentMediaType": PDF}},
        },
    }
    operation["responses"]["200"]["content"][JSON]["examples"] = ANSWERED
