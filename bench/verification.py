"""Checking certificates: the page over HTTP under many connections, and offline codes in a loop.

    python -m bench.verification [--seconds 10] [--connections 8]

The page is asked for many certificates in turn, by a client on the same machine, which takes its part of the cores: so
the processor's time that the server spends on one request is told as well, which nothing else on the machine changes.
Each connection asks again as soon as it was answered. With many more of them than cores the time of an answer says how
many wait in front of it, and nothing about the page.
"""

import argparse
import asyncio
import os
import statistics
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import django
from django.core.management import call_command

from bench.report import Figure, table

CERTIFICATES: Final = 200
PROCESSES: Final = 2
CORES: Final = 2
CONNECTIONS: Final = 8
WARMING: Final = 2.0
GOAL_A_SECOND: Final = 300
GOAL_P99: Final = 0.05
GOAL_OFFLINE: Final = 5_000


def measure(seconds: float = 10.0, connections: int = CONNECTIONS) -> list[Figure]:
    """Needs Django set up on an empty database. The server runs in processes of its own."""
    from bench.service import running  # noqa: PLC0415  needs settings
    from sojourn.certificates.transparency.events import tend_log  # noqa: PLC0415
    from tests.certificates.builders import a_certificate  # noqa: PLC0415
    from tests.web.verify_pages.codes import code_of  # noqa: PLC0415

    issued = [a_certificate() for _ in range(CERTIFICATES)]
    tend_log()
    offline = _offline([code_of(each) for each in issued[:50]])
    paths = [f"/c/{each.number}/{each.secret}" for each in issued]
    with running(PROCESSES) as (address, _):
        asyncio.run(_ask(address, paths, WARMING, connections))
        before = _processor_seconds_of_children()
        taken, spent = asyncio.run(_ask(address, paths, seconds, connections))
        by_server = (_processor_seconds_of_children() - before) / len(taken)
    a_second = len(taken) / spent
    return [
        Figure("verification page, time a request at full load", 1 / a_second, goal=1 / GOAL_A_SECOND),
        Figure(
            "verification page, processor time of the server a request", by_server, goal=CORES / GOAL_A_SECOND
        ),
        Figure(f"verification page, median with {connections} connections", statistics.median(taken)),
        Figure("verification page, 99th percentile", _percentile(taken, 0.99), goal=GOAL_P99),
        Figure("offline verification of one code", offline, goal=1 / GOAL_OFFLINE),
    ]


def _offline(codes: Sequence[str]) -> float:
    """Processor time of one reading, the least of five rounds."""
    from sojourn.certificates.keyring import published_keys  # noqa: PLC0415
    from sojourn.certificates.offline import Outcome, read_code  # noqa: PLC0415

    keys, now = published_keys(), datetime.now(UTC)
    if any(read_code(code, keys, now).outcome is not Outcome.GENUINE for code in codes):
        raise SystemExit("A code of ours is not read as genuine.")
    rounds = []
    for _ in range(5):
        begun = time.process_time()
        for code in codes:
            read_code(code, keys, now)
        rounds.append((time.process_time() - begun) / len(codes))
    return min(rounds)


def _processor_seconds_of_children() -> float:
    """What the processes that this one started have used of the processor so far, and those that they started."""
    parents, used = {}, {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            # After the name, which may hold anything: state, parent, … and as 12th and 13th user and system time.
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        number = int(status.parent.name)
        parents[number], used[number] = int(fields[1]), int(fields[11]) + int(fields[12])
    ours = {os.getpid()}
    while more := {number for number, parent in parents.items() if parent in ours} - ours:
        ours |= more
    return sum(used.get(number, 0) for number in ours - {os.getpid()}) / os.sysconf("SC_CLK_TCK")


async def _ask(
    address: str, paths: Sequence[str], seconds: float, connections: int
) -> tuple[list[float], float]:
    """Ask over so many connections at once for so long; the time of each answer, and the time of all."""
    host, port = address.removeprefix("http://").split(":")
    taken: list[float] = []
    begun = time.perf_counter()
    end = begun + seconds

    async def one(number: int) -> None:
        reader, writer = await asyncio.open_connection(host, int(port))
        at = number * 7
        while time.perf_counter() < end:
            path = paths[at % len(paths)]
            at += 1
            asked = time.perf_counter()
            writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Language: en\r\n\r\n".encode())
            await _answer(reader)
            taken.append(time.perf_counter() - asked)
        writer.close()

    await asyncio.gather(*(one(number) for number in range(connections)))
    return taken, time.perf_counter() - begun


async def _answer(reader: asyncio.StreamReader) -> None:
    """Read one answer, which must be the page of a certificate that was found."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(
        int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")
    )
    body = await reader.readexactly(length)
    if not head.startswith(b"HTTP/1.1 200") or b"Genuine" not in body:
        raise SystemExit(f"Not the page of a certificate: {head[:60]!r}")


def _percentile(taken: Sequence[float], part: float) -> float:
    return sorted(taken)[min(len(taken) - 1, int(len(taken) * part))]


def main() -> None:
    """Measure by itself, on an embedded database in a folder of its own."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--seconds", type=float, default=10.0)
    asked.add_argument("--connections", type=int, default=CONNECTIONS)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="sojourn-bench-") as home:
        os.environ.update(
            SOJOURN_MODE="demo", SOJOURN_HOME=home, DJANGO_SETTINGS_MODULE="sojourn.config.settings"
        )
        os.environ.pop("DATABASE_URL", None)
        django.setup()
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        print(table("Checking certificates", measure(options.seconds, options.connections)))
        print(f"Load of the machine: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
