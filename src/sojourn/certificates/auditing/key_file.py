"""Reading the published list of keys from a file: what `/.well-known/sojourn-keys.json` gives."""

import base64
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cryptography import x509
from pydantic import BaseModel, ValidationError

from sojourn.certificates.keyring.kinds import PublishedKey, Purpose
from sojourn.certificates.seal_check import TrustedKey

_VERSION: Final = 1


class KeyFileUnreadable(Exception):
    """The file is no list of keys in a form that is known here."""


class _Listed(BaseModel):
    kid: str
    purpose: Purpose
    x5c: tuple[str, ...]
    valid_from: datetime
    valid_until: datetime
    compromised_since: datetime | None = None


class _Institution(BaseModel):
    id: str
    name: str
    keys: tuple[_Listed, ...]


class _List(BaseModel):
    version: int
    service: str
    changed_at: datetime | None = None
    log: str
    institutions: tuple[_Institution, ...]


@dataclass(frozen=True, slots=True)
class KeyFile:
    """The keys of one service, as it published them. `log`: the verifier key of its log."""

    service: str
    log: str
    keys: tuple[PublishedKey, ...]

    @property
    def sealing(self) -> list[TrustedKey]:
        """The keys whose seals on documents count."""
        return [
            TrustedKey(key.kid, key.institution_id, key.institution_name, key.chain)
            for key in self.keys
            if key.purpose is Purpose.SEAL
        ]

    @property
    def signing(self) -> tuple[PublishedKey, ...]:
        """The keys that sign codes, credentials and status lists: a seal's key signs none of them."""
        return tuple(key for key in self.keys if key.purpose is Purpose.CREDENTIAL)


def read_keys(text: str | bytes) -> KeyFile:
    """The list. Whether it is the institution's own, only the place where it came from tells; its note, signed by the
    log, can be checked with the log's key. Raises KeyFileUnreadable.
    """
    try:
        found = _List.model_validate(json.loads(text))
        if found.version != _VERSION:
            raise KeyFileUnreadable(f"the list has the form {found.version}, which is not known here")
        keys = tuple(_key(each, listed) for each in found.institutions for listed in each.keys)
    except (ValidationError, ValueError, RecursionError) as error:
        raise KeyFileUnreadable("the file is no list of keys") from error
    return KeyFile(found.service, found.log, keys)


def _key(institution: _Institution, listed: _Listed) -> PublishedKey:
    chain = tuple(x509.load_der_x509_certificate(base64.b64decode(each)) for each in listed.x5c)
    if not chain:
        raise ValueError("a key without its certificate")
    return PublishedKey(
        kid=listed.kid,
        institution_id=institution.id,
        institution_name=institution.name,
        purpose=listed.purpose,
        chain=chain,
        valid_from=listed.valid_from,
        valid_until=listed.valid_until,
        compromised_since=listed.compromised_since,
    )
