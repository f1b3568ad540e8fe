"""The command `sojourn`."""

import os
import sys
from typing import Annotated

import typer
from django.core.management import execute_from_command_line

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)


journal = typer.Typer(no_args_is_help=True, help="The record of who did what to which thing.")
app.add_typer(journal, name="journal")


def django_command(*arguments: str) -> None:
    """Run a management command of one of the rooms, with the settings of the service. Exits as the command
    does.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sojourn.config.settings")
    execute_from_command_line(["sojourn manage", *arguments])


@app.callback()
def sojourn() -> None:
    """Open certificate-of-coverage service."""


@app.command(
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}
)
def manage(context: typer.Context) -> None:
    """Run one of Django's own commands, e.g. `sojourn manage migrate`."""
    django_command(*context.args)


@journal.command()
def verify(
    seen: Annotated[str, typer.Option(help="number:hash of a line noted earlier and kept elsewhere")] = "",
) -> None:
    """Read the whole journal and say whether it is as it was written. Exit status 1 when it is not."""
    django_command("verify_journal", *(["--seen", seen] if seen else []))


def main() -> None:
    """Entry point of the console script."""
    app(prog_name="sojourn")


if __name__ == "__main__":
    sys.exit(main())
