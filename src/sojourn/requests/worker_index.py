"""Blind indexes of the worker: find requests for the same person without being able to read who it is."""

import unicodedata

from sojourn.requests.answers import Answers
from sojourn.requests.written import digits_of
from sojourn.vault.blind import blind_index


def ssn_index(answers: Answers) -> str:
    """The index of the worker's Social Security number; '' without one."""
    return answers.once("ssn_index", lambda: index_of_ssn(answers.text("worker.ssn")))


def index_of_ssn(typed: str) -> str:
    """The index of a Social Security number, however it is written; '' without a digit."""
    digits = digits_of(typed)
    return blind_index("requests.worker_ssn", digits) if digits else ""


def person_index(answers: Answers) -> str:
    """The index of name and birth date; '' where one of them is missing.

    Compared without case, accents and spaces, so that two spellings of one name meet.
    """
    named = ("worker.given_names", "worker.family_name", "worker.birth_date")
    return answers.once("person_index", lambda: index_of_person(*map(answers.text, named)))


def index_of_person(given_names: str, family_name: str, birth_date: str) -> str:
    """The same from names and a birth date (ISO) that stand elsewhere."""
    parts = [folded(given_names), folded(family_name), birth_date]
    return blind_index("requests.worker_person", "\x1f".join(parts)) if all(parts) else ""


def folded(name: str) -> str:
    """A name without case, accents, spaces and signs, so that two spellings meet."""
    if name.isascii():
        return "".join(filter(str.isalnum, name.casefold()))
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c for c in decomposed if c.isalnum())
