"""Status list tokens: a list, signed by the institution, as JWT and as CWT.

As the Token Status List draft has them (draft-ietf-oauth-status-list, sections 5.1 and 5.2). Nothing here needs
Django or a database.
"""

import base64
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import cbor2

from sojourn.certificates.keyring.kinds import TokenSigner
from sojourn.certificates.status_list.bits import BITS

JWT_TYPE: Final = "statuslist+jwt"
CWT_TYPE: Final = "application/statuslist+cwt"
JWT_MEDIA: Final = "application/statuslist+jwt"
CWT_MEDIA: Final = CWT_TYPE
SIGN1: Final = 18
# COSE headers (RFC 9052 section 3.1, RFC 9596) and CWT claims (RFC 8392; the last two as the draft asks for them).
ALGORITHM, KEY_ID, TYPE = 1, 4, 16
ES256: Final = -7
SUBJECT, EXPIRES, ISSUED, STATUS_LIST, TIME_TO_LIVE = 2, 4, 6, 65533, 65534


@dataclass(frozen=True, slots=True)
class Statement:
    """What is signed: the compressed list of the address `uri`, as of `issued_at`.

    `good_for`: how long it may be relied on; `keep_for`: after how long a reader should fetch it anew.
    """

    uri: str
    compressed: bytes
    issued_at: datetime
    good_for: timedelta
    keep_for: timedelta
    aggregation_uri: str

    @property
    def expires_at(self) -> datetime:
        """From when on nothing follows from it."""
        return self.issued_at + self.good_for


def as_jwt(statement: Statement, signer: TokenSigner) -> str:
    """The list as a JWT in its compact form. Raises whatever the key store raises where it cannot be reached."""
    header = {"alg": "ES256", "kid": signer.kid, "typ": JWT_TYPE}
    listed = {
        "bits": BITS,
        "lst": _base64(statement.compressed),
        "aggregation_uri": statement.aggregation_uri,
    }
    claims: dict[str, Any] = {
        "sub": statement.uri,
        "iat": _seconds(statement.issued_at),
        "exp": _seconds(statement.expires_at),
        "ttl": int(statement.keep_for.total_seconds()),
        "status_list": listed,
    }
    text = f"{_base64(_json(header))}.{_base64(_json(claims))}"
    return f"{text}.{_base64(signer.sign_raw(text.encode()))}"


def as_cwt(statement: Statement, signer: TokenSigner) -> bytes:
    """The list as a CWT in a tagged COSE_Sign1. Raises as `as_jwt`."""
    protected = cbor2.dumps({ALGORITHM: ES256, KEY_ID: bytes.fromhex(signer.kid), TYPE: CWT_TYPE})
    listed = {"bits": BITS, "lst": statement.compressed, "aggregation_uri": statement.aggregation_uri}
    payload = cbor2.dumps(
        {
            SUBJECT: statement.uri,
            EXPIRES: _seconds(statement.expires_at),
            ISSUED: _seconds(statement.issued_at),
            STATUS_LIST: listed,
            TIME_TO_LIVE: int(statement.keep_for.total_seconds()),
        }
    )
    signature = signer.sign_raw(to_sign(protected, payload))
    return cbor2.dumps(cbor2.CBORTag(SIGN1, [protected, {}, payload, signature]))


def to_sign(protected: bytes, payload: bytes) -> bytes:
    """The bytes under the signature of a CWT (RFC 9052 section 4.4)."""
    return cbor2.dumps(["Signature1", protected, b"", payload])


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def _json(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
