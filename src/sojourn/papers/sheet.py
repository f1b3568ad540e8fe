"""What stands on a sheet: finished words, in the order in which they are read."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Row:
    """One thing and its value. `note` stands small below it, e.g. the name that an institution has for it."""

    label: str
    value: Sequence[str] = field(repr=False)
    note: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    text: str = field(repr=False)
    style: Literal["plain", "lead", "small", "strong"] = "plain"
    kind: Literal["text"] = "text"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a part, below the title."""

    text: str
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True, slots=True)
class Rows:
    """Things and their values, in pairs of columns."""

    rows: Sequence[Row] = field(repr=False)
    kind: Literal["rows"] = "rows"


@dataclass(frozen=True, slots=True)
class Items:
    """A list. `style`: with points, with numbers, or with boxes to tick (those in `ticked` are)."""

    items: Sequence[str] = field(repr=False)
    style: Literal["points", "numbers", "boxes"] = "points"
    ticked: Sequence[int] = ()
    kind: Literal["items"] = "items"


@dataclass(frozen=True, slots=True)
class Address:
    """Lines of an address, where the window of an envelope is."""

    lines: Sequence[str] = field(repr=False)
    kind: Literal["address"] = "address"


@dataclass(frozen=True, slots=True)
class Blank:
    """A question to answer by hand: `lines` to write on, or `options` to tick."""

    label: str
    hint: str = ""
    options: Sequence[str] = ()
    lines: int = 1
    short: bool = False
    value: Sequence[str] = field(default=(), repr=False)
    ticked: Sequence[int] = ()
    kind: Literal["blank"] = "blank"


@dataclass(frozen=True, slots=True)
class Signature:
    """Lines for place and day, and for a name written by hand."""

    labels: Sequence[str]
    kind: Literal["signature"] = "signature"


@dataclass(frozen=True, slots=True)
class Code:
    """A square code (SVG) with words beside it."""

    svg: str = field(repr=False)
    alt: str
    lines: Sequence[str] = field(repr=False)
    strong: str = field(default="", repr=False)
    kind: Literal["code"] = "code"


type Block = Text | Heading | Rows | Items | Address | Blank | Signature | Code


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a sheet, beginning on a page of its own, in one language. The first part's title leads."""

    title: str
    language: str
    blocks: Sequence[Block] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole document.

    `subject` is its title for readers and lists, and names nobody. `foot` stands at the bottom of each page, with the
    page's number by `page` ("Page {n} of {total}"). `mark` stands there in bold. `seal` are the words in the corner
    that is kept free for a seal; none, no corner.
    """

    subject: str
    author: str
    head: Sequence[str]
    parts: Sequence[Part] = field(repr=False)
    foot: str
    page: str
    mark: str = ""
    seal: Sequence[str] = ()

    def plain(self) -> dict[str, Any]:
        """As plain data, for the layout."""
        return asdict(self)
