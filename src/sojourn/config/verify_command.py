"""`sojourn verify`: check one certificate from files alone, for auditors with no network and no database."""

import base64
import json
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from sojourn.certificates.auditing.audit import Given, LogSays, audit
from sojourn.certificates.auditing.findings import Conclusion, Findings
from sojourn.certificates.auditing.key_file import KeyFile, KeyFileUnreadable, read_keys
from sojourn.certificates.transparency.digests import digest_of
from sojourn.config.log_monitor import LogFault, read_checkpoint, read_note
from sojourn.core.merkle import leaf_hash, root_from_inclusion
from sojourn.register.proof.checking import NotSigned, check_pack

_LARGEST: Final = 16 << 20
_SAID: Final = {
    Conclusion.IN_FORCE: "Genuine and in force.",
    Conclusion.STATUS_UNKNOWN: "Genuine; its status was not checked.",
    Conclusion.NOT_IN_FORCE: "Genuine, but not in force.",
    Conclusion.ALTERED: "Altered.",
    Conclusion.NOT_OURS: "Not ours.",
    Conclusion.CANNOT_CHECK: "Cannot be checked.",
}
_NOT_PROVEN: Final = (
    "that the person in front of you is the one on the paper",
    "that wages or contributions have been paid",
    "where income tax is due, or whether the person may work there",
)


def add_to(app: typer.Typer) -> None:
    """Put the command into `app`."""

    @app.command()
    def verify(
        file: Annotated[Path, typer.Argument(help="a PDF, an audit pack, an offline code or a credential")],
        keys: Annotated[
            Path, typer.Option(help="the list of keys: /.well-known/sojourn-keys.json of the service")
        ],
        status: Annotated[
            Path | None, typer.Option(help="a status list, as fetched from the address that the code names")
        ] = None,
        log: Annotated[
            Path | None, typer.Option(help="the log's entries about the certificate, from /log/entries")
        ] = None,
        as_json: Annotated[bool, typer.Option("--json", help="for programs")] = False,
    ) -> None:
        """Check a certificate without a network: what was checked, what was not, and what follows.

        An audit pack is whole (0), or was altered or is not ours (3).

        Exit status 0: genuine, in force, and its status was checked. 1: genuine, but ended, not begun, withdrawn or
        replaced. 2: the command was not understood. 3: altered, or not ours. 4: cannot be checked. 5: genuine and in
        its period, but its status was not checked.
        """
        listed = _keys_in(keys)
        if zipfile.is_zipfile(file):
            raise typer.Exit(_tell_pack(file, listed.log, as_json=as_json))
        given = Given(
            keys=listed,
            now=datetime.now(UTC),
            status=_bytes_of(status) if status else None,
            log=log_says(_bytes_of(log), listed.log) if log else None,
        )
        found = audit(_bytes_of(file), given)
        typer.echo(json.dumps(found.as_json(), indent=1, ensure_ascii=False) if as_json else _told(found))
        raise typer.Exit(found.conclusion.exit_status)


def _tell_pack(file: Path, key: str, *, as_json: bool) -> int:
    """Whether the pack is as the service made it: 0 or 3."""

    def open_note(note: str) -> str:
        try:
            return read_note(note, key)
        except LogFault as fault:
            raise NotSigned(str(fault)) from None

    found = check_pack(file, open_note)
    about = {name: found.index.get(name) for name in ("employer", "made_at", "law_version", "pack")}
    trips = found.index.get("trips", ())
    gaps = sum(bool(trip.get("gap")) for trip in trips)
    if as_json:
        told = {"kind": "audit_pack", "whole": found.whole, "faults": found.faults, "files": found.files}
        typer.echo(
            json.dumps({**told, **about, "trips": len(trips), "gaps": gaps}, indent=1, ensure_ascii=False)
        )
    elif found.whole:
        typer.echo(f"Whole. {found.files} files are as the service signed them on {about['made_at']}.")
        typer.echo(
            f"  {about['employer']}: {len(trips)} trips, {gaps} without proof of cover for all of their days"
        )
        typer.echo("  The certificates in it bear seals of their own: check each by itself for its status.")
    else:
        typer.echo("Altered, or not ours.\n" + "\n".join(f"  {fault}" for fault in found.faults))
    return 0 if found.whole else 3


def log_says(data: bytes, key: str) -> LogSays:
    """What the log’s entries about a certificate prove: each stands under a signed head. Never raises for the data."""
    try:
        entries = json.loads(data)["entries"]
        heads = [_proven(entry, key) for entry in entries]
        first, last = entries[0]["told"], entries[-1]["told"]
        return LogSays(
            right=first["event"] == "issued" and all(heads),
            why="" if all(heads) else "the log's proof does not lead to its signed head",
            number=str(first["number"]),
            document=str(first["document"]),
            head=str(heads[-1]),
            last_event=str(last["event"]),
        )
    except LogFault as fault:
        return LogSays(right=False, why=str(fault))
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
        return LogSays(right=False, why="the file is no answer of the log")


def _proven(entry: Mapping[str, Any], key: str) -> str:
    """The head under which the entry stands; '' where its proof does not lead there. Raises LogFault."""
    inclusion = entry["inclusion"]
    head = read_checkpoint(inclusion["checkpoint"], key)
    digest = digest_of(entry["salt"], entry["told"])
    proof = [base64.b64decode(each, validate=True) for each in inclusion["proof"]]
    root = root_from_inclusion(int(inclusion["position"]), head.size, leaf_hash(digest), proof)
    return f"{head.origin}, {head.size} entries" if root == head.root else ""


def _keys_in(path: Path) -> KeyFile:
    try:
        return read_keys(_bytes_of(path))
    except KeyFileUnreadable as error:
        typer.echo(f"{path}: {error}.", err=True)
        raise typer.Exit(2) from None


def _bytes_of(path: Path) -> bytes:
    """The file. Ends the command where it cannot be read or is larger than anything of ours."""
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except OSError as error:
        typer.echo(f"{path}: {error.strerror}.", err=True)
        raise typer.Exit(2) from None
    if len(data) > _LARGEST:
        typer.echo(f"{path}: larger than {_LARGEST >> 20} MiB.", err=True)
        raise typer.Exit(2)
    return data


def _told(found: Findings) -> str:
    lines = [f"{_SAID[found.conclusion]} {found.why[:1].upper()}{found.why[1:]}.", ""]
    shown = {name: value for name, value in found.facts.items() if isinstance(value, str | int | float)}
    width = max((len(name) for name in shown), default=0)
    lines += [f"  {name.replace('_', ' '):<{width}}  {value}" for name, value in shown.items()]
    lines += ["", "Checked:"] + [
        f"  {'yes' if passed else 'NO ':<3} {what}" for what, passed in found.checked
    ]
    lines += ["", "Not checked:"] + [f"  -   {what}" for what in found.not_checked]
    if found.facts:
        lines += ["", "What this does not prove:"] + [f"  -   {what}" for what in _NOT_PROVEN]
    return "\n".join(lines)
