"""Reading a file that may be hostile in a process apart, which has little memory, little time, and nothing to lose.

The process gets the file by its standard input and gives the table back as JSON. It knows no keys and no database.
"""

import json
import os
import resource
import subprocess
import sys
from typing import Final

from sojourn.core.errors import Problem
from sojourn.requests.bulk.safety import MEGABYTE, Refused
from sojourn.requests.bulk.tables import MOST_ROWS, Table, read_table

MOST_MEMORY: Final = 3072 * MEGABYTE
MOST_SECONDS: Final = 60
_KEPT: Final = ("PATH", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "LANG", "VIRTUAL_ENV")


def read_apart(data: bytes, kind: str, sheet: str = "", most: int = MOST_ROWS) -> Table:
    """As `tables.read_table`; a file that needs more than the process has is refused: file_too_much_inside."""
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603  our own module, no shell
            [sys.executable, "-m", __name__, kind, sheet, str(most)],
            input=data,
            capture_output=True,
            timeout=MOST_SECONDS,
            env=environment | {"POLARS_MAX_THREADS": "1"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Refused("file_too_much_inside") from None
    if done.returncode != 0 or not done.stdout:
        raise Refused("file_too_much_inside")
    answer = json.loads(done.stdout)
    if "refused" in answer:
        raise Refused(answer["refused"], **answer["params"])
    return Table(
        header=tuple(answer["header"]),
        rows=tuple((number, tuple(cells)) for number, cells in answer["rows"]),
        sheets={name: tuple(header) for name, header in answer["sheets"].items()},
    )


def _main(kind: str, sheet: str, most: int) -> None:
    data = sys.stdin.buffer.read()
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        table = read_table(data, kind, sheet, most)
    except Refused as refused:
        problem: Problem = refused.problems[0]
        answer: dict[str, object] = {"refused": problem.code, "params": dict(problem.params)}
    else:
        answer = {"header": table.header, "rows": table.rows, "sheets": dict(table.sheets)}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    _main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
