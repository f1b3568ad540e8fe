"""Commands on the law: determine a situation, compile the data. They need no settings and no database."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from sojourn.config import law_book_commands
from sojourn.config.law_terminal import loaded_law, refuse, tell
from sojourn.core.errors import Problem
from sojourn.engine import LawError, SituationError, determine, explain, read_situation
from sojourn.engine.lawbook.law import Law
from sojourn.engine.lawbook.law_files import law_directory
from sojourn.engine.lawbook.load import compile_law_files
from sojourn.engine.situations.decoding import decoded
from sojourn.engine.telling.faults import faults_json, told_fault
from sojourn.engine.telling.outline import plain_text
from sojourn.engine.telling.typesetting import FALLBACK, LANGUAGES

law = typer.Typer(no_args_is_help=True, help="The law data.")


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
    data = loaded_law()
    if language not in LANGUAGES:
        refuse([f"{language}: no such language; use one of {', '.join(LANGUAGES)}"])
    try:
        content = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        refuse([f"{file}: {error.strerror or error}"])
    if lines:
        raise typer.Exit(_each_line(data, content.splitlines()))
    try:
        answer = determine(read_situation(decoded(content)), data)
    except SituationError as error:
        refuse([_told(data, problem) for problem in error.problems])
    if explained:
        tell(plain_text(explain(answer, data, language), data))
    else:
        tell(json.dumps(answer.to_json(language), ensure_ascii=False, indent=1))


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
        tell(json.dumps(result, ensure_ascii=False))
    return status


def _told(data: Law, problem: Problem) -> str:
    reason = told_fault(data, problem, "en")
    return f"{problem.field}: {reason}" if problem.field else reason


@law.command("compile")
def compile_command() -> None:
    """Put the law data into one file that loads quickly."""
    try:
        typer.echo(compile_law_files(law_directory()))
    except (LawError, OSError) as error:
        refuse([str(error)], status=1)
