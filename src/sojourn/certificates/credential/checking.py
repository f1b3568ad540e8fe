"""Checking a credential that somebody presents: pure, so that the page, the API and the command line share it.

Libraries for SD-JWT leave to the caller whether a token has expired, whether each disclosure is referenced and whether
the algorithm is the one of the key; here all of that is asked, and nothing is believed before the signature is right.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final, Protocol

from cryptography.hazmat.primitives.asymmetric import ec

from sojourn.certificates.credential.disclosing import disclosed
from sojourn.certificates.credential.mapping import Unmappable, record_of
from sojourn.certificates.credential.plain_json import encoded
from sojourn.certificates.credential.profiles import Profile, profiles_of
from sojourn.certificates.credential.refusals import PresentationRefused, Refusal
from sojourn.certificates.credential.signed import header_of, key_of_jwk, signed_claims
from sojourn.certificates.status_list import StatusReference

LARGEST: Final = 64 * 1024
MOST_DISCLOSURES: Final = 100
CLOCKS_DIFFER: Final = 60
"""Seconds by which clocks may differ."""
BINDING_AGE: Final = 600
"""Seconds after which a proof of the holder's key is stale."""
TYPES: Final = frozenset({"dc+sd-jwt", "vc+sd-jwt"})
"""draft-ietf-oauth-sd-jwt-vc-24 has the first; the second stood in drafts before November 2024. Issued is the first."""
_BINDING_TYPE: Final = frozenset({"kb+jwt"})
_PURPOSE: Final = "credential"
_YEAR_10000: Final = 253_402_300_800


class TrustedKey(Protocol):
    """What is asked of a key in the published list; `keyring.PublishedKey` has it."""

    @property
    def kid(self) -> str: ...
    @property
    def institution_id(self) -> str: ...
    @property
    def institution_name(self) -> str: ...
    @property
    def purpose(self) -> StrEnum: ...
    @property
    def valid_from(self) -> datetime: ...
    @property
    def valid_until(self) -> datetime: ...
    @property
    def compromised_since(self) -> datetime | None: ...
    @property
    def public_key(self) -> ec.EllipticCurvePublicKey: ...


class Binding(StrEnum):
    """Whether whoever presents it holds the key to which it was issued."""

    PROVEN = "proven"
    NOT_ASKED = "not_asked"
    """It is bound to a key, and the checker asked for no proof of it."""
    UNBOUND = "unbound"
    """It was issued as a file for whoever has it."""


@dataclass(frozen=True, slots=True)
class PresentationReading:
    """What a presented credential says, once everything about it was right.

    `record`: what it discloses, in the shape of our own record (that of CertificateContent, and `number`,
    `issued_on`); what is not disclosed is not in it. `claims`: the same as the credential words it. `disclosed`: the
    names of claims that the holder chose to show. `compromised_since`: the key was reported later, and the credential
    says that it was issued earlier: only the log can prove that. `status`: where its status stands, to be asked next.
    """

    kid: str
    institution_id: str
    institution_name: str
    vct: str
    profile: str | None
    profile_version: int | None
    record: Mapping[str, Any] = field(repr=False)
    claims: Mapping[str, Any] = field(repr=False)
    disclosed: frozenset[str]
    issued_at: datetime
    expires_at: datetime | None
    status: StatusReference | None
    binding: Binding
    compromised_since: datetime | None = None


def check_presentation(
    text: str,
    keys: Iterable[TrustedKey],
    *,
    audience: str | None,
    nonce: str | None,
    now: datetime,
    profiles: Iterable[Profile] | None = None,
) -> PresentationReading:
    """Check an SD-JWT VC, with or without the proof of the holder's key, and read what it discloses.

    `keys`: the published ones; those for other purposes do not count. `audience` and `nonce`: what the proof must be
    made out for; both None where none was asked for. `now`: with its time zone. `profiles`: those known here, else the
    ones shipped. Whether the certificate is in force is for the caller to ask at `status`.

    Raises PresentationRefused with one Refusal.
    """
    if (audience is None) != (nonce is None):
        raise ValueError("audience and nonce go together")
    token, disclosures, proof = _parts(text)
    key, claims = _signed_by(token, keys)
    issued_at, expires_at = _times(claims, key, now)
    shown, names = disclosed(claims, disclosures)
    binding = _bound(text, proof, claims, audience, nonce, now)
    profile, record = _mapped(shown, profiles)
    return PresentationReading(
        kid=key.kid,
        institution_id=key.institution_id,
        institution_name=key.institution_name,
        vct=str(shown["vct"]),
        profile=profile.id if profile else None,
        profile_version=profile.version if profile else None,
        record=record,
        claims=shown,
        disclosed=names,
        issued_at=issued_at,
        expires_at=expires_at,
        status=_status(claims),
        binding=binding,
        compromised_since=key.compromised_since,
    )


def _parts(text: str) -> tuple[str, list[str], str]:
    """Token, disclosures and proof of the key, measured first. Raises PresentationRefused."""
    if len(text) > LARGEST or text.count("~") > MOST_DISCLOSURES + 1:
        raise PresentationRefused(Refusal.TOO_BIG)
    token, *rest = text.split("~")
    if not rest or not text.isascii():
        raise PresentationRefused(Refusal.NOT_A_CREDENTIAL)
    return token, rest[:-1], rest[-1]


