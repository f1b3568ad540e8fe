"""What the API says when it cannot do what it was asked: problem details (RFC 9457) with stable codes."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.http import HttpRequest, HttpResponse

from sojourn.api.languages import preferred
from sojourn.engine.telling.texts import in_language

MEDIA_TYPE = "application/problem+json"
TYPES = "/api/problems/"
"""Below this address stands a page for each code."""
Fault = Mapping[str, str]
"""path, code, message: one thing to mend."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A problem as the catalogue has it: its code, its HTTP status, its words by language."""

    code: str
    status: int
    title: Mapping[str, str]
    help: Mapping[str, str]


@dataclass
class Refusal(Exception):
    """Ends an operation with a problem. `faults`: what exactly is wrong; `headers`: for the answer."""

    code: str
    faults: Sequence[Fault] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


@cache
def catalogue() -> Mapping[str, Kind]:
    """All problems by their codes, in their order."""
    return {
        code: Kind(code, each["status"], each["title"], each["help"])
        for code, each in _read("problems.yaml").items()
    }


@cache
def fault_words() -> Mapping[str, Mapping[str, str]]:
    """The sentences on query parameters, by code and language."""
    return _read("faults.yaml")


def _read(name: str) -> dict[str, Any]:
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    content: dict[str, Any] = yaml.safe_load(text)
    return content


def problem_json(refusal: Refusal, language: str, request_id: str) -> dict[str, Any]:
    """The problem as JSON, told in `language`."""
    kind = catalogue()[refusal.code]
    return {
        "type": f"{TYPES}{kind.code}",
        "title": in_language(kind.title, language),
        "status": kind.status,
        "detail": in_language(kind.help, language),
        "code": kind.code,
        "errors": list(refusal.faults),
        "request_id": request_id,
    }


def problem(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The answer that tells `refusal` in the language of the request."""
    language = preferred(request)
    content = problem_json(refusal, language, getattr(request, "request_id", ""))
    response = HttpResponse(
        json.dumps(content, ensure_ascii=False), content_type=MEDIA_TYPE, status=content["status"]
    )
    response["Content-Language"] = language
    response["Cache-Control"] = "no-store"
    for name, value in refusal.headers.items():
        response[name] = value
    return response
