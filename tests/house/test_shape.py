"""Modules stay small and are named for what they hold; nothing in the house knows the machine it was made on."""

import ast
import re

from tests.house.checkout import ROOT, modules, short, tracked_files

MOST_LINES = 400
MOST_LINES_OF_A_FUNCTION = 60
NAMES_THAT_SAY_NOTHING = frozenset(
    {
        "base",
        "common",
        "helper",
        "helpers",
        "manager",
        "managers",
        "misc",
        "new",
        "temp",
        "util",
        "utils",
        "v2",
    }
)
TEXT = frozenset(
    {".cfg", ".css", ".html", ".in", ".ini", ".js", ".json", ".lock", ".md", ".mjs", ".po", ".py"}
    | {".scss", ".sh", ".svg", ".toml", ".txt", ".typ", ".yaml", ".yml"}
)
# Written in pieces, so that this file does not find itself.
TRACES = re.compile(
    "|".join(
        [
            "registry" + r"\.npmjs\.org",
            "files" + r"\.pythonhosted\.org",
            "pypi" + r"\.org/simple",
            r"--(extra-)?index-url\s",
            r"--find-links\s",
            r'"resolved"' + ":",
            r"(?<![\w.])/(home|Users|work)/[a-z]+/",
            "/root" + "/",
        ]
    )
)


def test_no_module_is_longer_than_one_can_read() -> None:
    long = {short(path): len(path.read_text().splitlines()) for path in modules()}
    assert {name: lines for name, lines in long.items() if lines > MOST_LINES} == {}, (
        "split it by what it is about"
    )


def test_no_function_is_longer_than_one_can_read() -> None:
    long = {}
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > MOST_LINES_OF_A_FUNCTION:
                    long[f"{short(path)}:{node.name}"] = lines
    assert long == {}, "give its steps names"


def test_every_module_is_named_for_what_it_holds() -> None:
    named = [short(path) for path in modules() if set(path.stem.split("_")) & NAMES_THAT_SAY_NOTHING]
    assert named == [], "if you cannot name it, it does not exist yet"


def test_no_signal_of_our_own_and_no_import_dodging_a_circle() -> None:
    found = []
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("django.dispatch"):
                found.append(f"{short(path)}:{node.lineno} uses a signal: a call one can follow is better")
    assert found == []


def test_no_file_knows_a_machine_or_a_registry() -> None:
    found = []
    for path in tracked_files():
        if path.suffix in TEXT or path.name in {"Makefile", "run", "Dockerfile", ".npmrc"}:
            for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
                if TRACES.search(line):
                    found.append(f"{short(path)}:{number}: {line.strip()[:120]}")
    assert found == []


def test_what_runs_is_pinned_with_hashes() -> None:
    for path in sorted((ROOT / "requirements").glob("*.txt")):
        text = path.read_text()
        pinned = re.findall(r"^[a-zA-Z0-9].*==", text, re.MULTILINE)
        named = re.findall(r"^[a-zA-Z0-9]", text, re.MULTILINE)
        assert len(pinned) == len(named) > 0, f"{short(path)} names a package without its version"
        assert text.count("--hash=sha256:") >= len(pinned), f"{short(path)} has a package without a hash"
