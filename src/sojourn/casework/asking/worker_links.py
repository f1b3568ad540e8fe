"""The worker's own link to what an officer asks: made, found by its secret, bound to one browser."""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from django.conf import settings

from sojourn.casework.asking.models import WORKER, Inquiry, WorkerLink
from sojourn.casework.asking.states import InquiryState
from sojourn.casework.asking.telling import send_link
from sojourn.casework.moves import NOT_ALLOWED
from sojourn.core import clock
from sojourn.core.errors import InvalidInput, NotAllowed, Problem, WrongState
from sojourn.engine.lawbook.facts import Applicant
from sojourn.parties.particulars import checked_email
from sojourn.requests.for_casework import RequestFile, request_file
from sojourn.requests.worker_part.access import address_of_worker

_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class Address:
    """Where an officer wants to reach the worker. "" for the address under which the worker did the own part."""

    email: str = field(default="", repr=False)
    language: str = ""


@dataclass(frozen=True, slots=True)
class Holder:
    """A browser that has come in by the link: which one, and under which of its letters."""

    link_id: UUID
    generation: int


@dataclass(frozen=True, slots=True)
class LinkView:
    """What somebody who only has the link may know: who asks, about which stay, until when."""

    link_id: UUID
    state: InquiryState
    disowned: bool
    used: bool
    language: str
    institution_id: str
    reference: str
    employer: str = field(repr=False)
    host: str
    start: date | None
    end: date | None
    due_on: date

    @property
    def is_open(self) -> bool:
        """Whether an answer can still be sent."""
        return self.state is InquiryState.OPEN


def address_for(file: RequestFile, wanted: Address) -> Address:
    """The address to write to, and the language of the letters.

    Raises InvalidInput: "no_worker" for a request that is the worker's own, "worker_address_missing" where nothing was
    typed and the worker has done no part, and for what is no address or language.
    """
    if file.applicant_kind != Applicant.EMPLOYER:
        raise InvalidInput([Problem("recipient", "no_worker")])
    known = address_of_worker(file.id)
    if not wanted.email.strip() and known is None:
        raise InvalidInput([Problem("email", "worker_address_missing")])
    if wanted.email.strip():
        email, language = checked_email(wanted.email), wanted.language
    else:
        email, language = known or ("", "")
    if language not in dict(settings.LANGUAGES):
        raise InvalidInput([Problem("language", "language_unknown")])
    return Address(email, language)


def link_to_worker(inquiry: Inquiry, address: Address) -> None:
    """Send the link."""
    secret = secrets.token_urlsafe(_BYTES)
    link = WorkerLink.objects.create(
        inquiry=inquiry,
        email=address.email,
        language=address.language,
        link_digest=digest(secret),
        sent_at=clock.now(),
    )
    send_link(link, secret)


def renew(link: WorkerLink) -> None:
    """Send a new link to the same address: the old one is dead, and browsers that used it are out."""
    secret = secrets.token_urlsafe(_BYTES)
    link.link_digest, link.generation = digest(secret), link.generation + 1
    link.opened_at, link.sent_at = None, clock.now()
    link.save()
    send_link(link, secret)


def digest(secret: str) -> str:
    """What is kept of a link."""
    return hashlib.sha256(secret.encode()).hexdigest()


def by_secret(secret: str) -> LinkView:
    """What the link tells. Raises NotAllowed where there is no such link (any more)."""
    return _view(link_where(link_digest=digest(secret)))


def by_id(link_id: UUID) -> LinkView:
    """The same for a link named by its id, as in a reminder. Raises NotAllowed."""
    return _view(link_where(pk=link_id))


def require_holder(link: WorkerLink, holder: Holder) -> None:
    """Raises WrongState "worker_link_over" where the link reached somebody else, and "worker_browser_unknown" where it
    was sent anew since."""
    if link.disowned:
        raise WrongState("worker_link_over")
    if (link.pk, link.generation) != (holder.link_id, holder.generation) or link.opened_at is None:
        raise WrongState("worker_browser_unknown")


def link_where(**wanted: object) -> WorkerLink:
    """The link with its inquiry and case. Raises NotAllowed where there is none."""
    rows = WorkerLink.objects.select_related("inquiry__case").filter(inquiry__recipient=WORKER)
    link = rows.filter(**wanted).first()
    if link is None:
        raise NotAllowed(NOT_ALLOWED)
    return link


def _view(link: WorkerLink) -> LinkView:
    case = link.inquiry.case
    file = request_file(case.request_id)
    return LinkView(
        link_id=link.pk,
        state=InquiryState(link.inquiry.state),
        disowned=link.disowned,
        used=link.opened_at is not None,
        language=link.language,
        institution_id=case.institution_id,
        reference=case.reference,
        employer=file.particulars.get("sender.name", ""),
        host=case.host,
        start=case.start,
        end=case.end,
        due_on=link.inquiry.due_on,
    )
