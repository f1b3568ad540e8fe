"""What the commands on the law share at a terminal: loading it, refusing, writing."""

import sys
from collections.abc import Iterable
from typing import NoReturn

import typer

from sojourn.engine import Law, LawError, load_law

BAD_INPUT = 2


def loaded_law() -> Law:
    """The law; ends the command with a message and status 1 where it cannot be loaded."""
    try:
        return load_law()
    except LawError as error:
        refuse([f"The law data cannot be loaded. {error}"], status=1)


def refuse(reasons: Iterable[str], status: int = BAD_INPUT) -> NoReturn:
    """End the command with these reasons on standard error."""
    for reason in reasons:
        typer.echo(reason, err=True)
    raise typer.Exit(status)


def tell(text: str) -> None:
    """One line or block on standard output, as UTF-8 whatever the terminal says of itself."""
    sys.stdout.buffer.write(text.encode() + b"\n")
    sys.stdout.buffer.flush()
