"""Writes what follows from the code: parts of docs/reference, and the form of the law files in law/contract.

A test holds them to it.
"""

import json
import os
import re
import tempfile
from collections.abc import Iterable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import click
import django
import typer
import yaml
from django.conf import settings

from sojourn.casework.appeals.states import ARROWS as APPEAL_ARROWS
from sojourn.casework.asking.states import ARROWS as INQUIRY_ARROWS
from sojourn.casework.european.states import ARROWS as NOTICE_ARROWS
from sojourn.casework.exceptions.states import ARROWS as EXCHANGE_ARROWS
from sojourn.casework.exceptions.states import REPLY_ARROWS
from sojourn.casework.foreign.states import CONCERN_ARROWS, DISPUTE_ARROWS
from sojourn.casework.sampling.states import ARROWS as SAMPLE_ARROWS
from sojourn.casework.signing.states import ARROWS as PROPOSAL_ARROWS
from sojourn.casework.states import ARROWS as CASE_ARROWS
from sojourn.certificates.credential.states import ARROWS as OFFER_ARROWS
from sojourn.certificates.keyring.states import ARROWS as KEY_ARROWS
from sojourn.certificates.states import ARROWS as CERTIFICATE_ARROWS
from sojourn.config.cli import app
from sojourn.engine.lawbook.facts import load_facts
from sojourn.engine.lawkeeping.publishing import schema_texts
from sojourn.engine.screening.meanings import ANSWERS_MEAN, COVERS, FORMS
from sojourn.engine.screening.trips import COLUMNS, Column
from sojourn.register.states import ARROWS as TRIP_ARROWS
from sojourn.requests.packages.states import ARROWS as PACKAGE_ARROWS
from sojourn.requests.states import ARROWS as REQUEST_ARROWS
from sojourn.requests.worker_part.states import ARROWS as WORKER_ARROWS

ROOT = Path(__file__).resolve().parent.parent
MADE = "<!-- Made by scripts/document.py: change the code, then run it. -->"
type Row = tuple[str, str, str, str, str]


def documents() -> dict[str, str]:
    """Paths in the repository and what has to stand there."""
    return {
        "docs/reference/states.md": _states(),
        "docs/reference/commands.md": _commands(),
        "docs/reference/screening.md": _screening(),
        "docs/reference/api.md": _api(),
        "docs/reference/checks.md": _checks(),
        "docs/reference/package.schema.json": _package_schema(),
        "docs/reference/keys.schema.json": _schema_of("sojourn.certificates.keyring.publication"),
        "docs/reference/exception.schema.json": _schema_of("sojourn.casework.exceptions.content"),
        "docs/reference/european-notice.schema.json": _schema_of("sojourn.casework.european.content"),
        "docs/reference/european-notices.md": _european_notices(),
        "docs/reference/field-budget.md": _field_budget(),
        "docs/reference/official-items.md": _official_items(),
        **{f"law/contract/{name}": text for name, text in schema_texts().items()},
    }


