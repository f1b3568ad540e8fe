"""An answer in words of any language, for pages and papers alike."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from sojourn.engine.lawbook.facts import Fact, FactType, Words
from sojourn.engine.telling.typesetting import day, typeset
from sojourn.requests.countries import country_name
from sojourn.requests.entry import us_states

_YES: Final = {"en": "Yes", "de": "Ja", "fr": "Oui", "es": "Sí"}
_NO: Final = {"en": "No", "de": "Nein", "fr": "Non", "es": "No"}


def answer_lines(fact: Fact, value: object, words: Words, language: str) -> tuple[str, ...]:
    """A kept answer in words: one line, or a line for each country or row. `words`: those of the fact."""
    if isinstance(value, list):
        return tuple(_item(fact, item, words, language) for item in value)
    return (_said(fact.type, value, words.options, language),)


def _item(fact: Fact, item: object, words: Words, language: str) -> str:
    """One country, or one row as a line of its parts."""
    if not isinstance(item, Mapping):
        return country_name(str(item), language)
    parts = (
        (
            words.columns[column.id],
            _said(column.type, item[column.id], words.columns[column.id].options, language),
        )
        for column in fact.columns
        if column.id in item
    )
    return "; ".join(typeset(f"{column.label}: {said}", language) for column, said in parts)


def _said(kind: FactType, value: object, options: Mapping[str, str], language: str) -> str:
    match kind:
        case FactType.COUNTRY:
            return country_name(str(value), language)
        case FactType.DATE | FactType.OPEN_DATE:
            return day(date.fromisoformat(str(value)), language)
        case FactType.YES_NO:
            known = _YES if value else _NO
            return known.get(language, known["en"])
        case FactType.CHOICE:
            return options.get(str(value), str(value))
        case FactType.PERCENT:
            return f"{float(str(value)) * 100:g} %"
        case FactType.US_STATE:
            return dict(us_states()).get(str(value), str(value))
        case _:
            return str(value)
