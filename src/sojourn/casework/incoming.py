"""The frozen request as casework sees it, and the worker's indexes made from it."""

import unicodedata

from stdnum.us import ssn

from sojourn.vault.blind import blind_index


def number_index(number: str) -> str:
    """The blind index of a worker's number, written in whichever way; empty for no number."""
    compact = ssn.compact(number)
    return blind_index("casework.worker_number", compact) if compact else ""


def identity_index(given_names: str, family_name: str, birth_date: str) -> str:
    """The blind index of first given name, family name and birth date; empty where one of them is missing.

    Letters are compared without case and accents, so that two spellings of one name meet.
    """
    first = given_names.split()[0] if given_names.split() else ""
    parts = [_folded(first), _folded(family_name), birth_date.strip()]
    return blind_index("casework.worker_identity", "\x1f".join(parts)) if all(parts) else ""


def _folded(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(character for character in decomposed if character.isalnum())
