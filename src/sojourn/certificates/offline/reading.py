"""Reading an offline code: who signed it, and what it says. Keys and time are given; nothing else is asked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Final, Protocol

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from sojourn.certificates.keyring.kinds import public_key_of
from sojourn.certificates.offline import strict
from sojourn.certificates.offline.alphabet import decoded
from sojourn.certificates.offline.facts import (
    EXPIRES,
    FACTS,
    ISSUED,
    STATUS,
    Mark,
    OfflineFacts,
    facts_in,
)
from sojourn.certificates.offline.writing import ALGORITHM, ES256, KEY_ID, PREFIX, SIGN1, to_sign

LONGEST_READ: Final = 1_000
"""Characters of a text that are looked at; a longer one is no code of ours."""

_KID_BYTES: Final = 8
_HALF: Final = 32
_CREDENTIAL: Final = "credential"
# Clocks of telephones.
_TOLERATED: Final = timedelta(minutes=10)


class TrustedKey(Protocol):
    """One key of the published list, as far as it is looked at here."""

    @property
    def kid(self) -> str:
        """The key's public name: 16 hex digits."""

    @property
    def institution_id(self) -> str:
        """Whose key it is."""

    @property
    def institution_name(self) -> str:
        """The name of the institution."""

    @property
    def purpose(self) -> str:
        """What it may sign."""

    @property
    def chain(self) -> Sequence[x509.Certificate]:
        """Its certificate first."""

    @property
    def valid_from(self) -> datetime:
        """When it begins."""

    @property
    def valid_until(self) -> datetime:
        """When it ends."""

    @property
    def compromised_since(self) -> datetime | None:
        """From when on others may have had it."""


class Outcome(StrEnum):
    """How reading came out."""

    GENUINE = "genuine"
    """Signed by the institution, as it stands. Whether it still holds, only its status tells."""
    SPECIMEN = "specimen"
    """Signed by the institution, and says itself that it is no certificate."""
    NOT_OURS = "not_ours"
    """No offline code of this kind."""
    UNREADABLE = "unreadable"
    """Begins like one of our codes, and is damaged or made otherwise."""
    KEY_UNKNOWN = "key_unknown"
    """Signed with a key that is not in the list: newer than the list, or not an institution's."""
    ALTERED = "altered"
    """Names a key of an institution, and was not signed with it."""
    KEY_COMPROMISED = "key_compromised"
    """Signed with a key that others may have had: only the log proves whether it is older than that."""
    EXPIRED = "expired"
    """Rightly signed, and older than such a code is good for: ask at the address on the paper."""
    NOT_YET = "not_yet"
    """Rightly signed, for a day to come: by the clock of whoever reads it."""


@dataclass(frozen=True, slots=True)
class OfflineReading:
    """What a code says. `facts` are there where the signature is right, whatever the outcome otherwise.

    `institution_id` and `institution_name` are those of the key's entry: the code itself does not claim any.
    """

    outcome: Outcome
    facts: OfflineFacts | None = None
    kid: str | None = None
    institution_id: str | None = None
    institution_name: str | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Signed:
    protected: bytes
    payload: bytes
    signature: bytes
    kid: str


def read_code(text: str, keys: Iterable[TrustedKey], now: datetime) -> OfflineReading:
    """Read what stands in a square code. Never raises for anything in `text`.

    `keys`: the published list, as old as it may be. `now`: the reader's clock, aware of its zone. The key's entry fixes
    the algorithm; the signed bytes are taken as they came; nothing of what they say is read before the signature is
    right.
    """
    if not text.startswith(PREFIX):
        return OfflineReading(Outcome.NOT_OURS)
    try:
        signed = _opened(text)
    except ValueError:
        return OfflineReading(Outcome.UNREADABLE)
    named = [key for key in keys if key.kid == signed.kid and key.purpose == _CREDENTIAL]
    if not named:
        return OfflineReading(Outcome.KEY_UNKNOWN, kid=signed.kid)
    # The key id is short: another key may have the same, so that each is tried.
    key = next((key for key in named if _is_signed_by(signed, key)), None)
    if key is None:
        return OfflineReading(Outcome.ALTERED, kid=signed.kid)
    return _told(signed, key, now)


