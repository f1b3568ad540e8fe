"""What is sent to the API and what it sends back: bodies of bounded size and of the right type, as JSON."""

import json
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError

from sojourn.api.limits import MOST_ACTIVITIES
from sojourn.api.problems import Refusal
from sojourn.core.errors import Problem
from sojourn.engine import Situation, SituationError, read_situation
from sojourn.engine.situations.decoding import decoded

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

    One limit is the API's own: more activities than can be judged while somebody waits.
    """
    data = decoded(content)
    activities = data.get("activities") if isinstance(data, dict) else None
    if isinstance(activities, list) and len(activities) > MOST_ACTIVITIES:
        params = {"count": len(activities), "limit": MOST_ACTIVITIES}
        raise SituationError([Problem("activities", "too_many", params)])
    return read_situation(data)


def code_of(error: SituationError) -> str:
    """The problem that an unreadable situation is: the text is no JSON, or the JSON is no situation."""
    return "not_json" if any(each.code in NOT_JSON for each in error.problems) else "invalid_situation"


def json_text(data: Any) -> str:
    """JSON on one line, letters as they are."""
    return json.dumps(data, ensure_ascii=False)


def json_answer(data: Any) -> HttpResponse:
    """The answer that holds `data`."""
    return HttpResponse(json_text(data), content_type=JSON)
