"""Checking an audit pack from the file alone: every byte against the index, and the index against its signed note.

No Django, no database, no network: an auditor does this at home.
"""

import hashlib
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

INDEX: Final = "index.json"
NOTE: Final = "index.note"
NAMED: Final = "audit-pack"
"""The last part of a note's first line, which says what is signed."""
VERSION: Final = 1
_LARGEST_INDEX: Final = 256 << 20
_AT_ONCE: Final = 1 << 20
type OpenNote = Callable[[str], str]


class NotSigned(Exception):
    """The note is not signed with the key that was given. Says why."""


@dataclass(slots=True)
class PackFound:
    """What was found. `faults`: everything that is not as it was signed; none: the pack is whole."""

    faults: list[str] = field(default_factory=list)
    index: Mapping[str, Any] = field(default_factory=dict, repr=False)
    files: int = 0

    @property
    def whole(self) -> bool:
        """Whether not one byte was changed, taken out or put in since it was made."""
        return not self.faults


def check_pack(path: Path, open_note: OpenNote) -> PackFound:
    """Check a pack. `open_note` gives the signed text of a note, or raises NotSigned. Never raises for the file."""
    found = PackFound()
    try:
        with zipfile.ZipFile(path) as pack:
            _check(pack, open_note, found)
    except (
        OSError,
        zipfile.BadZipFile,
        ValueError,
        KeyError,
        TypeError,
        RuntimeError,
        RecursionError,
    ) as error:
        found.faults.append(f"the file cannot be read as a pack ({type(error).__name__})")
    return found


def _check(pack: zipfile.ZipFile, open_note: OpenNote, found: PackFound) -> None:
    held = pack.infolist()
    names = [info.filename for info in held]
    if len(set(names)) != len(names):
        found.faults.append("a name stands twice in the pack")
    if INDEX not in names or NOTE not in names:
        found.faults.append("the pack has no signed index")
        return
    if pack.getinfo(INDEX).file_size > _LARGEST_INDEX or pack.getinfo(NOTE).file_size > _AT_ONCE:
        found.faults.append("the index is larger than any of ours")
        return
    index = pack.read(INDEX)
    try:
        text = open_note(pack.read(NOTE).decode())
    except NotSigned as fault:
        found.faults.append(f"the index is not signed by the service: {fault}")
        return
    lines = text.splitlines()
    if len(lines) != 2 or not lines[0].endswith(f"/{NAMED}"):
        found.faults.append("the note signs something else than a pack")
        return
    if lines[1] != hashlib.sha256(index).hexdigest():
        found.faults.append("the index was changed")
        return
    found.index = json.loads(index)
    _check_files(pack, found, set(names) - {INDEX, NOTE})


def _check_files(pack: zipfile.ZipFile, found: PackFound, held: set[str]) -> None:
    listed = {str(each["path"]): each for each in found.index["files"]}
    found.files = len(listed)
    found.faults += [f"missing: {name}" for name in sorted(set(listed) - held)]
    found.faults += [f"put in: {name}" for name in sorted(held - set(listed))]
    for name in sorted(set(listed) & held):
        if not _is_as_listed(pack, name, listed[name]):
            found.faults.append(f"changed: {name}")


def _is_as_listed(pack: zipfile.ZipFile, name: str, listed: Mapping[str, Any]) -> bool:
    size, digest, read = int(listed["size"]), hashlib.sha256(), 0
    try:
        with pack.open(name) as file:
            while part := file.read(_AT_ONCE):
                read += len(part)
                if read > size:
                    return False
                digest.update(part)
    except zipfile.BadZipFile:
        return False
    return read == size and digest.hexdigest() == listed["sha256"]
