"""Answering a check by a text: the offline code from the paper, or a credential from a wallet.

Nobody can guess such a text: it is signed. So it opens the certificate without its code, and shows no more of it than
the text itself says.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from sojourn.certificates.checking.counts import Way, count_check
from sojourn.certificates.content import read_content
from sojourn.certificates.credential import PresentationRefused, Refusal, check_presentation
from sojourn.certificates.credential.offered import profiles_in_use
from sojourn.certificates.keyring import Purpose, published_keys
from sojourn.certificates.models import Certificate
from sojourn.certificates.offline import PREFIX, OfflineFacts, OfflineReading, Outcome, read_code
from sojourn.certificates.offline.facts import Mark
from sojourn.certificates.transparency.access import entered_before
from sojourn.certificates.verdict import Check, Code, Reason, Result, Verdict
from sojourn.certificates.verification import verdict_on
from sojourn.core import clock

LONGEST_TEXT: Final = 64 * 1024

_OF_CODE: Final[Mapping[Outcome, tuple[Code, Reason]]] = {
    Outcome.SPECIMEN: (Code.CANNOT_CHECK, Reason.SPECIMEN),
    Outcome.NOT_OURS: (Code.CANNOT_CHECK, Reason.NO_CODE),
    Outcome.UNREADABLE: (Code.CANNOT_CHECK, Reason.CODE_UNREADABLE),
    Outcome.KEY_UNKNOWN: (Code.NOT_OURS, Reason.KEY_UNKNOWN),
    Outcome.ALTERED: (Code.ALTERED, Reason.SIGNATURE_WRONG),
    Outcome.EXPIRED: (Code.CANNOT_CHECK, Reason.TEXT_EXPIRED),
    Outcome.NOT_YET: (Code.CANNOT_CHECK, Reason.CODE_UNREADABLE),
}
_OF_CREDENTIAL: Final[Mapping[Refusal, tuple[Code, Reason]]] = {
    Refusal.UNKNOWN_KEY: (Code.NOT_OURS, Reason.KEY_UNKNOWN),
    Refusal.KEY_COMPROMISED: (Code.CANNOT_CHECK, Reason.SIGNING_KEY_COMPROMISED),
    Refusal.SIGNATURE: (Code.ALTERED, Reason.SIGNATURE_WRONG),
    Refusal.WRONG_ALGORITHM: (Code.ALTERED, Reason.SIGNATURE_WRONG),
    Refusal.DISCLOSURE: (Code.ALTERED, Reason.SIGNATURE_WRONG),
    Refusal.DISCLOSURE_TWICE: (Code.ALTERED, Reason.SIGNATURE_WRONG),
    Refusal.DISCLOSURE_UNREFERENCED: (Code.ALTERED, Reason.SIGNATURE_WRONG),
    Refusal.EXPIRED: (Code.CANNOT_CHECK, Reason.TEXT_EXPIRED),
    Refusal.BINDING_MISSING: (Code.CANNOT_CHECK, Reason.HOLDER_NOT_PROVEN),
    Refusal.BINDING_WRONG: (Code.CANNOT_CHECK, Reason.HOLDER_NOT_PROVEN),
    Refusal.BINDING_OTHER_AUDIENCE: (Code.CANNOT_CHECK, Reason.HOLDER_NOT_PROVEN),
    Refusal.BINDING_OTHER_NONCE: (Code.CANNOT_CHECK, Reason.HOLDER_NOT_PROVEN),
    Refusal.BINDING_OTHER_TIME: (Code.CANNOT_CHECK, Reason.HOLDER_NOT_PROVEN),
}
_SIGNED: Final = Check("signature", Result.PASSED)


def check_text(text: str, *, audience: str | None = None, nonce: str | None = None) -> Verdict:
    """Check an offline code or a credential, as it was scanned or pasted. Never raises for what was given.

    `audience` and `nonce`: what the holder's proof of a credential must be made out for, where one was asked for.
    """
    text = text.strip()
    if text.startswith(PREFIX):
        way, verdict = Way.OFFLINE_CODE, _of_code(text)
    elif "~" in text:
        way, verdict = Way.CREDENTIAL, _of_credential(text, audience, nonce)
    else:
        return _refused(Code.CANNOT_CHECK, Reason.NO_CODE)
    count_check(way, verdict.code.value, verdict.institution)
    return verdict


def _of_code(text: str) -> Verdict:
    reading = read_code(text, published_keys(Purpose.CREDENTIAL), clock.now())
    facts = reading.facts
    if reading.outcome in _OF_CODE or facts is None:
        return _refused(*_OF_CODE.get(reading.outcome, (Code.CANNOT_CHECK, Reason.CODE_UNREADABLE)))
    row = Certificate.objects.numbered(facts.number)
    if row is None or row.institution_id != reading.institution_id:
        return _refused(Code.CANNOT_CHECK, Reason.NO_RECORD, (_SIGNED, Check("record", Result.FAILED)))
    if reading.outcome is Outcome.KEY_COMPROMISED and not _was_before(reading, row):
        return _refused(Code.CANNOT_CHECK, Reason.SIGNING_KEY_COMPROMISED)
    checks = (_SIGNED, Check("record", Result.PASSED))
    if row.erased_at is None and not _agrees(facts, row):
        failed = (_SIGNED, Check("data_agrees", Result.FAILED))
        return _refused(Code.CANNOT_CHECK, Reason.SEAL_FAULTY, failed)
    return _without_employer(verdict_on(row, checks, named=True))


def _was_before(reading: OfflineReading, row: Certificate) -> bool:
    """Whether the log shows the certificate from before others may have had the key that signed its code."""
    since = next(
        (
            key.compromised_since
            for key in published_keys(Purpose.CREDENTIAL)
            if key.kid == reading.kid and key.institution_id == reading.institution_id
        ),
        None,
    )
    return since is not None and entered_before(since, row.number, row.document_sha256)


def _agrees(facts: OfflineFacts, row: Certificate) -> bool:
    """Whether what is signed is what the record says. Shortened names agree as far as they go."""
    content = read_content(row.content)
    holder = content.holder
    names = (facts.family_name, facts.given_names)
    whole = Mark.NAMES_SHORTENED in facts.marks or names == (holder.family_name, holder.given_names)
    said = (facts.birth_date, facts.legislation, facts.host, facts.period_start, facts.period_end)
    return whole and said == (
        holder.birth_date,
        content.legislation,
        content.host,
        content.period_start,
        content.period_end,
    )


def _of_credential(text: str, audience: str | None, nonce: str | None) -> Verdict:
    keys = published_keys(Purpose.CREDENTIAL)
    try:
        read = check_presentation(
            text, keys, audience=audience, nonce=nonce, now=clock.now(), profiles=profiles_in_use()
        )
    except PresentationRefused as refused:
        return _refused(
            *_OF_CREDENTIAL.get(refused.reason, (Code.CANNOT_CHECK, Reason.CREDENTIAL_UNREADABLE))
        )
    row = Certificate.objects.numbered(str(read.record.get("number", "")))
    if row is None:
        row = _at_status(read.status.uri, read.status.index) if read.status else None
    if row is None or row.institution_id != read.institution_id:
        return _refused(Code.CANNOT_CHECK, Reason.NO_RECORD, (_SIGNED, Check("record", Result.FAILED)))
    since = read.compromised_since
    if since is not None and not entered_before(since, row.number, row.document_sha256):
        return _refused(Code.CANNOT_CHECK, Reason.SIGNING_KEY_COMPROMISED)
    holder_proven = Result.PASSED if read.binding.value == "proven" else Result.NOT_DONE
    checks = (_SIGNED, Check("holder_key", holder_proven), Check("record", Result.PASSED))
    return _as_disclosed(verdict_on(row, checks, named=False), read.record)


def _at_status(uri: str, index: int) -> Certificate | None:
    rows = Certificate.objects.select_related("seal_key")
    return rows.filter(status_list__uri=uri, status_index=index).first()


def _as_disclosed(verdict: Verdict, record: Mapping[str, Any]) -> Verdict:
    """With what the holder chose to show, and nothing else that names the paper, the person or the employer."""
    shown = verdict.certificate
    if shown is None:
        return verdict
    found = record.get("holder")
    holder: Mapping[str, Any] = found if isinstance(found, Mapping) else {}
    names = " ".join(str(holder[key]) for key in ("given_names", "family_name") if holder.get(key))
    told = replace(
        shown,
        number=shown.number if record.get("number") else "",
        workplaces=(),
        named=bool(names),
        holder=names,
        birth_date=_day(holder.get("birth_date")),
        employer=None,
    )
    return replace(verdict, certificate=told)


def _day(value: object) -> date | None:
    if isinstance(value, datetime) or not isinstance(value, str | date):
        return None
    try:
        return value if isinstance(value, date) else date.fromisoformat(value)
    except ValueError:
        return None


def _without_employer(verdict: Verdict) -> Verdict:
    if verdict.certificate is None:
        return verdict
    return replace(verdict, certificate=replace(verdict.certificate, employer=None))


def _refused(code: Code, reason: Reason, checks: tuple[Check, ...] = ()) -> Verdict:
    return Verdict(code, clock.now(), reason, checks=checks or (Check("signature", Result.FAILED),))
