"""`sojourn screen`: a table of trips in, the same table with the answers out."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from sojourn.core.errors import SojournError
from sojourn.engine import LawError, load_law

FAULTY, BAD_INPUT = 1, 2

REASONS = {
    "columns_missing": "The table lacks columns that are needed: {columns}. It has: {names}. "
    "Say which column is meant, e.g. --column start=Departure.",
    "two_columns": "Two columns mean the same ({column}): {one} and {other}. "
    "Say which one is meant: --column {column}={one}.",
    "no_such_column": "There is no column {column} of a trip. There are: {columns}.",
    "column_not_in_table": "The table has no column {name} (for {column}). It has: {names}.",
    "answers_there": "The table has columns of answers already: {names}. Rename them, or leave them out with --again.",
    "no_such_format": "{name}: only .csv, .xlsx and .parquet are read and written.",
    "unreadable": "{name} cannot be read: {reason}",
    "unwritable": "{name} cannot be written: {reason}",
    "exists": "{name} exists. Name another file with -o, or write over it with --force.",
    "same_file": "The answers cannot be written over the table itself: name another file with -o.",
    "too_long_for_xlsx": "A sheet holds no more than {limit} rows: name a .csv or .parquet file with -o.",
}


def add_to(app: typer.Typer) -> None:
    """Hang the command into `app`."""
    app.command("screen")(screen_command)


def screen_command(
    file: Annotated[Path, typer.Argument(help="a .csv, .xlsx or .parquet file with one trip a row")],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="where to write; its ending says the format; left out: beside FILE"
        ),
    ] = None,
    language: Annotated[str, typer.Option(help="of the sentences: en, de, fr or es")] = "en",
    column: Annotated[
        list[str] | None,
        typer.Option(
            help="COLUMN=NAME: the table's name for a column of a trip; can be given more than once"
        ),
    ] = None,
    again: Annotated[bool, typer.Option(help="leave out the answers that the table has already")] = False,
    guard: Annotated[
        bool, typer.Option(help="in CSV, put ' before cells that a spreadsheet would take for formulas")
    ] = False,
    force: Annotated[bool, typer.Option(help="write over a file that is there")] = False,
) -> None:
    """Say for a whole table of trips whose law applies, until when, and what to do. Rows are never left out."""
    # Polars takes a while to load, and no other command needs it.
    from sojourn.config.trip_files import Options, screen_file  # noqa: PLC0415

    target = output or file.with_name(f"{file.stem}.screened{file.suffix}")
    try:
        options = Options(
            language=language, named=_named(column or ()), again=again, guard=guard, force=force
        )
        faulty = screen_file(load_law(), file, target, options, sys.stderr)
    except SojournError as error:
        _refuse(REASONS[error.code].format(**error.params))
    except LawError as error:
        _refuse(f"The law data cannot be loaded. {error}")
    typer.echo(str(target))
    raise typer.Exit(FAULTY if faulty else 0)


def _named(pairs: Sequence[str]) -> dict[str, str]:
    found = {}
    for pair in pairs:
        name, equals, meant = pair.partition("=")
        if not equals:
            _refuse(f"--column {pair}: write it as COLUMN=NAME, e.g. start=Departure.")
        found[name] = meant
    return found


def _refuse(reason: str) -> NoReturn:
    typer.echo(reason, err=True)
    raise typer.Exit(BAD_INPUT)
