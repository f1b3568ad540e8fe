"""Which whole values of a case can be searched for, in the form in which they are compared.

Pure but for the key of the blind index. Compared are: numbers of the worker, of any country, without separators and
case; the worker's full name in either order of its parts, without case and accents, alone or with the birth date; the
employer's name and register number. Parts of a value cannot be compared: its index tells nothing about them.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Final

from sojourn.vault.blind import blind_index

WORKER_NUMBER: Final = "number"
WORKER_NAME: Final = "name"
WORKER_NAME_AND_BIRTH: Final = "name_birth"
EMPLOYER_NAME: Final = "employer"
EMPLOYER_NUMBER: Final = "employer_number"
_NUMBERS: Final = ("worker.ssn", "worker.home_number", "worker.host_number")
_NAMES: Final = (
    ("worker.given_names", "worker.family_name"),
    ("worker.given_names_latin", "worker.family_name_latin"),
    ("worker.given_names", "worker.birth_name"),
)
# An index of fewer signs than this would be found by trying all of them.
_SHORTEST_NUMBER: Final = 5
type Key = tuple[str, str]


def keys_of(particulars: Mapping[str, str]) -> set[Key]:
    """Every pair of kind and index under which a case with these particulars is found."""
    return {(kind, _index(kind, form)) for kind, form in _forms(particulars)}


def key_of_number(typed: str) -> Key | None:
    """The pair for a typed number of a worker; None where it is too short for one."""
    form = _number(typed)
    return (WORKER_NUMBER, _index(WORKER_NUMBER, form)) if form else None


def key_of_employer_number(typed: str) -> Key | None:
    """The same for a register number of an employer."""
    form = _number(typed)
    return (EMPLOYER_NUMBER, _index(EMPLOYER_NUMBER, form)) if form else None


def key_of_name(typed: str, birth_date: str = "") -> Key | None:
    """The pair for a typed full name, with a birth date in ISO form if given; None for less than two parts."""
    form = _name(typed)
    if " " not in form:
        return None
    if birth_date:
        return WORKER_NAME_AND_BIRTH, _index(WORKER_NAME_AND_BIRTH, f"{form}\x1f{birth_date}")
    return WORKER_NAME, _index(WORKER_NAME, form)


def key_of_employer_name(typed: str) -> Key | None:
    """The pair for a typed name of an employer; None for nothing that can be compared."""
    form = _name(typed)
    return (EMPLOYER_NAME, _index(EMPLOYER_NAME, form)) if form else None


def _forms(particulars: Mapping[str, str]) -> Iterator[Key]:
    for fact in _NUMBERS:
        if form := _number(particulars.get(fact, "")):
            yield WORKER_NUMBER, form
    for given, family in _NAMES:
        name = _name(f"{particulars.get(given, '')} {particulars.get(family, '')}")
        if particulars.get(given) and particulars.get(family) and name:
            yield WORKER_NAME, name
            if birth_date := particulars.get("worker.birth_date"):
                yield WORKER_NAME_AND_BIRTH, f"{name}\x1f{birth_date}"
    if name := _name(particulars.get("sender.name", "")):
        yield EMPLOYER_NAME, name
    if form := _number(particulars.get("sender.ein", "")):
        yield EMPLOYER_NUMBER, form


def _number(text: str) -> str:
    form = re.sub(r"[^0-9A-Z]", "", text.upper())
    return form if len(form) >= _SHORTEST_NUMBER else ""


def _name(text: str) -> str:
    """The parts of a name in one order, without case, accents and marks: both orders of a full name are one."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return " ".join(sorted(re.findall(r"\w+", bare)))


def _index(kind: str, form: str) -> str:
    return blind_index(f"casework.search.{kind}", form)