def _states() -> str:
    requests = [
        (source.value, each.target.value, each.name, each.mover.value, each.needs)
        for each in REQUEST_ARROWS.values()
        for source in sorted(each.sources)
    ]
    workers = [
        (source.value, each.target.value, each.name, each.mover.value, each.needs)
        for each in WORKER_ARROWS.values()
        for source in sorted(each.sources)
    ]
    packages = [
        (each.source.value, each.target.value, each.name, "applicant", each.needs)
        for each in PACKAGE_ARROWS.values()
    ]
    cases = [
        (source.value, each.target.value, each.name, each.mover.value, each.needs)
        for each in CASE_ARROWS.values()
        for source in sorted(each.sources)
    ]
    inquiries = [
        (source.value, each.target.value, each.name, each.mover.value, each.needs)
        for each in INQUIRY_ARROWS.values()
        for source in sorted(each.sources)
    ]
    appeals = [
        (source.value, each.target.value, each.name, each.mover.value, each.needs)
        for each in APPEAL_ARROWS.values()
        for source in sorted(each.sources)
    ]
    proposals = [
        (source.value, each.target.value, each.name, each.mover.value, each.needs)
        for each in PROPOSAL_ARROWS.values()
        for source in sorted(each.sources)
    ]
    samples = [
        (source.value, each.target.value, each.name, each.mover, each.needs)
        for each in SAMPLE_ARROWS.values()
        for source in sorted(each.sources)
    ]
    disputes = [
        (source.value, each.target.value, each.name, each.mover.value, each.needs)
        for each in DISPUTE_ARROWS.values()
        for source in sorted(each.sources)
    ]
    concerns = [
        (source.value, each.target.value, each.name, each.mover.value, each.needs)
        for each in CONCERN_ARROWS.values()
        for source in sorted(each.sources)
    ]
    certificates = [
        (
            each.source.value,
            each.target.value,
            each.event.removeprefix("certificate."),
            "institution",
            each.needs,
        )
        for each in CERTIFICATE_ARROWS
    ]
    keys = [
        (each.source.value, each.target.value, each.event.removeprefix("key."), "operator", each.needs)
        for each in KEY_ARROWS
    ]
    offers = [
        (each.source.value, each.target.value, each.event.removeprefix("credential."), "worker", each.needs)
        for each in OFFER_ARROWS
    ]
    trips = [
        (source.value, each.target.value, each.name, "employer", each.needs)
        for each in TRIP_ARROWS.values()
        for source in sorted(each.sources)
    ]
    return "\n".join(
        [
            "# States and arrows",
            "",
            MADE,
            "",
            "Only the events of a room move its things, and each move is a line in the journal.",
            *_section("A request", requests),
            *_section("The worker's part of a request", workers),
            *_section("A package", packages),
            *_section("A case", cases),
            *_section("An officer's questions", inquiries),
            *_section("An exchange with another authority", _rows(EXCHANGE_ARROWS)),
            *_section("The reply to it", _rows(REPLY_ARROWS)),
            *_section("A European notification", _rows(NOTICE_ARROWS)),
            *_section("A proposal for a second signature", proposals),
            *_section("An appeal", appeals),
            *_section("A sample of an automatic decision", samples),
            *_section("A dispute about a certificate from abroad", disputes),
            *_section("A report about a certificate", concerns),
            *_section("A certificate", certificates),
            *_section("A trip in the register", trips),
            *_section("A key", keys),
            *_section("An offer to put a certificate into a wallet", offers),
            "",
        ]
    )


def _with_gaps(sentence: object) -> str:
    """A sentence with its places to fill as a reader sees them: {count}."""
    return re.sub(r"%\((\w+)\)s", r"{\1}", str(sentence))


_BEFORE_CHECKS = """
What is looked at before an institution decides. A hindrance keeps a case from being decided without a person; an
officer may set it aside in a case with a reason, and those who lead for a time where it says so below. A warning is
shown. Neither names anybody. What the law's answer says already, no check says again. No check asks the database:
`casework/gathering.py` and `casework/surroundings.py` gather what they read.
""".strip()


def _checks() -> str:
    _set_up()
    checks = import_module("sojourn.casework.checks.straight_through")
    lists = {"first": checks.STRAIGHT_THROUGH_CHECKS, **checks.AFTERWARDS_CHECKS}
    lines = ["# Checks", "", MADE, "", *_BEFORE_CHECKS.splitlines()]
    for check in checks.ALL_CHECKS:
        kinds = [kind for kind, listed in lists.items() if check in listed]
        lines += _check(check, kinds, may_stand_aside=check in checks.MAY_STAND_ASIDE)
    return "\n".join([*lines, ""])


def _check(check: Any, kinds: Iterable[str], *, may_stand_aside: bool) -> list[str]:
    examination = import_module("sojourn.casework.checks.findings").EXAMINATIONS[check.__name__]
    words = import_module("sojourn.casework.checks.texts")
    reads = [f"`{each}`" if "." in each or "[" in each else each for each in examination.reads]
    return [
        "",
        f"## {check.__name__}",
        "",
        (import_module(check.__module__).__doc__ or "").strip(),
        "",
        f"- A clear case: {words.CHECKS[check.__name__]}",
        f"- Reads: {', '.join(reads)}",
        f"- Kinds of request: {', '.join(kinds)}",
        f"- Can be set aside for a time: {'yes' if may_stand_aside else 'no'}",
        "",
        "| code | severity | what it says |",
        "|---|---|---|",
        *[
            f"| `{code}` | {' or '.join(sorted(severities))} | {_with_gaps(words.FINDINGS[code])} |"
            for code, severities in examination.finds.items()
        ],
    ]


def _rows(arrows: Mapping[str, Any]) -> list[Row]:
    return [
        (str(source), str(each.target), each.name, each.mover.value, each.needs)
        for each in arrows.values()
        for source in sorted(each.sources)
    ]


def _schema_of(module: str) -> str:
    # Late: its models are Django's, which is set up when this runs.
    return json.dumps(import_module(module).schema(), indent=2, ensure_ascii=False) + "\n"


