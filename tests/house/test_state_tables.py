"""Every table of states of the service: each state is reached from where its thing begins, and none is a trap."""

import importlib
import pkgutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sojourn
from sojourn.casework.signing.states import ARROWS as SIGNING
from sojourn.casework.signing.states import Mover as Signer

# Where a thing of each table begins, and where it may stay for good. A new table is entered here, or the test fails.
BEGINS_AND_RESTS: Mapping[tuple[str, str], tuple[set[str], set[str]]] = {
    ("casework", "ARROWS"): ({"new"}, {"decided", "closed"}),
    ("casework.appeals", "ARROWS"): ({"received"}, {"upheld", "changed", "inadmissible", "taken_back"}),
    ("casework.asking", "ARROWS"): ({"open"}, {"answered", "closed"}),
    ("casework.european", "ARROWS"): ({"kept", "waiting"}, {"kept", "final", "superseded"}),
    ("casework.exceptions", "ARROWS"): ({"draft"}, {"answered", "ended"}),
    ("casework.exceptions", "REPLY_ARROWS"): ({"draft"}, {"given"}),
    ("casework.foreign", "CONCERN_ARROWS"): ({"new"}, {"closed"}),
    ("casework.foreign", "DISPUTE_ARROWS"): ({"doubted"}, {"closed"}),
    ("casework.sampling", "ARROWS"): ({"drawn"}, {"judged"}),
    ("casework.signing", "ARROWS"): ({"open"}, {"signed", "returned", "taken_back", "lapsed"}),
    ("register", "ARROWS"): ({"planned"}, {"planned", "changed", "ended_early", "cancelled"}),
    ("requests", "ARROWS"): ({"draft"}, {"approved", "refused", "forwarded", "withdrawn", "discontinued"}),
    ("requests.bulk", "ARROWS"): ({"uploaded"}, {"abandoned"}),
    ("requests.worker_part", "ARROWS"): ({"invited"}, {"done", "withdrawn", "refused"}),
}


@dataclass(frozen=True, slots=True)
class Table:
    """The arrows of one table, as plain values."""

    room: str
    name: str
    arrows: tuple[tuple[str, frozenset[str], str], ...]

    @property
    def states(self) -> set[str]:
        return {state for _, sources, target in self.arrows for state in {*sources, target}}

    def reached(self, start: Iterable[str]) -> set[str]:
        found = set(start)
        while more := {target for _, sources, target in self.arrows if found & sources} - found:
            found |= more
        return found


def _tables() -> list[Table]:
    found = []
    for module in pkgutil.walk_packages(sojourn.__path__, "sojourn."):
        if module.name.endswith(".states"):
            found += _tables_of(importlib.import_module(module.name))
    return found


def _tables_of(module: ModuleType) -> list[Table]:
    room = module.__name__.removeprefix("sojourn.").removesuffix(".states")
    return [
        Table(
            room,
            name,
            tuple((key, frozenset(map(str, each.sources)), str(each.target)) for key, each in arrows.items()),
        )
        for name, arrows in vars(module).items()
        if _has_arrows(arrows)
    ]


def _has_arrows(value: Any) -> bool:
    first = next(iter(value.values()), None) if isinstance(value, dict) else None
    return hasattr(first, "sources") and hasattr(first, "target")


TABLES = {(table.room, table.name): table for table in _tables()}


def test_every_table_says_where_it_begins() -> None:
    assert set(TABLES) == set(BEGINS_AND_RESTS)


@pytest.mark.parametrize("key", sorted(TABLES), ids="-".join)
def test_every_state_is_reached_and_none_is_a_trap(key: tuple[str, str]) -> None:
    table, (begins, rests) = TABLES[key], BEGINS_AND_RESTS[key]
    assert begins | rests <= table.states
    assert table.reached(begins) == table.states
    assert {state for state in table.states if not table.reached({state}) & rests} == set()


@pytest.mark.parametrize("key", sorted(TABLES), ids="-".join)
def test_every_word_of_its_states_is_in_the_table(key: tuple[str, str]) -> None:
    """A state that no arrow names could be written by hand alone."""
    module = importlib.import_module(f"sojourn.{key[0]}.states")
    enums = [
        {str(each) for each in value}
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, StrEnum) and value.__module__ == module.__name__
    ]
    assert any(TABLES[key].states == named for named in enums)


@given(walk=st.lists(st.sampled_from(sorted(SIGNING)), max_size=12))
def test_no_walk_signs_a_proposal_but_by_its_second_officer(walk: list[str]) -> None:
    """Whatever is tried in whatever order: what is signed was signed by the arrow of the second officer, once."""
    state, taken = "open", []
    for name in walk:
        arrow = SIGNING[name]
        if state in set(map(str, arrow.sources)):
            state = str(arrow.target)
            taken.append(arrow)
    signing = [arrow for arrow in taken if str(arrow.target) == "signed"]
    assert len(signing) == (state == "signed")
    assert all(arrow.mover is Signer.SECOND_OFFICER for arrow in signing)
