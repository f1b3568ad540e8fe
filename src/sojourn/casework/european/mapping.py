"""The table of messages and fields, read once from fields.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Message:
    """One kind of message: the use case it belongs to, what it means, on which articles it rests."""

    code: str
    use_case: str
    means: str
    basis: str


@dataclass(frozen=True, slots=True)
class MappedField:
    """A field of ours, and its public names by message ("*" for all); empty where none was found."""

    ours: str
    theirs: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """All of it, with where it was read."""

    messages: Mapping[str, Message]
    fields: tuple[MappedField, ...]
    source: Mapping[str, str]


@cache
def table() -> Table:
    """The table as shipped. Raises ValueError for a field of a message that the table does not have."""
    read = yaml.safe_load(Path(__file__).with_name("fields.yaml").read_text(encoding="utf-8"))
    messages = {code: Message(code, **entry) for code, entry in read["messages"].items()}
    fields = tuple(MappedField(row["ours"], _names(row["theirs"])) for row in read["fields"])
    unknown = {code for each in fields for code in each.theirs if code not in {"*", *messages}}
    if unknown:
        raise ValueError(f"fields.yaml: no message {', '.join(sorted(unknown))}")
    return Table(messages, fields, {name: str(value) for name, value in read["source"].items()})


def _names(theirs: Any) -> Mapping[str, str]:
    if theirs is None:
        return {}
    return {"*": theirs} if isinstance(theirs, str) else theirs
