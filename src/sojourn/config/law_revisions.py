"""A state of the law data, wherever it lies: a directory, a compiled file, or a revision of the repository."""

import json
import shutil
import subprocess
import tarfile
import tempfile
from io import BytesIO
from pathlib import Path
from typing import Any

from sojourn.engine.errors import LawError
from sojourn.engine.lawbook.law_files import law_directory, law_files
from sojourn.engine.lawbook.yaml_reading import read_yaml

type Contents = dict[str, Any]
"""What stands in the law files, by their paths below the law directory."""


def law_at(place: str) -> Contents:
    """The law data in `place`: a law directory, a compiled file, or a revision (branch, tag, commit) of this checkout.

    Raises LawError, naming the place, where there is none.
    """
    path = Path(place)
    if (path / "law" / "instruments").is_dir():
        path = path / "law"
    if (path / "instruments").is_dir():
        return _whole(path)
    if path.is_file():
        return _compiled(path)
    return _revision(place)


def _whole(directory: Path) -> Contents:
    """Every file of a directory, those too that are read only when somebody asks."""
    return {path.relative_to(directory).as_posix(): read_yaml(path) for path in law_files(directory)}


def _compiled(path: Path) -> Contents:
    try:
        contents = json.loads(path.read_bytes())["contents"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LawError(f"{path}: this is no compiled law file") from error
    if not isinstance(contents, dict):
        raise LawError(f"{path}: this is no compiled law file")
    return contents


def _revision(name: str) -> Contents:
    git = shutil.which("git")
    if git is None or name.startswith("-"):
        raise LawError(f"{name}: there is no such directory or file")
    command = [git, "-C", str(law_directory()), "archive", "--format=tar", name, "."]
    made = subprocess.run(command, capture_output=True, check=False)  # noqa: S603  no shell; checked above
    if made.returncode:
        raise LawError(f"{name}: there is no such directory, file or revision")
    with tempfile.TemporaryDirectory(prefix="sojourn-law-") as folder:
        with tarfile.open(fileobj=BytesIO(made.stdout)) as archive:
            archive.extractall(folder, filter="data")
        return _whole(Path(folder))
