"""`sojourn backup`, `sojourn restore` and `sojourn backup-key`."""

from collections.abc import Callable
from typing import Annotated

import typer

_Identity = Annotated[
    str, typer.Option(help="file with the private key, as `sojourn backup-key` or age-keygen wrote it")
]


def add_to(app: typer.Typer, run: Callable[..., None]) -> None:
    """Put the commands into `app`; `run` runs a management command."""

    @app.command()
    def backup(
        target: Annotated[str, typer.Argument(help="the file to write, or a folder to name one in")],
    ) -> None:
        """Write one encrypted file with all that the database holds at this moment. The service goes on meanwhile."""
        run("backup", "make", target)

    @app.command()
    def restore(
        source: Annotated[str, typer.Argument(help="a file that `sojourn backup` wrote")],
        identity: _Identity,
        check: Annotated[
            bool, typer.Option("--check", help="only open and read it; put nothing back")
        ] = False,
        seen: Annotated[
            str, typer.Option(help="number:hash of a journal line noted earlier and kept elsewhere")
        ] = "",
    ) -> None:
        """Put a backup back into an empty database, and compare every table, the journal and the log with what was
        noted. Exit status 1 when anything differs.
        """
        flags = [f"--seen={seen}"] if seen else []
        run("backup", "check" if check else "restore", source, f"--identity={identity}", *flags)

    @app.command(name="backup-key")
    def backup_key(
        target: Annotated[str, typer.Argument(help="the file for the private key")],
    ) -> None:
        """Make the pair of keys for backups: the private one goes into a file, the public one is printed."""
        run("backup", "key", target)
