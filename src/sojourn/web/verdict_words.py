"""The verdicts of the check in words. The first word is the verdict; colour and shape only repeat it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sojourn.casework.foreign.dispute_access import InDispute
from sojourn.certificates.verdict import Code, Modifier, NotProven, Reason, Result, Shown, Verdict
from sojourn.core import clock
from sojourn.requests.countries import country_name
from sojourn.web.day_words import day_in_words
from sojourn.web.institution_words import shortened
from sojourn.web.language import language

type Words = Promise | str

HEADINGS: Mapping[Code, Words] = {
    Code.IN_FORCE: _("Genuine and in force."),
    Code.ENDED: _("Genuine, but ended."),
    Code.SUPERSEDED: _("Genuine, but replaced."),
    Code.WITHDRAWN: _("Withdrawn."),
    Code.ALTERED: _("Altered."),
    Code.NO_MATCH: _("We cannot match this number and code."),
    Code.NOT_OURS: _("Not ours."),
    Code.CANNOT_CHECK: _("Cannot be checked."),
    Code.ERASED: _("Issued here; its data has been erased."),
}
NOT_BEGUN = _("Genuine, but not begun.")
FRAMES: Mapping[Code, str] = {
    Code.IN_FORCE: "",
    Code.ENDED: "doubt",
    Code.SUPERSEDED: "doubt",
    Code.WITHDRAWN: "bad",
    Code.ALTERED: "bad",
    Code.NO_MATCH: "doubt",
    Code.NOT_OURS: "bad",
    Code.CANNOT_CHECK: "doubt",
    Code.ERASED: "doubt",
}
ICONS: Mapping[str, str] = {"": "check", "doubt": "warning", "bad": "error"}
SENTENCES: Mapping[Code, Words] = {
    Code.IN_FORCE: _("Issued by %(issuer)s on %(issued)s. Valid today: %(start)s to %(end)s."),
    Code.ENDED: _(
        "Issued by %(issuer)s on %(issued)s. It ended on %(end)s: it proves cover for the time before, not for today."
    ),
    Code.SUPERSEDED: _("Replaced on %(changed)s by a newer certificate. Ask for the newer one."),
    Code.WITHDRAWN: _(
        "Withdrawn on %(changed)s, with effect from %(effective)s. It does not prove cover from that day. "
        "Ask %(issuer)s before you act on it."
    ),
    Code.NO_MATCH: _(
        "Either one is mistyped, or the paper was not issued here. Check both, then report it if it stays so."
    ),
}
IN_FORCE_OPEN = _("Issued by %(issuer)s on %(issued)s. Valid today: since %(start)s, without an end.")
NOT_BEGUN_SENTENCE = _("Issued by %(issuer)s on %(issued)s. Valid from %(start)s, not today.")
ERASED_SENTENCE = _(
    "%(number)s was issued on %(issued)s. On %(erased)s the institution erased what it said, as its retention schedule "
    "wants. Nothing about a person can be checked any more."
)
REASONS: Mapping[Reason, Words] = {
    Reason.CHANGED: _("This is not what was sealed: the file was changed after sealing. Do not rely on it."),
    Reason.APPENDED: _("This is not what was sealed: something was added after sealing. Do not rely on it."),
    Reason.SEAL_REMOVED: _(
        "This is not what was sealed: the seal was taken off the file. Do not rely on it."
    ),
    Reason.FOREIGN_SEAL: _("Sealed by %(sealed_by)s, who does not issue here."),
    Reason.UNSEALED: _("Nobody has sealed this file. What is issued here carries a seal."),
    Reason.NOT_A_PDF: _(
        "This is not a PDF. Give the PDF as it was downloaded, or type the number and the code."
    ),
    Reason.TOO_BIG: _(
        "This file is over 1 MB; no certificate issued here is. Give the PDF as it was downloaded, or type the number "
        "and the code."
    ),
    Reason.UNREADABLE: _(
        "This file cannot be read: it is damaged. This says nothing about whether it is genuine."
    ),
    Reason.ENCRYPTED: _("This file is locked with a password. What is issued here never is."),
    Reason.SCAN: _(
        "A scan cannot be checked. Use the code on it: type the number and the code, or scan the square."
    ),
    Reason.NO_RECORD: _(
        "The seal is right, but this service does not know the certificate. Ask the institution before you act on it."
    ),
    Reason.KEY_COMPROMISED: _(
        "Others may have had the key of this seal, and the public log does not show the paper from before. Do not rely "
        "on it; ask the institution."
    ),
    Reason.SEAL_FAULTY: _(
        "The certificate is known, but its seal does not hold. Ask the institution before you act on it."
    ),
    Reason.NO_CODE: _(
        "This is neither the code of a certificate nor a credential. Paste all of it; the larger code on the paper "
        "begins with SJ1:"
    ),
    Reason.CODE_UNREADABLE: _(
        "The code is damaged or incomplete. This says nothing about whether it is genuine."
    ),
    Reason.CREDENTIAL_UNREADABLE: _(
        "The credential is damaged or of another kind. This says nothing about whether it is genuine."
    ),
    Reason.KEY_UNKNOWN: _("It is signed with a key of nobody who issues here."),
    Reason.SIGNATURE_WRONG: _("This is not what the institution signed. Do not rely on it."),
    Reason.SIGNING_KEY_COMPROMISED: _(
        "It is signed with a key that others may have had. Check number and code instead."
    ),
    Reason.TEXT_EXPIRED: _(
        "It is older than it is good for. Check number and code instead; this says nothing about whether it is genuine."
    ),
    Reason.SPECIMEN: _("It says itself that it is no certificate."),
    Reason.HOLDER_NOT_PROVEN: _(
        "Whoever shows it has not proven to be the holder of the wallet to which it was given."
    ),
}
CHECKS: Mapping[str, Words] = {
    "number_and_secret": _("Number and code belong together"),
    "seal": _("Seal of the document (give the PDF to check it)"),
    "seal_found": _("The file carries a seal"),
    "key_ours": _("The seal was made with the institution’s key"),
    "in_time": _("The public log shows it from before others may have had the key"),
    "bytes_unchanged": _("Not one byte was changed since"),
    "whole_file": _("Nothing was added after sealing"),
    "data_agrees": _("Printed text and attached data agree"),
    "record": _("The institution’s record knows this file"),
    "signature": _("Signed with the institution’s key"),
    "holder_key": _("Shown by the wallet to which it was given"),
    "log": _("The public log shows its issue"),
    "status": _("Not withdrawn and not replaced"),
    "period": _("Today lies in its period"),
}
RESULTS: Mapping[Result, tuple[str, Words]] = {
    Result.PASSED: ("met", _("Yes")),
    Result.FAILED: ("not_met", _("No")),
    Result.NOT_DONE: ("open", _("Not looked at")),
}
MODIFIERS: Mapping[Modifier, Words] = {
    Modifier.SUSPENDED: _("Its issuer examines it anew. It binds until it is withdrawn."),
    Modifier.PROVES_PAPER: _("This proves the paper, not the person: compare with an identity paper."),
}
IN_DISPUTE = _("In dispute between %(doubter)s and %(issuer)s since %(since)s; it binds until withdrawn.")
PROVEN_NOT: Mapping[NotProven, Words] = {
    NotProven.IDENTITY: _("that the person in front of you is the one on the paper"),
    NotProven.PAY: _("that wages or contributions have been paid"),
    NotProven.TAX: _("where income tax is due, or whether the person may work there"),
}


def each_of_them() -> Iterator[tuple[str, Words]]:
    """Everything that the page of the check can say of a verdict, by code, for those who review it."""
    tables: tuple[Mapping[Any, Words], ...] = (HEADINGS, SENTENCES, REASONS, MODIFIERS, CHECKS, PROVEN_NOT)
    names = ("heading", "sentence", "reason", "modifier", "check", "not_proven")
    for name, table in zip(names, tables, strict=True):
        yield from ((f"{name}.{code}", words) for code, words in table.items())
    yield from (
        ("heading.not_begun", NOT_BEGUN),
        ("sentence.in_force_open", IN_FORCE_OPEN),
        ("sentence.not_begun", NOT_BEGUN_SENTENCE),
        ("sentence.erased", ERASED_SENTENCE),
        ("line.in_dispute", IN_DISPUTE),
    )


@dataclass(frozen=True, slots=True)
class TellVerdict:
    """The verdict as the page shows it."""

    heading: str
    sentence: str
    frame: str
    icon: str
    lines: tuple[str, ...] = ()
    checks: tuple[Mapping[str, str], ...] = ()
    not_proven: tuple[str, ...] = ()
    period: Mapping[str, Any] | None = None
    rows: tuple[Mapping[str, Any], ...] = field(default=(), repr=False)


def told_verdict(verdict: Verdict, dispute: InDispute | None = None) -> TellVerdict:
    """The verdict in the reader's language. A dispute is told below it and changes nothing in it."""
    frame = FRAMES[verdict.code]
    not_begun = Modifier.NOT_BEGUN in verdict.modifiers
    frame = "doubt" if not_begun else frame
    return TellVerdict(
        heading=str(NOT_BEGUN if not_begun else HEADINGS[verdict.code]),
        sentence=_sentence(verdict, not_begun),
        frame=frame,
        icon=ICONS[frame],
        lines=(*_dispute_line(dispute), *(str(MODIFIERS[m]) for m in verdict.modifiers if m in MODIFIERS)),
        checks=tuple(_check(each.code, each.result) for each in verdict.checks if each.code in CHECKS),
        not_proven=tuple(str(PROVEN_NOT[each]) for each in verdict.not_proven),
        period=_drawn_period(verdict),
        rows=tuple(_rows(verdict.certificate)) if verdict.certificate else (),
    )


