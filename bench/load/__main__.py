"""Start PostgreSQL and the service, fill the table, let people browse, and print what it took.

`python -m bench.load [rows] [requests a second] [seconds]`; needs requirements/bench.txt installed.
"""

import csv
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.request import urlopen

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))

from postgres import running_postgres

GOAL_MS, CLERKS, PROCESSES = 300, 100, 2


def main(rows: int = 1_000_000, rate: int = 50, seconds: int = 120) -> int:
    """Exit status 1 when a page failed or the 95th percentile of all is over the goal."""
    with tempfile.TemporaryDirectory(prefix="sojourn-load-") as folder:
        home = Path(folder)
        with running_postgres(home / "postgres") as url:
            os.environ.update(
                SOJOURN_MODE="demo",
                SOJOURN_HOME=str(home),
                DATABASE_URL=url,
                DJANGO_SETTINGS_MODULE="sojourn.config.settings",
            )
            return _measured(home, rows, rate, seconds)


def _measured(home: Path, rows: int, rate: int, seconds: int) -> int:
    begun = time.perf_counter()
    cookie = _fill(home, rows)
    print(f"filled in {time.perf_counter() - begun:.0f} s", file=sys.stderr)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://localhost:{port}"
    serve = [
        sys.executable,
        "-m",
        "sojourn.config.cli",
        "serve",
        f"--port={port}",
        f"--processes={PROCESSES}",
    ]
    environment = os.environ | {"SOJOURN_BASE_URL": address}
    log = (home / "server.log").open("wb")
    server = subprocess.Popen(serve, env=environment, stdout=log, stderr=log)
    try:
        _wait(address)
        return _browse(home, address, cookie, rate, seconds)
    finally:
        server.terminate()
        server.wait(timeout=30)


def _fill(home: Path, rows: int) -> str:
    """Fill the table; gives the name of the session's cookie."""
    import django  # noqa: PLC0415
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    django.setup()
    call_command("migrate", verbosity=0)
    from bench.load.seed import fill  # noqa: PLC0415
    from sojourn.casework.events import set_up_institution  # noqa: PLC0415
    from sojourn.core.actors import SYSTEM  # noqa: PLC0415

    set_up_institution(institution_id="us-ssa", actor=SYSTEM)
    clerks = fill(rows, CLERKS)
    (home / "clerks.json").write_text(
        json.dumps([{"session": each.session, "sent": each.sent, "draft": each.draft} for each in clerks])
    )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    connection.close()
    return str(settings.SESSION_COOKIE_NAME)


def _wait(address: str) -> None:
    for _ in range(600):
        try:
            with urlopen(f"{address}/verify", timeout=10):  # noqa: S310  our own server
                return
        except OSError:  # no connection yet, or an answer that takes long
            time.sleep(0.1)
    raise SystemExit("The service did not answer.")


def _browse(home: Path, address: str, cookie: str, rate: int, seconds: int) -> int:
    command = [
        sys.executable,
        "-m",
        "locust",
        "-f",
        str(Path(__file__).with_name("browsing.py")),
        "--headless",
    ]
    command += ["--users", str(rate), "--spawn-rate", str(max(1, rate // 5)), "--run-time", f"{seconds}s"]
    command += ["--host", address, "--csv", str(home / "load"), "--only-summary", "--reset-stats"]
    environment = os.environ | {
        "SOJOURN_LOAD_CLERKS": str(home / "clerks.json"),
        "SOJOURN_LOAD_COOKIE": cookie,
    }
    subprocess.run(command, env=environment, check=False, stdout=subprocess.DEVNULL)
    with (home / "load_stats.csv").open() as file:
        rows = list(csv.DictReader(file))
    return _told(rows)


def _told(rows: list[dict[str, str]]) -> int:
    print("| Page | Requests | Failed | Median ms | 95th percentile ms |\n|---|---:|---:|---:|---:|")
    for row in rows:
        name = "all" if row["Name"] == "Aggregated" else row["Name"]
        print(f"| {name} | {row['Request Count']} | {row['Failure Count']} | {row['50%']} | {row['95%']} |")
    total = rows[-1]
    print(
        f"\n{float(total['Requests/s']):.1f} requests a second; goal: 95 in 100 within {GOAL_MS} ms, none failed."
    )
    return int(int(total["Failure Count"]) > 0 or float(total["95%"]) > GOAL_MS)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
