"""Every verdict and every error has words in each language, and they say what was found."""

import itertools
import re
from dataclasses import fields
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from sojourn.certificates import errors, texts, verification
from sojourn.certificates.texts import VerdictWords, error_words, verdict_words
from sojourn.certificates.verdict import Check, Code, Modifier, NotProven, Reason, Result, Shown, Verdict
from sojourn.engine.telling.typesetting import LANGUAGES

SHOWN = Shown(
    number="US-2026-7K3M-92QX-4T",
    institution_id="us-ssa",
    issuer="Social Security Administration",
    issuer_contact=(),
    issued_on=date(2026, 11, 22),
    period_start=date(2027, 3, 1),
    period_end=date(2030, 2, 28),
    day=None,
    days=1096,
    legislation="US",
    host="DE",
    workplaces=(),
    instrument="us-de",
    titles={"en": "Agreement"},
    article="6(2)",
    category="posted_employee",
    named=False,
    holder="S. M.",
    changed_on=date(2027, 6, 1),
    effective_on=date(2027, 4, 1),
)
STRANGERS = {
    Code.ALTERED: [Reason.CHANGED, Reason.APPENDED, Reason.SEAL_REMOVED, Reason.SIGNATURE_WRONG],
    Code.NOT_OURS: [Reason.FOREIGN_SEAL, Reason.UNSEALED, Reason.KEY_UNKNOWN],
    Code.CANNOT_CHECK: [
        Reason.NOT_A_PDF,
        Reason.TOO_BIG,
        Reason.UNREADABLE,
        Reason.ENCRYPTED,
        Reason.SCAN,
        Reason.NO_RECORD,
        Reason.KEY_COMPROMISED,
        Reason.SEAL_FAULTY,
        Reason.NO_CODE,
        Reason.CODE_UNREADABLE,
        Reason.CREDENTIAL_UNREADABLE,
        Reason.TEXT_EXPIRED,
        Reason.SPECIMEN,
        Reason.HOLDER_NOT_PROVEN,
        Reason.SIGNING_KEY_COMPROMISED,
    ],
    Code.NO_MATCH: [None],
}
OURS = [Code.IN_FORCE, Code.ENDED, Code.SUPERSEDED, Code.WITHDRAWN]
CASES = [(code, reason) for code, reasons in STRANGERS.items() for reason in reasons] + [
    (code, None) for code in OURS
]


def said(code: Code, reason: Reason | None = None, language: str = "en", **changes: object) -> VerdictWords:
    shown = Shown(**{each.name: getattr(SHOWN, each.name) for each in fields(Shown)} | changes)  # type: ignore[arg-type]
    verdict = Verdict(
        code,
        datetime(2027, 3, 1, tzinfo=UTC),
        reason,
        certificate=shown if code in OURS else None,
        sealed_by="Somebody",
        modifiers=(Modifier.NOT_BEGUN,) if changes.get("period_start") == date(2028, 1, 1) else (),
    )
    return verdict_words(verdict, language)


@pytest.mark.parametrize(("code", "reason"), CASES)
def test_every_verdict_has_words_of_its_own_in_each_language(code: Code, reason: Reason | None) -> None:
    each = [said(code, reason, language) for language in LANGUAGES]
    english, german = each[:2]
    assert len({words.headline for words in each}) == len(LANGUAGES)
    assert len({words.sentence for words in each}) == len(LANGUAGES)
    assert not any("{" in words.sentence + words.headline for words in each)
    assert said(code, reason, "de-AT") == german
    assert said(code, reason, "xx") == english


def test_no_reason_is_left_without_a_verdict() -> None:
    assert {reason for reasons in STRANGERS.values() for reason in reasons if reason} == set(Reason)


def test_no_two_verdicts_read_the_same() -> None:
    read = [said(code, reason) for code, reason in CASES]
    assert len({(each.headline, each.sentence) for each in read}) == len(read)


def test_in_force_says_by_whom_when_and_for_which_days() -> None:
    words = said(Code.IN_FORCE)
    assert words.headline == "Genuine and in force."
    sentence = words.sentence.replace("\u00a0", " ")
    assert sentence == (
        "Issued by Social Security Administration on 22 November 2026. Valid today: 1 March 2027 to 28 February 2030."
    )
    assert "ohne festes Ende" in said(Code.IN_FORCE, language="de", period_end=None).sentence


def test_what_has_not_begun_is_not_called_valid_today() -> None:
    words = said(Code.IN_FORCE, period_start=date(2028, 1, 1))
    assert "in force" not in words.headline
    assert "Valid today" not in words.sentence
    assert words.modifiers[0].replace("\u00a0", " ") == "Not begun: valid from 1 January 2028."


def test_withdrawn_names_both_days() -> None:
    headline = said(Code.WITHDRAWN).headline.replace("\u00a0", " ")
    assert headline == "Withdrawn on 1 June 2027, with effect from 1 April 2027."


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_check_that_the_room_makes_and_every_limit_has_words(language: str) -> None:
    source = Path(verification.__file__).read_text()
    made = set(re.findall(r"[Cc]heck\(\"([a-z_]+)\"", source))
    assert made == set(texts.CHECKS)
    for code, result in itertools.chain.from_iterable(
        ((c, r) for r in texts.CHECKS[c]) for c in texts.CHECKS
    ):
        verdict = Verdict(Code.NO_MATCH, datetime(2027, 3, 1, tzinfo=UTC), checks=(Check(code, result),))
        (words,) = verdict_words(verdict, language).checks
        assert words.sentence
        assert words.result in Result
    everything = Verdict(Code.NO_MATCH, datetime(2027, 3, 1, tzinfo=UTC), not_proven=tuple(NotProven))
    assert len(verdict_words(everything, language).not_proven) == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_error_code_of_the_room_has_words(language: str) -> None:
    codes = [value for name, value in vars(errors).items() if name.isupper() and isinstance(value, str)]
    assert len(codes) >= 7
    for code in codes:
        assert error_words(code, language, characters="王", number="US")
    assert "王" in error_words("not_printable", language, characters="王")
