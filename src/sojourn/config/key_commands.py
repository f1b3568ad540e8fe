"""`sojourn keys`: the keys with which institutions seal and sign."""

from collections.abc import Callable
from enum import StrEnum
from typing import Annotated

import typer

_Kid = Annotated[
    str, typer.Argument(help="the key's public name, 16 hex digits, as `sojourn keys list` shows it")
]
_Holder = Annotated[
    str,
    typer.Argument(
        help="the institution's id in the law data, like us-ssa; `sojourn` for the service itself"
    ),
]


class _Purpose(StrEnum):
    """What a key is for: seals on documents; offline codes, credentials and status lists."""

    SEAL = "seal"
    CREDENTIAL = "credential"


_For = Annotated[
    _Purpose, typer.Option(help="seal, or credential (offline codes, credentials, status lists)")
]


def add_to(app: typer.Typer, run: Callable[..., None]) -> None:
    """Put the commands into `app`; `run` runs a management command."""
    keys = typer.Typer(no_args_is_help=True, help="The keys with which institutions seal and sign.")
    app.add_typer(keys, name="keys")
    _add_making(keys, run)
    _add_steps(keys, run)


def _add_making(keys: typer.Typer, run: Callable[..., None]) -> None:
    @keys.command()
    def new(
        holder: _Holder,
        purpose: _For,
        in_token: Annotated[
            bool, typer.Option("--in-token", help="make it in the PKCS#11 token, which never hands it out")
        ] = False,
        self_signed: Annotated[
            bool, typer.Option("--self-signed", help="let a key for credentials certify itself")
        ] = False,
    ) -> None:
        """Make a key, which does not sign yet. In production print the request for its certificate."""
        flags = [flag for flag, on in (("--in-token", in_token), ("--self-signed", self_signed)) if on]
        run("keys", "new", holder, purpose.value, *flags)

    @keys.command()
    def certify(
        key: Annotated[str, typer.Argument(help="the id that `sojourn keys new` printed")],
        chain: Annotated[str, typer.Argument(help="file with its certificate and those above it (PEM)")],
    ) -> None:
        """Take in the certificate of a new key. From now on it is published; it does not sign yet."""
        run("keys", "certify", key, chain)

    @keys.command(name="list")
    def list_keys(
        holder: Annotated[str, typer.Argument(help="of one holder alone")] = "",
    ) -> None:
        """Show every key: whose, what for, where it stands, until when it is good."""
        run("keys", "list", *([holder] if holder else []))


def _add_steps(keys: typer.Typer, run: Callable[..., None]) -> None:
    @keys.command()
    def rotate(holder: _Holder, purpose: _For) -> None:
        """Let the newest ready key sign instead of the one that does. Where none is ready, make one first."""
        run("keys", "rotate", holder, purpose.value)

    @keys.command()
    def retire(kid: _Kid) -> None:
        """Let a key sign no more and destroy its private part. What it signed still counts."""
        run("keys", "retire", kid)

    @keys.command()
    def compromised(
        kid: _Kid,
        since: Annotated[str, typer.Option(help="the moment, like 2026-11-22T09:30:00Z")],
    ) -> None:
        """Say that others may hold a key since a moment. Seals count only where the log proves them earlier."""
        run("keys", "compromised", kid, f"--since={since}")
