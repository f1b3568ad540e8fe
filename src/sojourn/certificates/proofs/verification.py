"""Checking a proof of application, for anybody: by reference and code, or by the document itself."""

import hashlib
import hmac
import json
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from urllib.parse import urlsplit

from sojourn.certificates.keyring.access import compromised_since
from sojourn.certificates.number import check_index, normal_secret
from sojourn.certificates.proofs.content import ProofContent, read_proof
from sojourn.certificates.proofs.models import Proof
from sojourn.certificates.proofs.paper import ATTACHMENT
from sojourn.certificates.readback import attached_data
from sojourn.certificates.seal_check import independent_seal_check
from sojourn.certificates.unsealed import attached_to
from sojourn.certificates.verdict import Check, Code, Erased, Reason, Result, Verdict
from sojourn.certificates.verification import LARGEST_DOCUMENT, published_keys, verify_document
from sojourn.core import clock

_REFERENCE: Final = re.compile(r"SJ([0-9A-Z]{4})([0-9A-Z]{4})")
_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class ShownProof:
    """What the check may show. The person is in initials unless `named`."""

    request_id: str
    reference: str
    institution: str
    hosted: bool
    sealed_by: str
    home: str
    host: str
    period_start: date
    period_end: date | None
    received_at: datetime
    named: bool
    person: str = field(repr=False)
    applicant: str | None = field(default=None, repr=False)
    birth_date: date | None = field(default=None, repr=False)
    answers_sha256: str | None = None
    law_version: str = ""


@dataclass(frozen=True, slots=True)
class ProofVerdict:
    """The answer. `genuine` is false where a seal that is known does not hold."""

    genuine: bool
    proof: ShownProof
    checked_at: datetime
    checks: tuple[Check, ...] = ()


def normal_reference(typed: str) -> str | None:
    """The reference as it was given, from what somebody typed; None for what can be none, e.g. a number."""
    text = unicodedata.normalize("NFKC", typed[:200]).upper()
    found = _REFERENCE.fullmatch("".join(character for character in text if character.isalnum()))
    return f"SJ-{found[1]}-{found[2]}" if found else None


def verify_proof_code(
    reference: str, secret: str, *, birth_date: date | None = None
) -> ProofVerdict | Verdict | None:
    """Check by reference and secret. None for an unknown reference and for a wrong secret alike.

    A proof whose data has been erased gives the verdict that says so.
    """
    row = Proof.objects.filter(check_index=check_index(reference, normal_secret(secret))).first()
    if row is None:
        return None
    if row.erased_at is not None:
        return _of_erased(row, row.erased_at)
    content = read_proof(row.content)
    given = birth_date.isoformat() if birth_date else ""
    named = hmac.compare_digest(given.encode(), content.birth_date.isoformat().encode())
    checks = (Check("number_and_secret", Result.PASSED), Check("seal", Result.NOT_DONE))
    return ProofVerdict(True, _shown(row, content, named=named), clock.now(), checks)


def verify_paper(data: bytes) -> ProofVerdict | Verdict:
    """Check a document, a proof or a certificate, byte for byte. Never raises for what was given."""
    row = (
        Proof.objects.select_related("seal_key")
        .filter(document_sha256=hashlib.sha256(data).hexdigest())
        .first()
    )
    if row is not None and row.erased_at is not None:
        return _of_erased(row, row.erased_at)
    if row is not None and len(data) <= LARGEST_DOCUMENT:
        return _of_document(data, row)
    verdict = verify_document(data)
    if verdict.code is Code.NOT_OURS and verdict.reason is Reason.UNSEALED and _claims_proof(data):
        checks = (Check("seal_found", Result.FAILED), Check("bytes_unchanged", Result.FAILED))
        return Verdict(Code.ALTERED, clock.now(), Reason.SEAL_REMOVED, checks=checks)
    return verdict


def _of_document(data: bytes, row: Proof) -> ProofVerdict:
    """The very bytes that were issued: what is left to ask is whether seal and data hold."""
    report = independent_seal_check(data, published_keys(), row.issued_at)
    content = read_proof(row.content)
    attached = attached_data(data) or b"{}"
    agrees = json.loads(attached).get("content") == row.content
    own_key = report.key is not None and report.key.kid == row.seal_key.kid
    checks: tuple[Check, ...] = (
        _check("seal_found", report.found),
        _check("key_ours", own_key and report.chain_right),
        _check("bytes_unchanged", report.digest_matches and report.signature_right),
        _check("whole_file", report.whole_file),
        _check("data_agrees", agrees),
        Check("record", Result.PASSED),
    )
    since = compromised_since(row.seal_key.kid)
    # No log shows proofs: of those made before the moment the record tells.
    in_time = since is None or row.issued_at < since
    if since is not None:
        checks = (*checks, _check("in_time", in_time))
    genuine = report.intact and own_key and agrees and in_time
    return ProofVerdict(genuine, _shown(row, content, named=genuine), clock.now(), checks)


def _of_erased(row: Proof, erased_at: datetime) -> Verdict:
    erased = Erased(row.reference, row.issued_at.date(), erased_at.date())
    return Verdict(Code.ERASED, clock.now(), erased=erased)


def _claims_proof(data: bytes) -> bool:
    try:
        record = json.loads(attached_to(data, ATTACHMENT) or b"{}")
        reference, secret = urlsplit(str(record["check"])).path.rsplit("/", 2)[-2:]
    except (ValueError, KeyError, TypeError, RecursionError):
        return False
    normal = normal_reference(reference) or "-"
    return Proof.objects.filter(check_index=check_index(normal, normal_secret(secret))).exists()


def _shown(row: Proof, content: ProofContent, *, named: bool) -> ShownProof:
    return ShownProof(
        request_id=str(row.request_id),
        reference=row.reference,
        institution=content.institution,
        hosted=content.hosted,
        sealed_by=content.sealed_by.name,
        home=content.home,
        host=content.host,
        period_start=content.period_start,
        period_end=content.period_end,
        received_at=content.received_at,
        named=named,
        person=content.person if named else _initials(content.person),
        applicant=content.applicant if named else None,
        birth_date=content.birth_date if named else None,
        answers_sha256=content.answers_sha256 if named else None,
        law_version=content.law_version,
    )


def _initials(name: str) -> str:
    return " ".join(f"{unicodedata.normalize('NFC', word)[0].upper()}." for word in _WORD.findall(name))


def _check(code: str, passed: bool) -> Check:
    return Check(code, Result.PASSED if passed else Result.FAILED)
