"""Keeps the catalogues of the pages: says what a room has not translated yet, and compiles what it has.

    scripts/words.py missing [ROOM ...]     what has no words yet, as entries to fill in
    scripts/words.py compile                the binary catalogues, with the marks of each language set

A room's words may stand in several `locale` folders, beside what they belong to; together they have to say everything
that the room's modules and templates mark. Catalogues are written with plain spaces: the narrow ones that French wants
before its double marks are set here, by the rules by which the law is told.
"""

import io
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

from sojourn.engine.telling.typesetting import typeset

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "sojourn"
OTHERS = ("de", "fr", "es")
"""The languages of the service besides English, which is written in the code."""
_MARKED = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}


@dataclass(frozen=True, slots=True)
class Said:
    """One marked sentence: where it stands, its words (two of them where there is a plural) and its context."""

    place: str
    words: tuple[str, ...]
    context: str | None

    @property
    def key(self) -> str | tuple[str, ...]:
        """How a catalogue names it."""
        return self.words[0] if len(self.words) == 1 else self.words


def rooms() -> list[str]:
    """The rooms that mark a sentence for translation."""
    folders = sorted(each for each in PACKAGE.iterdir() if each.is_dir() and each.name != "__pycache__")
    return [folder.name for folder in folders if next(said(folder.name), None)]


def said(room: str) -> Iterator[Said]:
    """Every marked sentence of the room's templates and modules."""
    for path in sorted((PACKAGE / room).rglob("*")):
        if path.suffix not in (".html", ".txt", ".py") or {"migrations", "static"} & set(path.parts):
            continue
        text = path.read_text(encoding="utf-8")
        source = text if path.suffix == ".py" else _as_python(text, path)
        found = extract_python(io.BytesIO(source.encode()), _MARKED, [], {"encoding": "utf-8"})
        for line, function, words, _ in found:
            parts = [word for word in (words if isinstance(words, tuple) else (words,)) if word]
            context = parts.pop(0) if str(function).startswith("pgettext") and parts else None
            if parts:
                yield Said(f"{path.relative_to(PACKAGE)}:{line}", tuple(parts), context)


def _as_python(text: str, path: Path) -> str:
    if not settings.configured:
        settings.configure()
    return templatize(text, origin=str(path))


def catalogue_files(room: str, language: str) -> list[Path]:
    """The room's catalogues in this language."""
    return sorted((PACKAGE / room).rglob(f"locale/{language}/LC_MESSAGES/django.po"))


def catalogue(room: str, language: str) -> Catalog:
    """All catalogues of the room as one."""
    whole = Catalog(locale=language)
    for path in catalogue_files(room, language):
        for message in _read(path, language):
            whole[message.id] = message
    return whole


def missing(room: str, language: str) -> list[Said]:
    """What the room says and its catalogues do not, each sentence once."""
    known = catalogue(room, language)
    lacking = {}
    for each in said(room):
        message = known.get(each.words[0], each.context)
        if message is None or message.fuzzy or not _complete(message, len(each.words)):
            lacking[each.words, each.context] = each
    return list(lacking.values())


def _complete(message: Message, forms: int) -> bool:
    strings = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(strings) and (forms == 1) == isinstance(message.string, str)


def _read(path: Path, language: str) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=language)


def _compile() -> None:
    for language in OTHERS:
        for path in sorted(PACKAGE.rglob(f"locale/{language}/LC_MESSAGES/django.po")):
            target = path.with_suffix(".mo")
            if target.exists() and target.stat().st_mtime >= path.stat().st_mtime:
                continue
            known = _read(path, language)
            for message in known:
                if message.id:
                    message.string = _typeset(message.string, language)
            # Put there whole, for whoever reads it just now.
            with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as file:
                write_mo(file, known)
            Path(file.name).chmod(0o644)
            Path(file.name).replace(target)


def _typeset(string: str | tuple[str, ...], language: str) -> str | tuple[str, ...]:
    if isinstance(string, tuple):
        return tuple(typeset(each, language) for each in string)
    return typeset(string, language)


def _show_missing(wanted: list[str]) -> None:
    for room in wanted or rooms():
        for language in OTHERS:
            empty = Catalog(locale=language)
            for each in missing(room, language):
                empty.add(each.key, locations=[(each.place, 0)], context=each.context)
            if len(empty):
                print(f"# --- {room}, {language}: {len(empty)} without words")
                text = io.BytesIO()
                write_po(text, empty, omit_header=True, width=110)
                print(text.getvalue().decode())


def main(arguments: list[str]) -> int:
    """Do what the first argument says; 1 where it says nothing known."""
    match arguments:
        case ["missing", *wanted]:
            _show_missing(wanted)
        case ["compile"]:
            _compile()
        case _:
            print(__doc__)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
