"""The sentences of this room, by code and language: `sentences.yaml` and its sisters. `texts` tells them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import yaml

from sojourn.engine.telling.typesetting import typeset

_FILES: Final = sorted(Path(__file__).parent.glob("sentences*.yaml"))


def _read() -> dict[str, dict[str, str]]:
    written: dict[str, Mapping[str, str]] = {}
    for file in _FILES:
        written |= yaml.safe_load(file.read_text(encoding="utf-8"))
    return {
        code: {language: typeset(text, language) for language, text in by_language.items()}
        for code, by_language in written.items()
    }


SENTENCES: Final = _read()
