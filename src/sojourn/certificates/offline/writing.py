"""Writing an offline code: facts, COSE_Sign1 (RFC 9052) with ES256, Base45 (RFC 9285), prefix."""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import Any, Final, Protocol

import cbor2
from cryptography import x509

from sojourn.certificates.content import CertificateContent
from sojourn.certificates.offline.alphabet import encoded
from sojourn.certificates.offline.facts import (
    EXPIRES,
    FACTS,
    ISSUED,
    STATUS,
    STATUS_LIST,
    OfflineFacts,
    OfflineIssue,
    facts_of,
)

PREFIX: Final = "SJ1:"
LONGEST_CODE: Final = 400
"""Characters: 65 modules at level M, 35 mm wide, is what a telephone's camera reads safely (decision 24)."""
LONGEST_STATUS_ADDRESS: Final = 77
"""Characters: a longer address would leave no room for names."""

ALGORITHM: Final = 1
ES256: Final = -7
KEY_ID: Final = 4
SIGN1: Final = 18
# Three characters of Base45 carry two bytes.
_MOST_BYTES: Final = (LONGEST_CODE - len(PREFIX)) // 3 * 2
_LONGEST_NAME: Final = 1200


class CodeSigner(Protocol):
    """Signs with the institution's credential key."""

    @property
    def kid(self) -> str:
        """The key's public name: 16 hex digits."""

    @property
    def chain(self) -> Sequence[x509.Certificate]:
        """The key's certificate first."""

    def sign_raw(self, data: bytes) -> bytes:
        """ES256: r and s, 64 bytes."""


def make_code(content: CertificateContent, issue: OfflineIssue, signer: CodeSigner) -> str:
    """The offline code of a certificate: at most LONGEST_CODE characters, whatever it says.

    Names too long for it are shortened, visibly, and the code says so. It expires with the key. Raises ValueError
    where the address of the status list has more than LONGEST_STATUS_ADDRESS characters, or where the key is not
    valid on the day of issue.
    """
    if issue.status is not None and len(issue.status.uri) > LONGEST_STATUS_ADDRESS:
        raise ValueError("the address of the status list is too long for an offline code")
    protected = cbor2.dumps({ALGORITHM: ES256, KEY_ID: bytes.fromhex(signer.kid)})
    certificate = signer.chain[0]
    room = _MOST_BYTES - len(_message(protected, b"", bytes(64))) - 2
    payload = _fitting(facts_of(content, issue), certificate, room)
    signature = signer.sign_raw(to_sign(protected, payload))
    return PREFIX + encoded(_message(protected, payload, signature))


def to_sign(protected: bytes, payload: bytes) -> bytes:
    """The bytes under the signature (RFC 9052 section 4.4)."""
    return cbor2.dumps(["Signature1", protected, b"", payload])


def _message(protected: bytes, payload: bytes, signature: bytes) -> bytes:
    return cbor2.dumps(cbor2.CBORTag(SIGN1, [protected, {}, payload, signature]))


def _fitting(facts: OfflineFacts, certificate: x509.Certificate, room: int) -> bytes:
    """The payload with as much of the long texts as fits."""
    payload = cbor2.dumps(_claims(facts, certificate))
    if len(payload) <= room:
        return payload
    fits, fails = 3, _LONGEST_NAME
    while fails - fits > 1:
        middle = (fits + fails) // 2
        if len(cbor2.dumps(_claims(facts.no_longer_than(middle), certificate))) <= room:
            fits = middle
        else:
            fails = middle
    return cbor2.dumps(_claims(facts.no_longer_than(fits), certificate))


def _claims(facts: OfflineFacts, certificate: x509.Certificate) -> dict[int, Any]:
    issued_at = datetime.combine(facts.issued_on, time(), UTC)
    begins, ends = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if not begins.date() <= facts.issued_on <= ends.date():
        raise ValueError("the key is not valid on the day of issue")
    claims: dict[int, Any] = {
        EXPIRES: int(ends.timestamp()),
        ISSUED: int(max(issued_at, begins).timestamp()),
        FACTS: facts.plain(),
    }
    if facts.status is not None:
        claims[STATUS] = {STATUS_LIST: {"idx": facts.status.index, "uri": facts.status.uri}}
    return claims
