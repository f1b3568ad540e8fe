"""The files of the law data: where they lie, which version they are, what they hold.

Reading some 700 YAML files takes seconds. `write_compiled` puts their contents into one file of JSON lines beside
them, with their hash; while that hash fits, the one file is read instead, and each line when somebody first asks for
what stands in it. It holds nothing that the YAML does not.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import sojourn
from sojourn.engine.errors import LawError
from sojourn.engine.lawbook.institutions import named_by
from sojourn.engine.lawbook.yaml_reading import read_yaml

# What the engine reads; questions, examples and the contract have versions of their own.
PARTS = ("instruments", "domestic", "institutions", "reference")
COMPILED = Path("compiled") / "law.jsonl"
# What the shelf has to know of an instrument, or of a country's own law, before it is opened.
HEAD = ("id", "supplements", "rules_of", "parties", "territories", "groups", "between", "country")
# Reference data that decide no case: part of the version, but read only when somebody asks (see reference.py).
LAZY = frozenset(
    f"reference/{name}.yaml"
    for name in (
        "contribution_rates",
        "groups",
        "late_certificates",
        "penalties",
        "posted_worker_notifications",
    )
)


@dataclass(frozen=True, slots=True)
class LawText:
    """The contents of the law files, by their path below the law directory; and their version."""

    version: str
    contents: Mapping[str, Any]
    heads: Mapping[str, Any]
    """By path of an instrument or of a country's own law: those of its contents that are named in HEAD."""
    named: Mapping[str, list[str]] | None
    """By institution: the instruments that name it; None where that has still to be gathered from all of them."""
    compiled: bool
    """Whether they come from the compiled file, whose contents were checked when it was written."""

    def heads_of(self, part: str) -> dict[str, Any]:
        """The heads of one part, in the order of their paths."""
        return {name: head for name, head in self.heads.items() if name.startswith(part + "/")}

    def of(self, part: str) -> dict[str, Any]:
        """The contents of one part, in the order of their paths."""
        return {name: self.contents[name] for name in self.contents if name.startswith(part + "/")}


class _Lines(Mapping[str, Any]):
    """Contents that stand in lines of JSON by their path; each is parsed when it is first asked for."""

    def __init__(self, names: Iterable[str], lines: Iterable[bytes]) -> None:
        self._lines = dict(zip(names, lines, strict=True))
        self._parsed: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._parsed:
            self._parsed[name] = json.loads(self._lines[name])
        return self._parsed[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)


@cache
def law_directory() -> Path:
    """Where the law data lie: `law` in the checkout, `sojourn/law` in an installed wheel."""
    package = Path(sojourn.__file__).parent
    for place in (package / "law", package.parent.parent / "law"):
        if (place / "instruments").is_dir():
            return place
    raise LawError("the law data were not found")


def law_files(directory: Path) -> list[Path]:
    """The files that make up a version of the law, in a fixed order."""
    return sorted(path for part in PARTS for path in (directory / part).rglob("*.yaml"))


def content_hash(directory: Path, files: Iterable[Path]) -> str:
    """The version of the law: a hash over names and contents."""
    digest = hashlib.sha256()
    for path in files:
        name = path.relative_to(directory).as_posix().encode()
        content = path.read_bytes()
        digest.update(b"%d:%b%d:" % (len(name), name, len(content)))
        digest.update(content)
    return digest.hexdigest()


def read_written(directory: Path) -> LawText:
    """The law from its YAML files, whether or not it is compiled. Raises LawError, naming the file."""
    files = law_files(directory)
    contents = _contents(directory, files)
    return LawText(content_hash(directory, files), contents, _heads(contents), None, compiled=False)


def read_law_text(directory: Path) -> LawText:
    """The law as it stands in `directory`. Raises LawError, naming the file, where one is no YAML."""
    compiled = _compiled(directory / COMPILED)
    if compiled is not None:
        held, lines = compiled
        fits = held["stamps"] == _stamps(directory)
        if fits or held["version"] == content_hash(directory, law_files(directory)):
            contents = _Lines(held["names"], lines)
            return LawText(held["version"], contents, held["heads"], held["named"], compiled=True)
    return read_written(directory)


def _stamps(directory: Path) -> dict[str, list[int]]:
    """Size and time of change of each file: where none differs, the contents need not be hashed again."""
    found: dict[str, list[int]] = {}
    waiting = [(part, directory / part) for part in PARTS if (directory / part).is_dir()]
    while waiting:
        name, place = waiting.pop()
        for entry in os.scandir(place):
            path = f"{name}/{entry.name}"
            if entry.is_dir():
                waiting.append((path, Path(entry.path)))
            elif path.endswith(".yaml"):
                stat = entry.stat()
                found[path] = [stat.st_size, stat.st_mtime_ns]
    return found


def _heads(contents: Mapping[str, Any]) -> dict[str, Any]:
    """What the shelf has to know; of contents that are no mapping, the contents themselves."""
    return {
        name: {key: content[key] for key in HEAD if key in content} if isinstance(content, dict) else content
        for name, content in contents.items()
        if name.startswith(("instruments/", "domestic/"))
    }


def _contents(directory: Path, files: Iterable[Path]) -> dict[str, Any]:
    named = {path.relative_to(directory).as_posix(): path for path in files}
    return {name: read_yaml(path) for name, path in named.items() if name not in LAZY}


def _compiled(path: Path) -> tuple[dict[str, Any], list[bytes]] | None:
    """What the compiled file holds: what it says of itself, and the lines; None where there is none in this form."""
    try:
        first, *lines = path.read_bytes().splitlines()
        held = json.loads(first)
    except (OSError, ValueError):
        return None
    known = isinstance(held, dict) and held.keys() == {"version", "stamps", "names", "heads", "named"}
    return (held, lines) if known and len(held["names"]) == len(lines) else None


def write_compiled(directory: Path, text: LawText) -> Path:
    """Put checked contents into one file that loads quickly; answers where.

    What stands in it is not checked again, so `text` must have been (`load.compile_law_files`). Raises OSError where
    it cannot be written.
    """
    target = directory / COMPILED
    target.parent.mkdir(exist_ok=True)
    held = {
        "version": text.version,
        "stamps": _stamps(directory),
        "names": list(text.contents),
        "heads": text.heads,
        "named": named_by(text.of("instruments").values()),
    }
    lines = [json.dumps(each, ensure_ascii=False, default=_plain) for each in (held, *text.contents.values())]
    draft = target.with_suffix(".draft")
    draft.write_bytes("\n".join(lines).encode())
    draft.replace(target)
    return target


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
