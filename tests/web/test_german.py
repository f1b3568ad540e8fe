"""Every sentence of the pages has its German one, with the same places to fill."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

WEB = Path(__file__).parents[2] / "src" / "sojourn" / "web"
CATALOGUES = sorted(WEB.rglob("locale/de/LC_MESSAGES/django.po"))
MARKED = {"_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2)}
PLACES = re.compile(r"%\(\w+\)[sd]|\{\w+\}|<[^>]+>")


@pytest.fixture(scope="module")
def german() -> Catalog:
    """All catalogues of the pages as one: that of the room, and those that stand beside their pages."""
    whole = Catalog(locale="de")
    for path in CATALOGUES:
        with path.open("rb") as file:
            for message in read_po(file, locale="de"):
                whole[message.id] = message
    return whole


def said() -> Iterator[tuple[str, str | tuple[str, ...]]]:
    """Every marked sentence of templates and modules, with the place where it stands."""
    for path in sorted(WEB.rglob("*")):
        if path.suffix not in (".html", ".py") or "migrations" in path.parts:
            continue
        text = path.read_text()
        source = templatize(text, origin=str(path)) if path.suffix == ".html" else text
        for line, _, words, _ in extract_python(
            io.BytesIO(source.encode()), MARKED, [], {"encoding": "utf-8"}
        ):
            if isinstance(words, tuple):
                words = tuple(word for word in words if word is not None)
            if words:
                yield f"{path.relative_to(WEB)}:{line}", words


def test_every_sentence_of_the_pages_is_said_in_german(german: Catalog) -> None:
    missing = []
    for place, words in said():
        singular = words[0] if isinstance(words, tuple) else words
        message = german.get(singular)
        if message is None or not message.string or not all(message.string) or message.fuzzy:
            missing.append((place, singular))
    assert missing == []


def test_the_german_sentence_has_the_same_places_to_fill(german: Catalog) -> None:
    differing = []
    for message in german:
        pairs = (
            zip(message.id, message.string, strict=True)
            if isinstance(message.id, tuple)
            else [(message.id, message.string)]
        )
        for english, said_in_german in pairs:
            if message.id and sorted(PLACES.findall(english)) != sorted(PLACES.findall(str(said_in_german))):
                differing.append((english, said_in_german))
    assert differing == []
