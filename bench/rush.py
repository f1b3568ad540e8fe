"""A rush on PostgreSQL: very many clear requests at once, decided by one worker with its extra hands.

`python -m bench.rush [requests] [processes]`; starts its own database. Prints how long it took, the processor's time
for each decision, how long the smallest employer waited, and whether every request was decided once and no more. While
the worker decides, an officer looks at the desk again and again: the 95th percentile of those pages is told too.
"""

import itertools
import os
import resource
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request as HttpRequest
from urllib.request import urlopen

from bench.own_service import fresh_postgres, officer_cookie

GOAL_SECONDS, GOAL_WAIT_SECONDS, GOAL_PAGE_MS = 1800, 60, 300
_EMPLOYERS = 20
_PAUSE = 0.5


def main(requests: int = 300, processes: int = 0) -> int:
    """Exit status 1 when a request was lost or decided twice, or a goal was missed."""
    with fresh_postgres("rush") as home:
        return _measured(requests, processes, home)


def _measured(requests: int, processes: int, home: Path) -> int:
    from sojourn.casework.events import set_up_institution  # noqa: PLC0415
    from sojourn.config.simulate.rush import rush  # noqa: PLC0415
    from sojourn.core.actors import SYSTEM  # noqa: PLC0415

    set_up_institution(institution_id="us-ssa", actor=SYSTEM)
    cookie = officer_cookie()
    with _service(home) as address, _browsing(f"{address}/desk/", cookie) as pages:
        begun = time.perf_counter()
        sent = list(rush(requests=requests, employers=_EMPLOYERS, seed=1))
        handing_in = time.perf_counter() - begun
        pages.clear()
        spent, taken, smallest = _worked_off(requests, processes, sent[-1].requests)
    return _told(requests, handing_in, spent, taken, smallest, pages)


def _worked_off(requests: int, processes: int, last: tuple) -> tuple[float, float, float]:
    """Processor seconds of the worker and its hands, seconds until all are decided, and until the last employer's."""
    from sojourn.requests.models import Request  # noqa: PLC0415

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    command = [sys.executable, "-m", "sojourn.config.cli", "worker", f"--processes={processes}"]
    worker = subprocess.Popen(command)
    smallest = 0.0
    while Request.objects.filter(state="submitted").exists():
        if not smallest and not Request.objects.filter(pk__in=last, state="submitted").exists():
            smallest = time.perf_counter() - begun
        time.sleep(_PAUSE)
    taken = time.perf_counter() - begun
    worker.terminate()
    worker.wait(timeout=60)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return spent, taken, smallest or taken


def _told(
    requests: int, handing_in: float, spent: float, taken: float, smallest: float, pages: list[float]
) -> int:
    from sojourn.casework.models import Case, Decision  # noqa: PLC0415
    from sojourn.certificates.models import Certificate  # noqa: PLC0415
    from sojourn.journal.chain import verify  # noqa: PLC0415
    from sojourn.requests.models import Request  # noqa: PLC0415

    counts = {model.objects.count() for model in (Case, Decision, Certificate)}
    whole = counts == {requests} == {Request.objects.filter(state="approved").count()} and verify().ok
    goal = GOAL_SECONDS * requests / 10_000
    page = statistics.quantiles(pages, n=20)[-1] * 1000 if len(pages) > 1 else 0.0
    print(
        f"| what | measured | goal |\n|---|---:|---:|\n"
        f"| {requests:,} clear requests of {_EMPLOYERS} employers handed in | {handing_in:.1f} s | |\n"
        f"| all decided, issued, told | {taken:.1f} s | ≤ {goal:.0f} s |\n"
        f"| processor seconds of the worker for each | {spent / requests:.3f} s | |\n"
        f"| the employer with one request waited | {smallest:.1f} s | ≤ {GOAL_WAIT_SECONDS} s |\n"
        f"| desk meanwhile, 95th percentile of {len(pages)} pages | {page:.0f} ms | ≤ {GOAL_PAGE_MS} ms |\n"
        f"| each decided once, journal whole | {'yes' if whole else 'NO'} | yes |\n"
        f"\n{os.cpu_count()} cores, on average {os.getloadavg()[0]:.1f} processes running or waiting."
    )
    missed = taken > goal or smallest > GOAL_WAIT_SECONDS or page > GOAL_PAGE_MS
    return int(not whole or missed)


@contextmanager
def _service(home: Path) -> Iterator[str]:
    """The service as it runs, in a process of its own."""
    from sojourn.config.serving import free_port  # noqa: PLC0415

    port = free_port(8100)
    address = f"http://localhost:{port}"
    command = [sys.executable, "-m", "sojourn.config.cli", "serve", f"--port={port}"]
    with (home / "server.log").open("wb") as log:
        server = subprocess.Popen(
            command, env=os.environ | {"SOJOURN_BASE_URL": address}, stdout=log, stderr=log
        )
        try:
            for attempt in itertools.count():
                try:
                    urlopen(f"{address}/healthz", timeout=10).close()  # noqa: S310  our own server
                    break
                except OSError:
                    if attempt > 600:
                        raise
                    time.sleep(0.1)
            yield address
        finally:
            server.terminate()
            server.wait(timeout=30)


@contextmanager
def _browsing(address: str, cookie: str) -> Iterator[list[float]]:
    """Look at a page every half second meanwhile; yields how long each took."""
    taken: list[float] = []
    stop = threading.Event()

    def look() -> None:
        while not stop.is_set():
            begun = time.perf_counter()
            request = HttpRequest(address, headers={"Cookie": cookie})  # noqa: S310  our own server
            with urlopen(request, timeout=60) as page:  # noqa: S310
                if b"sj-desk" not in page.read():
                    raise SystemExit("The desk did not open.")
            taken.append(time.perf_counter() - begun)
            stop.wait(_PAUSE)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield taken
    finally:
        stop.set()
        thread.join()


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
