"""What the register's operations share: from which seat a key looks, what was sent, and what was wrong with it."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field

from sojourn.api.bodies import JSON, body_of
from sojourn.api.keyed import key_of
from sojourn.api.languages import preferred
from sojourn.api.limits import MOST_BYTES
from sojourn.api.problems import Fault, Refusal, fault_words
from sojourn.api.queries import Telling
from sojourn.core.errors import InvalidInput, NotAllowed, Problem, WrongState
from sojourn.engine.lawbook.facts import load_facts
from sojourn.engine.situations.decoding import decoded
from sojourn.engine.telling.texts import in_language
from sojourn.parties.api_keys import REGISTER
from sojourn.register.access import confirm_seat, seat_of_acting
from sojourn.register.seats import Seat
from sojourn.requests.texts import problem_text

IDEMPOTENCY = "Idempotency-Key"
LONGEST_NAME = 200


class After(Telling):
    """Where a page begins, and how long it is."""

    after: str = Field("", max_length=36, description="Those that come after the one with this id.")
    limit: int = Field(50, ge=1, le=200, description="At most so many.")


def seat_with(request: HttpRequest, scope: str) -> Seat:
    """The seat of the key with which this is asked, as its maker has it today. Raises Refusal."""
    key = key_of(request, scope)
    try:
        return confirm_seat(seat_of_acting(key.acting))
    except NotAllowed:
        raise Refusal("scope_needed") from None


def changing_seat(request: HttpRequest) -> Seat:
    """As `seat_with`, to change something. Raises Refusal also when the maker may look and no longer change."""
    seat = seat_with(request, REGISTER)
    if not seat.may_manage:
        raise Refusal("scope_needed")
    return seat


def id_of(text: str, unknown: str) -> UUID:
    """An id. Raises Refusal `unknown` for what is none: it names nothing."""
    try:
        return UUID(text)
    except ValueError:
        raise Refusal(unknown) from None


def sent(request: HttpRequest) -> Any:
    """The JSON that was sent. Raises Refusal "not_json", "too_large", "wrong_content_type"."""
    return json_of(body_of(request, JSON, MOST_BYTES))


def json_of(content: bytes) -> Any:
    """The JSON in `content`. Raises Refusal "not_json", "too_large"."""
    if len(content) > MOST_BYTES:
        raise Refusal("too_large")
    try:
        return decoded(content)
    except InvalidInput as wrong:
        raise Refusal("not_json") from wrong


def name_of_call(request: HttpRequest) -> str:
    """What the caller calls this call. Raises InvalidInput where it has no name, or one that is too long."""
    name = request.headers.get(IDEMPOTENCY, "")
    if not name:
        raise InvalidInput([Problem(IDEMPOTENCY, "missing")])
    if len(name) > LONGEST_NAME:
        raise InvalidInput([Problem(IDEMPOTENCY, "wrong_form")])
    return name


def content_of(taken: Any) -> str:
    """What was sent, the same text for the same content."""
    return json.dumps(taken.model_dump(mode="json", exclude_unset=True), sort_keys=True, ensure_ascii=True)


@contextmanager
def refusals(request: HttpRequest, unknown: str) -> Iterator[None]:
    """Turns what the register refuses inside the block into problems. `unknown`: for what is out of sight."""
    try:
        yield
    except InvalidInput as wrong:
        raise Refusal("invalid_entry", faults_of(wrong.problems, preferred(request))) from wrong
    except NotAllowed:
        raise Refusal(unknown) from None
    except WrongState as wrong:
        raise Refusal(
            "key_used_otherwise" if wrong.code == "key_used_otherwise" else "step_not_open"
        ) from wrong


def faults_of(problems: Iterable[Problem], language: str) -> list[Fault]:
    """Each fault with its path into what was sent, and its sentence."""
    return [{"path": _path(each), "code": each.code, "message": _told(each, language)} for each in problems]


def _path(problem: Problem) -> str:
    return f"answers.{problem.field}" if problem.field in load_facts() else problem.field


def _told(problem: Problem, language: str) -> str:
    words = fault_words().get(problem.code)
    if words is not None and problem.field not in load_facts():
        return in_language(words, language).format(**problem.params)
    try:
        return problem_text(problem, load_facts(), language)
    except KeyError:
        return in_language(fault_words()["wrong_form"], language)
