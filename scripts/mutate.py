"""Puts small faults into `core` and `engine`, one at a time, and counts how many the tests notice.

Runs inside .venv (see `make mutate`), in one process with low priority. A sample by a fixed seed, or everything
with --all. The faults are those of mutants.py. For each one a copy of the running process takes the changed
function and runs the tests that reach its lines, the quickest first, until one fails. No file is changed.
"""

import argparse
import functools
import gc
import os
import pickle
import random
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import hypothesis
import pytest
from mutants import Mutant, mutants_of, pieces

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "sojourn"
TESTS = ("tests/core", "tests/engine", "tests/law")
# Screening repeats the engine in columns and is held to it by tests of its own, which take long.
LEFT_OUT_SOURCE = (SOURCE / "engine" / "screening",)
LEFT_OUT_TESTS = ("tests/engine/screening",)
WANTED_SHARE = 80
BROKEN = 70
ROOM = 2 * 1024**3
NOTICED, UNNOTICED, UNREACHED, ENDLESS = "noticed", "unnoticed", "no test reaches it", "ran on and on"
type Lines = set[tuple[str, int]]


class Sound:
    """What a test does in sound code: how long it computes, which lines it runs, whether it passes."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.lines: Lines = set()
        self.passed = True


class Mutation:
    """A plugin that runs the collected tests on faulty code, in place of running them once."""

    def __init__(self, mutants: list[Mutant], seconds: float) -> None:
        self.mutants = mutants
        self.seconds = seconds
        self.results: list[tuple[Mutant, str]] = []
        self.left_out: list[str] = []
        self.failed = False
        self.watch: Watch | None = None
        self.shared: dict[tuple[str, str], Lines] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.failed = self.failed or report.failed

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        begun = time.monotonic()
        sound = self.measure(session.items)
        self.left_out = [name for name, each in sound.items() if not each.passed]
        tests = [item for item in session.items if sound[item.nodeid].passed]
        tests.sort(key=lambda item: (sound[item.nodeid].seconds, item.nodeid))
        print(f"{len(tests)} tests measured in {time.monotonic() - begun:.0f} s", flush=True)
        for number, mutant in enumerate(self.mutants, 1):
            result = self.result_of(mutant, tests, sound)
            self.results.append((mutant, result))
            if result in (UNNOTICED, UNREACHED):
                print(described(mutant, result), flush=True)
            if number % 50 == 0:
                print(f"[{time.monotonic() - begun:4.0f} s] {number} of {len(self.mutants)}", flush=True)
        return True

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(
        self, fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest
    ) -> Iterator[None]:
        """What is made once for several tests is reached by each of them, not just by the first."""
        if self.watch is None or fixturedef.scope == "function":
            return (yield)
        before = self.watch.lines
        self.watch.begin_anew()
        try:
            return (yield)
        finally:
            self.shared[fixturedef.baseid, fixturedef.argname] = self.watch.lines
            self.watch.lines = before | self.watch.lines

    def measure(self, items: list[pytest.Item]) -> dict[str, Sound]:
        """Run every test once in a copy of this process, where nothing stays loaded for the next test."""
        found = {item.nodeid: Sound() for item in items}
        with tempfile.NamedTemporaryFile() as file:

            def measured() -> int:
                self.watch, kept, before = Watch(), keepers(), ""
                for item, following in pairwise([*items, None]):
                    # The cases of one test share what was loaded for the first.
                    if (function := item.nodeid.partition("[")[0]) != before:
                        empty(kept)
                    self.measure_one(item, following, found[item.nodeid], self.watch)
                    before = function
                Path(file.name).write_bytes(pickle.dumps(found))
                return 0

            in_a_copy(measured)
            result: dict[str, Sound] = pickle.loads(Path(file.name).read_bytes())  # noqa: S301  our own
        return result

    def measure_one(
        self, item: pytest.Item, following: pytest.Item | None, here: Sound, watch: "Watch"
    ) -> None:
        self.failed = False
        watch.begin_anew()
        begun = time.process_time()
        run(item, following)
        here.seconds = time.process_time() - begun
        here.lines, here.passed = watch.lines, not self.failed
        for (place, name), lines in self.shared.items():
            if item.nodeid.startswith(place) and name in getattr(item, "fixturenames", ()):
                here.lines |= lines

    def result_of(self, mutant: Mutant, tests: list[pytest.Item], sound: dict[str, Sound]) -> str:
        """Whether a test that reaches the fault notices it, of those that together take the seconds we have."""
        reached = {(str(mutant.path), line) for line in mutant.lines}
        chosen, left = [], self.seconds
        for item in tests:
            if sound[item.nodeid].lines & reached and (left := left - sound[item.nodeid].seconds) >= 0:
                chosen.append(item)
        if not chosen:
            return UNREACHED

        def passes() -> int:
            limit_memory()
            put_in(mutant)
            empty(keepers())
            for item, following in pairwise([*chosen, None]):
                # Time of the processor, not of the clock: others may be at work on this machine.
                signal.setitimer(signal.ITIMER_PROF, 10 + 10 * sound[item.nodeid].seconds)
                run(item, following)
                if self.failed:
                    return 1
            return 0

        status = in_a_copy(passes)
        if os.WIFSIGNALED(status):
            return ENDLESS
        return NOTICED if os.WEXITSTATUS(status) else UNNOTICED


def in_a_copy(work: Callable[[], int]) -> int:
    """Do something in a silent copy of this process; answers how that ended, as os.waitpid does.

    Raises RuntimeError when the work itself broke off.
    """
    sys.stdout.flush()
    if (child := os.fork()) == 0:
        complaints = os.dup(2)
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (1, 2):
            os.dup2(nowhere, stream)
        try:
            os._exit(work())
        except BaseException:  # noqa: BLE001  the copy must end here, whatever happened
            os.write(complaints, traceback.format_exc().encode())
            os._exit(BROKEN)
    status = os.waitpid(child, 0)[1]
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) == BROKEN:
        raise RuntimeError("the tests could not be run on faulty code")
    return status


def run(item: pytest.Item, following: pytest.Item | None) -> None:
    item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)


def empty(kept: list[Any]) -> None:
    for each in kept:
        each.cache_clear()


class Watch:
    """Notes which of our lines are run. The interpreter tells each line once, until asked to begin anew."""

    def __init__(self) -> None:
        self.lines: Lines = set()
        self.tool = sys.monitoring.COVERAGE_ID
        sys.monitoring.use_tool_id(self.tool, "mutate")
        sys.monitoring.register_callback(self.tool, sys.monitoring.events.LINE, self.note)
        for function in living(FunctionType):
            if function.__code__.co_filename.startswith(str(SOURCE)):
                for code in pieces(function.__code__):
                    sys.monitoring.set_local_events(self.tool, code, sys.monitoring.events.LINE)

    def note(self, code: CodeType, line: int) -> Any:
        self.lines.add((code.co_filename, line))
        return sys.monitoring.DISABLE

    def begin_anew(self) -> None:
        self.lines = set()
        sys.monitoring.restart_events()


def living(kind: type) -> list[Any]:
    """All objects of just this kind. By type(): to ask a lazy object for its class would make it."""
    return [each for each in gc.get_objects() if type(each) is kind]


def keepers() -> list[Any]:
    """Our functions and those of the tests that keep what they answered once, the law above all."""
    return [
        each
        for each in living(functools._lru_cache_wrapper)
        if str(each.__module__).startswith(("sojourn.", "tests."))
    ]


def limit_memory() -> None:
    """Let this process take 2 GiB more than it has: some faults gather without end."""
    held = Path("/proc/self/statm")
    if held.exists():
        limit = int(held.read_text().split()[0]) * resource.getpagesize() + ROOM
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def put_in(mutant: Mutant) -> None:
    """Give every living function of the file the code with the fault, wherever it has been imported or entered."""
    faulty = {(code.co_qualname, code.co_firstlineno): code for code in mutant.codes()}
    changed = 0
    for function in living(FunctionType):
        code = function.__code__
        if code.co_filename == str(mutant.path):
            function.__code__ = faulty.get((code.co_qualname, code.co_firstlineno), code)
            changed += function.__code__ != code
    if not changed:
        raise RuntimeError(f"the fault did not get in: {described(mutant, '')}")


def described(mutant: Mutant, result: str) -> str:
    where = f"{mutant.path.relative_to(SOURCE.parent.parent)}:{mutant.line}"
    return f"{where} {mutant.within}: {mutant.change}" + (f"  ({result})" if result == UNREACHED else "")


def all_mutants(only: str) -> list[Mutant]:
    """Every fault that can be put into the code, in files whose path holds `only`."""
    files = sorted(path for part in ("core", "engine") for path in (SOURCE / part).rglob("*.py"))
    return [
        mutant
        for path in files
        if only in str(path.relative_to(ROOT))
        and not any(path.is_relative_to(each) for each in LEFT_OUT_SOURCE)
        for mutant in mutants_of(path)
    ]


def table(results: list[tuple[Mutant, str]]) -> Iterator[str]:
    """How many were noticed, by file, the worst first."""
    files: dict[str, Counter[str]] = defaultdict(Counter)
    for mutant, result in results:
        files[str(mutant.path.relative_to(SOURCE))][result] += 1
    for name, counts in sorted(files.items(), key=lambda each: (share(each[1]), each[0])):
        missed = counts[UNNOTICED] + counts[UNREACHED]
        yield f"{share(counts):5.1f} %  {counts.total() - missed:4} of {counts.total():4}  {name}"


def share(counts: Counter[str]) -> float:
    return 100 * (counts[NOTICED] + counts[ENDLESS]) / max(1, counts.total())


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="How many small faults do the tests notice?")
    parser.add_argument("--sample", type=int, default=300, help="how many faults to try (300)")
    parser.add_argument("--seed", type=int, default=2027, help="which faults these are (2027)")
    parser.add_argument("--all", action="store_true", help="try every fault; takes hours")
    parser.add_argument("--only", default="", help="only files whose path holds this")
    parser.add_argument("--seconds", type=float, default=20, help="of tests for each fault (20)")
    return parser.parse_args()


def main() -> int:
    """Answers 0 when at least 80 % were noticed."""
    options = arguments()
    os.nice(10)
    os.chdir(ROOT)
    os.environ.setdefault("SOJOURN_MODE", "test")
    hypothesis.settings.register_profile(
        "mutate",
        derandomize=True,
        database=None,
        phases=(hypothesis.Phase.explicit, hypothesis.Phase.generate),
    )
    hypothesis.settings.load_profile("mutate")
    mutants = everything = all_mutants(options.only)
    if not options.all and options.sample < len(everything):
        chosen = random.Random(options.seed).sample(range(len(everything)), options.sample)  # noqa: S311
        mutants = [everything[number] for number in sorted(chosen)]
    print(f"{len(mutants)} of {len(everything)} faults, seed {options.seed}; unnoticed are:", flush=True)
    plugin = Mutation(mutants, options.seconds)
    without = [f"--ignore={path}" for path in LEFT_OUT_TESTS]
    plain = ["-s", "-q", "-p", "no:randomly", "-p", "no:xdist", "-p", "no:cacheprovider"]
    pytest.main([*plain, *without, *TESTS], plugins=[plugin])
    counts = Counter(result for _, result in plugin.results)
    print("", *table(plugin.results), "", sep="\n")
    for name in plugin.left_out:
        print(f"left out, fails without any fault: {name}")
    print(f"{share(counts):.1f} % noticed: {', '.join(f'{counts[each]} {each}' for each in counts)}")
    return 0 if plugin.results and share(counts) >= WANTED_SHARE else 1


if __name__ == "__main__":
    sys.exit(main())
