"""What each provision said, in a few letters: kept beside an answer, it tells later which of them have changed."""

import hashlib
from collections.abc import Iterable

from sojourn.engine.errors import LawError
from sojourn.engine.lawbook.law import Law
from sojourn.engine.lawbook.shelf import Shelf

REST = ""
"""The key of what stands in an instrument outside its provisions: its parties, days, branches, certificates."""


def fingerprints(law: Law, instrument_ids: Iterable[str]) -> dict[str, dict[str, str]]:
    """By instrument: by provision (REST for all the rest) a digest of what is written. Unknown ids are left out.

    Raises LawError where the law does not keep what was written.
    """
    if not isinstance(law.instruments, Shelf):
        raise LawError("the instruments of this law are not kept as they were written")
    found = {}
    for key in sorted(set(instrument_ids)):
        if key in law.instruments:
            form = law.instruments.form(key)
            told = {each.id: _digest(each.model_dump_json()) for each in form.provisions}
            found[key] = {REST: _digest(form.model_dump_json(exclude={"provisions"})), **told}
    return found


def differing(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """The provisions of an instrument that came, went or say something else."""
    return sorted(key for key in before.keys() | after.keys() if before.get(key) != after.get(key))


def _digest(written: str) -> str:
    return hashlib.sha256(written.encode()).hexdigest()[:12]
