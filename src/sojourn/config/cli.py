"""The command `sojourn`."""

import os
from pathlib import Path
from typing import Annotated

import typer
from django.core.management import execute_from_command_line

from sojourn.config import (
    backup_commands,
    key_commands,
    law_commands,
    log_monitor,
    screen_command,
    serving,
    verify_command,
)

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
law_commands.add_to(app)
screen_command.add_to(app)
verify_command.add_to(app)


journal = typer.Typer(no_args_is_help=True, help="The record of who did what to which thing.")
app.add_typer(journal, name="journal")
simulate = typer.Typer(
    no_args_is_help=True, help="Made-up work for the institutions hosted here; never in production."
)
app.add_typer(simulate, name="simulate")
vault = typer.Typer(no_args_is_help=True, help="The keys that seal particulars.")
app.add_typer(vault, name="vault")


def django_command(*arguments: str) -> None:
    """Run a management command of one of the rooms, with the settings of the service. Exits as the command
    does.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sojourn.config.settings")
    execute_from_command_line(["sojourn manage", *arguments])


key_commands.add_to(app, django_command)
backup_commands.add_to(app, django_command)


@app.callback()
def sojourn() -> None:
    """Open certificate-of-coverage service."""


@app.command(
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}
)
def manage(context: typer.Context) -> None:
    """Run one of Django's own commands, e.g. `sojourn manage migrate`."""
    django_command(*context.args)


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="the first port to try")] = 8000,
    papers: Annotated[str, typer.Option(help="where the sealed PDFs are written")] = "demo",
    serve: Annotated[bool, typer.Option(help="leave the service running")] = True,
) -> None:
    """Fill the embedded database, send real requests, leave the service running."""
    os.environ.setdefault("SOJOURN_MODE", "demo")
    os.environ.setdefault("SOJOURN_HOME", "var/demo")
    # Papers and letters name the address at which the service will run.
    port = serving.free_port(port)
    os.environ.setdefault("SOJOURN_BASE_URL", f"http://localhost:{port}")
    django_command("demo", f"--port={port}", f"--papers={papers}", *([] if serve else ["--no-serve"]))


@app.command()
def host(
    institution: Annotated[str, typer.Argument(help="its id in the law data, like us-ssa")],
    administrator: Annotated[str, typer.Option(help="e-mail address of the first administrator")],
) -> None:
    """Host an institution, closed to applicants, with its first administrator, who sets it up in the desk."""
    django_command("host", institution, f"--administrator={administrator}")


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="address to listen at")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="port to listen at")] = 8000,
    processes: Annotated[int, typer.Option(help="one for each core that may be used")] = 1,
) -> None:
    """Answer over HTTP until stopped."""
    serving.serve(host=host, port=port, processes=processes)


@app.command()
def worker(
    once: Annotated[bool, typer.Option(help="one round, then say what was done and stop")] = False,
    processes: Annotated[
        int,
        typer.Option(
            help="how many may decide at once while much waits; 0: one for each core (with SQLite one)"
        ),
    ] = 0,
    deciding: Annotated[bool, typer.Option(hidden=True, help="only decide, until nothing waits")] = False,
) -> None:
    """Deliver letters and take up requests that nobody has taken up, until stopped."""
    chosen = [flag for flag, wanted in (("--once", once), ("--deciding", deciding)) if wanted]
    django_command("worker", f"--processes={processes}", *chosen)


@app.command(name="verify-log")
def verify_log(
    address: Annotated[str, typer.Argument(help="the log, e.g. https://coverage.example.gov/log")],
    state: Annotated[Path, typer.Option(help="file that keeps what was seen, for the next time")] = Path(
        "log.seen"
    ),
    key: Annotated[str, typer.Option(help="the log's verifier key, where you know it from elsewhere")] = "",
) -> None:
    """Watch a public log from outside: whether it only grew. Exit status 1 when it did not."""
    seen = log_monitor.Seen.read(state)
    try:
        now, head = log_monitor.watch(log_monitor.fetch_from(address), seen, key)
    except log_monitor.LogFault as fault:
        typer.echo(f"NOT AS IT SHOULD BE: {fault}", err=True)
        raise typer.Exit(1) from None
    now.write(state)
    typer.echo(f"{head.origin}: {head.size:,} entries, {head.size - seen.size:,} new; all as signed.")


@journal.command()
def verify(
    seen: Annotated[str, typer.Option(help="number:hash of a line noted earlier and kept elsewhere")] = "",
) -> None:
    """Read the whole journal and say whether it is as it was written. Exit status 1 when it is not."""
    django_command("verify_journal", *(["--seen", seen] if seen else []))


@simulate.command()
def day(
    cases: Annotated[int, typer.Option(help="how many requests")] = 40,
    seed: Annotated[int, typer.Option(help="the same seed on the same day gives the same requests")] = 1,
) -> None:
    """Hand in a working day of mixed requests: clear, doubtful, late, doubled, following."""
    django_command("simulate", "day", f"--cases={cases}", f"--seed={seed}")


@simulate.command()
def rush(
    requests: Annotated[int, typer.Option(help="how many requests")] = 1000,
    employers: Annotated[int, typer.Option(help="of how many employers; the first sends seven in ten")] = 20,
    seed: Annotated[int, typer.Option(help="the same seed on the same day gives the same requests")] = 1,
) -> None:
    """Send very many clear requests at once and leave them to the worker."""
    django_command("simulate", "rush", f"--requests={requests}", f"--employers={employers}", f"--seed={seed}")


@vault.command()
def make(folder: Annotated[str, typer.Argument(help="where to put the two files")]) -> None:
    """Make a master key and a key ring for a new production, which does not start without."""
    os.environ["SOJOURN_MODE"] = "demo"
    django_command("make_keyring", folder)


@vault.command()
def rotate() -> None:
    """Seal new values by a new key. Everything sealed so far still opens."""
    django_command("rotate_keyring")


def main() -> None:
    """Entry point of the console script."""
    app(prog_name="sojourn")


if __name__ == "__main__":
    main()
