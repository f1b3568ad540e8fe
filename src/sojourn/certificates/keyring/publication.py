"""The list of keys as anybody may fetch it: each key with its purpose, its certificates and its life.

The list is made from what the key store says and nothing else, so that the same keys give the same bytes. What a list
of trusted entities by ETSI TS 119 602 asks of an entity and its services can be filled from it.
"""

import base64
import hashlib
from datetime import datetime
from typing import Annotated, Any, Final, Literal, cast

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from pydantic import BaseModel, ConfigDict, Field

from sojourn.certificates.keyring.models import Key
from sojourn.certificates.keyring.opening import chain_of
from sojourn.certificates.transparency.signing_key import log_key, origin

VERSION: Final = 1
_COORDINATE_BYTES: Final = 32
_Purpose = Literal["seal", "credential"]
_State = Literal["ready", "active", "retired", "compromised"]
_Kid = Annotated[str, Field(pattern="^[0-9a-f]{16}$")]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Jwk(_Part):
    """The public key as RFC 7517 and RFC 7518 write it."""

    kty: Literal["EC"] = "EC"
    crv: Literal["P-256"] = "P-256"
    x: str
    y: str
    kid: _Kid
    alg: Literal["ES256"] = "ES256"
    use: Literal["sig"] = "sig"


class ListedKey(_Part):
    """One key. `x5c`: its certificate, then those above it (DER in base64, RFC 7515 section 4.1.6)."""

    kid: _Kid = Field(
        description="The first 8 bytes of the SHA-256 of the key's own certificate (DER), in hex."
    )
    purpose: _Purpose = Field(
        description="seal: seals on documents (PAdES). credential: offline codes, credentials, status lists."
    )
    state: _State = Field(
        description="ready: will sign. active: signs. retired: signs no more, what it signed counts. compromised: "
        "others may hold it."
    )
    alg: Literal["ES256", "RS256", "other"]
    x5c: tuple[str, ...] = Field(min_length=1)
    jwk: Jwk | None = Field(description="The key itself, where it is of the curve P-256.")
    valid_from: datetime = Field(description="From when its certificate holds.")
    valid_until: datetime = Field(description="Until when its certificate holds.")
    signs_from: datetime | None = Field(description="Since when it signs; null where it does not yet.")
    signs_until: datetime | None = Field(description="When it was retired; null where it was not.")
    compromised_since: datetime | None = Field(
        description="What it signed counts only where the public log proves it from before this moment."
    )


class Institution(_Part):
    """Whose keys they are; `sojourn` is the service itself."""

    id: str
    name: str
    keys: tuple[ListedKey, ...]


class KeyList(_Part):
    """All keys of all institutions of this service."""

    version: Literal[1] = Field(default=VERSION, description="The form of this list, not its edition.")
    service: str = Field(description="The address of the service.")
    changed_at: datetime | None = Field(description="The last change of any key; null while there is none.")
    log: str = Field(
        description="The public log's key, as C2SP signed notes write it. It also signs this list: sojourn-keys.note."
    )
    institutions: tuple[Institution, ...]


def key_list() -> bytes:
    """The list as JSON; the same bytes as long as no key changes."""
    by_holder: dict[str, list[Key]] = {}
    for row in Key.objects.exclude(kid=None).order_by("holder_id", "made_at", "kid"):
        by_holder.setdefault(row.holder_id, []).append(row)
    changes = [moment for rows in by_holder.values() for row in rows for moment in _moments(row)]
    listed = KeyList(
        service=settings.SOJOURN_BASE_URL,
        changed_at=max(changes, default=None),
        log=log_key().verifier,
        institutions=tuple(
            Institution(id=holder, name=rows[-1].holder_name, keys=tuple(_listed(row) for row in rows))
            for holder, rows in by_holder.items()
        ),
    )
    return listed.model_dump_json(indent=1).encode() + b"\n"


def key_list_note() -> str:
    """The list's SHA-256, signed by the log's key: a C2SP signed note whose first line no log begins with."""
    return log_key().signed(f"{origin()}/keys\n{hashlib.sha256(key_list()).hexdigest()}\n")


def schema() -> dict[str, Any]:
    """The JSON Schema of the list."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Keys of a Sojourn service",
        **{
            name: value
            for name, value in KeyList.model_json_schema(mode="serialization").items()
            if name != "title"
        },
    }


def _moments(row: Key) -> list[datetime]:
    return [
        moment
        for moment in (row.made_at, row.active_from, row.retired_at, row.compromise_told_at)
        if moment is not None
    ]


def _listed(row: Key) -> ListedKey:
    chain = chain_of(row.chain)
    jwk = _jwk(row.kid or "", chain[0])
    purpose, state = cast(_Purpose, row.purpose), cast(_State, row.state)
    return ListedKey(
        kid=row.kid or "",
        purpose=purpose,
        state=state,
        alg="ES256" if jwk else "RS256" if not _elliptic(chain[0]) else "other",
        x5c=tuple(base64.b64encode(each.public_bytes(Encoding.DER)).decode() for each in chain),
        jwk=jwk,
        valid_from=chain[0].not_valid_before_utc,
        valid_until=chain[0].not_valid_after_utc,
        signs_from=row.active_from,
        signs_until=row.retired_at,
        compromised_since=row.compromised_since,
    )


def _elliptic(certificate: x509.Certificate) -> bool:
    return isinstance(certificate.public_key(), ec.EllipticCurvePublicKey)


def _jwk(kid: str, certificate: x509.Certificate) -> Jwk | None:
    key = certificate.public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        return None
    numbers = key.public_numbers()
    x, y = (
        base64.urlsafe_b64encode(part.to_bytes(_COORDINATE_BYTES, "big")).rstrip(b"=").decode()
        for part in (numbers.x, numbers.y)
    )
    return Jwk(x=x, y=y, kid=kid)
