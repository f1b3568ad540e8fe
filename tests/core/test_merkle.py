"""The tree against the definitions of RFC 9162 written out plainly, for every size up to a hundred and at random."""

import itertools
from collections.abc import Sequence
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.core import merkle


def plain_root(entries: Sequence[bytes]) -> bytes:
    """Section 2.1.1, word by word."""
    if not entries:
        return sha256(b"").digest()
    if len(entries) == 1:
        return sha256(b"\x00" + entries[0]).digest()
    k = 1
    while k * 2 < len(entries):
        k *= 2
    return sha256(b"\x01" + plain_root(entries[:k]) + plain_root(entries[k:])).digest()


def plain_path(index: int, entries: Sequence[bytes]) -> list[bytes]:
    """Section 2.1.3.1, word by word."""
    if len(entries) == 1:
        return []
    k = 1
    while k * 2 < len(entries):
        k *= 2
    if index < k:
        return [*plain_path(index, entries[:k]), plain_root(entries[k:])]
    return [*plain_path(index - k, entries[k:]), plain_root(entries[:k])]


def entries_of(size: int) -> list[bytes]:
    return [f"entry {number}".encode() for number in range(size)]


def tree_of(entries: Sequence[bytes], steps: Sequence[int] = ()) -> dict[merkle.Place, bytes]:
    """All nodes, appended in one go or in several."""
    nodes: dict[merkle.Place, bytes] = {}
    bounds = [0, *sorted({step for step in steps if step < len(entries)}), len(entries)]
    for start, end in itertools.pairwise(bounds):
        peaks = {place: nodes[place] for place in merkle.places_of((0, start))}
        leaves = [merkle.leaf_hash(entry) for entry in entries[start:end]]
        nodes |= merkle.appended(start, leaves, peaks)
    return nodes


def proof_of(ranges: Sequence[merkle.Range], nodes: dict[merkle.Place, bytes]) -> list[bytes]:
    return [merkle.hash_of(each, nodes) for each in ranges]


@pytest.mark.parametrize("size", [0, 1, 2, 3, 4, 5, 7, 8, 9, 31, 33, 100])
def test_root_and_every_proof_are_those_of_the_rfc(size: int) -> None:
    entries = entries_of(size)
    nodes = tree_of(entries)
    root = merkle.hash_of((0, size), nodes)
    assert root == plain_root(entries)
    for index, entry in enumerate(entries):
        proof = proof_of(merkle.inclusion_ranges(index, size), nodes)
        assert proof == plain_path(index, entries)
        assert merkle.root_from_inclusion(index, size, merkle.leaf_hash(entry), proof) == root


@given(st.integers(1, 200), st.data())
def test_what_grew_is_consistent_and_what_was_rewritten_is_not(size: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(1, size))
    entries = entries_of(size)
    nodes = tree_of(entries, steps=[first, first // 2])
    old, new = plain_root(entries[:first]), plain_root(entries)
    proof = proof_of(merkle.consistency_ranges(first, size), nodes)
    assert merkle.is_consistent(first, size, old, new, proof)
    rewritten = [*entries]
    rewritten[data.draw(st.integers(0, first - 1))] = b"something else"
    others = tree_of(rewritten)
    forged = proof_of(merkle.consistency_ranges(first, size), others)
    assert not merkle.is_consistent(first, size, old, plain_root(rewritten), forged)
    assert not merkle.is_consistent(first, size, old, plain_root(rewritten), proof)


@given(st.integers(2, 200), st.data())
def test_a_proof_for_another_entry_or_size_leads_to_another_root(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    entries = entries_of(size)
    nodes = tree_of(entries)
    proof = proof_of(merkle.inclusion_ranges(index, size), nodes)
    root = plain_root(entries)
    assert merkle.root_from_inclusion(index, size, merkle.leaf_hash(b"another"), proof) != root
    other = (index + 1) % size
    assert merkle.root_from_inclusion(other, size, merkle.leaf_hash(entries[index]), proof) != root
    assert merkle.root_from_inclusion(index, size, merkle.leaf_hash(entries[index]), [*proof, root]) != root


@pytest.mark.parametrize(("index", "size"), [(0, 0), (3, 3), (-1, 4)])
def test_there_is_no_proof_for_what_is_not_there(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="no such entry"):
        merkle.inclusion_ranges(index, size)
    assert merkle.root_from_inclusion(index, size, merkle.EMPTY, []) is None


@pytest.mark.parametrize(("first", "second"), [(0, 3), (4, 3)])
def test_sizes_out_of_order_have_no_proof(first: int, second: int) -> None:
    with pytest.raises(ValueError, match="sizes out of order"):
        merkle.consistency_ranges(first, second)
