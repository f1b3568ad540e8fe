"""The letters that can be sent: `letters/*.yaml`, one file a letter, in each language, with a version.

A letter is a list of paragraphs and buttons. Plain text and HTML are both made from it, so that they say the
same.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from sojourn.engine.telling.typesetting import typeset
from sojourn.messages.errors import CATALOGUE_WRONG, UNKNOWN_TEMPLATE, LetterError

LANGUAGES: Final = ("en", "de", "fr", "es")
PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")
_FOLDER: Final = Path(__file__).parent / "letters"
_FRAME: Final = "frame"
# A subject is seen on locked screens and by every mail server on the way: it may name the matter and a day.
_IN_SUBJECT: Final = frozenset({"ref", "until"})

type ValueName = Literal["ref", "link", "until", "code", "words", "count"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Button(_Strict):
    """A link with its words."""

    button: str = Field(min_length=1)
    link: ValueName = "link"


class Wording(_Strict):
    """A letter in one language."""

    subject: str = Field(min_length=1, max_length=78)
    body: tuple[str | Button, ...] = Field(min_length=1)

    def placeholders(self) -> set[str]:
        """The names of all values that this wording uses."""
        texts = [self.subject, *(part for part in self.body if isinstance(part, str))]
        named = {name for text in texts for name in PLACEHOLDER.findall(text)}
        return named | {part.link for part in self.body if isinstance(part, Button)}


class Template(_Strict):
    """One letter: what it needs, which foot stands under it, and its wordings."""

    version: int = Field(ge=1)
    source: str
    foot: Literal["notice", "account"]
    values: tuple[ValueName, ...] = ()
    en: Wording
    de: Wording
    fr: Wording
    es: Wording

    @model_validator(mode="after")
    def _placeholders_agree(self) -> Self:
        for language in LANGUAGES:
            wording = self.wording(language)
            if wording.placeholders() != set(self.values):
                raise ValueError(
                    f"{language} uses {sorted(wording.placeholders())}, values are {sorted(self.values)}"
                )
            if not set(PLACEHOLDER.findall(wording.subject)) <= _IN_SUBJECT:
                raise ValueError(f"the {language} subject may hold the reference and a day only")
        return self

    def wording(self, language: str) -> Wording:
        """The letter in this language, one of LANGUAGES."""
        return {"en": self.en, "de": self.de, "fr": self.fr, "es": self.es}[language]


class FrameWording(_Strict):
    """What stands around every letter in one language."""

    address_hint: str
    never: str
    feet: Mapping[Literal["notice", "account"], str]


class Frame(_Strict):
    """What stands around every letter."""

    en: FrameWording
    de: FrameWording
    fr: FrameWording
    es: FrameWording

    def wording(self, language: str) -> FrameWording:
        """The frame in this language, one of LANGUAGES."""
        return {"en": self.en, "de": self.de, "fr": self.fr, "es": self.es}[language]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All letters. `versions` name the exact words: the written version and a digest of file and frame."""

    templates: Mapping[str, Template]
    versions: Mapping[str, str]
    frame: Frame

    def template(self, name: str) -> Template:
        """The letter of this name. Raises LetterError("letter_unknown_template")."""
        if name not in self.templates:
            raise LetterError(UNKNOWN_TEMPLATE, template=name)
        return self.templates[name]


@cache
def catalogue() -> Catalogue:
    """Read `letters/`. Raises LetterError("letter_catalogue_wrong") naming the file and what is wrong in
    it.
    """
    frame_text = (_FOLDER / f"{_FRAME}.yaml").read_bytes()
    texts = {path.stem: path.read_bytes() for path in sorted(_FOLDER.glob("*.yaml")) if path.stem != _FRAME}
    templates = {name: _parsed(Template, name, text) for name, text in texts.items()}
    versions = {
        name: f"{templates[name].version}-{hashlib.sha256(frame_text + text).hexdigest()[:12]}"
        for name, text in texts.items()
    }
    return Catalogue(templates, versions, _parsed(Frame, _FRAME, frame_text))


def _parsed[Model: _Strict](model: type[Model], name: str, text: bytes) -> Model:
    try:
        return model.model_validate(_typeset(yaml.safe_load(text)))
    except (yaml.YAMLError, ValidationError) as error:
        raise LetterError(CATALOGUE_WRONG, file=name, reason=str(error)) from error


def _typeset(said: Any, language: str = "") -> Any:
    """The same with the marks of each language set; what stands under a language's key is in that language."""
    if isinstance(said, dict):
        return {key: _typeset(value, key if key in LANGUAGES else language) for key, value in said.items()}
    if isinstance(said, list):
        return [_typeset(each, language) for each in said]
    return typeset(said, language) if isinstance(said, str) else said
