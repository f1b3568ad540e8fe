"""The files of the law data: where they lie, which version they are, what they hold.

Reading some 700 YAML files takes seconds. `write_compiled` puts their contents into one JSON file beside
them, with their hash; while that hash fits, the one file is read instead. It holds nothing that the YAML does not.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import sojourn
from sojourn.engine.errors import LawError
from sojourn.engine.lawbook.yaml_reading import read_yaml

# What the engine reads; questions, examples and the contract have versions of their own.
PARTS = ("instruments", "domestic", "institutions", "reference")
COMPILED = Path("compiled") / "law.json"
# Reference data that decide no case: part of the version, but read only when somebody asks (see reference.py).
LAZY = frozenset(
    f"reference/{name}.yaml"
    for name in ("contribution_rates", "groups", "penalties", "posted_worker_notifications")
)


@dataclass(frozen=True, slots=True)
class LawText:
    """The contents of the law files, by their path below the law directory; and their version."""

    version: str
    contents: dict[str, Any]
    compiled: bool
    """Whether they come from the compiled file, whose contents were checked when it was written."""

    def of(self, part: str) -> dict[str, Any]:
        """The contents of one part, in the order of their paths."""
        return {name: content for name, content in self.contents.items() if name.startswith(part + "/")}


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
    return LawText(content_hash(directory, files), _contents(directory, files), compiled=False)


def read_law_text(directory: Path) -> LawText:
    """The law as it stands in `directory`. Raises LawError, naming the file, where one is no YAML."""
    files = law_files(directory)
    held = _compiled(directory / COMPILED)
    version = held.get("version") if held.get("stamps") == _stamps(directory, files) else None
    if not isinstance(version, str):
        version = content_hash(directory, files)
    contents = held.get("contents")
    if held.get("version") == version and isinstance(contents, dict):
        return LawText(version, contents, compiled=True)
    return LawText(version, _contents(directory, files), compiled=False)


def _stamps(directory: Path, files: Iterable[Path]) -> dict[str, list[int]]:
    """Size and time of change of each file: where none differs, the contents need not be hashed again."""
    seen = ((path.relative_to(directory).as_posix(), path.stat()) for path in files)
    return {name: [stat.st_size, stat.st_mtime_ns] for name, stat in seen}


def _contents(directory: Path, files: Iterable[Path]) -> dict[str, Any]:
    named = {path.relative_to(directory).as_posix(): path for path in files}
    return {name: read_yaml(path) for name, path in named.items() if name not in LAZY}


def _compiled(path: Path) -> dict[str, Any]:
    """What the compiled file holds; nothing where there is none."""
    try:
        held = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return held if isinstance(held, dict) else {}


def write_compiled(directory: Path, text: LawText) -> Path:
    """Put checked contents into one file that loads quickly; answers where.

    What stands in it is not checked again, so `text` must have been (`load.compile_law_files`). Raises OSError where
    it cannot be written.
    """
    target = directory / COMPILED
    target.parent.mkdir(exist_ok=True)
    stamps = _stamps(directory, law_files(directory))
    held = {"version": text.version, "stamps": stamps, "contents": text.contents}
    draft = target.with_suffix(".draft")
    draft.write_text(json.dumps(held, ensure_ascii=False, default=_plain), encoding="utf-8")
    draft.replace(target)
    return target


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
