"""The nodes of the tree where they are kept: read as many as are needed in one query."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from sojourn.certificates.transparency.models import Node
from sojourn.core.merkle import Place, Range, hash_of, places_of

# Room for 2**48 entries: more than there will be certificates.
_INDEX_BITS: Final = 48


def key_of(place: Place) -> int:
    """The number under which a node is kept."""
    level, index = place
    return level << _INDEX_BITS | index


def nodes_at(places: Iterable[Place]) -> dict[Place, bytes]:
    """The hashes of these nodes. Raises KeyError for one that is not there."""
    by_key = {key_of(place): place for place in places}
    found = {
        key: bytes(digest) for key, digest in Node.objects.filter(pk__in=by_key).values_list("pk", "digest")
    }
    return {place: found[key] for key, place in by_key.items()}


def hashes_of(ranges: Sequence[Range]) -> list[bytes]:
    """The hash over each of these ranges of entries."""
    nodes = nodes_at({place for each in ranges for place in places_of(each)})
    return [hash_of(each, nodes) for each in ranges]


def row_of(level: int, start: int, count: int) -> list[bytes]:
    """Neighbouring nodes of one level. Raises KeyError where one of them is not there."""
    first = key_of((level, start))
    rows = Node.objects.filter(pk__gte=first, pk__lt=first + count).order_by("pk")
    found = [bytes(digest) for digest in rows.values_list("digest", flat=True)]
    if len(found) != count:
        raise KeyError((level, start + len(found)))
    return found


def keep(nodes: Mapping[Place, bytes]) -> None:
    """Add nodes. A node that is there already is an error: nothing in the tree ever changes."""
    Node.objects.bulk_create(
        [Node(place=key_of(place), digest=digest) for place, digest in nodes.items()], batch_size=500
    )
