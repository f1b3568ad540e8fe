"""The public log and the status lists when they are large.

`python -m bench.log [leaves] [sqlite|postgresql]`: fills a log, then appends to it and asks it for proofs, each in the
way in which the service does; and signs a status list of 1,048,576 places anew. Exit status 1 where a goal is missed.
"""

import os
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))

from bench.clock import Clock, least_median_seconds, median_seconds
from bench.report import Figure, table

SMALL = 20_000
LARGE = 1_000_000
PLACES = 1 << 20
_AT_ONCE = 20_000
_APPENDED = 1_000
_WITHDRAWN = PLACES // 100


def main(leaves: int = LARGE, database: str = "sqlite") -> int:
    """Exit status 1 when a goal is missed."""
    with tempfile.TemporaryDirectory(prefix="sojourn-log-") as folder, _database(database, Path(folder)):
        os.environ |= {
            "SOJOURN_MODE": "demo",
            "SOJOURN_HOME": folder,
            "DJANGO_SETTINGS_MODULE": "sojourn.config.settings",
        }
        import django  # noqa: PLC0415  settings are read here
        from django.core.management import call_command  # noqa: PLC0415

        django.setup()
        call_command("migrate", verbosity=0)
        figures = measure(leaves)
    print(table(f"The log with {leaves:,} entries, on {database}", figures))
    return int(any("MISSED" in figure.verdict for figure in figures))


def measure(leaves: int = SMALL) -> list[Figure]:
    """What it takes to append, to prove, to start and to sign, in a log of so many entries."""
    from django.db import connection  # noqa: PLC0415  settings first

    from sojourn.certificates.transparency import access  # noqa: PLC0415

    # SQLite works in this process, whose processor time is the log's alone; PostgreSQL in others, so that there the
    # clock on the wall is read.
    clock = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    with _without_foreign_keys():
        fill(leaves)
        append = _append_seconds(clock)
        size = access.latest_head().size
        lot = Random(leaves)  # noqa: S311  the same positions in each run
        figures = [
            Figure("append an entry: written down, its place, its share of a signed head", append, 1e-3),
            Figure(
                "prove that an entry is in the log, and check the proof",
                least_median_seconds(lambda: prove(lot.randrange(size)), runs=20, clock=clock),
                5e-3,
            ),
            Figure(
                "prove that the log only grew",
                least_median_seconds(
                    lambda: access.consistency(lot.randrange(1, size), size), runs=20, clock=clock
                ),
                5e-3,
            ),
            Figure(
                "serve a tile",
                median_seconds(lambda: access.tile(0, lot.randrange(size >> 8)), runs=200, clock=clock),
            ),
        ]
        connection.close()
        started = min(median_seconds(_start, runs=1, warm_up=0, clock=clock) for _ in range(10))
        figures.append(Figure("start: connect, first proof; nothing is rebuilt", started, 50e-3))
        return [*figures, *status_list_figures()]


def status_list_figures() -> list[Figure]:
    """Signing a list of 1,048,576 places anew, of which one in a hundred is withdrawn."""
    from sojourn.certificates.models import Certificate, SealKey  # noqa: PLC0415  settings first
    from sojourn.certificates.status_list.events import sign  # noqa: PLC0415
    from sojourn.certificates.status_list.models import StatusList  # noqa: PLC0415
    from sojourn.core import clock  # noqa: PLC0415

    with _without_foreign_keys():
        name = "measured"
        listed = StatusList.objects.create(
            name=name,
            uri="https://example.org/status/measured",
            institution_id="us-ssa",
            institution_name="Institution",
            institution_country="US",
            size=PLACES,
            opened_at=clock.now(),
        )
        key = SealKey(id=uuid.uuid4())
        Certificate.objects.bulk_create(
            [
                Certificate(
                    number=f"{at:020d}",
                    issue_key=f"bench {at}",
                    check_index=f"{at:064d}",
                    secret="",
                    content={},
                    institution_id="us-ssa",
                    period_start=clock.today(),
                    document_file=uuid.uuid4(),
                    document_sha256=f"{at:064d}",
                    seal_key=key,
                    issued_at=clock.now(),
                    status="withdrawn",
                    status_list=listed,
                    status_index=index,
                )
                for at, index in enumerate(Random(PLACES).sample(range(PLACES), _WITHDRAWN))  # noqa: S311
            ],
            batch_size=500,
        )
        what = f"sign a status list of {PLACES:,} places anew, as JWT and CWT"
        figure = Figure(what, min(median_seconds(lambda: sign(name), runs=1) for _ in range(3)), 1.0)
        return [figure]


