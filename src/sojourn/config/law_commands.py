"""Commands on the law: determine a situation, compile the data. They need no settings and no database."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from sojourn.config import law_book_commands
from sojourn.core.errors import Problem
from sojourn.engine import LawError, SituationError, determine, explain, load_law, read_situation
from sojourn.engine.lawbook.law import Law
from sojourn.engine.lawbook.law_files import law_directory
from sojourn.engine.lawbook.load import compile_law_files
from sojourn.engine.situations.decoding import decoded
from sojourn.engine.telling.faults import faults_json, told_fault
from sojourn.engine.telling.outline import plain_text
from sojourn.engine.telling.typesetting import FALLBACK, LANGUAGES

law = typer.Typer(no_args_is_help=True, help="The law data.")

BAD_INPUT = 2


def add_to(app: typer.Typer) -> None:
    """Hang the commands into `app`."""
    law_book_commands.add_to(law)
    app.add_typer(law, name="law")
    app.command("determine")(determine_command)


def determine_command(
    file: Annotated[str, typer.Argument(help="a JSON file, or - for standard input")],
    lines: Annotated[bool, typer.Option("--lines", help="one situation a line (JSON Lines)")] = False,
    explained: Annotated[bool, typer.Option("--explain", help="in plain words instead of JSON")] = False,
    language: Annotated[str, typer.Option("--language", help="en, de, fr or es")] = FALLBACK,
) -> None:
    """Say whose social security legislation applies to a situation, and why, as JSON or in plain words."""
    data = _load()
    if language not in LANGUAGES:
        _refuse([f"{language}: no such language; use one of {', '.join(LANGUAGES)}"])
    try:
        content = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        _refuse([f"{file}: {error.strerror or error}"])
    if lines:
        raise typer.Exit(_each_line(data, content.splitlines()))
    try:
        answer = determine(read_situation(decoded(content)), data)
    except SituationError as error:
        _refuse([_told(data, problem) for problem in error.problems])
    if explained:
        _write(plain_text(explain(answer, data, language), data))
    else:
        _write(json.dumps(answer.to_json(language), ensure_ascii=False, indent=1))


def _each_line(data: Law, lines: Iterable[bytes]) -> int:
    """Answer each line in its place; 1 where one of them was no situation, else 0."""
    status = 0
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            result = determine(read_situation(decoded(line)), data).to_json()
        except SituationError as error:
            status = 1
            result = {"error": {"line": number, "errors": faults_json(data, error.problems, "en")}}
        _write(json.dumps(result, ensure_ascii=False))
    return status


def _told(data: Law, problem: Problem) -> str:
    reason = told_fault(data, problem, "en")
    return f"{problem.field}: {reason}" if problem.field else reason


def _load() -> Law:
    try:
        return load_law()
    except LawError as error:
        _refuse([f"The law data cannot be loaded. {error}"], status=1)


def _refuse(reasons: Iterable[str], status: int = BAD_INPUT) -> NoReturn:
    for reason in reasons:
        typer.echo(reason, err=True)
    raise typer.Exit(status)


def _write(text: str) -> None:
    sys.stdout.buffer.write(text.encode() + b"\n")


@law.command("compile")
def compile_command() -> None:
    """Put the law data into one file that loads quickly."""
    try:
        typer.echo(compile_law_files(law_directory()))
    except (LawError, OSError) as error:
        _refuse([str(error)], status=1)
