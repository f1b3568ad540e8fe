"""What the help pages say: `glossary.yaml` and `steps.yaml`, whole in each language."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Final

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict

from sojourn.engine.telling.typesetting import LANGUAGES, typeset

_FOLDER: Final = Path(__file__).parent


def _in_each_language(words: Mapping[str, str]) -> Mapping[str, str]:
    if tuple(words) != LANGUAGES:
        raise ValueError(f"words are needed in {', '.join(LANGUAGES)}, in this order")
    return {language: typeset(text, language) for language, text in words.items()}


type Wording = Annotated[Mapping[str, str], AfterValidator(_in_each_language)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Term(_Strict):
    """A term of the field. `law`: where its sentence was read; `agreement`: the id of the agreement that has it."""

    id: str
    term: Wording
    means: Wording
    law: Wording | None = None
    agreement: str | None = None


class Part(_Strict):
    """A question that people have at a step, and its answer."""

    asks: Wording
    says: Wording


class Step(_Strict):
    """The help for one step. `to`: the name of the page that it is about; `words`: ids of terms."""

    id: str
    title: Wording
    parts: tuple[Part, ...]
    to: str | None = None
    words: tuple[str, ...] = ()


@cache
def glossary() -> Mapping[str, Term]:
    """All terms by id. Raises ValueError where one lacks a language."""
    return {entry["id"]: Term.model_validate(entry) for entry in _read("glossary")}


@cache
def steps() -> Mapping[str, Step]:
    """The steps by id, in the order of the work. Raises ValueError where one lacks a language."""
    return {entry["id"]: Step.model_validate(entry) for entry in _read("steps")}


def _read(name: str) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = yaml.safe_load((_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return entries
