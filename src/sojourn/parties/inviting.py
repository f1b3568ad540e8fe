"""An invitation to work at an employer, a firm or an institution: one address, one link, one time."""

import hashlib
import secrets
from datetime import timedelta
from typing import Final
from uuid import UUID

from sojourn.core import clock
from sojourn.core.errors import InvalidInput, NotAllowed, Problem
from sojourn.parties.access import NOT_ALLOWED
from sojourn.parties.models import Employer, Firm, FirmMembership, Invitation, Membership, Staff
from sojourn.vault.blind import blind_index

INVITATION_LASTS: Final = timedelta(days=7)
EMAIL_PURPOSE: Final = "invitation.email"


def digest(secret: str) -> str:
    """What is kept of the secret of a link."""
    return hashlib.sha256(secret.encode()).hexdigest()


def invite(
    *,
    inviter: UUID,
    address: str,
    role: str,
    key: UUID,
    employer: Employer | None = None,
    firm: Firm | None = None,
    institution_id: str | None = None,
) -> tuple[Invitation, str]:
    """A new invitation to one of the three, and the secret of its link; earlier open ones to the address end.

    The same key again gives the first invitation and no secret. Runs in the caller's transaction, the employer, the
    firm or the institution's posts locked. Raises NotAllowed for a key that was used elsewhere, InvalidInput for
    somebody who is there already.
    """
    earlier = Invitation.objects.filter(creation_key=key).first()
    if earlier is not None:
        if (earlier.employer, earlier.firm, earlier.institution_id) != (employer, firm, institution_id):
            raise NotAllowed(NOT_ALLOWED)
        return earlier, ""
    there = _is_there(address, employer, firm, institution_id)
    if there:
        raise InvalidInput([Problem("email", there)])
    index, secret = blind_index(EMAIL_PURPOSE, address), secrets.token_urlsafe(32)
    Invitation.objects.filter(
        employer=employer,
        firm=firm,
        institution_id=institution_id,
        email_index=index,
        accepted_at__isnull=True,
        withdrawn_at__isnull=True,
    ).update(withdrawn_at=clock.now())
    invitation = Invitation.objects.create(
        employer=employer,
        firm=firm,
        institution_id=institution_id,
        email=address,
        email_index=index,
        role=role,
        secret_digest=digest(secret),
        invited_by_id=inviter,
        creation_key=key,
        expires_at=clock.now() + INVITATION_LASTS,
    )
    return invitation, secret


def _is_there(address: str, employer: Employer | None, firm: Firm | None, institution_id: str | None) -> str:
    """The problem with inviting somebody who belongs there already; "" where nobody does."""
    if firm is not None:
        found = FirmMembership.objects.filter(firm=firm, person__email=address).exists()
        return "already_in_firm" if found else ""
    if institution_id is not None:
        posts = Staff.objects.filter(institution_id=institution_id, person__email=address, active=True)
        return "already_staff" if posts.exists() else ""
    found = Membership.objects.filter(employer=employer, person__email=address).exists()
    return "already_member" if found else ""
