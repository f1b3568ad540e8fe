"""A Merkle tree over a growing list, hashed as RFC 9162 says (section 2.1), over nodes that somebody else keeps.

Only complete subtrees have a hash of their own that never changes: the node at `level` and `index` covers the entries
from index * 2**level on, 2**level of them. Everything else (the root of any size, proofs) is put together from those.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256

type Place = tuple[int, int]
"""Level and index of a complete subtree; level 0 are the entries."""
type Range = tuple[int, int]
"""Entries from the first on, up to and without the second."""
type Nodes = Callable[[int, int], bytes] | Mapping[Place, bytes]

EMPTY = sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """The hash of an entry: RFC 9162 section 2.1.1."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash over two subtrees."""
    return sha256(b"\x01" + left + right).digest()


def places_of(entries: Range) -> list[Place]:
    """The complete subtrees of which the hash over these entries is made, from left to right.

    `entries` begin where a subtree of at least their length begins, as all ranges of roots and proofs do.
    """
    start, end = entries
    places = []
    while start < end:
        level = (end - start).bit_length() - 1
        places.append((level, start >> level))
        start += 1 << level
    return places


def hash_of(entries: Range, nodes: Mapping[Place, bytes]) -> bytes:
    """The hash over these entries; of none, the hash of nothing. Raises KeyError for a node that is not there."""
    places = places_of(entries)
    if not places:
        return EMPTY
    *lefts, last = (nodes[place] for place in places)
    for left in reversed(lefts):
        last = node_hash(left, last)
    return last


def appended(size: int, leaves: Sequence[bytes], peaks: Mapping[Place, bytes]) -> dict[Place, bytes]:
    """The nodes that come into being when these leaf hashes follow the first `size` entries.

    `peaks`: the nodes of which the root of `size` is made (`places_of((0, size))`).
    """
    new: dict[Place, bytes] = {}
    known = dict(peaks)
    for offset, leaf in enumerate(leaves):
        level, index, digest = 0, size + offset, leaf
        known[level, index] = new[level, index] = digest
        while index & 1:
            digest = node_hash(known[level, index - 1], digest)
            level, index = level + 1, index >> 1
            known[level, index] = new[level, index] = digest
    return new


def inclusion_ranges(index: int, size: int) -> list[Range]:
    """What the proof that entry `index` is among the first `size` is made of: RFC 9162 section 2.1.3.1.

    Raises ValueError for an entry that is not among them.
    """
    if not 0 <= index < size:
        raise ValueError("no such entry")
    ranges: list[Range] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    return ranges[::-1]


def consistency_ranges(first: int, second: int) -> list[Range]:
    """What the proof that the first `first` of `second` entries stayed as they were is made of: section 2.1.4.1.

    Raises ValueError unless 0 < first <= second.
    """
    if not 0 < first <= second:
        raise ValueError("sizes out of order")
    return list(_consistency(first, (0, second), complete=True))


def _consistency(first: int, entries: Range, *, complete: bool) -> Iterator[Range]:
    start, end = entries
    if first == end - start:
        if not complete:
            yield entries
        return
    middle = start + _split(end - start)
    if first <= middle - start:
        yield from _consistency(first, (start, middle), complete=complete)
        yield middle, end
    else:
        yield from _consistency(first - (middle - start), (middle, end), complete=False)
        yield start, middle


def _split(length: int) -> int:
    """The largest power of two smaller than `length`."""
    return 1 << ((length - 1).bit_length() - 1)


def root_from_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes]) -> bytes | None:
    """The root that this proof leads to, or None where the proof has not the right form: section 2.1.3.2."""
    if not 0 <= index < size:
        return None
    at, last, root = index, size - 1, leaf
    for each in proof:
        if last == 0:
            return None
        if at & 1 or at == last:
            root = node_hash(each, root)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            root = node_hash(root, each)
        at, last = at >> 1, last >> 1
    return root if last == 0 else None


def is_consistent(first: int, second: int, old: bytes, new: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the tree of `second` entries with root `new` begins with that of `first` and `old`: section 2.1.4.2."""
    if first == second:
        return old == new and not proof
    if first == 0:
        return not proof
    if not 0 < first < second or not proof:
        return False
    path = list(proof) if first & (first - 1) else [old, *proof]
    at, last = first - 1, second - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    known_old = known_new = path[0]
    for each in path[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            known_old, known_new = node_hash(each, known_old), node_hash(each, known_new)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            known_new = node_hash(known_new, each)
        at, last = at >> 1, last >> 1
    return last == 0 and known_old == old and known_new == new
