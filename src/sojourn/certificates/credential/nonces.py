"""Nonces that prove how fresh a proof of a key is. They are made without a row, so that asking for many fills nothing;
a row is written when one is used.
"""

import hashlib
import hmac
import secrets
from datetime import UTC, datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction

from sojourn.certificates.credential.errors import NONCE_WRONG, CredentialRefused
from sojourn.certificates.credential.models import UsedNonce
from sojourn.core import clock
from sojourn.vault.blind import blind_index

LASTS: Final = timedelta(minutes=10)
_LONGEST: Final = 120
_PURPOSE: Final = "credential.nonce"


def new_nonce() -> str:
    """A nonce that nobody can guess or make, good for some minutes and one use."""
    until = int((clock.now() + LASTS).timestamp())
    body = f"{until:x}.{secrets.token_urlsafe(16)}"
    return f"{body}.{blind_index(_PURPOSE, body)}"


def check_nonce(nonce: object) -> datetime:
    """When a nonce of ours expires. Raises CredentialRefused for one that is not ours or too old."""
    if not isinstance(nonce, str) or len(nonce) > _LONGEST or not nonce.isascii():
        raise CredentialRefused(NONCE_WRONG)
    body, _, mark = nonce.rpartition(".")
    if not hmac.compare_digest(blind_index(_PURPOSE, body), mark):
        raise CredentialRefused(NONCE_WRONG)
    until = datetime.fromtimestamp(int(body.partition(".")[0], 16), UTC)
    if until < clock.now():
        raise CredentialRefused(NONCE_WRONG)
    return until


def use_nonce(nonce: str) -> None:
    """Use it up, inside the caller's transaction. Raises CredentialRefused where it was used before."""
    until = check_nonce(nonce)
    UsedNonce.objects.filter(expires_at__lt=clock.now()).delete()
    try:
        with transaction.atomic():
            UsedNonce.objects.create(digest=hashlib.sha256(nonce.encode()).hexdigest(), expires_at=until)
    except IntegrityError:
        raise CredentialRefused(NONCE_WRONG) from None
