"""Reading a status list, by whoever has one: fetched now, or kept for when there is no network.

Pure: no Django, no database, no clock. The program for auditors, the page for telephones and the tests share it.
"""

import base64
import binascii
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from sojourn.certificates.offline import strict
from sojourn.certificates.offline.reading import TrustedKey
from sojourn.certificates.status_list import StatusReference
from sojourn.certificates.status_list.bits import Value, at, unpacked
from sojourn.certificates.status_list.tokens import (
    ALGORITHM,
    CWT_TYPE,
    ES256,
    EXPIRES,
    ISSUED,
    JWT_TYPE,
    KEY_ID,
    SIGN1,
    STATUS_LIST,
    SUBJECT,
    TIME_TO_LIVE,
    TYPE,
    to_sign,
)

LARGEST_TOKEN: Final = 6 << 20
"""Bytes of a token that are looked at."""
_HALF: Final = 32
_CREDENTIAL: Final = "credential"
_WIDTHS: Final = (1, 2, 4, 8)
# Clocks of telephones.
_TOLERATED: Final = timedelta(minutes=10)


class Outcome(StrEnum):
    """How reading a list came out."""

    GENUINE = "genuine"
    """Signed by the institution, as it stands, and not older than it may be."""
    EXPIRED = "expired"
    """Rightly signed, and older than the institution lets anybody rely on: a newer one is to be had."""
    NOT_YET = "not_yet"
    """Rightly signed, for a moment to come: by the clock of whoever reads it."""
    UNREADABLE = "unreadable"
    """No status list, or one that is damaged or made otherwise."""
    KEY_UNKNOWN = "key_unknown"
    """Signed with a key that is not in the list of keys."""
    ALTERED = "altered"
    """Names a key of an institution, and was not signed with it, or not in its time."""
    KEY_COMPROMISED = "key_compromised"
    """Signed with a key that others may have had: whoever has it can write any moment into a list."""


@dataclass(frozen=True, slots=True)
class ListReading:
    """What a list says. All but `outcome` and `kid` is there only where the signature is right."""

    outcome: Outcome
    kid: str | None = None
    institution_id: str | None = None
    uri: str | None = None
    issued_at: datetime | None = None
    expires_at: datetime | None = None
    keep_for: timedelta | None = None
    bits: int = 2
    data: bytes = field(default=b"", repr=False)

    def age(self, now: datetime) -> timedelta | None:
        """How long ago the institution said what stands here."""
        return None if self.issued_at is None else max(now - self.issued_at, timedelta())

    def should_be_renewed(self, now: datetime) -> bool:
        """Whether the institution asks to fetch it anew by now."""
        age = self.age(now)
        return age is None or (self.keep_for is not None and age > self.keep_for)

    def value_at(self, reference: StatusReference, institution_id: str) -> Value | None:
        """What it says of the certificate that names this place and was signed by this institution.

        None where it says nothing: it is another list, another institution's, has no such place, or cannot be relied
        on because of its key. An expired one still says what it said; `outcome` and `age` tell how far to trust that.
        """
        says = self.outcome in {Outcome.GENUINE, Outcome.EXPIRED}
        if not says or (self.uri, self.institution_id) != (reference.uri, institution_id):
            return None
        try:
            return Value(at(self.data, reference.index, self.bits))
        except (IndexError, ValueError):
            return None


@dataclass(frozen=True, slots=True)
class _Signed:
    """A token taken apart: what is signed, by which key, and the claims, which nobody has read yet."""

    kid: str
    signed: bytes
    signature: bytes
    payload: bytes


def read_list(token: bytes | str, keys: Iterable[TrustedKey], now: datetime) -> ListReading:
    """Read a status list token, JWT or CWT. Never raises for anything in `token`.

    `keys`: the published list, as old as it may be. `now`: the reader's clock, aware of its zone. The algorithm is
    fixed; nothing of what the token says is read before its signature is right.
    """
    try:
        data = token.encode() if isinstance(token, str) else token
        if len(data) > LARGEST_TOKEN:
            raise ValueError("too long")
        is_jwt = data[:3] == b"eyJ"
        signed = _jwt(data) if is_jwt else _cwt(data)
    except (ValueError, RecursionError):
        return ListReading(Outcome.UNREADABLE)
    named = [key for key in keys if key.kid == signed.kid and key.purpose == _CREDENTIAL]
    if not named:
        return ListReading(Outcome.KEY_UNKNOWN, signed.kid)
    # The key id is short: another key may have the same, so that each is tried.
    key = next((key for key in named if _is_signed_by(signed, key)), None)
    if key is None:
        return ListReading(Outcome.ALTERED, signed.kid)
    try:
        claims = _jwt_claims(signed.payload) if is_jwt else _cwt_claims(signed.payload)
        return _told(claims, signed.kid, key, now)
    except (ValueError, RecursionError, OverflowError, OSError):
        return ListReading(Outcome.UNREADABLE, signed.kid)


