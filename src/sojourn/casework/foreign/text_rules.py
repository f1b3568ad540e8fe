"""Items of a certificate in the printed text of a PDF, by rules that would rather find nothing than something wrong.

A rule is a label as forms print it, at the start of a line, and the form of its value behind it or on the next line.
The labels are those of the portable document A1 in English, German, French and Spanish, and plain words for the same.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sojourn.requests.typed_dates import day_typed

_ITEM: Final = r"^(?:\d{1,2}(?:\.\d{1,2}){0,2}\.?\s+)?"
_LONGEST: Final = 120
_MOST_LINES: Final = 2000


@dataclass(frozen=True, slots=True)
class _Rule:
    """An item, its labels, and whether its value is a day."""

    item: str
    labels: tuple[str, ...]
    is_day: bool = False


_RULES: Final = (
    _Rule(
        "family_name", ("surname", "family name", "familienname", "nachname", "nom de famille", "apellidos")
    ),
    _Rule(
        "given_names", ("forenames", "forename(s)", "given names", "vornamen", "vorname", "prénoms", "nombre")
    ),
    _Rule("birth_date", ("date of birth", "geburtsdatum", "date de naissance", "fecha de nacimiento"), True),
    _Rule("start", ("starting date", "start date", "beginn", "date de début", "fecha de inicio"), True),
    _Rule("end", ("ending date", "end date", "ende", "date de fin", "fecha de finalización"), True),
    _Rule(
        "number",
        ("certificate number", "nummer der bescheinigung", "numéro du certificat", "número de certificado"),
    ),
)


def fields_in_text(lines: Iterable[str]) -> dict[str, str]:
    """The items that stand in the lines beyond doubt, by name: days as ISO text. What is found twice differently is
    left out."""
    tidy = [" ".join(line.split()) for line, _ in zip(lines, range(_MOST_LINES), strict=False)]
    tidy = [line for line in tidy if line]
    found = {rule.item: _values(rule, tidy) for rule in _RULES}
    return {item: next(iter(values)) for item, values in found.items() if len(values) == 1}


def _values(rule: _Rule, lines: Sequence[str]) -> set[str]:
    values = set()
    for at, line in enumerate(lines):
        rest = _after_label(rule, line)
        if rest is None:
            continue
        said = rest or (lines[at + 1] if at + 1 < len(lines) else "")
        if value := _value(rule, said):
            values.add(value)
    return values


def _after_label(rule: _Rule, line: str) -> str | None:
    """What stands behind the rule's label; None where the line does not begin with it."""
    for label in rule.labels:
        match = re.match(rf"{_ITEM}{re.escape(label)}\s*(?::\s*(?P<rest>.*)|$)", line, re.IGNORECASE)
        if match:
            return (match["rest"] or "").strip()
    return None


def _value(rule: _Rule, said: str) -> str:
    if rule.is_day:
        day = day_typed(said)
        return day.isoformat() if isinstance(day, date) else ""
    is_label = any(_after_label(other, said) is not None for other in _RULES)
    return "" if is_label or len(said) > _LONGEST or ":" in said else said


LABELS: Final[Mapping[str, tuple[str, ...]]] = {rule.item: rule.labels for rule in _RULES}
"""What each rule looks for, for the documents."""
