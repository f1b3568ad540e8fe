"""Tables of trips from file to file, against the engine one by one. Each run is a process of its own.

`python -m bench.screening 10000 100000` prints the table of docs/explanation/screening.md for these sizes;
`python -m bench.screening --spark 1000000` measures a Spark with two workers.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import polars

from bench.local_spark import local_spark
from bench.report import Figure, duration
from bench.trips import trips
from sojourn.engine import load_law
from sojourn.engine.screening import ADDED, SCHEMA, Screener, screen_one, screening
from sojourn.engine.screening.cells import read_cell
from sojourn.engine.screening.trips import BY_NAME

COMPARED = 20_000
GOAL_ROWS, GOAL_SECONDS, GOAL_BYTES = 1_000_000, 10, 1_500_000_000
CHUNK = 1_000_000
REPEATED = 3
COMMAND = "import sys; from sojourn.config.cli import main; sys.argv[0] = 'sojourn'; main()"


@dataclass(frozen=True, slots=True)
class Run:
    """One run of `sojourn screen`: rows, seconds by the clock and of processors, and the most memory held at a time.

    Of all processes that take part.
    """

    rows: int
    seconds: float
    processor_seconds: float
    peak_bytes: int


def measure() -> list[Figure]:
    """A table of 100,000 and one of 1,000,000 trips, and the same trips one by one."""
    single = compared()
    with tempfile.TemporaryDirectory(prefix="sojourn-bench-") as folder:
        runs = [
            min((screened(Path(folder), rows, ending) for _ in range(REPEATED)), key=lambda run: run.seconds)
            for rows, ending in _SIZES
        ]
    return [
        *(_figure(run, ending) for run, (_, ending) in zip(runs, _SIZES, strict=True)),
        Figure(
            "one trip by itself, from its cells to the same columns",
            single,
            than=runs[-1].seconds / GOAL_ROWS,
        ),
    ]


_SIZES = [(100_000, ".csv"), (GOAL_ROWS, ".csv"), (GOAL_ROWS, ".parquet")]


def _figure(run: Run, ending: str) -> Figure:
    goal = run.rows == GOAL_ROWS
    peak = f"{run.peak_bytes / 1e9:.2f} GB at most"
    if goal:
        peak += f" (≤ {GOAL_BYTES / 1e9:.1f} GB: {'met' if run.peak_bytes <= GOAL_BYTES else 'MISSED'})"
    what = f"{run.rows:,} trips, {ending} to {ending}, {run.seconds / run.rows * 1e6:.1f} µs a trip, {peak}"
    return Figure(what, run.seconds, goal=GOAL_SECONDS if goal else None)


def compared(count: int = COMPARED) -> float:
    """Answer trips in a table and one by one; stop where they differ. The seconds that one takes by itself."""
    frame, law = trips(count, seed=random.SystemRandom().randrange(2**32)), load_law()
    table = Screener(law, frame.columns).screen(frame).select(list(SCHEMA)).to_dicts()
    read = [
        {name: read_cell(BY_NAME[name], raw) for name, raw in row.items() if name in BY_NAME}
        for row in frame.to_dicts()
    ]
    begun = time.perf_counter()
    alone = [dict(screen_one(trip, law)) for trip in read]
    taken = time.perf_counter() - begun
    for trip, one, other in zip(read, alone, table, strict=True):
        if one != other:
            raise SystemExit(f"The table and the engine do not agree on {trip}: {other} and {one}")
    return taken / count


def screened(folder: Path, rows: int, ending: str = ".csv") -> Run:
    """Screen a file of made-up trips into another file."""
    source, target = folder / f"trips{rows}{ending}", folder / f"answers{rows}{ending}"
    _write(source, rows)
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", COMMAND, "screen", source, "-o", target, "--force"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    peak = 0
    while True:
        ended, status, used = os.wait4(process.pid, os.WNOHANG)
        if ended:
            break
        peak = max(peak, held(process.pid))
        time.sleep(0.05)
    taken = time.perf_counter() - begun
    process.returncode = status
    if status != 0:
        raise SystemExit(f"screening {source.name} ended with status {status}")
    source.unlink()
    target.unlink()
    return Run(rows, taken, used.ru_utime + used.ru_stime, peak)


def held(number: int) -> int:
    """The memory in bytes that a process and those it started hold; what they share counts once. Needs Linux."""
    place = Path("/proc", str(number))
    try:
        shares = (place / "smaps_rollup").read_text().splitlines()
        started = [
            child for task in (place / "task").iterdir() for child in (task / "children").read_text().split()
        ]
    except OSError:
        # It has just ended.
        return 0
    own = sum(int(line.split()[1]) * 1024 for line in shares if line.startswith("Pss:"))
    return own + sum(held(int(child)) for child in started)


def _write(path: Path, rows: int) -> None:
    """Trips in pieces, so that making them takes little memory. A process of its own: what it held is given back."""
    code = "import sys; from bench.screening import write; write(sys.argv[1], int(sys.argv[2]))"
    subprocess.run([sys.executable, "-c", code, path, str(rows)], check=True)


def write(name: str, rows: int) -> None:
    """Write made-up trips to a CSV or Parquet file."""
    path = Path(name)
    pieces = (trips(min(CHUNK, rows - first), seed=first) for first in range(0, rows, CHUNK))
    if path.suffix == ".parquet":
        polars.concat(list(pieces)).write_parquet(path)
        return
    with path.open("wb") as opened:
        for number, piece in enumerate(pieces):
            piece.write_csv(opened, include_header=number == 0)


def on_spark(rows: int) -> str:
    """What a Spark with two workers takes for so many trips, from Parquet to Parquet, in words."""
    with tempfile.TemporaryDirectory(prefix="sojourn-bench-") as folder, local_spark(Path(folder)) as spark:
        source, target = Path(folder, "trips.parquet"), Path(folder, "answers")
        _write(source, rows)
        given = spark.read.parquet(str(source)).repartition(2)
        schema = ", ".join(f"`{field.name}` {field.dataType.simpleString()}" for field in given.schema)
        taken = []
        for name in ("first", "second"):
            begun = time.perf_counter()
            given.mapInArrow(screening(), f"{schema}, {ADDED}").write.parquet(str(target / name))
            taken.append(time.perf_counter() - begun)
        count = spark.read.parquet(str(target / "second")).count()
    if count != rows:
        raise SystemExit(f"{rows} trips in, {count} out")
    return f"{rows:,} trips on two workers: {taken[0]:.1f} s, and again {taken[1]:.1f} s"


def main(arguments: list[str]) -> None:
    """Measure sizes, or Spark."""
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    print(f"load of the machine before: {load}; {os.cpu_count()} cores")
    if arguments[:1] == ["--spark"]:
        print(on_spark(int(arguments[1])))
        return
    print("| trips | time | processor time | a trip | most memory |\n|---:|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory(prefix="sojourn-bench-") as folder:
        for size in arguments:
            run = screened(Path(folder), int(size))
            print(
                f"| {run.rows:,} | {duration(run.seconds)} | {duration(run.processor_seconds)} "
                f"| {duration(run.seconds / run.rows)} | {run.peak_bytes / 1e6:,.0f} MB |",
                flush=True,
            )


if __name__ == "__main__":
    main(sys.argv[1:])
