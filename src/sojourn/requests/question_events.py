"""What becomes of a request when the institution asks, is answered, or goes on without an answer."""

from collections.abc import Mapping
from datetime import date
from typing import Literal
from uuid import UUID

from django.conf import settings

from sojourn.core import clock
from sojourn.core.actors import Actor, Subject
from sojourn.journal.events import record, together
from sojourn.messages.events import post_letter
from sojourn.parties.standing_in import readers_for
from sojourn.requests.letterheads import Heading, heading_of
from sojourn.requests.models import Request
from sojourn.requests.states import ARROWS, target_of

type Step = Literal["ask", "answer", "go_on"]


def move_with_question(*, request_id: UUID, step: Step, actor: Actor) -> None:
    """Take the step of the same name. Whether the actor may is for the caller, who holds the question, to say.

    Raises WrongState "request_step_not_open" where the request is withdrawn or decided by now.
    """
    with together():
        request = Request.objects.locked().get(pk=request_id)
        request.state = target_of(step, request.stands).value
        request.changed_at = clock.now()
        request.save(update_fields=["state", "changed_at"])
        record(event=ARROWS[step].line, actor=actor, subject=_subject(request_id))


def tell_applicant(
    *, request_id: UUID, letter: str, key: str, page: str = "", until: date | None = None
) -> None:
    """Write to the person who looks after the request, if letters are wanted: the reference, a link, a date at most.

    `page` is the part of the address after the reference; `key` names the occasion: one letter for each.
    """
    request = Request.objects.select_related("kept_by", "handed_in_by").get(pk=request_id)
    if not request.notify:
        return
    heading = heading_of(request)
    values: Mapping[str, str] = {
        "ref": heading.reference,
        "link": f"{settings.SOJOURN_BASE_URL}/requests/{request.reference}{page}",
    }
    for reader in readers_for(request.keeper, request.employer_id, request.firm_id):
        post_letter(
            template=letter,
            recipient=reader.email,
            language=reader.language,
            values={**values, "until": until.isoformat()} if until else values,
            about=_subject(request_id),
            letterhead=heading.lines,
            key=key if reader == request.keeper else f"{key}:{reader.pk}",
        )


def heading_for(request_id: UUID) -> Heading:
    """What stands above a letter about this request to somebody else, and the institution's own reference."""
    return heading_of(Request.objects.get(pk=request_id))


def _subject(request_id: UUID) -> Subject:
    return Subject("request", str(request_id))