def _dispute_line(dispute: InDispute | None) -> tuple[str, ...]:
    if dispute is None:
        return ()
    named = {"doubter": dispute.doubter, "issuer": dispute.issuer, "since": day_in_words(dispute.since)}
    return (str(IN_DISPUTE) % named,)


def _sentence(verdict: Verdict, not_begun: bool) -> str:
    if verdict.erased is not None:
        return str(ERASED_SENTENCE) % {
            "number": verdict.erased.number,
            "issued": day_in_words(verdict.erased.issued_on),
            "erased": day_in_words(verdict.erased.erased_on),
        }
    if verdict.certificate is None:
        words = REASONS[verdict.reason] if verdict.reason else SENTENCES.get(verdict.code, "")
        return str(words) % {"sealed_by": verdict.sealed_by or gettext("somebody unnamed")}
    shown = verdict.certificate
    words = SENTENCES.get(verdict.code, "")
    if not_begun:
        words = NOT_BEGUN_SENTENCE
    elif verdict.code is Code.IN_FORCE and shown.period_end is None:
        words = IN_FORCE_OPEN
    return str(words) % {
        "issuer": shortened(shown.issuer),
        "issued": day_in_words(shown.issued_on),
        "start": day_in_words(shown.period_start),
        "end": day_in_words(shown.period_end) if shown.period_end else "",
        "changed": day_in_words(shown.changed_on) if shown.changed_on else "",
        "effective": day_in_words(shown.effective_on or shown.changed_on or shown.issued_on),
    }


