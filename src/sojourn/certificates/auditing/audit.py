"""Auditing one file: a sealed PDF, the text of an offline code, or a credential.

Everything that decides comes from files: the file itself, the list of keys, where given a status list and the log's
proof. What was not given is not guessed; it stands under what was not checked.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Final

from sojourn.certificates.auditing.findings import Conclusion, Findings
from sojourn.certificates.auditing.key_file import KeyFile
from sojourn.certificates.credential import PresentationRefused, check_presentation
from sojourn.certificates.credential.refusals import Refusal
from sojourn.certificates.document import ATTACHMENT
from sojourn.certificates.offline import PREFIX, OfflineReading, Outcome, read_code
from sojourn.certificates.seal_check import SealReport, independent_seal_check
from sojourn.certificates.status_list import StatusReference
from sojourn.certificates.status_list.bits import Value
from sojourn.certificates.status_list.reading import Outcome as ListOutcome
from sojourn.certificates.status_list.reading import read_list
from sojourn.certificates.unsealed import attached_to

_DECIDES: Final = "whether it was withdrawn or replaced since (give a status list with --status)"
_SUSPENDED: Final = "it is suspended: its issuer examines it anew, and it binds until it is withdrawn"
_ALTERED: Final = frozenset(
    {
        Refusal.SIGNATURE,
        Refusal.WRONG_ALGORITHM,
        Refusal.DISCLOSURE,
        Refusal.DISCLOSURE_TWICE,
        Refusal.DISCLOSURE_UNREFERENCED,
    }
)


@dataclass(frozen=True, slots=True)
class LogSays:
    """What a proof from the log shows of this document: that it stands there, since when at the latest, and what
    became of it up to the head of the proof.
    """

    right: bool
    why: str = ""
    number: str = ""
    document: str = ""
    head: str = ""
    last_event: str = "issued"


@dataclass(frozen=True, slots=True)
class Given:
    """What the auditor has. `status`: a status list token; `now`: the auditor's clock."""

    keys: KeyFile
    now: datetime
    status: bytes | None = None
    log: LogSays | None = None


def audit(data: bytes, given: Given) -> Findings:
    """Check one file. Never raises for what is in it."""
    if b"%PDF-" in data[:1024]:
        return _of_document(data, given)
    text = data[: 1 << 17].decode("utf-8", "replace").strip()
    if text.startswith(PREFIX):
        return _of_code(text, given)
    if "~" in text:
        return _of_credential(text, given)
    return Findings().conclude(
        Conclusion.CANNOT_CHECK, "the file is neither a PDF nor an offline code nor a credential"
    )


def _of_document(data: bytes, given: Given) -> Findings:
    found = Findings(kind="document")
    record = _record(data)
    report = independent_seal_check(data, given.keys.sealing, _sealed_at(record, given.now))
    if not found.check("the file carries a seal", report.found):
        return found.conclude(Conclusion.NOT_OURS, "nobody has sealed this file, or its seal was taken off")
    if not found.check("the seal was made with a key in the list", report.key is not None):
        who = f"it is sealed by {report.sealed_by}" if report.sealed_by else "its sealer is not named"
        return found.conclude(Conclusion.NOT_OURS, f"{who}, whose key is not in the list")
    found.check("not one byte was changed since", report.digest_matches and report.signature_right)
    found.check("nothing was added after sealing", report.whole_file)
    found.check("the certificates of the key hold together and held on that day", report.chain_right)
    if not report.intact:
        return found.conclude(
            Conclusion.ALTERED, "this is not what was sealed, or not in the time of its key"
        )
    content = record.get("content")
    if not isinstance(content, Mapping):
        return found.conclude(
            Conclusion.CANNOT_CHECK, "it is sealed here, and holds no data of a certificate"
        )
    found.facts = _facts_of_record(record, content) | {"sealed_by": report.sealed_by}
    return _with_log_and_status(found, report, data, given)