def _european_notices() -> str:
    """The messages, and which public name each of their fields has."""
    known = import_module("sojourn.casework.european.mapping").table()
    source = known.source
    address = f"https://github.com/{source['repository']}/tree/{source['commit']}/{source['folder']}"
    lines = [
        "# European notifications",
        "",
        MADE,
        "",
        "Documents of our own form ([schema](european-notice.schema.json)) under the names of the EESSI use",
        "cases. **This service is not connected to EESSI and claims no conformity**: the data model of the closed",
        f"network is not public. Names on the right were read in [the public code of {source['repository']}",
        f"]({address}) on {source['read']}. A dash: no public name was found, and none is guessed.",
        "",
        "| message | use case | what it tells | rests on |",
        "|---|---|---|---|",
        *[f"| {m.code} | {m.use_case} | {m.means} | {m.basis} |" for m in known.messages.values()],
        "",
        "## Fields",
        "",
        "| field | name there, by message (all: the same in each) |",
        "|---|---|",
    ]
    for each in known.fields:
        named = [f"{'all' if code == '*' else code}: `{path}`" for code, path in each.theirs.items()]
        lines.append(f"| `{each.ours}` | {'<br>'.join(named) or '–'} |")
    return "\n".join([*lines, ""])


def _package_schema() -> str:
    # Late: its models are Django's, which is set up when this runs.
    content = import_module("sojourn.requests.packages.content")
    return json.dumps(content.schema(), indent=2, ensure_ascii=False) + "\n"


def _section(title: str, rows: Iterable[Row]) -> list[str]:
    rows = list(rows)
    return [
        "",
        f"## {title}",
        "",
        "```mermaid",
        "stateDiagram-v2",
        *[f"    {source} --> {target}: {name}" for source, target, name, _, _ in rows],
        "```",
        "",
        "| from | to | step | who | needs |",
        "|---|---|---|---|---|",
        *[f"| {' | '.join(row)} |" for row in rows],
    ]


def _commands() -> str:
    lines = [
        "# Commands",
        "",
        MADE,
        "",
        "`sojourn` is installed with the package; in a checkout it is `.venv/bin/sojourn`.",
    ]
    group = typer.main.get_command(app)
    for path, command in _leaves(group, "sojourn"):
        lines += [
            "",
            f"## `{path}`",
            "",
            (command.help or "").strip().replace("\n    ", "\n"),
            *_options(command),
        ]
    return "\n".join([*lines, ""])


def _screening() -> str:
    def known(column: Column) -> str:
        options = [f"`{each}`" for each in column.options] or [FORMS[column.kind]]
        also = f" Also: {', '.join(f'`{each}`' for each in column.also)}." if column.also else ""
        needed = " Needed." if column.needed else ""
        return f"| `{column.name}` | {column.means}.{needed}{also} | {', '.join(options)} |"

    return "\n".join(
        [
            "# Tables of trips",
            "",
            MADE,
            "",
            "[`sojourn screen`](commands.md) reads a table with one trip a row and writes it again with answers.",
            "Names of columns may be in capitals and have spaces. Columns that are not listed here are left as they",
            "are. An empty cell, or no column, means that the fact is not known, never that it is false. Facts about",
            "the employer need `employer_seat`. In XLSX all cells are written as texts or values, never as formulas;",
            "in CSV, cells are left as they are unless `--guard` is given. How it works, and what it costs:",
            "[explanation/screening.md](../explanation/screening.md).",
            "",
            "## Columns that are read",
            "",
            "| column | what | written as |",
            "|---|---|---|",
            *(known(column) for column in COLUMNS),
            "",
            "## Columns that are added",
            "",
            "| column | what |",
            "|---|---|",
            *(f"| `{name}` | {means} |" for name, means in ANSWERS_MEAN.items()),
            "",
            "`cover` is one of:",
            "",
            *(f"- `{code}`: {means}" for code, means in COVERS.items()),
            "",
        ]
    )


