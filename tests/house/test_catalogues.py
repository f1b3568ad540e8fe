"""Every sentence is said in every language of the service, with the same places to fill."""

import ast
import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml
from babel.messages.catalog import Message
from django.conf import settings

from sojourn.engine.telling.typesetting import LANGUAGES

ROOT = Path(__file__).resolve().parents[2]
PLACES = re.compile(r"%\(\w+\)[sd]|\{[\w:]+\}|<[^>]+>")


def tool() -> ModuleType:
    """scripts/words.py, which knows what is marked and where its words stand."""
    spec = importlib.util.spec_from_file_location("words", ROOT / "scripts" / "words.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


WORDS = tool()
ROOMS = WORDS.rooms()
EACH = [(room, language) for room in ROOMS for language in WORDS.OTHERS]


def test_the_service_speaks_the_languages_of_the_law() -> None:
    assert tuple(code for code, _ in settings.LANGUAGES) == LANGUAGES
    assert tuple(WORDS.OTHERS) == LANGUAGES[1:]


@pytest.mark.parametrize(("room", "language"), EACH)
def test_every_sentence_of_a_room_is_said(room: str, language: str) -> None:
    lacking = [(each.place, each.words[0]) for each in WORDS.missing(room, language)]
    assert lacking == [], "write it into a catalogue of the room: scripts/words.py missing"


@pytest.mark.parametrize(("room", "language"), EACH)
def test_a_translated_sentence_has_the_same_places_to_fill(room: str, language: str) -> None:
    messages = [message for message in WORDS.catalogue(room, language) if message.id]
    assert [pair for message in messages for pair in differing(message)] == []


def differing(message: Message) -> Iterator[tuple[str, str]]:
    """The forms of a message whose places are not those of its English."""
    if isinstance(message.id, str):
        if places(message.id) != places(str(message.string)):
            yield message.id, str(message.string)
        return
    # The form for one may leave the number out: "one request" says it.
    singular, plural = message.id
    for english, said in zip((singular, plural), message.string, strict=True):
        if places(english) != places(said) and places(plural) != places(said):
            yield english, said


def places(text: str) -> list[str]:
    """The places to fill and the marks of the page, in no order."""
    return sorted(PLACES.findall(text))


def tables_in_code() -> Iterator[tuple[str, dict[str, str]]]:
    """Every table of one sentence by language in the modules, with the place where it stands."""
    for path in sorted((ROOT / "src").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Dict):
                keys = {key.value for key in node.keys if isinstance(key, ast.Constant)}
                if "en" in keys and keys & set(LANGUAGES[1:]):
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", texts_of(node)


def texts_of(node: ast.Dict) -> dict[str, str]:
    """The table's texts by language; what is put together from names is given as it stands in the code."""
    return {
        str(key.value): value.value if isinstance(value, ast.Constant) else ""
        for key, value in zip(node.keys, node.values, strict=True)
        if isinstance(key, ast.Constant)
    }


def tables_in_data() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every table of one sentence by language in the data files of the rooms."""
    for path in sorted((ROOT / "src").rglob("*.yaml")):
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        yield from tables(data, str(path.relative_to(ROOT)))


def tables(data: Any, where: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The tables by language within `data`."""
    if isinstance(data, dict):
        if "en" in data:
            yield where, data
        for key, value in data.items():
            yield from tables(value, f"{where} {key}")
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from tables(value, f"{where}[{number}]")


def incomplete(tables: Iterator[tuple[str, dict[str, Any]]]) -> list[str]:
    """What is wrong with the tables: a language without words, or other places to fill than the English has."""
    found = []
    for where, table in tables:
        lacking = [language for language in LANGUAGES if language not in table]
        if lacking:
            found.append(f"{where}: no words in {', '.join(lacking)}")
        texts = {language: text for language, text in table.items() if isinstance(text, str)}
        if len({tuple(places(text)) for text in texts.values()}) > 1:
            found.append(f"{where}: other places to fill")
    return found


def test_every_table_of_words_in_the_code_has_every_language() -> None:
    assert incomplete(tables_in_code()) == []


def test_every_table_of_words_in_the_data_has_every_language() -> None:
    assert incomplete(tables_in_data()) == []
