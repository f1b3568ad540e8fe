"""What a database holds: enough to say after a restore whether it is the same."""

from dataclasses import asdict, dataclass, field
from typing import Any, Final

from django.db import connection

from sojourn.certificates.transparency.heads import latest_head
from sojourn.journal import chain

# What is counted or kept here passes by itself; writers change it while a copy is compared.
_PASSING: Final = frozenset({"django_session"})


@dataclass(frozen=True, slots=True)
class Picture:
    """`tables`: rows of each, and on PostgreSQL a digest of them in any order ("" on SQLite, whose file has one).

    `journal`: number and hash of its last line. `log`: entries and root of the newest signed head of the public log.
    """

    tables: dict[str, tuple[int, str]] = field(default_factory=dict)
    journal: tuple[int, str] = (0, chain.START)
    log: tuple[int, str] = (0, "")

    @property
    def rows(self) -> int:
        """Of all tables."""
        return sum(count for count, _ in self.tables.values())

    def as_data(self) -> dict[str, Any]:
        """For the manifest."""
        return asdict(self)


def picture_of(data: dict[str, Any]) -> Picture:
    """From a manifest."""
    return Picture(
        {name: (int(count), str(digest)) for name, (count, digest) in data["tables"].items()},
        (int(data["journal"][0]), str(data["journal"][1])),
        (int(data["log"][0]), str(data["log"][1])),
    )


def take() -> Picture:
    """What the database holds now, as this connection sees it."""
    names = sorted(connection.introspection.table_names())
    head = latest_head()
    return Picture({name: _counted(name) for name in names}, chain.head(), (head.size, head.root.hex()))


def _counted(table: str) -> tuple[int, str]:
    name = connection.ops.quote_name(table)
    digest = "''"
    if connection.vendor == "postgresql":
        digest = "COALESCE(SUM(hashtextextended(t::text, 0)::numeric), 0)::text"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*), {digest} FROM {name} t")  # noqa: S608  names of our own tables
        count, found = cursor.fetchone()
    return count, found


def differences(noted: Picture, found: Picture) -> list[str]:
    """Each thing that is not as it was noted, in words; empty when all is."""
    told = []
    for table in sorted(noted.tables.keys() | found.tables.keys()):
        before, after = noted.tables.get(table), found.tables.get(table)
        if before == after or table in _PASSING:
            continue
        if before is None or after is None:
            told.append(f"table {table}: {'not noted' if before is None else 'missing'}")
        elif before[0] != after[0]:
            told.append(f"table {table}: {before[0]:,} rows noted, {after[0]:,} found")
        else:
            told.append(f"table {table}: {after[0]:,} rows, of which some differ")
    if noted.journal != found.journal:
        told.append(f"journal: ends with line {noted.journal[0]:,} as noted, {found.journal[0]:,} as found")
    if noted.log != found.log:
        told.append(f"public log: {noted.log[0]:,} entries noted, {found.log[0]:,} found, or another root")
    return told
