"""An instrument's provisions sorted out: by status, direction and reading, the special before the general."""

from collections.abc import Iterable, Mapping
from itertools import groupby, permutations

from sojourn.engine.lawbook import law as compiled


def scopes_of(
    party_of: Mapping[str, str], provisions: tuple[compiled.Provision, ...], *, many: bool
) -> dict[tuple[str, str, str], compiled.Scope]:
    """The provisions sorted out by status and direction, and for each reading of the sources.

    The rules of an instrument of many parties know no direction: they stand under "*".
    """
    statuses = {status for provision in provisions for status in provision.statuses}
    scopes = {}
    pairs = [("*", "*")] if many else list(permutations(party_of, 2))
    for one, other in pairs:
        home, host = party_of.get(one, one), party_of.get(other, other)
        if home == host != "*":
            continue
        for status in statuses:
            held = [
                provision
                for provision in provisions
                if status in provision.statuses
                and provision.home in (None, home)
                and provision.host in (None, host)
            ]
            named: list[str | None] = [*sorted({each.reading for each in held if each.reading is not None})]
            if len(named) < 2:
                # One reading with a provision that the other reading does not have, or no doubt at all.
                named.append(None)
            scopes[status, one, other] = compiled.Scope(
                tuple(_ranked(held, reading, home, host) for reading in named),
                frozenset(provision.category for provision in held),
            )
    return scopes


def _ranked(
    provisions: Iterable[compiled.Provision], reading: str | None, home: str, host: str
) -> tuple[tuple[compiled.Scoped, ...], ...]:
    scoped = [
        compiled.Scoped(
            provision,
            tuple(
                use
                for use in provision.conditions
                if use.home is None or (use.home, use.host) == (home, host)
            ),
        )
        for provision in provisions
        if provision.reading is None or provision.reading == reading
    ]
    return tuple(tuple(group) for _, group in groupby(scoped, key=lambda each: each.provision.rank))
