"""What every event of a worker's part does: find and lock it after its request, move it, write the line."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.utils.crypto import salted_hmac

from sojourn.core import clock
from sojourn.core.actors import Actor, Capacity
from sojourn.core.errors import NotAllowed
from sojourn.engine.lawbook.facts import load_facts
from sojourn.journal.codes import Detail
from sojourn.parties.access import NOT_ALLOWED
from sojourn.requests import moves as request_moves
from sojourn.requests.models import Request
from sojourn.requests.worker_part.models import WorkerPart
from sojourn.requests.worker_part.states import ARROWS, target_of
from sojourn.requests.worker_questions import workers_questions
from sojourn.vault.blind import blind_index

WORKER: Final = Actor(Capacity.WORKER)


def locked_part(part_id: UUID) -> WorkerPart:
    """The part with its request, both locked until commit: the request first, as everywhere.

    Raises NotAllowed where there is none.
    """
    request_id = WorkerPart.objects.filter(pk=part_id).values_list("request_id", flat=True).first()
    if request_id is None:
        raise NotAllowed(NOT_ALLOWED)
    request = Request.objects.locked().get(pk=request_id)
    part = WorkerPart.objects.locked().get(pk=part_id)
    part.request = request
    return part


def standing_part(request: Request, *, lock: bool = False) -> WorkerPart | None:
    """The part that counts for the request (locked, if the request is)."""
    parts = WorkerPart.objects.locked() if lock else WorkerPart.objects.all()
    part = parts.standing().filter(request_id=request.pk).first()
    if part is not None:
        part.request = request
    return part


def move(part: WorkerPart, name: str) -> None:
    """Take the arrow (unsaved). Raises WrongState where it does not start here."""
    part.state = target_of(name, part.stands).value
    part.changed_at = clock.now()


def new_link(part: WorkerPart) -> str:
    """Give the part a new link and a new term (unsaved); the secret, of which only a digest is kept."""
    secret = secrets.token_urlsafe(32)
    part.link_digest = digest(secret)
    part.invited_at = clock.now()
    part.expires_at = part.invited_at + timedelta(days=settings.SOJOURN_WORKER_LINK_DAYS)
    part.reminders = 0
    part.code_digest = ""
    return secret


def digest(secret: str) -> str:
    """What is kept of a link."""
    return hashlib.sha256(secret.encode()).hexdigest()


def line(name: str, actor: Actor, part: WorkerPart, details: Mapping[str, Detail] | None = None) -> None:
    """One line in the journal, about the request."""
    event = ARROWS[name].line if name in ARROWS else f"worker_part.{name}"
    request_moves.line(event, actor, part.request, {"part": str(part.pk), **(details or {})})


def address_index(address: str) -> str:
    """By which parts of one address are found."""
    return blind_index("worker_part.email", address.lower())


def applicants_mark(request: Request) -> str:
    """A short mark of all answers that are the applicant's own: another one when any of them changes."""
    workers = workers_questions(load_facts())
    answers = request.answers
    own = {
        "values": {key: value for key, value in answers.values.items() if key not in workers},
        "unknown": sorted(answers.unknown - workers),
    }
    text = json.dumps(own, sort_keys=True, default=str)
    return salted_hmac("sojourn.requests.worker_part", text, algorithm="sha256").hexdigest()
