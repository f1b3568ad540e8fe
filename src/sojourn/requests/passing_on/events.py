"""Passing a certificate on by a link, taking the link back, and opening it."""

import secrets
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from sojourn.core import clock
from sojourn.core.actors import PUBLIC, Subject
from sojourn.core.errors import InvalidInput, NotAllowed, Problem, WrongState
from sojourn.journal.events import together
from sojourn.messages.events import post_letter
from sojourn.parties.access import NOT_ALLOWED, ActingAs, confirm
from sojourn.requests.moves import line, locked
from sojourn.requests.passing_on.access import digest, letter_key, may_pass_on
from sojourn.requests.passing_on.models import KINDS, PassedOn

LINK_DAYS: Final = 30
MOST_LINKS: Final = 20
"""Links to one certificate that work at a time: this is no way to write to strangers."""


def pass_on(
    *, acting: ActingAs, request_id: UUID, number: str, kind: str, email: str, language: str, key: UUID
) -> UUID:
    """Send somebody a link to the certificate; the same key again sends nothing. The id under which it is listed.

    Raises NotAllowed for whoever could not have sent the request; WrongState "certificate_not_in_force" for a number
    that the request does not have (any more); InvalidInput "email_form", "kind_unknown", "language_unknown", and
    "links_many" for more than MOST_LINKS that still work.
    """
    acting = confirm(acting)
    address = email.strip().lower()
    with together():
        request = locked(acting, request_id)
        if not may_pass_on(acting, request):
            raise NotAllowed(NOT_ALLOWED)
        if (sent := PassedOn.objects.filter(creation_key=key).first()) is not None:
            if sent.request_id != request.pk:
                raise NotAllowed(NOT_ALLOWED)
            return sent.pk
        if request.certificate_number != number:
            raise WrongState("certificate_not_in_force")
        now, own = clock.now(), PassedOn.objects.filter(request=request)
        if problems := _problems(address, kind, language, own.standing(now).count()):
            raise InvalidInput(problems)
        secret = secrets.token_urlsafe(32)
        row = PassedOn.objects.create(
            request=request,
            number=number,
            kind=kind,
            email=address,
            language=language,
            link_digest=digest(secret),
            creation_key=key,
            sent_by_id=acting.person_id,
            sent_at=now,
            expires_at=now + timedelta(days=LINK_DAYS),
        )
        post_letter(
            template="certificate_passed_on",
            recipient=address,
            language=language,
            values={
                "link": f"{settings.SOJOURN_BASE_URL}/passed-on/{secret}",
                "until": row.expires_at.date().isoformat(),
            },
            about=Subject("request", str(request.pk)),
            key=letter_key(row.pk),
        )
        line("certificate.passed_on", acting.actor, request, {"link": str(row.pk), "kind": kind})
    return row.pk


def take_link_back(*, acting: ActingAs, request_id: UUID, link_id: UUID) -> None:
    """Let a link work no longer; what was downloaded stays downloaded. Again changes nothing. Raises NotAllowed."""
    acting = confirm(acting)
    with together():
        request = locked(acting, request_id)
        row = PassedOn.objects.filter(pk=link_id, request=request).first()
        if row is None or not may_pass_on(acting, request):
            raise NotAllowed(NOT_ALLOWED)
        if row.withdrawn_at is None:
            row.withdrawn_at = clock.now()
            row.save(update_fields=["withdrawn_at"])
            line("certificate.link_taken_back", acting.actor, request, {"link": str(row.pk)})


def open_passed_on(*, secret: str) -> str:
    """The number of the certificate that the link is for; the first opening is written down.

    Raises NotAllowed where there is no such link, and WrongState "link_over" for one that works no longer.
    """
    with together():
        row = PassedOn.objects.select_related("request").filter(link_digest=digest(secret)).first()
        if row is None:
            raise NotAllowed(NOT_ALLOWED)
        now = clock.now()
        if row.withdrawn_at is not None or row.expires_at <= now:
            raise WrongState("link_over")
        if PassedOn.objects.filter(pk=row.pk, opened_at=None).update(opened_at=now):
            line("certificate.link_opened", PUBLIC, row.request, {"link": str(row.pk)})
    return row.number


def _problems(address: str, kind: str, language: str, standing: int) -> list[Problem]:
    problems = []
    try:
        validate_email(address)
    except ValidationError:
        problems.append(Problem("email", "email_form"))
    if kind not in KINDS:
        problems.append(Problem("kind", "kind_unknown"))
    if language not in dict(settings.LANGUAGES):
        problems.append(Problem("language", "language_unknown"))
    if not problems and standing >= MOST_LINKS:
        problems.append(Problem("email", "links_many"))
    return problems
