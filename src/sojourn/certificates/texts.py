"""The words of a verdict, of its checks and of this room's errors, by language: `texts.yaml`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml

from sojourn.certificates.labels import date_words
from sojourn.certificates.verdict import Check, Code, Modifier, Result, Shown, Verdict
from sojourn.engine.telling.typesetting import FALLBACK, LANGUAGES, typeset

type Wordings = Mapping[str, str]


def _read() -> Mapping[str, Mapping[str, Wordings]]:
    written = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    return {
        group: {
            code: {language: typeset(text, language) for language, text in words.items()}
            for code, words in codes.items()
        }
        for group, codes in written.items()
    }


_WORDS: Final = _read()
CHECKS: Final[Mapping[str, tuple[Result, ...]]] = {
    code: tuple(result for result in Result if f"{code}.{result}" in _WORDS["checks"])
    for code in dict.fromkeys(each.partition(".")[0] for each in _WORDS["checks"])
}
"""What can be looked at, and how each of it can come out."""


@dataclass(frozen=True, slots=True)
class CheckWords:
    """One thing looked at, and how it came out."""

    sentence: str
    result: Result


@dataclass(frozen=True, slots=True)
class VerdictWords:
    """A verdict as a person reads it."""

    headline: str
    sentence: str
    modifiers: tuple[str, ...]
    checks: tuple[CheckWords, ...]
    not_proven: tuple[str, ...]


def verdict_words(verdict: Verdict, language: str) -> VerdictWords:
    """The verdict in this language (English where it is not written)."""
    values = _values(verdict, language)
    key = _key(verdict)
    return VerdictWords(
        headline=_say("headlines", _headline_key(key), language, values),
        sentence=_say("sentences", key, language, values),
        modifiers=tuple(_say("modifiers", each, language, values) for each in verdict.modifiers),
        checks=tuple(_check_words(check, language) for check in verdict.checks),
        not_proven=tuple(_say("not_proven", each, language, {}) for each in verdict.not_proven),
    )


def error_words(code: str, language: str, **values: object) -> str:
    """One of this room's error codes in words. Raises KeyError for a code of another room."""
    return _say("errors", code, language, {name: str(value) for name, value in values.items()})


def wordings(language: str) -> Iterator[tuple[str, str]]:
    """Everything that this room can say, by code, with its places unfilled: for those who review it."""
    for group, codes in _WORDS.items():
        yield from ((f"{group}.{code}", words[_written(language)]) for code, words in codes.items())


def _key(verdict: Verdict) -> str:
    """Which sentence tells this verdict: its reason, or what its dates need."""
    if verdict.code is Code.IN_FORCE and verdict.certificate is not None:
        begun = Modifier.NOT_BEGUN not in verdict.modifiers
        ends = verdict.certificate.period_end is not None
        return f"in_force.{'begun' if begun else 'not_begun'}_{'ends' if ends else 'open'}"
    return f"{verdict.code}.{verdict.reason}" if verdict.reason else str(verdict.code)


def _headline_key(key: str) -> str:
    return "in_force.not_begun" if key.startswith("in_force.not_begun") else key.partition(".")[0]


def _values(verdict: Verdict, language: str) -> dict[str, str]:
    values = {"sealed_by": verdict.sealed_by or ""}
    shown: Shown | None = verdict.certificate
    if verdict.erased is not None:
        gone = {"issued_on": verdict.erased.issued_on, "erased_on": verdict.erased.erased_on}
        return values | {name: date_words(day, (_written(language),))[0] for name, day in gone.items()}
    if shown is None:
        return values
    days = {
        "issued_on": shown.issued_on,
        "start": shown.period_start,
        "end": shown.period_end,
        "changed_on": shown.changed_on,
        "effective_on": shown.effective_on,
    }
    written = {name: date_words(day, (_written(language),))[0] for name, day in days.items() if day}
    return values | written | {"issuer": shown.issuer}


def _check_words(check: Check, language: str) -> CheckWords:
    return CheckWords(_say("checks", f"{check.code}.{check.result}", language, {}), check.result)


def _say(group: str, code: str, language: str, values: Mapping[str, str]) -> str:
    return _WORDS[group][code][_written(language)].format(**values)


def _written(language: str) -> str:
    short = language.split("-")[0]
    return short if short in LANGUAGES else FALLBACK
