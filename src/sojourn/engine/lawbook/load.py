"""Loading the law: its files checked against their form and bound to the vocabulary, once a process."""

from datetime import date
from functools import cache
from itertools import permutations
from pathlib import Path
from types import MappingProxyType

from pydantic import BaseModel, ValidationError

from sojourn.core.countries import is_known
from sojourn.engine.errors import LawError
from sojourn.engine.lawbook import law, schema
from sojourn.engine.lawbook.compile_law import compile_claim, compile_instrument, compile_sentences
from sojourn.engine.lawbook.institutions import institutions_by_id
from sojourn.engine.lawbook.law_files import LawText, law_directory, read_law_text
from sojourn.engine.lawbook.schema_institutions import Institution


def load_law(path: Path | None = None) -> law.Law:
    """The law in `path` (a directory), else the law that is shipped; read once a process.

    Raises LawError with file and place where the data do not fit their form.
    """
    return _load(path if path is not None else law_directory())


@cache
def _load(directory: Path) -> law.Law:
    text = read_law_text(directory)
    forms = {form.id: form for form in read_forms(text, "instruments", schema.Instrument)}
    instruments = [compile_instrument(form, forms) for form in forms.values()]
    domestic = {
        form.country: tuple(compile_claim(form, claim) for claim in form.claims)
        for form in read_forms(text, "domestic", schema.Domestic)
    }
    institutions = institutions_by_id(
        read_forms(text, "institutions", Institution, listed=True), forms.values()
    )
    by_pair: dict[tuple[str, str], tuple[law.Instrument, ...]] = {}
    for instrument in instruments:
        if forms[instrument.id].supplements is not None:
            continue
        party_of = instrument.party_of
        for pair in permutations(party_of, 2):
            if party_of[pair[0]] == party_of[pair[1]] or not instrument.joins(*pair):
                continue
            by_pair[pair] = (*by_pair.get(pair, ()), instrument)
    reference = text.contents
    return law.Law(
        version=text.version,
        instruments=MappingProxyType({each.id: each for each in instruments}),
        domestic=MappingProxyType(domestic),
        institutions=institutions,
        labels={**reference["reference/countries.yaml"], **reference["reference/labels.yaml"]},
        sentences=compile_sentences(reference["reference/sentences.yaml"]),
        by_pair=MappingProxyType(by_pair),
        not_carried=MappingProxyType(_not_carried(text)),
    )


def _not_carried(text: LawText) -> dict[tuple[str, str], tuple[tuple[str, date | None], ...]]:
    name = "reference/not_yet_carried.yaml"
    pairs: dict[tuple[str, str], tuple[tuple[str, date | None], ...]] = {}
    for entry in text.contents[name]:
        parties = entry["parties"]
        if not all(isinstance(party, str) and is_known(party) for party in parties):
            raise LawError(f"{name}: {entry['id']}: {parties} are not country codes")
        for pair in permutations(parties, 2):
            until = entry.get("until")
            ended = date.fromisoformat(str(until)) if until is not None else None
            pairs[pair] = (*pairs.get(pair, ()), (entry["id"], ended))
    return pairs


def read_forms[Form: BaseModel](
    text: LawText, part: str, form: type[Form], *, listed: bool = False
) -> list[Form]:
    """The entries of one part of the law data as written, checked against their form.

    `listed`: each file holds a list of entries. Raises LawError with file and place.
    """
    found = []
    for name, content in text.of(part).items():
        for entry in content if listed else [content]:
            try:
                found.append(form.model_validate(entry))
            except ValidationError as error:
                raise LawError(f"{name}: {_first(error)}") from error
    return found


def _first(error: ValidationError) -> str:
    fault = error.errors()[0]
    place = ".".join(str(part) for part in fault["loc"]) or "top"
    return f"{place}: {fault['msg']}"
