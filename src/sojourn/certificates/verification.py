"""Checking a certificate, for anybody: by number and secret, or by the document itself. No account, nothing kept."""

import hashlib
import hmac
import re
import time
import unicodedata
from datetime import date, datetime
from typing import Final

from cryptography import x509

from sojourn.certificates import readback
from sojourn.certificates.content import CertificateContent, read_content
from sojourn.certificates.face import Issue
from sojourn.certificates.keyring.access import compromised_since
from sojourn.certificates.models import Certificate, SealKey
from sojourn.certificates.number import check_index, normal_number, normal_secret
from sojourn.certificates.seal_check import SealReport, TrustedKey, independent_seal_check
from sojourn.certificates.states import Status
from sojourn.certificates.transparency.access import entered_before, stands_in_log
from sojourn.certificates.unsealed import Unsealed, look_at
from sojourn.certificates.verdict import (
    Check,
    Code,
    Erased,
    Modifier,
    NotProven,
    Reason,
    Result,
    Shown,
    Verdict,
)
from sojourn.core import clock
from sojourn.core.errors import InvalidInput

LARGEST_DOCUMENT: Final = 1024 * 1024
_NO_NUMBER: Final = "-"
_HEADER_WITHIN: Final = 1024
_PROVEN_SECONDS: Final = 300.0
_MOST_PROVEN: Final = 10_000
_proven: dict[str, tuple[str, float]] = {}
"""Documents whose proof from the log this process has checked, with their number and the moment."""
_WORD: Final = re.compile(r"\w[\w'’]*")


def published_keys() -> list[TrustedKey]:
    """The public keys with which the institutions here have sealed, with their chains, oldest first."""
    return [_trusted(row) for row in SealKey.objects.order_by("first_used_at", "kid")]


def verify_code(number: str, secret: str, *, birth_date: date | None = None) -> Verdict:
    """Check by number and secret, however they were typed. Names are initials until `birth_date` is right.

    An unknown number and a wrong secret are one and the same look-up that finds nothing: the same answer, in the
    same time. Never raises for what was typed.
    """
    try:
        normal = normal_number(number)
    except InvalidInput:
        normal = _NO_NUMBER
    row = Certificate.objects.with_check(check_index(normal, normal_secret(secret)))
    if row is None:
        return _verdict(Code.NO_MATCH, checks=(Check("number_and_secret", Result.FAILED),))
    checks = (Check("number_and_secret", Result.PASSED), Check("seal", Result.NOT_DONE))
    if row.erased_at is not None:
        return _of_erased(row, row.erased_at, checks)
    content = read_content(row.content)
    return _of_certificate(row, checks, content, named=_same_day(birth_date, content))


def verify_document(data: bytes) -> Verdict:
    """Check a document byte for byte: its seal, its data, its record. Never raises for what was given."""
    if b"%PDF-" not in data[:_HEADER_WITHIN]:
        return _cannot(Reason.NOT_A_PDF)
    if len(data) > LARGEST_DOCUMENT:
        return _cannot(Reason.TOO_BIG)
    row = Certificate.objects.with_document(hashlib.sha256(data).hexdigest())
    moment = clock.now() if row is None else row.issued_at
    report = independent_seal_check(data, published_keys(), moment)
    return _of_stranger(data, report) if row is None else _of_document(data, row, report)


def verdict_on(row: Certificate, checks: tuple[Check, ...], *, named: bool) -> Verdict:
    """What stands on record about a certificate that was found otherwise: its status, its dates, what it says."""
    if row.erased_at is not None:
        return _of_erased(row, row.erased_at, checks)
    return _of_certificate(row, checks, read_content(row.content), named=named)


def _of_document(data: bytes, row: Certificate, report: SealReport) -> Verdict:
    """The very bytes that were issued: what is left to ask is whether seal and data hold, and the status."""
    issue = Issue(row.number, row.secret, row.issued_at.date(), "", demonstration=False)
    own_key = report.key is not None and report.key.kid == row.seal_key.kid
    if row.erased_at is not None:
        return _of_erased(row, row.erased_at, (*_seal_checks(report), Check("record", Result.PASSED)))
    agrees = readback.still_agrees(data, row.content, issue)
    checks = (*_seal_checks(report), _check("data_agrees", agrees), Check("record", Result.PASSED))
    if not (report.intact and own_key and agrees):
        return _cannot(Reason.SEAL_FAULTY, checks)
    since = compromised_since(row.seal_key.kid)
    if since is not None:
        in_time = entered_before(since, row.number, row.document_sha256)
        checks = (*checks, _check("in_time", in_time))
        if not in_time:
            return _cannot(Reason.KEY_COMPROMISED, checks)
    return _of_certificate(row, checks, read_content(row.content), named=True)


