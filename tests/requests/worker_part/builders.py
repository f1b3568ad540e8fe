"""A draft of which the worker is asked for the worker's own part, by steps."""

import re
import uuid

from sojourn.messages.access import sent_letters
from sojourn.parties.access import ActingAs
from sojourn.requests import events as request_events
from sojourn.requests.entry import Typed
from sojourn.requests.models import Request
from sojourn.requests.worker_part import events, worker_events
from sojourn.requests.worker_part.access import Holder
from sojourn.requests.worker_part.models import WorkerPart
from tests.parties.builders import an_employer
from tests.requests.builders import TYPED, typed

EMAIL = "amira@example.com"
WORKERS = frozenset(key for key in TYPED if key.startswith(("worker.", "person.")))
RIGHT = {name: worker_events.Confirmed(True) for name in ("trip", "place", "job")}


def of_worker(**changes: Typed) -> dict[str, Typed]:
    """The worker's answers in a plain posting."""
    return {key: value for key, value in typed(**changes).items() if key in WORKERS or key in changes}


def half_a_draft(acting: ActingAs | None = None, **changes: Typed) -> tuple[ActingAs, Request]:
    """A draft with everything but the worker's part."""
    acting = acting or an_employer()
    draft = request_events.start_request(acting=acting, applicant_kind="employer")
    own = {key: value for key, value in typed(**changes).items() if key not in WORKERS}
    saved = request_events.save_answers(acting=acting, request_id=draft.pk, answers=own)
    return acting, saved.request


def asked(
    acting: ActingAs | None = None, *, email: str = EMAIL, language: str = "en", **changes: Typed
) -> tuple[ActingAs, WorkerPart]:
    """The worker has been sent the link."""
    acting, draft = half_a_draft(acting, **changes)
    part_id = events.ask_worker(
        acting=acting, request_id=draft.pk, email=email, language=language, key=uuid.uuid4()
    )
    return acting, WorkerPart.objects.get(pk=part_id)


def secret_sent(email: str = EMAIL) -> str:
    """The secret in the newest letter with a link to this address."""
    for letter in sent_letters(20):
        found = re.search(r"/w/([A-Za-z0-9_-]{43})\b", letter.text)
        if letter.recipient == email and found:
            return found[1]
    raise AssertionError("no link was sent")


def code_sent(email: str = EMAIL) -> str:
    """The newest code sent to this address."""
    for letter in sent_letters(20):
        if letter.recipient == email and letter.facts.template == "sign_in_code":
            return letter.text.split()[0]
    raise AssertionError("no code was sent")


def opened(acting: ActingAs | None = None, **changes: Typed) -> tuple[ActingAs, WorkerPart, Holder]:
    """The worker has come in by the link."""
    acting, part = asked(acting, **changes)
    return acting, part, worker_events.open_link(secret=secret_sent())


def answered(
    acting: ActingAs | None = None,
    *,
    says: dict[str, worker_events.Confirmed] | None = None,
    **changes: Typed,
) -> tuple[ActingAs, WorkerPart, Holder]:
    """The worker has answered everything and not finished."""
    own = {key: value for key, value in changes.items() if key in {"country", "end", "start"}}
    acting, part, holder = opened(acting, **own)
    workers = {key: value for key, value in changes.items() if key not in own}
    worker_events.save_page(holder=holder, answers=of_worker(**workers), topics={**RIGHT, **(says or {})})
    return acting, part, holder


def done(
    acting: ActingAs | None = None,
    *,
    says: dict[str, worker_events.Confirmed] | None = None,
    **changes: Typed,
) -> tuple[ActingAs, Request, Holder]:
    """The worker has finished."""
    acting, part, holder = answered(acting, says=says, **changes)
    worker_events.finish(holder=holder, declared=True)
    return acting, Request.objects.get(pk=part.request_id), holder