def _signed_by(token: str, keys: Iterable[TrustedKey]) -> tuple[TrustedKey, dict[str, Any]]:
    """The key that signed, and what it signed. A `kid` is a name and no proof: each key of that name is tried."""
    kid = header_of(token, TYPES).get("kid")
    named = [key for key in keys if key.kid == kid and key.purpose == _PURPOSE]
    if not named:
        raise PresentationRefused(Refusal.UNKNOWN_KEY)
    for key in named:
        try:
            return key, signed_claims(token, key.public_key)
        except PresentationRefused as refused:
            if refused.reason is not Refusal.SIGNATURE:
                raise
    raise PresentationRefused(Refusal.SIGNATURE)


def _times(claims: Mapping[str, Any], key: TrustedKey, now: datetime) -> tuple[datetime, datetime | None]:
    """When it was issued and when it expires. Raises PresentationRefused where it is not in force at `now`."""
    issued_at = _moment(claims, "iat")
    expires_at, not_before = _moment(claims, "exp"), _moment(claims, "nbf")
    if issued_at is None:
        raise PresentationRefused(Refusal.NOT_A_CREDENTIAL)
    seconds = now.timestamp()
    if max(issued_at, not_before or issued_at).timestamp() > seconds + CLOCKS_DIFFER:
        raise PresentationRefused(Refusal.NOT_YET)
    if expires_at is not None and expires_at.timestamp() <= seconds:
        raise PresentationRefused(Refusal.EXPIRED)
    if not key.valid_from <= issued_at <= key.valid_until:
        raise PresentationRefused(Refusal.KEY_NOT_IN_FORCE)
    if key.compromised_since is not None and issued_at >= key.compromised_since:
        raise PresentationRefused(Refusal.KEY_COMPROMISED)
    return issued_at, expires_at


def _moment(claims: Mapping[str, Any], name: str) -> datetime | None:
    value = claims.get(name)
    if value is None and name not in claims:
        return None
    if type(value) is not int or not 0 <= value < _YEAR_10000:
        raise PresentationRefused(Refusal.NOT_A_CREDENTIAL)
    return datetime.fromtimestamp(value, UTC)


def _bound(
    text: str, proof: str, claims: Mapping[str, Any], audience: str | None, nonce: str | None, now: datetime
) -> Binding:
    """Whether the presenter holds the key (RFC 9901 section 7.3). A proof that is there must be right, also where none
    was asked for.
    """
    confirmation = claims.get("cnf")
    if not proof:
        if nonce is not None:
            raise PresentationRefused(Refusal.BINDING_MISSING)
        return Binding.UNBOUND if confirmation is None else Binding.NOT_ASKED
    if not isinstance(confirmation, dict):
        raise PresentationRefused(Refusal.BINDING_WRONG)
    said = _proof_claims(proof, confirmation)
    hashed = encoded(hashlib.sha256(text[: text.rindex("~") + 1].encode()).digest())
    if not _same(said.get("sd_hash"), hashed):
        raise PresentationRefused(Refusal.BINDING_WRONG)
    if audience is None or nonce is None:
        return Binding.NOT_ASKED
    if not _same(said.get("aud"), audience):
        raise PresentationRefused(Refusal.BINDING_OTHER_AUDIENCE)
    if not _same(said.get("nonce"), nonce):
        raise PresentationRefused(Refusal.BINDING_OTHER_NONCE)
    made_at = _moment(said, "iat")
    if made_at is None or not -CLOCKS_DIFFER <= (now - made_at).total_seconds() <= BINDING_AGE:
        raise PresentationRefused(Refusal.BINDING_OTHER_TIME)
    return Binding.PROVEN


def _proof_claims(proof: str, confirmation: Mapping[str, Any]) -> dict[str, Any]:
    try:
        header_of(proof, _BINDING_TYPE)
        return signed_claims(proof, key_of_jwk(confirmation.get("jwk")))
    except PresentationRefused as refused:
        if refused.reason is Refusal.TOO_DEEP:
            raise
        raise PresentationRefused(Refusal.BINDING_WRONG) from None


def _same(found: object, expected: str) -> bool:
    return isinstance(found, str) and hmac.compare_digest(found.encode(), expected.encode())


def _mapped(
    claims: Mapping[str, Any], profiles: Iterable[Profile] | None
) -> tuple[Profile | None, dict[str, Any]]:
    """The profile of its type and the record by it; nothing for a type that is not known here.

    Two generations may bear one type: the one whose shape fits is meant.
    """
    vct = claims.get("vct")
    if not isinstance(vct, str):
        raise PresentationRefused(Refusal.NOT_A_CREDENTIAL)
    known = profiles_of(vct, profiles)
    for profile in known:
        try:
            return profile, record_of(claims, profile)
        except Unmappable:
            continue
    if known:
        raise PresentationRefused(Refusal.PROFILE)
    return None, {}


def _status(claims: Mapping[str, Any]) -> StatusReference | None:
    status = claims.get("status")
    if status is None:
        return None
    place = status.get("status_list") if isinstance(status, dict) else None
    if not isinstance(place, dict):
        raise PresentationRefused(Refusal.NOT_A_CREDENTIAL)
    uri, index = place.get("uri"), place.get("idx")
    if not isinstance(uri, str) or type(index) is not int or index < 0:
        raise PresentationRefused(Refusal.NOT_A_CREDENTIAL)
    return StatusReference(uri, index)