def _check(code: str, result: Result) -> Mapping[str, str]:
    mark, word = RESULTS[result]
    return {"mark": mark, "word": str(word), "text": str(CHECKS[code])}


_NO_CHANGE: Final[Mapping[str, Any]] = {"lines": (), "error": "", "change_url": ""}


def _rows(shown: Shown) -> list[Mapping[str, Any]]:
    """What the certificate says, as far as it may be shown."""
    rows: list[tuple[str, str]] = [
        (gettext("Number"), shown.number),
        (gettext("Person"), _person(shown)),
        (gettext("Date of birth"), day_in_words(shown.birth_date) if shown.birth_date else ""),
        (gettext("Employer"), shown.employer or ""),
        (gettext("Period"), _period(shown)),
        (gettext("Today"), _day(shown)),
        (gettext("Insured in"), country_name(shown.legislation, language())),
        (gettext("Works in"), _where(shown)),
        (gettext("Agreement"), shown.titles.get(language()) or shown.titles.get("en", "")),
        (gettext("Article"), shown.article or ""),
        (gettext("Issued by"), shown.issuer),
    ]
    # Said in full: the template would ask each row in vain for what it lacks, which takes longer than to draw it.
    return [{**_NO_CHANGE, "key": key, "value": value} for key, value in rows if value]


def _person(shown: Shown) -> str:
    if shown.named or not shown.holder:
        return shown.holder
    return gettext("%(initials)s (initials)") % {"initials": shown.holder}


def _period(shown: Shown) -> str:
    start = day_in_words(shown.period_start)
    if shown.period_end is None:
        return gettext("from %(start)s, without an end") % {"start": start}
    return gettext("%(start)s to %(end)s") % {"start": start, "end": day_in_words(shown.period_end)}


def _day(shown: Shown) -> str:
    if shown.day is None:
        return gettext("Today is not in this period")
    if shown.days is None:
        return gettext("Day %(day)s") % {"day": f"{shown.day:,}"}
    return gettext("Day %(day)s of %(days)s") % {"day": f"{shown.day:,}", "days": f"{shown.days:,}"}


def _where(shown: Shown) -> str:
    country = country_name(shown.host, language())
    return ", ".join((*shown.workplaces, country))


def _drawn_period(verdict: Verdict) -> Mapping[str, Any] | None:
    """The period bar: solid where the certificate covers; open where it was withdrawn or has no end to draw."""
    shown = verdict.certificate
    if shown is None or shown.period_end is None:
        return None
    kind = "uncovered" if verdict.code is Code.WITHDRAWN else "certificate"
    return {
        "home": country_name(shown.legislation, language()),
        "host": country_name(shown.host, language()),
        "parts": [{"kind": kind, "start": shown.period_start, "end": shown.period_end}],
        "today": clock.today(),
    }
