"""Names of languages and kinds for the institution's pages, in the reader's language."""

from collections.abc import Iterable

from babel import Locale
from django.utils.translation import get_language

from sojourn.casework.hosting.terms import Cell
from sojourn.casework.hosting.texts import MODES
from sojourn.casework.texts import KINDS, country_name


def language_names(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Codes of languages with their names, in the order given."""
    locale = Locale((get_language() or "en")[:2])
    return [(code, (locale.languages.get(code) or code).capitalize()) for code in codes]


def cell_words(cell: Cell) -> str:
    """What a cell of the matrix says."""
    share = f" ({cell.sample} %)" if cell.mode == "through" and cell.sample is not None else ""
    return f"{MODES[cell.mode]}{share}"


def scope_words(scope: str, value: str) -> str:
    """A country of work or a kind of request by name; "" for all."""
    if scope == "corridor":
        return country_name(value)
    return str(KINDS.get(value, value))
