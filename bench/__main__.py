"""Measure everything in one run, print it, and keep it in bench/RESULTS.md."""

import os
import platform
import tempfile
from pathlib import Path

import django
from django.core.management import call_command

from bench.clock import BURSTS
from sojourn.core import clock

RESULTS = Path(__file__).with_name("RESULTS.md")


def main() -> None:
    """Needs the peers of requirements/bench.txt installed."""
    with tempfile.TemporaryDirectory(prefix="sojourn-bench-") as home:
        os.environ.update(
            SOJOURN_MODE="demo", SOJOURN_HOME=home, DJANGO_SETTINGS_MODULE="sojourn.config.settings"
        )
        os.environ.pop("DATABASE_URL", None)
        django.setup()
        call_command("migrate", verbosity=0)
        text = "\n".join([_head(), *_tables(Path(home))])
    print(text)
    RESULTS.write_text(text, encoding="utf-8")


def _tables(home: Path) -> list[str]:
    # Imported here: they read Django's settings, which need the folder made above.
    from bench import certificates, determinations, documents, log, screening, service  # noqa: PLC0415
    from bench.report import table  # noqa: PLC0415
    from sojourn.config.demo.seed import seed  # noqa: PLC0415

    known = seed(home)
    return [
        table("Determinations", determinations.measure()),
        table("Tables of trips", screening.measure()),
        table("Documents", documents.measure()),
        log.measured_apart(),
        table("Certificates, in the processor's time", certificates.measure()),
        table("The service over HTTP", service.measure(known)),
    ]


def _head() -> str:
    return (
        "# Measured\n\n"
        f"`make bench` on {clock.today().isoformat()}: Python {platform.python_version()}, {os.cpu_count()} cores, "
        f"{platform.system()} {platform.machine()}, on average {os.getloadavg()[1]:.1f} processes running or waiting. "
        "Determinations: the processor's time of one call, the least of "
        f"{BURSTS} short bursts, of ours and of the peers alike; loading and tables of trips: "
        "the least of some runs, each a process of its own; the rest: medians. “of ours” is a peer's time as a "
        "multiple of the figure of ours that is named beside it, else of the one above it.\n"
    )


if __name__ == "__main__":
    main()
