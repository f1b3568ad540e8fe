"""The form of the law files as JSON Schema, for editors and for other programs. Made from the models that read them."""

import json
from typing import Any

from pydantic import BaseModel, TypeAdapter

from sojourn.engine.lawbook import schema
from sojourn.engine.lawbook.compile_law import VOCABULARY_MODULES
from sojourn.engine.lawbook.reference import FORMS
from sojourn.engine.lawbook.schema_institutions import Institution
from sojourn.engine.words.vocabulary import WORDS

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FORMS_BY_KIND: dict[str, type[BaseModel] | Any] = {
    "instrument": schema.Instrument,
    "domestic": schema.Domestic,
    "institutions": list[Institution],
    **dict(sorted(FORMS.items())),
}
"""The kinds of law files and the model (or list of models) that reads one."""


def schema_texts() -> dict[str, str]:
    """File names and the JSON Schema that stands in each."""
    return {
        f"{kind}.schema.json": json.dumps(_schema(kind, form), ensure_ascii=False, indent=1) + "\n"
        for kind, form in FORMS_BY_KIND.items()
    }


def _schema(kind: str, form: Any) -> dict[str, Any]:
    made = TypeAdapter(form).json_schema(by_alias=True)
    condition = made.get("$defs", {}).get("Condition")
    if condition is not None:
        # The vocabulary is a closed one; which parameters a word takes, only the loading knows.
        condition["properties"]["is"]["enum"] = _vocabulary()
    return {
        "$schema": DIALECT,
        "title": kind,
        **{key: value for key, value in made.items() if key != "title"},
    }


def _vocabulary() -> list[str]:
    """The words, which stand in WORDS once their modules are imported."""
    return sorted(WORDS) if VOCABULARY_MODULES else []