def fill(leaves: int) -> None:
    """A log of so many entries, as merging would have made it; written without Django, which would take an hour."""
    from sojourn.certificates.transparency import tree  # noqa: PLC0415  settings first
    from sojourn.certificates.transparency.heads import sign_head  # noqa: PLC0415
    from sojourn.certificates.transparency.models import Entry, Node  # noqa: PLC0415
    from sojourn.core import clock  # noqa: PLC0415
    from sojourn.core.merkle import appended, hash_of, leaf_hash, places_of  # noqa: PLC0415

    plain = {"told": {"v": 1, "event": "issued"}, "made_at": clock.now()}
    peaks: dict[tuple[int, int], bytes] = {}
    for start in range(0, leaves, _AT_ONCE):
        positions = range(start, min(start + _AT_ONCE, leaves))
        _write(
            Entry,
            {"id": uuid.uuid4, "certificate": uuid.uuid4, "salt": lambda: b"\0" * 80}
            | {name: lambda value=value: value for name, value in plain.items()},
            ({"position": each, "digest": _digest(each)} for each in positions),
        )
        new = appended(start, [leaf_hash(_digest(each)) for each in positions], peaks)
        _write(Node, {}, ({"place": tree.key_of(place), "digest": digest} for place, digest in new.items()))
        peaks = {place: (peaks | new)[place] for place in places_of((0, positions.stop))}
    sign_head(leaves, hash_of((0, leaves), peaks))


def _write(model: Any, each: dict[str, Callable[[], Any]], rows: Iterable[dict[str, Any]]) -> None:
    """Insert rows; `each` makes the values that differ in no way that matters."""
    from django.db import connection, transaction  # noqa: PLC0415  settings first

    fields: dict[str, Any] = {field.name: field for field in model._meta.local_fields}

    def prepared(name: str, value: Any) -> Any:
        return value if name == "salt" else fields[name].get_db_prep_save(value, connection)

    with transaction.atomic(), connection.cursor() as cursor:
        found = ({name: made() for name, made in each.items()} | row for row in rows)
        first = next(found)
        columns = ", ".join(connection.ops.quote_name(fields[name].column) for name in first)
        values = ", ".join(["%s"] * len(first))
        cursor.executemany(
            f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)} ({columns}) VALUES ({values})",  # noqa: S608
            ([prepared(name, row[name]) for name in first] for row in chain([first], found)),
        )


def prove(position: int) -> None:
    """The proof for the entry at a position, checked as whoever asks for it checks it."""
    from sojourn.certificates.transparency import access  # noqa: PLC0415  settings first
    from sojourn.core.merkle import leaf_hash, root_from_inclusion  # noqa: PLC0415

    found = access.inclusion(_digest(position))
    root = root_from_inclusion(found.position, found.head.size, leaf_hash(found.digest), found.proof)
    assert root == found.head.root


def _start() -> None:
    from django.db import connection  # noqa: PLC0415  settings first

    connection.close()
    prove(7)


def _append_seconds(clock: Clock) -> float:
    """The time for one entry of many that are written down and merged, with everything that is signed for them."""
    from django.db import transaction  # noqa: PLC0415  settings first

    from sojourn.certificates.transparency.events import merge  # noqa: PLC0415
    from sojourn.certificates.transparency.heads import latest_head  # noqa: PLC0415

    def append() -> None:
        start = latest_head().size
        with transaction.atomic():
            for at in range(_APPENDED):
                _entry(start + at).save(force_insert=True)
        assert merge(_APPENDED) == _APPENDED

    # The least, as of the proofs: what else a machine does is not the log's.
    return min(median_seconds(append, runs=1, warm_up=0, clock=clock) for _ in range(5)) / _APPENDED


def _entry(position: int) -> Any:
    from sojourn.certificates.transparency.models import Entry  # noqa: PLC0415  settings first
    from sojourn.core import clock  # noqa: PLC0415

    return Entry(
        certificate_id=uuid.uuid4(),
        told={"v": 1, "number": f"US-2027-{position:016d}", "event": "issued"},
        salt="00" * 32,
        digest=_digest(position),
        made_at=clock.now(),
    )


def _digest(position: int) -> bytes:
    return position.to_bytes(32)


@contextmanager
def _without_foreign_keys() -> Iterator[None]:
    """Entries of certificates that are not there: what is measured never looks at them."""
    from django.db import connection  # noqa: PLC0415  settings first

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            yield
            connection.close()
    else:
        with connection.constraint_checks_disabled():
            yield


@contextmanager
def _database(kind: str, folder: Path) -> Iterator[None]:
    if kind == "sqlite":
        os.environ.pop("DATABASE_URL", None)
        yield
        return
    from postgres import running_postgres  # noqa: PLC0415  only where it is wanted

    with running_postgres(folder / "postgres") as url:
        os.environ["DATABASE_URL"] = url
        yield


def measured_apart(leaves: int = SMALL) -> str:
    """The table, measured in a process and a database of its own."""
    command = [sys.executable, "-m", "bench.log", str(leaves)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


if __name__ == "__main__":
    arguments = sys.argv[1:]
    raise SystemExit(main(int(arguments[0]) if arguments else LARGE, *arguments[1:2]))