def unverified_facts(text: str) -> OfflineFacts:
    """What a code says, whoever signed it: for its writer. Raises ValueError where it says nothing."""
    claims = strict.loads(_opened(text).payload)
    return facts_in(claims, _moments(claims)[0].date())


def _opened(text: str) -> _Signed:
    """The parts of the message; it is known whose it says it is, and nothing else. Raises ValueError."""
    if len(text) > LONGEST_READ:
        raise ValueError("too long")
    message = strict.loads(decoded(text[len(PREFIX) :].strip("\r\n")), tag=SIGN1)
    if not isinstance(message, list) or len(message) != 4:
        raise ValueError("no COSE_Sign1")
    protected, unprotected, payload, signature = message
    if unprotected != {} or not all(isinstance(part, bytes) for part in (protected, payload, signature)):
        raise ValueError("no COSE_Sign1 of ours")
    headers = strict.loads(protected)
    # Nothing else may stand there: a header could change the meaning (RFC 9052 section 3.1).
    if not isinstance(headers, dict) or headers.keys() != {ALGORITHM, KEY_ID} or headers[ALGORITHM] != ES256:
        raise ValueError("other headers")
    kid = headers[KEY_ID]
    if not isinstance(kid, bytes) or len(kid) != _KID_BYTES or len(signature) != 2 * _HALF:
        raise ValueError("no key id or no signature")
    return _Signed(protected, payload, signature, kid.hex())


def _is_signed_by(signed: _Signed, key: TrustedKey) -> bool:
    public = public_key_of(key.chain[0])
    if not isinstance(public, ec.EllipticCurvePublicKey) or not isinstance(public.curve, ec.SECP256R1):
        return False
    r, s = (int.from_bytes(signed.signature[at : at + _HALF]) for at in (0, _HALF))
    try:
        public.verify(
            encode_dss_signature(r, s), to_sign(signed.protected, signed.payload), ec.ECDSA(hashes.SHA256())
        )
    except InvalidSignature:
        return False
    return True


def _told(signed: _Signed, key: TrustedKey, now: datetime) -> OfflineReading:
    try:
        claims = strict.loads(signed.payload)
        issued_at, expires_at = _moments(claims)
        facts = facts_in(claims, issued_at.date())
    except ValueError:
        return OfflineReading(Outcome.UNREADABLE, kid=signed.kid)
    return OfflineReading(
        outcome=_outcome(facts, key, issued_at, expires_at, now),
        facts=facts,
        kid=signed.kid,
        institution_id=key.institution_id,
        institution_name=key.institution_name,
        expires_at=expires_at,
    )


def _outcome(
    facts: OfflineFacts, key: TrustedKey, issued_at: datetime, expires_at: datetime, now: datetime
) -> Outcome:
    if key.compromised_since is not None:
        # Whoever has the key can write any day of issue.
        return Outcome.KEY_COMPROMISED
    if Mark.SPECIMEN in facts.marks:
        return Outcome.SPECIMEN
    in_its_time = key.valid_from.date() <= issued_at.date() <= key.valid_until.date()
    if not in_its_time or expires_at > key.chain[0].not_valid_after_utc:
        return Outcome.ALTERED
    if now > expires_at:
        return Outcome.EXPIRED
    return Outcome.NOT_YET if issued_at > now + _TOLERATED else Outcome.GENUINE


def _moments(claims: Any) -> tuple[datetime, datetime]:
    if not isinstance(claims, dict) or not {EXPIRES, ISSUED, FACTS} <= claims.keys():
        raise ValueError("a claim is missing")
    if not claims.keys() <= {EXPIRES, ISSUED, FACTS, STATUS}:
        raise ValueError("a claim of which nothing is known")
    moments = claims[ISSUED], claims[EXPIRES]
    if any(type(each) is not int for each in moments):
        raise ValueError("no moment")
    try:
        issued_at, expires_at = (datetime.fromtimestamp(each, UTC) for each in moments)
    except (OverflowError, OSError):
        raise ValueError("no moment") from None
    return issued_at, expires_at
