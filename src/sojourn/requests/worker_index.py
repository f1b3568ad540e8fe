"""Blind indexes of the worker: find requests for the same person without being able to read who it is."""

import unicodedata

from sojourn.requests.answers import Answers
from sojourn.requests.written import digits_of
from sojourn.vault.blind import blind_index


def ssn_index(answers: Answers) -> str:
    """The index of the worker's Social Security number; '' without one."""
    digits = digits_of(answers.text("worker.ssn"))
    return blind_index("requests.worker_ssn", digits) if digits else ""


def person_index(answers: Answers) -> str:
    """The index of name and birth date; '' where one of them is missing.

    Compared without case, accents and spaces, so that two spellings of one name meet.
    """
    parts = [
        _folded(answers.text("worker.given_names")),
        _folded(answers.text("worker.family_name")),
        answers.text("worker.birth_date"),
    ]
    return blind_index("requests.worker_person", "\x1f".join(parts)) if all(parts) else ""


def _folded(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c for c in decomposed if c.isalnum())
