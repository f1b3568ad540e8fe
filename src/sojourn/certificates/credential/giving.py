"""Giving a credential out: a row that says so, and the text that follows from it, the same as long as the row holds."""

import base64
import secrets
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec
from django.db import IntegrityError, transaction

from sojourn.certificates.content import CertificateContent
from sojourn.certificates.credential.making import Given, credential_for, expiry, thumbprint
from sojourn.certificates.credential.models import GivenCredential
from sojourn.certificates.credential.profiles import Profile
from sojourn.certificates.face import Issue
from sojourn.certificates.keyring import Purpose, TokenSigner, signer_for
from sojourn.core import clock

_SEED_BYTES = 32


def give(
    certificate_id: UUID,
    content: CertificateContent,
    issue: Issue,
    profile: Profile,
    key: ec.EllipticCurvePublicKey | None,
) -> tuple[str, UUID]:
    """The credential of a certificate for a key, and its id. Asked again on the same day: the same one.

    Raises SealUnavailable (no key to sign with), NotIssued (it did not read back as decided).
    """
    signer = signer_for(content.issuer, Purpose.CREDENTIAL)
    row = _row(certificate_id, content, profile, signer, key)
    given = Given(
        id=row.id,
        seed=base64.b64decode(row.seed),
        moment=row.given_at,
        expires_at=row.expires_at,
        holder_key=key,
    )
    return credential_for(content, issue, profile=profile, signer=signer, given=given), row.id


def forget_seeds(certificate_id: UUID) -> None:
    """Without the seeds nobody can tell from a credential's digests what it did not disclose."""
    for row in GivenCredential.objects.filter(certificate_id=certificate_id):
        row.seed = ""
        row.save(update_fields=["seed"])


def _row(
    certificate_id: UUID,
    content: CertificateContent,
    profile: Profile,
    signer: TokenSigner,
    key: ec.EllipticCurvePublicKey | None,
) -> GivenCredential:
    moment = clock.now().replace(microsecond=0)
    same = {
        "certificate_id": certificate_id,
        "profile": profile.id,
        "profile_version": profile.version,
        "kid": signer.kid,
        "holder_thumbprint": thumbprint(key) if key is not None else "",
        "given_on": moment.date(),
    }
    row = GivenCredential.objects.filter(**same).first()
    if row is not None:
        return row
    try:
        with transaction.atomic():
            return GivenCredential.objects.create(
                **same,
                seed=base64.b64encode(secrets.token_bytes(_SEED_BYTES)).decode(),
                given_at=moment,
                expires_at=expiry(content, profile, moment, signer),
            )
    except IntegrityError:
        # The same key asked twice in the same moment.
        return GivenCredential.objects.get(**same)
