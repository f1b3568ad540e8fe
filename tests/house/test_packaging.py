"""The wheel holds everything that the service needs, and runs away from the checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.house.checkout import ROOT, SOURCE, tracked_files


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_code_law_examples_and_the_built_front_end(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    wanted = {f"sojourn/{path.relative_to(SOURCE)}" for path in tracked_files() if SOURCE in path.parents}
    for folder in ("law", "examples"):
        wanted |= {
            f"sojourn/{path.relative_to(ROOT)}" for path in tracked_files() if (ROOT / folder) in path.parents
        }
    built = SOURCE / "web" / "static" / "built"
    wanted |= {f"sojourn/{path.relative_to(SOURCE)}" for path in built.rglob("*") if path.is_file()}
    assert "sojourn/web/static/built/sojourn.css" in wanted
    assert {name for name in wanted - held if not name.endswith(".gitkeep")} == set()


def test_the_wheel_holds_nothing_of_a_run(wheel: Path) -> None:
    held = zipfile.ZipFile(wheel).namelist()
    assert [
        name for name in held if "__pycache__" in name or name.endswith((".sqlite3", ".key", ".pem"))
    ] == []


def test_the_service_runs_from_the_wheel_alone(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    asked = (
        "import sojourn, sojourn.engine as engine; "
        f"assert sojourn.__file__.startswith({str(tmp_path)!r}), sojourn.__file__; "
        "assert engine.load_law().version; "
        "from sojourn.config.cli import main; main()"
    )
    result = subprocess.run(
        [sys.executable, "-c", asked, "--help"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(tmp_path / "site"), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr[-2000:]
    assert "sojourn" in result.stdout
