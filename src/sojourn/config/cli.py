"""The command `sojourn`."""

import os
import sys

import typer

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)


@app.callback()
def sojourn() -> None:
    """Open certificate-of-coverage service."""


@app.command(
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}
)
def manage(context: typer.Context) -> None:
    """Run one of Django's own commands, e.g. `sojourn manage migrate`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sojourn.config.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415  settings first

    execute_from_command_line(["sojourn manage", *context.args])


def main() -> None:
    """Entry point of the console script."""
    app(prog_name="sojourn")


if __name__ == "__main__":
    sys.exit(main())
