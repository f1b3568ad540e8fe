"""What every event of this room does with the row: find and lock it, hold answers, tell the sender, write the line."""

from collections.abc import Mapping
from uuid import UUID

from django.conf import settings

from sojourn.core.actors import Actor, Capacity, Subject
from sojourn.core.errors import NotAllowed, WrongState
from sojourn.engine.lawbook.facts import load_facts
from sojourn.journal.codes import Detail
from sojourn.journal.events import record
from sojourn.messages.events import post_letter
from sojourn.parties.access import NOT_ALLOWED, ActingAs, Person
from sojourn.parties.standing_in import readers_for
from sojourn.requests.answers import Answers
from sojourn.requests.letterheads import heading_of
from sojourn.requests.models import Request
from sojourn.requests.situation import situation_of
from sojourn.requests.worker_index import person_index, ssn_index


def mine(acting: ActingAs, request: Request) -> Request:
    """The request itself, if the capacity may see it. Raises NotAllowed."""
    if not Request.objects.for_acting(acting).filter(pk=request.pk).exists():
        raise NotAllowed(NOT_ALLOWED)
    return request


def locked(acting: ActingAs, request_id: UUID) -> Request:
    """The applicant's request, locked until commit. Raises NotAllowed for everybody else, officers among them."""
    request = Request.objects.for_acting(acting).locked().filter(pk=request_id).first()
    if request is None or acting.actor.capacity is Capacity.STAFF:
        raise NotAllowed(NOT_ALLOWED)
    return request


def require_changeable(acting: ActingAs, request: Request) -> None:
    """Raises NotAllowed where the capacity may not prepare it, WrongState "request_is_frozen" after sending."""
    if not acting.may_request(request.kind):
        raise NotAllowed(NOT_ALLOWED)
    if not request.stands.may_be_changed:
        raise WrongState("request_is_frozen", state=request.state)


def hold(request: Request, answers: Answers) -> None:
    """Put answers into the row, with what is made from them."""
    facts = load_facts()
    request.hold(answers, facts)
    request.situation = situation_of(answers, facts)
    request.ssn_index = ssn_index(answers)
    request.person_index = person_index(answers)


def tell(request: Request, letter: str, *, because_of: Request | None = None, occasion: str = "") -> None:
    """Write to the person who looks after the request, if letters are wanted; once for each request that is the
    cause, or for each `occasion`."""
    if not request.notify:
        return
    heading = heading_of(request)
    for reader in readers_for(request.keeper, request.employer_id, request.firm_id):
        post_letter(
            template=letter,
            recipient=reader.email,
            language=reader.language,
            values={
                "ref": heading.reference,
                "link": f"{settings.SOJOURN_BASE_URL}/requests/{request.reference}",
            },
            about=Subject("request", str(request.pk)),
            letterhead=heading.lines,
            key=f"{letter}:{request.pk}"
            + (f":{because_of.pk}" if because_of else "")
            + (f":{occasion}" if occasion else "")
            + _to(request, reader),
        )


def _to(request: Request, reader: Person) -> str:
    """What tells the letters of one occasion apart where several people read it."""
    return "" if reader == request.keeper else f":{reader.pk}"


def line(event: str, actor: Actor, request: Request, details: Mapping[str, Detail] | None = None) -> None:
    """One line about the request in the journal."""
    record(event=event, actor=actor, subject=Subject("request", str(request.pk)), details=details)
