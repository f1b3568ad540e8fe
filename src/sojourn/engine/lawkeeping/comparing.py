"""What differs between two states of the law data: provisions, claims and institutions that came, went or changed.

The files are compared as they are written, not as the engine reads them: an older state may have another form.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What became of a thing."""

    APPEARED = "appeared"
    VANISHED = "vanished"
    CHANGED = "changed"


class Thing(StrEnum):
    """What can come, go and change."""

    INSTRUMENT = "instrument"
    PROVISION = "provision"
    COUNTRY = "domestic law"
    CLAIM = "claim"
    INSTITUTION = "institution"
    DATA = "reference data"


@dataclass(frozen=True, slots=True)
class Field:
    """One part of a thing that changed; None: not there."""

    name: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Difference:
    """A thing that differs. `fields`: only of what changed. `content`: of what came or went."""

    kind: Kind
    thing: Thing
    id: str
    fields: tuple[Field, ...]
    content: Mapping[str, Any]


type Things = dict[tuple[Thing, str], Mapping[str, Any]]


def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Difference, ...]:
    """What differs from `old` to `new`, instruments first; within them, provision by provision.

    Both are the contents of the law files by their paths below the law directory.
    """
    before, after = _things(old), _things(new)
    return tuple(
        each
        for key in sorted(before.keys() | after.keys(), key=_order)
        if (each := _difference(key, before.get(key), after.get(key))) is not None
    )


def _order(key: tuple[Thing, str]) -> tuple[int, str]:
    things = list(Thing)
    # Provisions stand with the instruments, claims with their country: their ids begin alike.
    place = {Thing.PROVISION: Thing.INSTRUMENT, Thing.CLAIM: Thing.COUNTRY}.get(key[0], key[0])
    return things.index(place), key[1].casefold()


def _difference(
    key: tuple[Thing, str], old: Mapping[str, Any] | None, new: Mapping[str, Any] | None
) -> Difference | None:
    thing, name = key
    if old is None:
        return Difference(Kind.APPEARED, thing, name, (), new or {})
    if new is None:
        return Difference(Kind.VANISHED, thing, name, (), old)
    fields = tuple(
        Field(part, old.get(part), new.get(part))
        for part in dict.fromkeys((*old, *new))
        if old.get(part) != new.get(part)
    )
    return Difference(Kind.CHANGED, thing, name, fields, new) if fields else None


def _things(contents: Mapping[str, Any]) -> Things:
    found: Things = {}
    for name, content in contents.items():
        for thing, key, entry in _split(name, _plain(content)):
            found[thing, key] = entry
    return found


def _split(name: str, content: Any) -> Iterator[tuple[Thing, str, Mapping[str, Any]]]:
    part = name.partition("/")[0]
    if part == "instruments":
        yield from _with_parts(Thing.INSTRUMENT, content["id"], content, Thing.PROVISION, "provisions")
    elif part == "domestic":
        yield from _with_parts(Thing.COUNTRY, content["country"], content, Thing.CLAIM, "claims")
    elif part == "institutions":
        for entry in content:
            yield Thing.INSTITUTION, entry["id"], entry
    else:
        yield Thing.DATA, name, content if isinstance(content, dict) else _listed(content)


def _with_parts(
    thing: Thing, name: str, content: Mapping[str, Any], part: Thing, key: str
) -> Iterator[tuple[Thing, str, Mapping[str, Any]]]:
    yield thing, name, {field: value for field, value in content.items() if field != key}
    for entry in content.get(key) or ():
        yield part, entry["id"], entry


def _listed(entries: list[Any]) -> dict[str, Any]:
    """A list of entries by their ids."""
    return {str(entry.get("id", number)): entry for number, entry in enumerate(entries)}


def _plain(value: Any) -> Any:
    """The same with days as text, as they stand in a compiled file."""
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value
