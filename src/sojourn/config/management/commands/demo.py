"""`sojourn demo`: fill the embedded database, do the main job, leave the service running."""

import os
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from sojourn.config.demo.afterwards import seed_afterwards
from sojourn.config.demo.cases import Told, example_files, run_example
from sojourn.config.demo.day import seed_day
from sojourn.config.demo.deciding import seed_deciding
from sojourn.config.demo.exceptions import seed_exceptions
from sojourn.config.demo.following import seed_following
from sojourn.config.demo.from_abroad import seed_from_abroad
from sojourn.config.demo.institutions import HOSTED, ROLES, seed_institutions, seed_requests_abroad
from sojourn.config.demo.packages import seed_packages
from sojourn.config.demo.papers import Paper, write_papers
from sojourn.config.demo.register import seed_register
from sojourn.config.demo.sampling import drawn, seed_samples
from sojourn.config.demo.seed import CLERK, OFFICER, REPRESENTATIVE, SignIns, seed
from sojourn.config.demo.sharing import seed_sharing
from sojourn.config.demo.worker_parts import seed_worker_parts
from sojourn.config.serving import free_port
from sojourn.journal.chain import verify

_COLUMNS = ("reference", "route", "outcome", "article", "until", "ms")
_WIDTH_OF_FILES = 110


class Command(BaseCommand):
    help = "Fill the embedded database with a lifelike demonstration, send real requests, leave the service running."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="the first port to try")
        parser.add_argument(
            "--papers", type=Path, default=Path("demo"), help="where the sealed PDFs are written"
        )
        parser.add_argument("--no-serve", action="store_true", help="stop when the main job is done")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.SOJOURN_MODE != "demo":
            raise CommandError(
                "The demonstration runs with SOJOURN_MODE=demo only, so that it never meets real data."
            )
        console = Console()
        if not console.is_terminal:
            console = Console(width=_WIDTH_OF_FILES)
        with console.status("Preparing the database"):
            call_command("migrate", verbosity=0)
            known = seed(settings.SOJOURN_HOME)
            seed_institutions(known)
        with drawn():
            told = _run_examples(console)
        seed_requests_abroad()
        seed_packages()
        seed_worker_parts()
        seed_following(told)
        papers = write_papers(told, options["papers"])
        seed_afterwards(told)
        seed_samples()
        seed_deciding(told)
        seed_sharing(told)
        seed_exceptions()
        seed_from_abroad(told)
        with console.status("A day of mixed cases for the officers"):
            seed_day(settings.SOJOURN_HOME)
        with console.status("A register of travellers and trips"):
            seed_register()
        console.print(_table(told))
        good = _report(console, told, papers)
        if options["no_serve"]:
            if not good:
                raise CommandError("The demonstration did not come out as its examples say.")
            return
        _serve(console, known, options["port"])


def _run_examples(console: Console) -> list[Told]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    files = example_files()
    told = []
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("Requests sent and decided", total=len(files))
        for path in files:
            told.append(run_example(path))
            progress.advance(task)
    return told


def _table(told: list[Told]) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for column in _COLUMNS:
        table.add_column(
            column,
            justify="right" if column == "ms" else "left",
            overflow="fold",
            no_wrap=column != "outcome",
        )
    for one in told:
        table.add_row(
            one.reference or one.name[:2],
            one.route,
            one.outcome if one.as_expected else f"{one.outcome} [bold red](not as expected)[/]",
            f"{one.instrument} {one.article}",
            one.until,
            f"{one.milliseconds:,.0f}",
        )
    return table


def _report(console: Console, told: list[Told], papers: list[Paper]) -> bool:
    """Say what was written and whether all is as it should be."""
    for paper in papers:
        console.print(f"  {paper.path}: {paper.verdict}", highlight=False)
    chain = verify()
    odd = [one.name for one in told if not one.as_expected]
    unproven = [
        paper.path.name for paper in papers if paper.verdict not in {"in_force", "ended", "superseded"}
    ]
    console.print(
        f"{len(papers)} certificates written, seals checked by other code than made them; "
        f"journal of {chain.length} lines {'whole' if chain.ok else 'BROKEN'}."
    )
    for name in [*odd, *unproven]:
        console.print(f"[bold red]Not as it should be:[/] {name}")
    return chain.ok and not odd and not unproven


def _staff() -> str:
    """The other sign-ins of officers, institution by institution."""
    lines = (
        f"  {hosted.institution_id:<22} " + ", ".join(hosted.email(role) for role in ROLES) + "\n"
        for hosted in HOSTED
    )
    return "".join(lines)


def _serve(console: Console, known: SignIns, first_port: int) -> None:
    """Run server and worker until interrupted."""
    port = free_port(first_port)
    address = f"http://localhost:{port}"
    surroundings = {**os.environ, "SOJOURN_BASE_URL": address}
    run = [sys.executable, "-m", "sojourn.config.cli"]
    parts = [
        subprocess.Popen([*run, *part], env=surroundings)  # noqa: S603  our own command
        for part in (["serve", f"--port={port}"], ["worker"])
    ]
    console.print(
        f"\nSojourn runs at [bold]{address}[/]  (stop with Ctrl-C)\n"
        f"  password for all       {known.password}\n"
        f"  clerk                  {CLERK}\n"
        f"  representative         {REPRESENTATIVE}\n"
        f"  officer                {OFFICER}  (second factor: {address}/demo/mail)\n"
        f"{_staff()}"
        f"  mails that were sent   {address}/demo/mail\n",
        highlight=False,
    )
    try:
        for part in parts:
            part.wait()
    except KeyboardInterrupt:
        pass
    finally:
        for part in parts:
            part.terminate()
        for part in parts:
            part.wait(timeout=20)
