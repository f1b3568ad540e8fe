"""Making the credential of a certificate: mapped, written, signed, read back by other code, and only then released."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec

from sojourn.certificates.content import CertificateContent
from sojourn.certificates.credential.checking import check_presentation
from sojourn.certificates.credential.mapping import claims_of
from sojourn.certificates.credential.plain_json import encoded
from sojourn.certificates.credential.profiles import Profile
from sojourn.certificates.credential.refusals import PresentationRefused
from sojourn.certificates.credential.signed import public_jwk
from sojourn.certificates.credential.writing import written
from sojourn.certificates.errors import FACES_DIFFER, NotIssued
from sojourn.certificates.face import Issue
from sojourn.certificates.keyring import PublishedKey, Purpose, TokenSigner

# The last day is over everywhere on earth when it is noon of the next one in UTC.
_OVER_EVERYWHERE: Final = timedelta(days=1, hours=12)


@dataclass(frozen=True, slots=True)
class Given:
    """What is known only when a credential is given out; with it, the same one can be made again.

    `seed`: the secret from which its salts are made. `holder_key`: to which it is bound, None for a file.
    """

    id: UUID
    seed: bytes = field(repr=False)
    moment: datetime
    expires_at: datetime
    holder_key: ec.EllipticCurvePublicKey | None = None


def credential_for(
    content: CertificateContent, issue: Issue, *, profile: Profile, signer: TokenSigner, given: Given
) -> str:
    """The certificate as an SD-JWT VC by a profile.

    Raises Unmappable where the certificate does not fit the profile, and NotIssued (`faces_differ`) where what was
    written does not read back as decided: then it is not released.
    """
    record = record_for(content, issue, given.expires_at)
    said = claims_of(record, profile)
    claims = _registered(content, issue, profile, given) | said
    disclosable = {claim.name for claim in profile.claims if claim.disclosable}
    text = written(claims, disclosable, signer=signer, seed=given.seed, digests=len(disclosable))
    differing = _differences(text, claims, record, content, profile, signer, given)
    if differing:
        raise NotIssued(FACES_DIFFER, fields=differing)
    return text


def record_for(content: CertificateContent, issue: Issue, expires_at: datetime) -> dict[str, Any]:
    """The one record from which every profile is drawn: what was decided, and what is known at its issue."""
    return content.model_dump(mode="json", exclude_none=True) | {
        "number": issue.number,
        "issued_on": issue.issued_on.isoformat(),
        "expires_on": expires_at.date().isoformat(),
    }


def expiry(content: CertificateContent, profile: Profile, moment: datetime, signer: TokenSigner) -> datetime:
    """When a credential given out at `moment` expires: with its certificate, after the profile's time, or with the key
    that signs it, whichever comes first.
    """
    ends = [moment + timedelta(days=profile.lasts_days), signer.chain[0].not_valid_after_utc]
    if content.period_end is not None:
        ends.append(datetime.combine(content.period_end, time(), UTC) + _OVER_EVERYWHERE)
    return min(ends).replace(microsecond=0)


def issuer_address(base_url: str, institution_id: str) -> str:
    """The `iss` of an institution's credentials; its metadata stand at the well-known address for it."""
    return f"{base_url}/issuers/{institution_id}"


def thumbprint(key: ec.EllipticCurvePublicKey) -> str:
    """The name of a holder's key (RFC 7638)."""
    jwk = public_jwk(key)
    text = ",".join(f'"{name}":"{jwk[name]}"' for name in sorted(jwk))
    return encoded(hashlib.sha256(f"{{{text}}}".encode()).digest())


def _registered(content: CertificateContent, issue: Issue, profile: Profile, given: Given) -> dict[str, Any]:
    """The claims that make it a credential of this type (draft-ietf-oauth-sd-jwt-vc-24)."""
    claims: dict[str, Any] = {
        "vct": profile.type_at(issue.base_url),
        "iss": issuer_address(issue.base_url, content.issuer.id),
        "iat": int(given.moment.timestamp()),
        "exp": int(given.expires_at.timestamp()),
        "jti": f"urn:uuid:{given.id}",
    }
    if issue.status is not None:
        claims["status"] = {"status_list": {"idx": issue.status.index, "uri": issue.status.uri}}
    if given.holder_key is not None:
        claims["cnf"] = {"jwk": public_jwk(given.holder_key)}
        if profile.subject:
            claims["sub"] = f"urn:ietf:params:oauth:jwk-thumbprint:sha-256:{thumbprint(given.holder_key)}"
    return claims


def _differences(
    text: str,
    claims: Mapping[str, Any],
    record: Mapping[str, Any],
    content: CertificateContent,
    profile: Profile,
    signer: TokenSigner,
    given: Given,
) -> list[str]:
    """Where what was written does not say what was decided: names of claims and fields."""
    own = signer.chain[0]
    key = PublishedKey(
        kid=signer.kid,
        institution_id=content.issuer.id,
        institution_name=content.issuer.name,
        purpose=Purpose.CREDENTIAL,
        chain=signer.chain,
        valid_from=own.not_valid_before_utc,
        valid_until=own.not_valid_after_utc,
    )
    try:
        reading = check_presentation(
            text, [key], audience=None, nonce=None, now=given.moment, profiles=[profile]
        )
    except PresentationRefused as refused:
        return [refused.reason.value]
    wrong = [name for name in {*claims, *reading.claims} if claims.get(name) != reading.claims.get(name)]
    return sorted(wrong) + _disagreeing(reading.record, record, "")


def _disagreeing(read: Any, decided: Any, path: str) -> list[str]:
    if isinstance(read, Mapping) and isinstance(decided, Mapping):
        return [
            found
            for name, value in read.items()
            for found in _disagreeing(value, decided.get(name), f"{path}.{name}".lstrip("."))
        ]
    if isinstance(read, list) and isinstance(decided, list) and len(read) == len(decided):
        return [
            found
            for at, (one, other) in enumerate(zip(read, decided, strict=True))
            for found in _disagreeing(one, other, f"{path}.{at}")
        ]
    return [] if read == decided else [path]
