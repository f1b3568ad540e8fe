"""Loading the law: its files checked against their form and bound to the vocabulary, once a process."""

from datetime import date
from functools import cache
from itertools import permutations
from pathlib import Path
from types import MappingProxyType

from sojourn.core.countries import is_known
from sojourn.engine.errors import LawError
from sojourn.engine.lawbook import law
from sojourn.engine.lawbook.compile_law import compile_sentences
from sojourn.engine.lawbook.law_files import (
    LawText,
    law_directory,
    read_law_text,
    read_written,
    write_compiled,
)
from sojourn.engine.lawbook.shelf import DomesticLaw, Institutions, Pairs, Shelf


def load_law(path: Path | None = None) -> law.Law:
    """The law in `path` (a directory), else the law that is shipped; read once a process.

    Raises LawError with file and place where the data do not fit their form.
    """
    return _load(path if path is not None else law_directory())


@cache
def _load(directory: Path) -> law.Law:
    text = read_law_text(directory)
    instruments = Shelf(text)
    if not text.compiled:
        # What was compiled has been checked then; what was not is checked now.
        instruments.check()
    reference = text.contents
    return law.Law(
        version=text.version,
        instruments=instruments,
        domestic=DomesticLaw(text) if text.compiled else MappingProxyType(dict(DomesticLaw(text))),
        institutions=Institutions(text) if text.compiled else MappingProxyType(dict(Institutions(text))),
        labels={**reference["reference/countries.yaml"], **reference["reference/labels.yaml"]},
        sentences=compile_sentences(reference["reference/sentences.yaml"]),
        by_pair=Pairs(instruments),
        not_carried=MappingProxyType(_not_carried(text)),
        memory={},
    )


def compile_law_files(directory: Path) -> Path:
    """Check the law files in `directory` and write them into the one file that loads quickly; answers where.

    Raises LawError with file and place where something does not fit its form, OSError where it cannot be written.
    """
    text = read_written(directory)
    Shelf(text).check()
    for part in (DomesticLaw(text), Institutions(text)):
        for _ in part.values():
            pass
    _not_carried(text)
    return write_compiled(directory, text)


def _not_carried(text: LawText) -> dict[tuple[str, str], tuple[tuple[str, date | None], ...]]:
    name = "reference/not_yet_carried.yaml"
    pairs: dict[tuple[str, str], tuple[tuple[str, date | None], ...]] = {}
    for entry in text.contents[name]:
        parties = entry["parties"]
        if not all(isinstance(party, str) and is_known(party) for party in parties):
            raise LawError(f"{name}: {entry['id']}: {parties} are not country codes")
        one_side = entry.get("of")
        for pair in permutations(parties, 2):
            if one_side is not None and one_side not in pair:
                continue
            until = entry.get("until")
            ended = date.fromisoformat(str(until)) if until is not None else None
            pairs[pair] = (*pairs.get(pair, ()), (entry["id"], ended))
    return pairs
