"""What is sent to the API and what it sends back: bodies of bounded size and of the right type, as JSON."""

import json
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError

from sojourn.api.limits import MOST_BYTES, MOST_ENTRIES, MOST_FAULTS
from sojourn.api.problems import Refusal
from sojourn.core.errors import Problem
from sojourn.engine import Law, Situation, SituationError, read_situation
from sojourn.engine.situations.decoding import decoded
from sojourn.engine.telling.faults import faults_json

JSON = "application/json"
LINES = "application/x-ndjson"
NOT_JSON = frozenset({"not_utf8", "not_json", "too_deep", "not_a_number", "key_twice"})
"""Faults of the text, before there is anything that could be a situation."""


def body_of(request: HttpRequest, media_type: str, most_bytes: int) -> bytes:
    """The body. Raises Refusal where it is of another type, larger than `most_bytes`, or does not arrive."""
    if request.content_type != media_type:
        raise Refusal("wrong_content_type", headers={"Accept-Post": media_type})
    length = request.headers.get("Content-Length", "")
    if length.isdecimal() and int(length[:20]) > most_bytes:
        raise Refusal("too_large")
    try:
        content = request.body
    except RequestDataTooBig as error:
        raise Refusal("too_large") from error
    except UnreadablePostError as error:
        raise Refusal("unreadable_body") from error
    if len(content) > most_bytes:
        raise Refusal("too_large")
    return content


def situation_of(content: bytes) -> Situation:
    """The situation in `content`. Raises SituationError with each fault, as the command line does.

    Limits of the API's own are on what could not be judged while somebody waits. Raises Refusal where it is too large.
    """
    if len(content) > MOST_BYTES:
        raise Refusal("too_large")
    data = decoded(content)
    for name, limit in MOST_ENTRIES.items():
        entries = data.get(name) if isinstance(data, dict) else None
        if isinstance(entries, list) and len(entries) > limit:
            raise SituationError([Problem(name, "too_many", {"count": len(entries), "limit": limit})])
    return read_situation(data)


def refusal_of(error: SituationError, law: Law, language: str) -> Refusal:
    """The refusal of an unreadable situation: the text is no JSON, or the JSON is no situation."""
    code = "not_json" if any(each.code in NOT_JSON for each in error.problems) else "invalid_situation"
    return Refusal(code, faults_json(law, error.problems[:MOST_FAULTS], language))


def json_text(data: Any) -> str:
    """JSON on one line, letters as they are."""
    return json.dumps(data, ensure_ascii=False)


def json_answer(data: Any) -> HttpResponse:
    """The answer that holds `data`."""
    return HttpResponse(json_text(data), content_type=JSON)
