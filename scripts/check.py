"""Everything that is checked, in one run: style, types, law data, structure, behaviour on SQLite and PostgreSQL.

Runs inside .venv (see `make test`). With --lint only style, types and law data. With CI=1 in the surroundings a skipped
test is a failure. Arguments after `--` go to pytest.
"""

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from browser import bring_browser
from judges import bring_judges
from postgres import running_postgres

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
BEGUN = time.monotonic()
WORKERS = "2"


def say(text: str) -> None:
    """One line of progress with the seconds since the beginning."""
    print(f"[{time.monotonic() - BEGUN:5.1f} s] {text}", flush=True)


def step(title: str, command: list[str], env: dict[str, str]) -> bool:
    """Run one check with its words shown; say whether it passed."""
    say(title)
    begun = time.monotonic()
    code = subprocess.call(command, cwd=ROOT, env=env)
    taken = f"{time.monotonic() - begun:.1f} s"
    say(f"{title}: {'passed' if code == 0 else f'FAILED (exit status {code})'} in {taken}")
    return code == 0


def lint(env: dict[str, str]) -> list[bool]:
    """Style and types, and whether the law data hold together."""
    ruff = str(BIN / "ruff")
    with ThreadPoolExecutor(1) as beside:
        types = beside.submit(step, "types", [str(BIN / "mypy")], env)
        return [
            step("style", [ruff, "check", "."], env),
            step("format", [ruff, "format", "--check", "."], env),
            step("law", [str(BIN / "sojourn"), "law", "check"], env),
            types.result(),
        ]


def pytest_command(arguments: list[str], report: Path) -> list[str]:
    """pytest on two workers, with its counts written where the last line can read them.

    Each worker begins with one half, so that what the tests of a file share is made once, and takes from the other's
    when it is done.
    """
    workers = ["-n", WORKERS, "--dist", "worksteal"]
    return [str(BIN / "pytest"), *workers, f"--counts-file={report}", *arguments]


def counts_in(report: Path) -> str:
    """What the run wrote about itself, or a word that it did not come to its end."""
    return report.read_text().strip() if report.exists() else "did not finish"


def tests(env: dict[str, str], arguments: list[str]) -> tuple[list[bool], list[str]]:
    """All tests on SQLite, then those that touch the database again on PostgreSQL."""
    with tempfile.TemporaryDirectory(prefix="sojourn-check-") as folder:
        on_sqlite, on_postgres = Path(folder, "sqlite.txt"), Path(folder, "postgres.txt")
        sqlite_env = {key: value for key, value in env.items() if key != "DATABASE_URL"}
        passed = [step("tests on SQLite", pytest_command(arguments, on_sqlite), sqlite_env)]
        with running_postgres(Path(folder, "postgres")) as url:
            command = pytest_command(["--database-tests-only", *arguments], on_postgres)
            passed.append(step("database tests on PostgreSQL", command, {**env, "DATABASE_URL": url}))
        return passed, [f"SQLite {counts_in(on_sqlite)}", f"PostgreSQL {counts_in(on_postgres)}"]


def main(arguments: list[str]) -> int:
    """Run the checks; 0 when all passed."""
    env = {**os.environ, "SOJOURN_MODE": "test"}
    env.pop("SOJOURN_HOME", None)  # every run has its own
    # What was compiled is kept: else every process compiles every test again, and rewrites every assert in it.
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    passed = lint(env)
    lines: list[str] = []
    if "--lint" not in arguments:
        chromium = bring_browser(ROOT, say)
        bring_judges(say)
        extra = arguments[arguments.index("--") + 1 :] if "--" in arguments else []
        outcome, lines = tests({**env, "SOJOURN_CHROMIUM": chromium}, extra)
        passed += outcome
    failed = passed.count(False)
    verdict = "all checks passed" if not failed else f"{failed} of {len(passed)} checks FAILED"
    say("; ".join([*lines, verdict]))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