def _with_log_and_status(found: Findings, report: SealReport, data: bytes, given: Given) -> Findings:
    log = given.log
    if log is None:
        found.not_checked.append("whether the public log shows its issue (give the log's proof with --log)")
    else:
        same = log.document == hashlib.sha256(data).hexdigest() and log.number == found.facts["number"]
        if not found.check("the public log shows the issue of this very file", log.right and same):
            why = log.why or "the log's proof is of another document"
            return found.conclude(Conclusion.CANNOT_CHECK, why)
        found.facts["log"] = log.head
    key = next((each for each in given.keys.keys if report.key and each.kid == report.key.kid), None)
    if key is not None and key.compromised_since is not None:
        found.check("the key was the institution's alone when it sealed", False)
        return found.conclude(
            Conclusion.CANNOT_CHECK,
            f"others may have had the key since {key.compromised_since:%Y-%m-%d}; ask the institution",
        )
    found.not_checked.append("whether the printed text says what the attached data say")
    if log is not None and log.last_event in {"withdrawn", "superseded"}:
        found.check("not withdrawn and not replaced, as the log says", False)
        return found.conclude(Conclusion.NOT_IN_FORCE, f"the log says that it was {log.last_event}")
    return _by_status(found, None, "", given)


def _of_code(text: str, given: Given) -> Findings:
    found = Findings(kind="offline_code")
    reading = read_code(text, given.keys.signing, given.now)
    if reading.outcome is Outcome.UNREADABLE or reading.outcome is Outcome.NOT_OURS:
        return found.conclude(Conclusion.CANNOT_CHECK, "the code is damaged or incomplete")
    if not found.check("the key that it names is in the list", reading.outcome is not Outcome.KEY_UNKNOWN):
        return found.conclude(
            Conclusion.CANNOT_CHECK, "its key is newer than the list, or not an institution's"
        )
    if not found.check("the institution's key signed it", reading.facts is not None):
        return found.conclude(Conclusion.ALTERED, "this is not what the institution signed")
    return _of_reading(found, reading, given)


def _of_reading(found: Findings, reading: OfflineReading, given: Given) -> Findings:
    facts = reading.facts
    assert facts is not None  # noqa: S101  for the type checker
    found.facts = {
        "number": facts.number,
        "institution": reading.institution_id,
        "issuer": reading.institution_name,
        "person": f"{facts.given_names} {facts.family_name}",
        "birth_date": facts.birth_date.isoformat(),
        "legislation": facts.legislation,
        "host": facts.host,
        "article": facts.article,
        "period_start": facts.period_start.isoformat(),
        "period_end": facts.period_end.isoformat() if facts.period_end else None,
        "issued_on": facts.issued_on.isoformat(),
    }
    others = {
        Outcome.ALTERED: (
            Conclusion.ALTERED,
            "it was not signed with the institution's key in the time of that key",
        ),
        Outcome.SPECIMEN: (Conclusion.CANNOT_CHECK, "it says itself that it is no certificate"),
        Outcome.KEY_COMPROMISED: (Conclusion.CANNOT_CHECK, "others may have had the key that signed it"),
        Outcome.EXPIRED: (Conclusion.CANNOT_CHECK, "the code has outlived its key; check number and code"),
        Outcome.NOT_YET: (Conclusion.CANNOT_CHECK, "it is signed for a day to come, by the clock here"),
    }
    if reading.outcome in others:
        return found.conclude(*others[reading.outcome])
    reference = StatusReference(facts.status.uri, facts.status.index) if facts.status else None
    return _by_status(found, reference, reading.institution_id or "", given)


