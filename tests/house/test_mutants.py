"""The faults that `make mutate` puts into code: what they are, and that each gives code that can be run."""

import importlib.util
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def mutants() -> Any:
    """The script, loaded as a module."""
    spec = importlib.util.spec_from_file_location("mutants", ROOT / "scripts" / "mutants.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["mutants"] = module
    spec.loader.exec_module(module)
    return module


def changes(mutants: Any, tmp_path: Path, body: str) -> list[str]:
    """What may stand in place of the body of a function."""
    path = tmp_path / "code.py"
    path.write_text(f"LIMIT = 24\n\n\ndef judged(a: int = 1, *b: int):\n    {body}\n")
    return [mutant.change for mutant in mutants.mutants_of(path)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("a <= 4", ["a <= 4  →  a < 4", "a <= 4  →  a > 4", "4  →  5", "4  →  3"]),
        ("a is b or c", ["a is b or c  →  a is b and c", "a is b  →  a is not b"]),
        ("a = not b", ["not b  →  b"]),
        ("a = True", ["True  →  False"]),
        ("return a", ["return a  →  return None"]),
        ("return None", []),
        ("a = 'posting' + b", []),
        ("a = b + c", ["b + c  →  b - c"]),
        ("a = any(b)", ["any  →  all"]),
        ("a = [c for c in b if c]", ["c  →  not c"]),
        ("assert a < 4", []),
        ("a = zip(b, b, strict=True)", []),
        ("a: list[int] | None = b", []),
    ],
)
def test_a_fault_is_put_where_code_decides(
    mutants: Any, tmp_path: Path, body: str, expected: list[str]
) -> None:
    assert changes(mutants, tmp_path, body) == expected


def test_a_faulty_function_does_something_else_and_the_next_fault_begins_with_sound_code(
    mutants: Any, tmp_path: Path
) -> None:
    path = tmp_path / "code.py"
    path.write_text("class Limit:\n    def holds(self, months):\n        return months <= 24\n")
    found = {}
    for mutant in mutants.mutants_of(path):
        faulty = next(code for code in mutant.codes() if code.co_qualname == "Limit.holds")
        space: dict[str, Any] = {}
        exec(path.read_text(), space)  # noqa: S102  the three lines above
        space["Limit"].holds.__code__ = faulty
        found[mutant.change] = [space["Limit"]().holds(months) for months in (23, 24, 25)]
    assert found == {
        "return months <= 24  →  return None": [None, None, None],
        "months <= 24  →  months < 24": [True, False, False],
        "months <= 24  →  months > 24": [False, False, True],
        "24  →  25": [True, True, True],
        "24  →  23": [True, False, False],
    }


def test_a_fault_is_reached_by_the_head_of_its_statement_only(mutants: Any, tmp_path: Path) -> None:
    path = tmp_path / "code.py"
    path.write_text("def judged(a):\n    if (a and\n            b):\n        a = b\n    return a\n")
    lines = {mutant.change: sorted(mutant.lines) for mutant in mutants.mutants_of(path)}
    assert lines == {"a and b  →  a or b": [2, 3], "return a  →  return None": [5]}
