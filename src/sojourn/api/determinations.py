"""Whose social security law applies: one situation, or many in one request. The answers of `sojourn determine`."""

import time
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from sojourn.api.bodies import JSON, LINES, body_of, json_answer, json_text, refusal_of, situation_of
from sojourn.api.languages import preferred
from sojourn.api.limits import BATCH_BYTES, BATCH_LINES, BATCH_SECONDS, MOST_BYTES
from sojourn.api.problems import Refusal
from sojourn.api.queries import Telling, refuse_unknown
from sojourn.engine import Law, SituationError, determine, load_law

router = Router(tags=["Determinations"])


@router.post("/determinations", url_name="determinations", operation_id="determine")
def determinations(request: HttpRequest, query: Query[Telling]) -> HttpResponse:
    """Determine one situation.

    Whose social security legislation applies, period by period, on what basis, and what is to be done about it: what
    `sojourn determine` says. A situation names nobody; nothing of it is kept. What is left out is unknown, and what
    unknown facts would decide stands under `missing`. At most 64 KiB, 15 activities and 15 requests.
    """
    refuse_unknown(request, Telling.model_fields)
    content = body_of(request, JSON, MOST_BYTES)
    law, language = load_law(), preferred(request)
    try:
        situation = situation_of(content)
    except SituationError as error:
        raise refusal_of(error, law, language) from error
    return json_answer(determine(situation, law).to_json(language))


@router.post("/determinations/batch", url_name="batch", operation_id="determineBatch")
def batch(request: HttpRequest, query: Query[Telling]) -> HttpResponse:
    """Determine many situations.

    JSON Lines: one situation a line, at most 1,000 lines and 1 MiB. The answers come in the same order, one a line; in
    place of a line that cannot be judged stands {"error": {"line", "code", "errors"}}. Empty lines have no answer.
    After ten seconds the lines that are left get the code out_of_time.
    """
    refuse_unknown(request, Telling.model_fields)
    lines = body_of(request, LINES, BATCH_BYTES).splitlines()
    if len(lines) > BATCH_LINES:
        raise Refusal("too_large")
    answers = _each_line(lines, load_law(), preferred(request))
    return HttpResponse("".join(json_text(each) + "\n" for each in answers), content_type=LINES)


def _each_line(lines: list[bytes], law: Law, language: str) -> Iterator[dict[str, Any]]:
    """Each line's answer in its place; empty lines have none. When the time is used up, the rest is told so."""
    end = time.monotonic() + BATCH_SECONDS
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        if time.monotonic() > end:
            yield _bad_line(number, Refusal("out_of_time"))
            continue
        try:
            yield determine(situation_of(line), law).to_json(language)
        except SituationError as error:
            yield _bad_line(number, refusal_of(error, law, language))
        except Refusal as refusal:
            yield _bad_line(number, refusal)


def _bad_line(number: int, refusal: Refusal) -> dict[str, Any]:
    return {"error": {"line": number, "code": refusal.code, "errors": list(refusal.faults)}}