def _field_budget() -> str:
    budget = yaml.safe_load((ROOT / "tests" / "journeys" / "field_budget.yaml").read_text())
    lines = [
        "# How much one has to give",
        "",
        MADE,
        "",
        "Counted on the live form by `tests/journeys/test_field_budget.py`, which fails when a form asks more or",
        "less. One field is one value a person must give: a date is one, a choice is one, the declaration is one.",
        "What is optional, filled in already or only shown does not count, nor does the account (e-mail, name).",
        "Pages that only tell something count as pages.",
        "",
        "| Situation | Fields | Pages | Official form: items always, and sometimes |",
        "|---|---:|---:|---|",
    ]
    for each in budget["situations"].values():
        form = budget["official"][each["official"]]
        lines.append(
            f"| {each['title']} | {each['fields']} | {each['pages']} "
            f"| {form['always']}, and up to {form['sometimes']} more |"
        )
    lines += [
        "",
        "The official items are those of the online request of the U.S. Social Security Administration as far as",
        "public sources show them: the forms for employees and for self-employed people in OMB 0960-0554",
        "(omb.report, the packages of 2007, 2010 and 2019), and the lists of items of each agreement in SSA's",
        "manual (POMS RS 02001.145 and following), as of 21 November 2026. The live screens could not be read.",
        "SSA keeps no profile: each request gives all items anew.",
        "",
    ]
    return "\n".join(lines)


def _official_items() -> str:
    listed = yaml.safe_load((ROOT / "tests" / "requests" / "official_items.yaml").read_text())["items"]
    facts = load_facts()
    lines = [
        "# What the official request asks, and where it is asked here",
        "",
        MADE,
        "",
        "The items of the request of the U.S. Social Security Administration, as far as public sources show them",
        "(OMB 0960-0554 on omb.report; SSA's manual, POMS RS 02001.145 and following; its help as quoted elsewhere;",
        "as of 21 November 2026). Questions here are asked under their conditions, which stand in `law/facts.yaml`.",
        "",
        "| Form | Item | Here |",
        "|---|---|---|",
    ]
    for each in listed:
        asked = "; ".join(dict.fromkeys(facts[name].words["en"].name for name in each.get("asked", ())))
        here = f"Not asked: {each['not_asked']}." if "not_asked" in each else asked
        note = f" ({each['note']})" if "note" in each else ""
        lines.append(f"| {each['form'].replace('_', '-')} | {each['item']} | {here}{note} |")
    return "\n".join([*lines, ""])


def _set_up() -> None:
    """Django with its settings, once."""
    if not settings.configured:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sojourn.config.settings")
        os.environ.setdefault("SOJOURN_MODE", "test")
        os.environ.setdefault("SOJOURN_HOME", tempfile.mkdtemp())
        django.setup()


def _api() -> str:
    _set_up()
    # Only now: the operations are made when the settings are there.
    made = import_module("sojourn.api.description").document()
    kinds = import_module("sojourn.api.problems").catalogue().values()
    limits = import_module("sojourn.api.limits")
    lines = [
        "# The interface for programs",
        "",
        MADE,
        "",
        made["info"]["description"],
        "",
        "Every field, with worked examples: `GET /api/v1/openapi.json`. How to: "
        "[ask the API](../how-to/ask-the-api.md).",
    ]
    for path, methods in made["paths"].items():
        for method, operation in methods.items():
            lines += ["", f"## `{method.upper()} {path}`", "", *_operation(operation)]
    lines += ["", "## Problems", "", "| code | status | what it means | what to do |", "|---|---|---|---|"]
    lines += [f"| `{each.code}` | {each.status} | {each.title['en']} | {each.help['en']} |" for each in kinds]
    lines += ["", "## Requests a minute from one address, in each process", ""]
    lines += [f"- {kind}: {number}" for kind, number in limits.A_MINUTE.items()]
    lines += [f"- time that they take, all together: {limits.SECONDS_A_MINUTE:.0f} seconds"]
    return "\n".join([*lines, ""])


def _operation(operation: dict[str, Any]) -> list[str]:
    parameters = [
        f"- `{each['name']}`{' (needed)' if each['required'] else ''}: {each['description']}{_choice(each)}"
        for each in operation["parameters"]
    ]
    statuses = ", ".join(operation["responses"])
    return [operation["description"], "", *parameters, "", f"Answers with: {statuses}."]


def _choice(parameter: dict[str, Any]) -> str:
    options = parameter["schema"].get("enum")
    return f" One of: {', '.join(options)}." if options else ""


def _leaves(command: click.Command, path: str) -> Iterable[tuple[str, click.Command]]:
    inner = getattr(command, "commands", None)
    if inner is None:
        yield path, command
        return
    for name, each in inner.items():
        yield from _leaves(each, f"{path} {name}")


def _options(command: click.Command) -> list[str]:
    told = [
        f"- `{'`, `'.join([*each.opts, *each.secondary_opts])}`: {each.help}"
        for each in command.params
        if getattr(each, "help", None)
    ]
    return ["", *told] if told else []


def main() -> None:
    """Write them."""
    for name, text in documents().items():
        (ROOT / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