def _of_stranger(data: bytes, report: SealReport) -> Verdict:
    """Not bytes that were issued here. Which of the many ways of not being ours is it?"""
    if report.key is not None:
        return _of_our_seal(report)
    if report.readable:
        return _verdict(
            Code.NOT_OURS, Reason.FOREIGN_SEAL, checks=_seal_checks(report), sealed_by=report.sealed_by
        )
    found = look_at(data)
    if found.claims and Certificate.objects.with_check(_claimed_index(*found.claims)):
        checks = (Check("seal_found", Result.FAILED), Check("bytes_unchanged", Result.FAILED))
        return _verdict(Code.ALTERED, Reason.SEAL_REMOVED, checks=checks)
    return _of_unsealed(found)


def _of_our_seal(report: SealReport) -> Verdict:
    checks = _seal_checks(report)
    institution = report.key.institution_id if report.key else None
    if report.intact and report.key and compromised_since(report.key.kid):
        # Whoever has the key can make such a seal: no entry in the log is of this document.
        return _cannot(Reason.KEY_COMPROMISED, (*checks, Check("in_time", Result.FAILED)))
    if report.intact:
        # Sealed with our key, yet nothing here knows it: a restored backup, or a key in wrong hands.
        return _cannot(Reason.NO_RECORD, (*checks, Check("record", Result.FAILED)))
    sealed_bytes_right = report.digest_matches and report.signature_right
    reason = Reason.APPENDED if sealed_bytes_right and not report.whole_file else Reason.CHANGED
    name = report.key.institution_name if report.key else None
    return _verdict(Code.ALTERED, reason, checks=checks, institution=institution, sealed_by=name)


def _of_unsealed(found: Unsealed) -> Verdict:
    checks = (Check("seal_found", Result.FAILED),)
    if not found.readable:
        return _cannot(Reason.UNREADABLE)
    if found.encrypted:
        return _cannot(Reason.ENCRYPTED)
    if found.scan:
        return _cannot(Reason.SCAN, checks)
    return _verdict(Code.NOT_OURS, Reason.UNSEALED, checks=checks)


def _claimed_index(number: str, secret: str) -> str:
    try:
        return check_index(normal_number(number), normal_secret(secret))
    except InvalidInput:
        return check_index(_NO_NUMBER, normal_secret(secret))


def _seal_checks(report: SealReport) -> tuple[Check, ...]:
    if report.key is None:
        return (_check("seal_found", report.found), Check("key_ours", Result.FAILED))
    return (
        Check("seal_found", Result.PASSED),
        _check("key_ours", report.chain_right),
        _check("bytes_unchanged", report.digest_matches and report.signature_right),
        _check("whole_file", report.whole_file),
    )


def _of_certificate(
    row: Certificate, checks: tuple[Check, ...], content: CertificateContent, *, named: bool
) -> Verdict:
    """The verdict on a certificate that was found: its status first, then its dates."""
    today = clock.today()
    ended = row.period_end is not None and row.period_end < today
    not_begun = today < row.period_start
    by_dates = Code.ENDED if ended else Code.IN_FORCE
    status = Status(row.status)
    # While it is suspended it binds: a notice stands under the verdict, which stays what it was.
    code = by_dates if status.stands else Code(status)
    checks = (
        *checks,
        _check("status", status.stands),
        _check("period", not ended and not not_begun),
        _log_check(row),
    )
    suspended = (Modifier.SUSPENDED,) if status is Status.SUSPENDED else ()
    begun = (Modifier.NOT_BEGUN,) if not_begun and code is Code.IN_FORCE else ()
    return _verdict(
        code,
        checks=checks,
        modifiers=(*suspended, *begun, Modifier.PROVES_PAPER),
        certificate=_shown(row, content, today, named=named),
        institution=row.institution_id,
        not_proven=tuple(NotProven),
    )