def _told(claims: Mapping[str, Any], kid: str, key: TrustedKey, now: datetime) -> ListReading:
    listed, uri, ttl = claims["status_list"], claims["sub"], claims["ttl"]
    moments = claims["iat"], claims["exp"]
    if not isinstance(uri, str) or any(type(each) is not int for each in (*moments, ttl)) or ttl <= 0:
        raise ValueError("claims of another kind")
    if not isinstance(listed, dict) or not {"bits", "lst"} <= listed.keys() or listed["bits"] not in _WIDTHS:
        raise ValueError("no list")
    issued_at, expires_at = (datetime.fromtimestamp(each, UTC) for each in moments)
    packed = listed["lst"]
    return ListReading(
        outcome=_outcome(key, issued_at, expires_at, now),
        kid=kid,
        institution_id=key.institution_id,
        uri=uri,
        issued_at=issued_at,
        expires_at=expires_at,
        keep_for=timedelta(seconds=ttl),
        bits=listed["bits"],
        data=unpacked(packed if isinstance(packed, bytes) else _from_base64(packed)),
    )


def _outcome(key: TrustedKey, issued_at: datetime, expires_at: datetime, now: datetime) -> Outcome:
    if key.compromised_since is not None:
        return Outcome.KEY_COMPROMISED
    if not key.valid_from <= issued_at <= key.valid_until:
        return Outcome.ALTERED
    if issued_at > now + _TOLERATED:
        return Outcome.NOT_YET
    return Outcome.EXPIRED if now > expires_at else Outcome.GENUINE


def _is_signed_by(token: _Signed, key: TrustedKey) -> bool:
    public = key.chain[0].public_key()
    if not isinstance(public, ec.EllipticCurvePublicKey) or not isinstance(public.curve, ec.SECP256R1):
        return False
    if len(token.signature) != 2 * _HALF:
        return False
    r, s = (int.from_bytes(token.signature[start : start + _HALF]) for start in (0, _HALF))
    try:
        public.verify(encode_dss_signature(r, s), token.signed, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True


def _jwt(data: bytes) -> _Signed:
    """The parts of a JWT. Raises ValueError."""
    header, payload, signature = data.split(b".")
    said = _json(_from_base64(header))
    # Nothing else may stand there: a header could change the meaning.
    if said.keys() != {"alg", "kid", "typ"} or (said["alg"], said["typ"]) != ("ES256", JWT_TYPE):
        raise ValueError("other headers")
    if not isinstance(said["kid"], str):
        raise ValueError("no key id")
    return _Signed(said["kid"], header + b"." + payload, _from_base64(signature), _from_base64(payload))


def _jwt_claims(payload: bytes) -> Mapping[str, Any]:
    claims = _json(payload)
    if not {"sub", "iat", "exp", "ttl", "status_list"} <= claims.keys():
        raise ValueError("a claim is missing")
    if not isinstance(claims["status_list"], dict) or not isinstance(claims["status_list"].get("lst"), str):
        raise ValueError("no list")
    return claims


def _cwt(data: bytes) -> _Signed:
    """The parts of a CWT. Raises ValueError."""
    message = strict.loads(data, tag=SIGN1)
    if not isinstance(message, list) or len(message) != 4:
        raise ValueError("no COSE_Sign1")
    protected, unprotected, payload, signature = message
    if unprotected != {} or not all(isinstance(part, bytes) for part in (protected, payload, signature)):
        raise ValueError("no COSE_Sign1 of ours")
    said = strict.loads(protected)
    if not isinstance(said, dict) or said.keys() != {ALGORITHM, KEY_ID, TYPE}:
        raise ValueError("other headers")
    if (said[ALGORITHM], said[TYPE]) != (ES256, CWT_TYPE) or not isinstance(said[KEY_ID], bytes):
        raise ValueError("other headers")
    return _Signed(said[KEY_ID].hex(), to_sign(protected, payload), signature, payload)


def _cwt_claims(payload: bytes) -> Mapping[str, Any]:
    claims = strict.loads(payload)
    names = {SUBJECT: "sub", EXPIRES: "exp", ISSUED: "iat", STATUS_LIST: "status_list", TIME_TO_LIVE: "ttl"}
    if not isinstance(claims, dict) or not names.keys() <= claims.keys():
        raise ValueError("a claim is missing")
    if not isinstance(claims[STATUS_LIST], dict) or not isinstance(claims[STATUS_LIST].get("lst"), bytes):
        raise ValueError("no list")
    return {name: claims[number] for number, name in names.items()}


def _json(data: bytes) -> dict[str, Any]:
    """An object in which no name comes twice. Raises ValueError."""
    found = json.loads(data.decode(), object_pairs_hook=_once)
    if not isinstance(found, dict):
        raise ValueError("no object")
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name twice")
    return found


def _from_base64(text: bytes | str) -> bytes:
    """Only the one way in which it is written. Raises ValueError."""
    given = text.encode() if isinstance(text, str) else text
    try:
        data = base64.urlsafe_b64decode(given + b"=" * (-len(given) % 4))
    except binascii.Error:
        raise ValueError("not base64") from None
    if base64.urlsafe_b64encode(data).rstrip(b"=") != given:
        raise ValueError("not base64 as it is written")
    return data
