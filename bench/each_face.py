"""The faces of one generated certificate, written as issuing writes them, and read by others."""

import hashlib
import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec

from bench.generated import generated
from sojourn.certificates import document, readback
from sojourn.certificates.conformance import faults
from sojourn.certificates.content import CertificateContent
from sojourn.certificates.credential.making import Given, credential_for, expiry
from sojourn.certificates.credential.mapping import Unmappable
from sojourn.certificates.credential.profiles import all_profiles
from sojourn.certificates.face import Issue
from sojourn.certificates.keyring import PublishedKey, Purpose, TokenSigner
from sojourn.certificates.keys import Sealer, key_id, sealer_for
from sojourn.certificates.number import new_number, new_secret
from sojourn.certificates.offline import Outcome, facts_of, make_code, read_code
from sojourn.certificates.seal import seal
from sojourn.certificates.status_list import StatusReference
from sojourn.certificates.transparency.entries import digest_of

_SALT = "5a" * 32
_STATUS = StatusReference("https://coverage.example.gov/status/bcdfghjk", 1_048_575)


@dataclass(frozen=True, slots=True)
class _Institution:
    id: str = "us-ssa"
    name: str = "Social Security Administration"
    country: str = "US"


@cache
def _keys() -> tuple[Sealer, TokenSigner, PublishedKey]:
    sealer = sealer_for(_Institution())
    public = sealer.chain[0].public_key()
    if not isinstance(public, ec.EllipticCurvePublicKey):
        raise TypeError("the demonstration's key is of another kind")
    signer = TokenSigner(key_id(sealer.chain[0]), tuple(sealer.chain), public, sealer.sign)
    begins, ends = signer.chain[0].not_valid_before_utc, signer.chain[0].not_valid_after_utc
    published = PublishedKey(
        signer.kid, "us-ssa", _Institution.name, Purpose.CREDENTIAL, signer.chain, begins, ends
    )
    return sealer, signer, published


def differing_faces(seed: int, moment: datetime) -> tuple[list[str], int]:
    """Where the faces of the certificate with this number differ from it, and how many pages it has."""
    content = generated(seed)
    unprintable = document.unprintable(content)
    if unprintable:
        return [f"not printable: {each.field} {each.characters}" for each in unprintable], 0
    sealer, signer, _ = _keys()
    issue = Issue(
        number=new_number("US", moment.date()),
        secret=new_secret(),
        issued_on=moment.date(),
        base_url="https://coverage.example.gov",
        demonstration=False,
        status=_STATUS,
    )
    issue = replace(issue, offline_code=make_code(content, issue, signer))
    drawn = document.render(content, issue, moment)
    pdf = seal(drawn, sealer, label="Electronic seal", name=content.issuer.name)
    found = readback.differences(pdf, content, issue)
    found += [f"conformance: {each.code} {each.place}" for each in faults(pdf)]
    found += _code(content, issue, moment) + _entry(issue, pdf, moment)
    return found + _credential(content, issue, moment), readback.read_back(pdf).pages


def _code(content: CertificateContent, issue: Issue, moment: datetime) -> list[str]:
    read = read_code(issue.offline_code or "", [_keys()[2]], moment)
    if read.outcome is not Outcome.GENUINE or read.facts is None:
        return [f"offline code: {read.outcome}"]
    whole = facts_of(content, issue)
    return [] if read.facts.marks != whole.marks or read.facts == whole else ["offline code: facts"]


def _entry(issue: Issue, pdf: bytes, moment: datetime) -> list[str]:
    told: dict[str, Any] = {
        "v": 1,
        "number": issue.number,
        "institution": "us-ssa",
        "document": hashlib.sha256(pdf).hexdigest(),
        "event": "issued",
        "at": moment.isoformat(),
    }
    return readback.entry.differences(
        _Told(told, _SALT, digest_of(_SALT, told)),
        number=issue.number,
        institution_id="us-ssa",
        pdf=pdf,
        issued_at=moment.isoformat(),
    )


@dataclass(frozen=True, slots=True)
class _Told:
    told: Any
    salt: str
    digest: bytes


def _credential(content: CertificateContent, issue: Issue, moment: datetime) -> list[str]:
    """Written by the first profile for this kind; it reads itself back. A profile may have no place for it."""
    profile = next(each for each in all_profiles() if content.kind in each.kinds and each.offered)
    signer = _keys()[1]
    given = Given(uuid.UUID(int=1), bytes(32), moment, expiry(content, profile, moment, signer))
    if given.expires_at <= moment:
        return []
    try:
        credential_for(content, issue, profile=profile, signer=signer, given=given)
    except Unmappable:
        return []
    except Exception as error:  # noqa: BLE001  whatever it is, this certificate differs
        return [f"credential: {error!r}"]
    return []