def _of_erased(row: Certificate, erased_at: datetime, checks: tuple[Check, ...]) -> Verdict:
    """It was issued here; what it said is gone. Its status is told, since it stays."""
    return Verdict(
        Code.ERASED,
        clock.now(),
        checks=(*checks, _check("status", Status(row.status).stands)),
        institution=row.institution_id,
        erased=Erased(row.number, row.issued_at.date(), erased_at.date(), row.period_start, row.period_end),
    )


def _shown(row: Certificate, content: CertificateContent, today: date, *, named: bool) -> Shown:
    is_valid = row.status == Status.VALID
    change = None if is_valid else row.changes.filter(status=row.status).last()
    begun = row.period_start <= today and (row.period_end is None or today <= row.period_end)
    issuer, holder, employer = content.issuer, content.holder, content.employer
    return Shown(
        number=row.number,
        institution_id=row.institution_id,
        issuer=issuer.name,
        issuer_contact=tuple(line for line in (issuer.phone, issuer.email, issuer.url) if line),
        issued_on=row.issued_at.date(),
        period_start=row.period_start,
        period_end=row.period_end,
        day=(today - row.period_start).days + 1 if begun else None,
        days=(row.period_end - row.period_start).days + 1 if row.period_end else None,
        legislation=content.legislation,
        host=content.host,
        workplaces=tuple(place.city for place in content.workplaces if place.city),
        instrument=content.instrument,
        titles=dict(content.titles),
        article=content.article,
        category=content.category,
        named=named,
        holder=holder.name if named else _initials(holder.name),
        birth_date=holder.birth_date if named else None,
        employer=employer.name if named and employer else None,
        changed_on=change.changed_at.date() if change else None,
        effective_on=change.effective_on if change else None,
    )


def _initials(name: str) -> str:
    """S. A. M. for Sarah Anne Miller, in any script."""
    return " ".join(f"{unicodedata.normalize('NFC', word)[0].upper()}." for word in _WORD.findall(name))


def _log_check(row: Certificate) -> Check:
    """Whether the public log shows that it was issued; an entry waits some seconds for its place."""
    stands = True if _proven_lately(row) else stands_in_log(row.number, row.document_sha256)
    if stands and not _proven_lately(row):
        if len(_proven) >= _MOST_PROVEN:
            _proven.clear()
        _proven[row.document_sha256] = (row.number, time.monotonic())
    return Check("log", Result.NOT_DONE if stands is None else Result.PASSED if stands else Result.FAILED)


def _proven_lately(row: Certificate) -> bool:
    """Whether this process has checked the proof some minutes ago: what a signed head covers, all later ones do."""
    number, at = _proven.get(row.document_sha256, ("", -_PROVEN_SECONDS))
    return number == row.number and time.monotonic() - at < _PROVEN_SECONDS


def forget_proofs() -> None:
    """Check the log's proofs anew at the next look."""
    _proven.clear()


def _same_day(given: date | None, content: CertificateContent) -> bool:
    known = content.holder.birth_date.isoformat()
    return hmac.compare_digest((given.isoformat() if given else "").encode(), known.encode())


def _trusted(row: SealKey) -> TrustedKey:
    chain = tuple(x509.load_pem_x509_certificates(row.chain.encode()))
    return TrustedKey(row.kid, row.institution_id, row.institution_name, chain)


def _check(code: str, passed: bool) -> Check:
    return Check(code, Result.PASSED if passed else Result.FAILED)


def _cannot(reason: Reason, checks: tuple[Check, ...] = ()) -> Verdict:
    return _verdict(Code.CANNOT_CHECK, reason, checks=checks)


def _verdict(
    code: Code,
    reason: Reason | None = None,
    *,
    modifiers: tuple[Modifier, ...] = (),
    checks: tuple[Check, ...] = (),
    certificate: Shown | None = None,
    sealed_by: str | None = None,
    institution: str | None = None,
    not_proven: tuple[NotProven, ...] = (),
) -> Verdict:
    return Verdict(
        code, clock.now(), reason, modifiers, checks, certificate, sealed_by, institution, not_proven
    )
