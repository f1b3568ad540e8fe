"""The certificate as its applicant has it, and what can be asked about it. Front door for the pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sojourn.casework.asking.established import established_in
from sojourn.casework.changing import status_of
from sojourn.casework.models import Case
from sojourn.certificates import access as certificates
from sojourn.certificates.access import IssuedCertificate
from sojourn.certificates.content import CertificateContent
from sojourn.certificates.errors import CertificateUnknown
from sojourn.certificates.number import normal_number
from sojourn.core.errors import InvalidInput, NotAllowed, WrongState
from sojourn.parties.acting import ActingAs
from sojourn.requests.access import Request, request_for
from sojourn.requests.afterwards.access import about_certificate, certified_by
from sojourn.requests.afterwards.events import start_afterwards
from sojourn.requests.entry import Typed


@dataclass(frozen=True, slots=True)
class HeldCertificate:
    """A certificate with the request that brought it, the ones about it, and what stands in its place.

    `successor`, `changed_on`, `effective_on`: where it was replaced, withdrawn or suspended.
    """

    certificate: IssuedCertificate
    content: CertificateContent
    request: Request
    about: tuple[Request, ...]
    successor: str | None = None
    changed_on: date | None = None
    effective_on: date | None = None
    reason: str = ""

    @property
    def is_valid(self) -> bool:
        """Whether it has been neither replaced nor withdrawn."""
        return self.certificate.status.stands

    @property
    def is_suspended(self) -> bool:
        """Whether the institution examines it anew; it stands all the while."""
        return self.certificate.status.value == "suspended"

    @property
    def is_withdrawn(self) -> bool:
        """Whether it proves nothing any more, so that no copy is given."""
        return self.certificate.status.value == "withdrawn"

    @property
    def open_requests(self) -> tuple[Request, ...]:
        """Those about it that are not decided yet."""
        return tuple(request for request in self.about if request.stands.is_open)


def held_certificate(acting: ActingAs, typed_number: str) -> HeldCertificate:
    """One's certificate by its number, however typed. Raises NotAllowed for any other."""
    try:
        number = normal_number(typed_number)
    except InvalidInput:
        raise NotAllowed("not_allowed") from None
    request = _brought_by(acting, number)
    try:
        issued, content = certificates.certificate(number), certificates.content(number)
    except CertificateUnknown:
        raise NotAllowed("not_allowed") from None
    change = certificates.last_change(number)
    return HeldCertificate(
        certificate=issued,
        content=content,
        request=request,
        about=about_certificate(acting, number),
        successor=change.replaced_by if change else None,
        changed_on=change.changed_on if change else None,
        effective_on=change.effective_on if change else None,
        reason=change.reason_code if change else "",
    )


def _brought_by(acting: ActingAs, number: str) -> Request:
    """The request that brought a certificate: also one that the institution has replaced since by a later decision."""
    try:
        return certified_by(acting, number)
    except NotAllowed:
        case = Case.objects.filter(decisions__certificate_number=number).only("request_id").first()
        if case is None:
            raise
        return request_for(acting, case.request_id)


def begin_about_certificate(
    *, acting: ActingAs, number: str, kind: str, key: UUID, answers: Mapping[str, Typed] | None = None
) -> Request:
    """Begin a request about one's certificate. The same `key` gives the same draft.

    Raises NotAllowed for another's certificate or a kind one may not ask for, and WrongState
    "certificate_not_in_force" for one that was replaced or withdrawn (a copy is given of what was replaced, too).
    """
    held = held_certificate(acting, number)
    if held.is_withdrawn or (kind != "replacement" and not held.is_valid):
        raise WrongState("certificate_not_in_force")
    issued = held.certificate
    return start_afterwards(
        acting=acting,
        kind=kind,
        follows=held.request.pk,
        number=issued.number,
        certified=(issued.period_start, issued.period_end),
        key=key,
        answers=answers,
        established=_established(held.request.pk),
    )


def begin_exception(*, acting: ActingAs, request_id: UUID, key: UUID) -> Request:
    """Begin a wish for an exception, from a draft or request that the law refuses or a certificate that ends too early.

    Raises NotAllowed for another's request.
    """
    before = request_for(acting, request_id)
    number, certified = "", None
    if before.certificate_number and status_of(before.certificate_number) in {"valid", "suspended"}:
        issued = certificates.certificate(before.certificate_number)
        number, certified = issued.number, (issued.period_start, issued.period_end)
    return start_afterwards(
        acting=acting,
        kind="exception",
        follows=before.pk,
        number=number,
        certified=certified,
        key=key,
        established=_established(before.pk),
    )


def _established(request_id: UUID) -> dict[str, Typed]:
    """What officers took as established in the case of a request, so that nobody is asked or declares it anew."""
    case = Case.objects.filter(request_id=request_id).only("pk").first()
    return established_in(case.pk) if case else {}


def case_reference_of(request_id: UUID | None) -> str:
    """The reference of the case of a request; '' where there is none."""
    case = Case.objects.filter(request_id=request_id).only("reference").first() if request_id else None
    return case.reference if case else ""