def _of_credential(text: str, given: Given) -> Findings:
    found = Findings(kind="credential")
    try:
        read = check_presentation(text, given.keys.signing, audience=None, nonce=None, now=given.now)
    except PresentationRefused as refused:
        found.check("the credential is as it was signed", False)
        conclusion = Conclusion.ALTERED if refused.reason in _ALTERED else Conclusion.CANNOT_CHECK
        return found.conclude(conclusion, f"it is refused: {refused.reason.value}")
    found.check("the institution's key signed it", True)
    found.check("each part that is shown was signed, and none twice", True)
    found.not_checked.append("whether whoever shows it holds the wallet to which it was given")
    found.facts = {"institution": read.institution_id, "issuer": read.institution_name, **read.record}
    if read.compromised_since is not None:
        found.check("the key was the institution's alone when it signed", False)
        return found.conclude(Conclusion.CANNOT_CHECK, "others may have had the key that signed it")
    return _by_status(found, read.status, read.institution_id, given)


def _by_status(
    found: Findings, reference: StatusReference | None, institution_id: str, given: Given
) -> Findings:
    """The conclusion for what is genuine: by its dates, and by the status list where there is one that tells."""
    start, end = found.facts.get("period_start"), found.facts.get("period_end")
    today = given.now.date()
    begun = not start or date.fromisoformat(start) <= today
    over = bool(end) and date.fromisoformat(str(end)) < today
    value = _status_in(found, reference, institution_id, given)
    found.check(f"today, {today.isoformat()}, lies in its period", begun and not over)
    if value is Value.INVALID:
        return found.conclude(Conclusion.NOT_IN_FORCE, "it was withdrawn or replaced")
    if over:
        return found.conclude(Conclusion.NOT_IN_FORCE, f"it ended on {end}; it proves the time before")
    if not begun:
        return found.conclude(Conclusion.NOT_IN_FORCE, f"it begins on {start}")
    if value is None:
        return found.conclude(
            Conclusion.STATUS_UNKNOWN, "it is genuine; whether it still stands was not checked"
        )
    return found.conclude(
        Conclusion.IN_FORCE,
        _SUSPENDED if value is Value.SUSPENDED else "it is genuine and stands as of the list",
    )


def _status_in(
    found: Findings, reference: StatusReference | None, institution_id: str, given: Given
) -> Value | None:
    if given.status is None or reference is None:
        named = "" if reference is None else f": {reference.uri}"
        found.not_checked.append(f"{_DECIDES}{named}")
        return None
    listed = read_list(given.status, given.keys.signing, given.now)
    right = found.check(
        "the status list is the institution's and not expired", listed.outcome is ListOutcome.GENUINE
    )
    value = listed.value_at(reference, institution_id) if right else None
    if value is None:
        found.not_checked.append(f"{_DECIDES}: the list given does not tell ({listed.outcome.value})")
        return None
    age = listed.age(given.now)
    found.facts["status_as_of"] = listed.issued_at.isoformat() if listed.issued_at else None
    found.facts["status_hours_old"] = round(age.total_seconds() / 3600, 1) if age else 0
    found.check("not withdrawn and not replaced, as the list says", value is not Value.INVALID)
    return value


def _record(data: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(attached_to(data, ATTACHMENT) or b"{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, Mapping) else {}


def _sealed_at(record: Mapping[str, Any], now: datetime) -> datetime:
    """The day of issue that stands in the sealed data: believed only where the seal holds, which covers it."""
    try:
        return datetime.combine(date.fromisoformat(str(record.get("issued_on", ""))), time(23, 59), UTC)
    except ValueError:
        return now


def _facts_of_record(record: Mapping[str, Any], content: Mapping[str, Any]) -> dict[str, Any]:
    holder = content.get("holder") or {}
    issuer = content.get("issuer") or {}
    plain = ("legislation", "host", "instrument", "article", "period_start", "period_end")
    return {
        "number": record.get("number"),
        "issued_on": record.get("issued_on"),
        "institution": issuer.get("id"),
        "issuer": issuer.get("name"),
        "person": f"{holder.get('given_names', '')} {holder.get('family_name', '')}".strip(),
        "birth_date": holder.get("birth_date"),
        **{name: content.get(name) for name in plain},
    }
