"""All texts of the service in one language, with sample data in their places."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from babel.messages.mofile import read_mo
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from sojourn.casework.reasons import catalogue as reasons
from sojourn.engine.lawbook.facts import Applicant, Fact, load_facts
from sojourn.engine.telling.typesetting import FALLBACK, day
from sojourn.messages.catalogue import PLACEHOLDER, Button
from sojourn.messages.catalogue import catalogue as letters
from sojourn.requests.law import the_law
from sojourn.requests.sentences import SENTENCES
from sojourn.requests.texts import STATES
from sojourn.web import verdict_words

_DAYS: Final = {
    "start": date(2027, 3, 1),
    "since": date(2026, 5, 4),
    "end": date(2030, 2, 28),
    "until": date(2027, 12, 31),
    "day": date(2027, 3, 1),
    "issued": date(2026, 11, 22),
    "changed": date(2027, 6, 1),
    "effective": date(2027, 4, 1),
    "erased": date(2040, 3, 1),
}
_VALUES: Final = {
    "ref": "SJ-7K3M-92QX",
    "reference": "SJ-7K3M-92QX",
    "code": "K7QP-2X9D",
    "issuer": "Social Security Administration",
    "number": "US-2026-7K3M-92QX-4T",
    "doubter": "GKV-Spitzenverband, DVKA",
    "sealed_by": "Social Security Administration",
    "entered": "8",
    "age": "17",
    "days": "28",
    "characters": "字",
    "length": "300",
}
_PLACE: Final = re.compile(r"\{(\w+)\}")
_GETTEXT_PLACE: Final = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True, slots=True)
class Row:
    """One text: its code, its words, and what stands under it."""

    code: str
    text: str
    under: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """Texts of one kind."""

    id: str
    title: str | Promise
    rows: tuple[Row, ...]


def sections(language: str) -> list[Section]:
    """Everything that is said in `language`, by kind."""
    return [
        Section("letters", _("Letters"), tuple(_letters(language))),
        Section("questions", _("Questions, to employers"), tuple(_questions(language, Applicant.EMPLOYER))),
        Section(
            "own", _("Questions, to the self-employed"), tuple(_questions(language, Applicant.SELF_EMPLOYED))
        ),
        Section("states", _("States of a request"), tuple(_table(STATES, language))),
        Section("sentences", _("Errors and warnings"), tuple(_table(SENTENCES, language))),
        Section("reasons", _("Reasons of decisions, and remedies"), tuple(_reasons(language))),
        Section("verdicts", _("Verdicts of the check"), tuple(_verdicts(language))),
        Section("law", _("Sentences of the law, with their places"), tuple(_law(language))),
        Section("pages", _("Words of the pages"), tuple(_pages(language))),
    ]


def filled(text: str, language: str) -> str:
    """The text with sample data in the places that we have some for; others stay as they are written."""

    def sample(match: re.Match[str]) -> str:
        name = match.group(1)
        return day(_DAYS[name], language) if name in _DAYS else _VALUES.get(name, match.group(0))

    return _PLACE.sub(sample, text)


def _letters(language: str) -> Iterator[Row]:
    frame = letters().frame.wording(language)
    for name, template in letters().templates.items():
        wording = template.wording(language)
        body = [f"[ {each.button} ]" if isinstance(each, Button) else each for each in wording.body]
        lines = (*body, frame.feet[template.foot], frame.never)
        places = PLACEHOLDER.findall(wording.subject)
        code = f"{name} ({', '.join(places)})" if places else name
        yield Row(code, filled(wording.subject, language), tuple(filled(line, language) for line in lines))


def _questions(language: str, applicant: Applicant) -> Iterator[Row]:
    for fact in load_facts().facts:
        words = fact.words_in(language, applicant)
        said = (words.hint, words.why, words.meaning, words.example, words.unknown, words.missing)
        yield Row(
            fact.id, words.label, (*(each for each in said if each), *_choices(fact, language, applicant))
        )


def _choices(fact: Fact, language: str, applicant: Applicant) -> Iterator[str]:
    words = fact.words_in(language, applicant)
    yield from (f"○ {text}" for text in words.options.values())
    for column in words.columns.values():
        yield "; ".join([column.label, *column.options.values()])


def _table(table: Mapping[str, Mapping[str, str]], language: str) -> Iterator[Row]:
    yield from (Row(str(code), filled(words[language], language)) for code, words in table.items())


def _reasons(language: str) -> Iterator[Row]:
    yield from (Row(each.code, each.words[language]) for each in reasons().reasons.values())
    yield from (Row(code, words[language]) for code, words in reasons().remedies.items())


def _verdicts(language: str) -> Iterator[Row]:
    """The words of the check, as its page says them."""
    with override(language):
        for code, words in verdict_words.each_of_them():
            yield Row(code, filled(_GETTEXT_PLACE.sub(r"{\1}", str(words)), language))


def _law(language: str) -> Iterator[Row]:
    yield from (Row(code, words.get(language, "")) for code, words in the_law().sentences.items())


def _pages(language: str) -> Iterator[Row]:
    """What gettext knows. English stands in the code itself, so its texts are the keys of another catalogue."""
    written = language if language != FALLBACK else next(c for c, _ in settings.LANGUAGES if c != FALLBACK)
    for folder in settings.LOCALE_PATHS:
        path = Path(folder) / written / "LC_MESSAGES" / "django.mo"
        if not path.exists():
            continue
        with path.open("rb") as file:
            for message in read_mo(file):
                if message.id:
                    key, said = _forms(message.id), _forms(message.string)
                    yield Row(key[0], "", key[1:]) if language == FALLBACK else Row(key[0], said[0], said[1:])


def _forms(words: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words or ("",))
