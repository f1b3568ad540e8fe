"""A draft that begins with what earlier requests say, so that only what is new has to be answered."""

from collections.abc import Callable
from uuid import UUID

from sojourn.core.errors import NotAllowed
from sojourn.engine.lawbook.facts import load_facts
from sojourn.journal.events import together
from sojourn.parties.access import NOT_ALLOWED, ActingAs, confirm
from sojourn.requests.entry import Typed
from sojourn.requests.events import save_answers
from sojourn.requests.known import (
    BEFORE,
    answers_about_place,
    answers_about_stays,
    answers_about_traveller,
    earlier_request,
)
from sojourn.requests.models import Request
from sojourn.requests.moves import locked
from sojourn.requests.worker_questions import given_away

TRAVELLER, PLACE = "traveller", "place"


def begin_with_traveller(*, acting: ActingAs, request_id: UUID, reference: str) -> Request:
    """Take over what an earlier request says of the person. Raises NotAllowed for a request one may not see."""
    return _take_over(acting, request_id, TRAVELLER, reference, answers_about_traveller)


def begin_with_place(*, acting: ActingAs, request_id: UUID, reference: str) -> Request:
    """Take over what an earlier request says of the place abroad. Raises NotAllowed as the other."""
    return _take_over(acting, request_id, PLACE, reference, answers_about_place)


def recall_stays(*, acting: ActingAs, request_id: UUID) -> Request:
    """Answer from earlier requests whether the person worked in the country before, if nobody has answered it."""
    acting = confirm(acting)
    with together():
        request = locked(acting, request_id)
        answers = request.answers
        if answers.is_given(BEFORE) or BEFORE in answers.entered:
            return request
        known = answers_about_stays(request)
        if not known:
            return request
        return save_answers(acting=acting, request_id=request_id, answers=known).request


def _take_over(
    acting: ActingAs,
    request_id: UUID,
    what: str,
    reference: str,
    said_in: Callable[[Request], dict[str, Typed]],
) -> Request:
    acting = confirm(acting)
    with together():
        draft = locked(acting, request_id)
        source = earlier_request(draft, reference)
        if draft.applicant is not source.applicant:
            raise NotAllowed(NOT_ALLOWED)
        away = given_away(draft, load_facts())
        fitting = {name: typed for name, typed in said_in(source).items() if name not in away}
        saved = save_answers(acting=acting, request_id=request_id, answers=fitting).request
        saved.begun_with = {**saved.begun_with, what: source.reference}
        saved.save(update_fields=["begun_with"])
    return saved
