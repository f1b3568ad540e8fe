"""Who may see what of a worker's part: the applicant how it stands, the worker its content. Others: nothing."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sojourn.core import clock
from sojourn.core.errors import NotAllowed, WrongState
from sojourn.parties.access import NOT_ALLOWED, ActingAs, Person
from sojourn.requests import interview
from sojourn.requests.access import request_for
from sojourn.requests.models import Request
from sojourn.requests.worker_part import letters
from sojourn.requests.worker_part.models import WorkerPart
from sojourn.requests.worker_part.moves import address_index, digest, standing_part
from sojourn.requests.worker_part.states import State
from sojourn.requests.worker_questions import still_disputed

Part = WorkerPart


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who has come in by the link or a code: which part, and under which of its links."""

    part_id: UUID
    generation: int


@dataclass(frozen=True, slots=True)
class ApplicantsView:
    """How the worker's part stands, as the applicant may know it. No answer of the worker is in it."""

    part_id: UUID
    state: State
    words: str
    language: str
    email: str = field(repr=False)
    invited_at: datetime
    expires_at: datetime
    finished_at: datetime | None
    undelivered: bool
    order: str
    order_at: datetime | None
    order_hindrance: str
    disputed: tuple[str, ...]
    lacking: int


@dataclass(frozen=True, slots=True)
class LinkView:
    """What somebody who only has the link may know: who asks, about which stay, and until when."""

    part_id: UUID
    state: State
    words: str
    language: str
    employer: str = field(repr=False)
    asked_by: str = field(repr=False)
    home: str
    host: str
    start: date | None
    end: date | None
    expires_at: datetime
    sent: bool

    @property
    def is_over(self) -> bool:
        """Whether its time has run out."""
        return self.state is State.EXPIRED or (self.state.is_awaited and self.expires_at <= clock.now())


@dataclass(frozen=True, slots=True)
class OwnCertificate:
    """A certificate that somebody may see because they did the worker's part of its request."""

    part_id: UUID
    number: str
    employer: str = field(repr=False)
    host: str
    start: date | None
    end: date | None


def part_for(acting: ActingAs, request: Request) -> ApplicantsView | None:
    """How the worker's part of the applicant's request stands; None where nobody is asked, the last one that said
    "not me" included. Raises NotAllowed for a request that is not the applicant's.
    """
    request = request_for(acting, request.pk)
    part = standing_part(request)
    if part is None:
        last = WorkerPart.objects.filter(request=request).order_by("-invited_at").first()
        part = last if last is not None and last.stands is State.REFUSED else None
    if part is None:
        return None
    now = interview.standing(request)
    return ApplicantsView(
        part_id=part.pk,
        state=State.EXPIRED if part.stands.is_awaited and part.expires_at <= clock.now() else part.stands,
        words=part.words,
        language=part.language,
        email=part.email,
        invited_at=part.invited_at,
        expires_at=part.expires_at,
        finished_at=part.finished_at,
        undelivered=part.stands is State.INVITED and letters.is_undelivered(part),
        order=part.order,
        order_at=part.order_at,
        order_hindrance=part.order_hindrance,
        disputed=still_disputed(request),
        lacking=len(now.lacking_from_worker),
    )


def taken_over_on(request: Request) -> datetime | None:
    """When the applicant declared to fill in for the worker, who has agreed; None where that is not so."""
    if standing_part(request) is not None:
        return None
    taken = WorkerPart.objects.filter(request=request, taken_over_at__isnull=False)
    return taken.order_by("-taken_over_at").values_list("taken_over_at", flat=True).first()


def by_link(secret: str) -> LinkView:
    """What the link tells. Raises NotAllowed where there is no such link (any more)."""
    part = (
        WorkerPart.objects.select_related("request", "invited_by").filter(link_digest=digest(secret)).first()
    )
    if part is None:
        raise NotAllowed(NOT_ALLOWED)
    return view_of(part)


def by_id(part_id: UUID) -> LinkView:
    """The same for a part that is named by its id, as in a reminder. Raises NotAllowed."""
    part = WorkerPart.objects.select_related("request", "invited_by").filter(pk=part_id).first()
    if part is None:
        raise NotAllowed(NOT_ALLOWED)
    return view_of(part)


def held(holder: Holder) -> WorkerPart:
    """The part of somebody who has come in. Raises NotAllowed where there is none, WrongState
    "worker_browser_unknown" where the link was renewed since, and "worker_link_over" where nothing is left to do.
    """
    part = WorkerPart.objects.select_related("request", "invited_by").filter(pk=holder.part_id).first()
    if part is None:
        raise NotAllowed(NOT_ALLOWED)
    require_holder(part, holder)
    return part


def require_holder(part: WorkerPart, holder: Holder) -> None:
    """Raises as `held` does."""
    if holder.part_id != part.pk or holder.generation != part.generation:
        raise WrongState("worker_browser_unknown")
    if part.stands in {State.WITHDRAWN, State.REFUSED} or view_of(part).is_over:
        raise WrongState("worker_link_over")


def certificate_number_for(holder: Holder) -> str:
    """The number of the certificate that came of the part. Raises as `held` does, NotAllowed while there is none."""
    part = held(holder)
    if part.stands is not State.DONE or not part.request.certificate_number:
        raise NotAllowed(NOT_ALLOWED)
    return part.request.certificate_number


def address_of_worker(request_id: UUID) -> tuple[str, str] | None:
    """The address under which the worker did the own part of a request, and the language of the letters to it.

    For letters of the institution; it is shown to nobody. None where no worker did a part.
    """
    part = WorkerPart.objects.filter(request_id=request_id, state=State.DONE.value).first()
    return (part.email, part.language) if part is not None else None


def certificates_of(person: Person) -> Iterator[OwnCertificate]:
    """The certificates of requests whose worker's part was done under the person's confirmed address."""
    done = WorkerPart.objects.filter(email_index=address_index(person.email), state=State.DONE.value)
    found = done.exclude(request__certificate_number="").select_related("request__employer")
    for part in found.order_by("-request__decided_at"):
        request = part.request
        yield OwnCertificate(
            part.pk,
            request.certificate_number,
            request.employer.particulars["name"] if request.employer else "",
            request.host,
            request.period_start,
            request.period_end,
        )


def view_of(part: WorkerPart) -> LinkView:
    """The part as whoever has the link may know it."""
    request = part.request
    return LinkView(
        part_id=part.pk,
        state=part.stands,
        words=part.words,
        language=part.language,
        employer=request.employer.particulars["name"] if request.employer else "",
        asked_by=part.invited_by.name,
        home=request.home,
        host=request.host,
        start=request.period_start,
        end=request.period_end,
        expires_at=part.expires_at,
        sent=not request.stands.may_be_changed,
    )
