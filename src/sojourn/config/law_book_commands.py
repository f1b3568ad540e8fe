"""Commands that look into the law data: check, form, one agreement or two countries, one country's map, changes."""

import csv
import json
from datetime import date, datetime
from difflib import get_close_matches
from io import StringIO
from pathlib import Path
from typing import Annotated

import typer

from sojourn.config import law_words as words
from sojourn.config.law_changes import changes_text
from sojourn.config.law_reports import report_json, report_text, table
from sojourn.config.law_revisions import law_at
from sojourn.config.law_show import MAP_HEAD, institution_text, instrument_text, map_rows, pair_text
from sojourn.config.law_terminal import loaded_law, refuse, tell
from sojourn.core import clock
from sojourn.core.countries import is_known
from sojourn.engine import LawError
from sojourn.engine.lawbook.browsing import pair_summary
from sojourn.engine.lawbook.law_files import LAZY, law_directory
from sojourn.engine.lawkeeping.check_law import check
from sojourn.engine.lawkeeping.comparing import compare
from sojourn.engine.lawkeeping.publishing import schema_texts

On = Annotated[
    datetime | None,
    typer.Option("--on", formats=["%Y-%m-%d"], help="the day, as 2027-03-01; left out: today"),
]
AsJson = Annotated[bool, typer.Option("--json", help="as JSON instead of words")]


def add_to(law: typer.Typer) -> None:
    """Hang the commands into the group `law`."""
    law.command("check")(check_command)
    law.command("schema")(schema_command)
    law.command("show")(show_command)
    law.command("map")(map_command)
    law.command("diff")(diff_command)


def check_command(
    directory: Annotated[
        Path | None, typer.Argument(help="a law directory; left out: the law that is shipped")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="with every instrument")] = False,
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """Check the law data and say how much is known, how well, and how long ago it was read."""
    try:
        report = check(directory, _day(on))
    except LawError as error:
        refuse([str(error)], status=1)
    if as_json:
        tell(json.dumps(report_json(report), ensure_ascii=False, indent=1, default=str))
    else:
        tell(report_text(report, every=every))
        for fault in report.faults:
            typer.echo(f"FAULT {fault.where}: {fault.what}", err=True)
        tell(f"{len(report.faults)} faults" if report.faults else "sound")
    raise typer.Exit(1 if report.faults else 0)


def schema_command(
    kind: Annotated[str | None, typer.Argument(help="one kind of file; left out: the names of all")] = None,
    write: Annotated[
        Path | None, typer.Option("--write", help="a directory into which all of them are written")
    ] = None,
) -> None:
    """Print the JSON Schema of one kind of law file, or write those of all kinds."""
    texts = schema_texts()
    if write is not None:
        try:
            write.mkdir(parents=True, exist_ok=True)
            for name, text in texts.items():
                (write / name).write_text(text, encoding="utf-8")
        except OSError as error:
            refuse([f"{write}: {error.strerror or error}"], status=1)
        tell("\n".join(str(write / name) for name in texts))
        return
    names = {name.partition(".")[0]: text for name, text in texts.items()}
    if kind is None:
        tell("\n".join(names))
    elif kind in names:
        tell(names[kind].rstrip("\n"))
    else:
        refuse([f"{kind}: no such kind of law file; there are {', '.join(names)}"])


def show_command(
    what: Annotated[
        str, typer.Argument(help="an instrument, a provision or an institution by id; or a country")
    ],
    to: Annotated[str | None, typer.Argument(help="the country of work, after the home country")] = None,
    on: On = None,
) -> None:
    """Show an agreement, one of its rules or an institution; or what the law data hold between two countries."""
    law = loaded_law()
    if to is not None:
        pair = pair_summary(law, _country(what), _country(to), _day(on) or clock.today())
        tell(pair_text(law, pair))
        return
    provisions = {each.id: each for held in law.instruments.values() for each in held.provisions}
    if what in law.instruments:
        tell(instrument_text(law, law.instruments[what], _day(on)))
    elif what in provisions:
        tell("\n".join(words.provision(law, provisions[what])))
    elif what in law.institutions:
        tell(institution_text(law.institutions[what]))
    else:
        near = get_close_matches(what, [*law.instruments, *provisions, *law.institutions], n=3)
        hint = f"; did you mean {' or '.join(near)}?" if near else "; for two countries: FROM TO"
        refuse([f"{what}: no such instrument, provision or institution{hint}"])


def map_command(
    country: Annotated[str, typer.Argument(help="the home country, by its code")],
    on: On = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="as CSV instead of a table")] = False,
) -> None:
    """List every country to which instruments tie one country, with limits of postings and confidence."""
    law = loaded_law()
    rows = map_rows(law, _country(country), _day(on) or clock.today())
    if as_csv:
        written = StringIO()
        csv.writer(written, lineterminator="\n").writerows([MAP_HEAD, *rows])
        tell(written.getvalue().rstrip("\n"))
    else:
        tell("\n".join([*table(MAP_HEAD, rows), "", f"{len(rows)} countries"]))


def diff_command(
    old: Annotated[
        str, typer.Argument(help="a law directory, a compiled file or a revision of the repository")
    ],
    new: Annotated[str | None, typer.Argument(help="the same; left out: the law that is shipped")] = None,
) -> None:
    """Say which agreements, rules, claims and institutions came, went or changed between two states of the law."""
    try:
        before, after = law_at(old), law_at(new if new is not None else str(law_directory()))
    except LawError as error:
        refuse([str(error)])
    if LAZY - (before.keys() & after.keys()):
        # A compiled file holds nothing of these: they would all seem to have come or gone.
        before, after = ({n: held for n, held in each.items() if n not in LAZY} for each in (before, after))
    tell(changes_text(loaded_law(), compare(before, after)))


def _country(code: str) -> str:
    found = code.upper()
    if not is_known(found):
        refuse([f"{code}: this is no country code; use one like DE or CA-QC"])
    return found


def _day(given: datetime | None) -> date | None:
    return given.date() if given is not None else None
