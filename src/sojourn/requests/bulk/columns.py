"""The columns of a spreadsheet: one for each question, named as in the form and in the interface.

A question with rows (earlier stays, the family) has a column for each part of each row: `history[0].start`.
"""

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from sojourn.engine.lawbook.facts import Applicant, Fact, Facts, FactType, Option, load_facts
from sojourn.requests.answers import Answers
from sojourn.requests.asking import asked_now
from sojourn.requests.law import determination_of

ROWS_IN_COLUMNS: Final = {"history": 2, "worker.family": 4}
NEAR_ENOUGH: Final = 0.84
_NO_LETTERS: Final = re.compile(r"[\W_]+")
_REMARK: Final = re.compile(r"\s*\([^()]*\)\s*$")
"""As the template has it behind a name: (optional)."""
# What payroll and travel systems call them, beside the words of the form.
_ALSO: Final = {
    "worker.given_names": ("first name", "given name", "forename", "vorname", "prénom", "nombre"),
    "worker.family_name": (
        "surname",
        "last name",
        "nachname",
        "familienname",
        "nom",
        "apellidos",
        "apellido",
    ),
    "worker.birth_date": (
        "dob",
        "birthdate",
        "birthday",
        "born",
        "geburtstag",
        "né le",
        "fecha de nacimiento",
    ),
    "worker.birth_place": ("place of birth", "geburtsort", "lieu de naissance", "lugar de nacimiento"),
    "worker.ssn": ("ssn", "social security no", "social security number", "us ssn"),
    "person.nationalities": (
        "nationality",
        "citizenship",
        "staatsangehörigkeit",
        "nationalité",
        "nacionalidad",
    ),
    "activities[0].country": ("host country", "destination", "country", "land", "pays", "país", "to country"),
    "activities[0].start": ("start", "start date", "from", "begin", "beginn", "début", "inicio"),
    "activities[0].end": ("end", "end date", "until", "to", "ende", "fin"),
    "activities[0].employed_since": ("hire date", "employed since", "eintrittsdatum", "date d'embauche"),
    "receiver.name": ("host company", "customer", "receiving company", "company abroad"),
    "receiver.city": ("city", "host city", "ort", "ville", "ciudad"),
    "receiver.street": ("street", "address", "straße", "rue", "calle"),
    "receiver.postcode": ("postcode", "zip", "postal code", "plz", "code postal", "código postal"),
}


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One column: its id, the question to which it belongs, and for rows which part of which row."""

    id: str
    fact: Fact
    type: FactType
    options: tuple[Option, ...]
    row: int = -1
    part: str = ""

    def label(self, language: str) -> str:
        """What the column is called."""
        words = self.fact.words_in(language)
        if not self.part:
            return words.name
        return f"{words.name} {self.row + 1}: {words.columns[self.part].label}"

    def option_words(self, language: str) -> Mapping[str, str]:
        """The choices by their codes."""
        words = self.fact.words_in(language)
        found = words.columns[self.part].options if self.part else words.options
        return {option.code: found[option.code] for option in self.options}


def columns_for(known: Iterable[str], applicant: Applicant = Applicant.EMPLOYER) -> dict[str, Column]:
    """All columns that a spreadsheet may have, by id; `known` are the questions that the employer's record answers."""
    fixed = frozenset(known)
    return {each.id: each for each in _columns(applicant) if each.fact.id not in fixed}


@cache
def _columns(applicant: Applicant) -> tuple[Column, ...]:
    found: list[Column] = []
    for fact in load_facts().facts:
        if fact.matter_for(applicant) is None:
            continue
        if fact.type is not FactType.ROWS:
            found.append(Column(fact.id, fact, fact.type, fact.options_for(applicant)))
            continue
        for row in range(ROWS_IN_COLUMNS.get(fact.id, 1)):
            found += [
                Column(f"{fact.id}[{row}].{part.id}", fact, part.type, part.options, row, part.id)
                for part in fact.columns
            ]
    return tuple(found)


def columns_of_template(
    known: Mapping[str, object], host: str, applicant: Applicant = Applicant.EMPLOYER
) -> list[Column]:
    """The columns that a template for this host has: what is asked in any case, what the corridor asks, and what the
    law asks on a plain stay."""
    facts = load_facts()
    begun: dict[str, object] = {**known, "activities[0].sent_from": known.get("employers[0].seat", "")}
    if host:
        begun["activities[0].country"] = host
    answers = Answers(applicant).with_typed(facts, begun)  # type: ignore[arg-type]
    asked = {each.fact.id for each in asked_now(answers, facts, _missing(answers, facts))}
    asked |= {"history"} & {fact.id for fact in facts.facts}
    return [
        each
        for each in columns_for([*known, "activities[0].sent_from"], applicant).values()
        if each.fact.id in asked and (each.fact.id != "history" or each.row == 0)
    ]


def _missing(answers: Answers, facts: Facts) -> tuple[str, ...]:
    determination = determination_of(answers, facts)
    return tuple(determination.missing) if determination else ()


def guess(header: Sequence[str], columns: Mapping[str, Column], remembered: Mapping[str, str]) -> list[str]:
    """For each name of the header the id of the column that it means, or "". None is given twice.

    `remembered`: what was chosen last time, by folded name.
    """
    names = {folded(name): each.id for each in columns.values() for name in names_of(each)}
    found = [""] * len(header)
    taken: set[str] = set()
    for find in (_from(remembered), _from(names), _near(names)):
        for at, name in enumerate(header):
            meant = "" if found[at] else find(folded(name)) or find(folded(_REMARK.sub("", name)))
            if meant and meant in columns and meant not in taken:
                found[at] = meant
                taken.add(meant)
    return found


def _from(names: Mapping[str, str]) -> Callable[[str], str]:
    return lambda name: names.get(name, "")


def _near(names: Mapping[str, str]) -> Callable[[str], str]:
    def find(name: str) -> str:
        close = difflib.get_close_matches(name, names, n=1, cutoff=NEAR_ENOUGH) if len(name) > 3 else []
        return names[close[0]] if close else ""

    return find


def names_of(column: Column) -> Iterable[str]:
    """Every name by which the column is known: its id, its words in each language, what other systems call it."""
    yield column.id
    for language in load_facts().languages:
        yield column.label(language)
        if not column.part:
            yield column.fact.words_in(language).label
    yield from _ALSO.get(column.id, ())


def folded(name: str) -> str:
    """The name without case, accents and marks, so that two ways to write it meet."""
    text = name.casefold()
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return _NO_LETTERS.sub(" ", text).strip()
