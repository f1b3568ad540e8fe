"""Drawings of figures: bars, columns and spans as plain shapes, placed in per cent of the width.

Pure geometry, for every room that draws: the words come from the caller, the shapes are drawn by the tag `chart`
(components/chart.html), which also gives each drawing its heading, its table and its file. Axes begin at zero, labels
stand at what they name, there is no legend. A drawing fits any width, since only heights are in pixels.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

TONES: Final = ("tone1", "tone2", "tone3", "tone4", "risk", "unknown")
"""What an amount may be drawn as: one hue in four steps, hatched where something is at risk, outlined where unknown."""
_ROOM_FOR_WORDS: Final = 0.62
_ROW, _BAR, _LABEL_LINE, _BAR_TOP = 46, 14, 15, 22
_SPAN_ROW, _WORDS_LINE, _DOT_LINE = 64, 33, 46
_COLUMNS_HEIGHT, _COLUMNS_TOP, _COLUMNS_FOOT = 132, 20, 22
_MOST_LABELS: Final = 4
_MOST_VALUES: Final = 9
_EDGE: Final = 8


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of an amount: how much, and its tone."""

    amount: float
    tone: str = "tone3"

    def __post_init__(self) -> None:
        if self.amount < 0 or self.tone not in TONES:
            raise ValueError(f"A part is an amount from zero on in one of {', '.join(TONES)}, not {self!r}.")


@dataclass(frozen=True, slots=True)
class Amount:
    """A row or a column: its label, its value in words, and its parts, which are drawn one after the other."""

    label: str
    words: str
    parts: tuple[Part, ...]

    @property
    def total(self) -> float:
        return sum(part.amount for part in self.parts)


@dataclass(frozen=True, slots=True)
class Span:
    """From a middle value to a high one (such as a median and a 90th percentile), with both in words."""

    label: str
    words: str
    middle: float
    high: float


@dataclass(frozen=True, slots=True)
class Rect:
    """A filled box: place and width in per cent, top and height in pixels."""

    at: float
    width: float
    top: float
    height: float
    tone: str


@dataclass(frozen=True, slots=True)
class Line:
    """A stroke between two points: per cent across, pixels down."""

    start: float
    end: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Dot:
    """A point; outlined unless `filled`."""

    at: float
    top: float
    filled: bool


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of text: per cent across plus `aside` pixels, base line in pixels, anchor as in SVG."""

    at: float
    line: float
    text: str
    aside: int = 0
    anchor: str = "start"
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes in the order in which they are drawn. `hatched` says that one of them needs the hatching."""

    height: float
    rects: tuple[Rect, ...] = ()
    lines: tuple[Line, ...] = ()
    dots: tuple[Dot, ...] = ()
    words: tuple[Words, ...] = ()

    @property
    def hatched(self) -> bool:
        return any(rect.tone == "risk" for rect in self.rects)


def draw_bars(rows: Sequence[Amount]) -> Drawing:
    """Bars below each other, longest as long as its words allow: label above, value at the end."""
    most = max((row.total for row in rows), default=0) or 1
    rects: list[Rect] = []
    words: list[Words] = []
    for place, row in enumerate(rows):
        top = place * _ROW
        at = 0.0
        for part in row.parts:
            width = _per_cent(part.amount, most)
            if width:
                rects.append(Rect(round(at, 2), width, top + _BAR_TOP, _BAR, part.tone))
            at += width
        words.append(Words(0, top + _LABEL_LINE, row.label))
        words.append(Words(round(at, 2), top + _BAR_TOP + 12, row.words, 6 if at else 0, strong=True))
    return Drawing(height=len(rows) * _ROW, rects=tuple(rects), words=tuple(words))


def draw_columns(columns: Sequence[Amount]) -> Drawing:
    """Columns beside each other, such as weeks: labels below as there is room, the highest with its value."""
    most = max((column.total for column in columns), default=0) or 1
    width = 100 / max(len(columns), 1)
    floor = _COLUMNS_TOP + _COLUMNS_HEIGHT
    every = -(-len(columns) // _MOST_LABELS) or 1
    highest = max(range(len(columns)), key=lambda place: columns[place].total, default=0)
    rects: list[Rect] = []
    words: list[Words] = []
    for place, column in enumerate(columns):
        at, top = place * width, float(floor)
        for part in column.parts:
            height = round(part.amount / most * _COLUMNS_HEIGHT, 1)
            top -= height
            if height:
                rects.append(
                    Rect(
                        round(at + width * 0.12, 2), round(width * 0.76, 2), round(top, 1), height, part.tone
                    )
                )
        middle = round(at + width / 2, 2)
        if place % every == 0:
            words.append(_over(middle, floor + 17, column.label))
        if column.total and (len(columns) <= _MOST_VALUES or place == highest):
            words.append(_over(middle, round(top - 5, 1), column.words, strong=True))
    axis = (Line(0, 100, floor, floor),)
    return Drawing(floor + _COLUMNS_FOOT, rects=tuple(rects), lines=axis, words=tuple(words))


def draw_spans(rows: Sequence[Span]) -> Drawing:
    """Dots below each other: filled for the middle value, open for the high one, a line between; words above."""
    most = max((max(row.middle, row.high) for row in rows), default=0) or 1
    dots: list[Dot] = []
    lines: list[Line] = []
    words: list[Words] = []
    for place, row in enumerate(rows):
        top = place * _SPAN_ROW
        middle, high, line = _dot_at(row.middle / most), _dot_at(row.high / most), top + _DOT_LINE
        lines.append(Line(middle, high, line, line))
        dots += [Dot(high, line, False), Dot(middle, line, True)]
        words.append(Words(0, top + _LABEL_LINE, row.label, strong=True))
        words.append(Words(0, top + _WORDS_LINE, row.words))
    return Drawing(len(rows) * _SPAN_ROW, lines=tuple(lines), dots=tuple(dots), words=tuple(words))


def shortened(label: str, longest: int = 44) -> str:
    """A label that fits a phone; the whole stands in the table."""
    return label if len(label) <= longest else f"{label[: longest - 1].rstrip()}…"


def _over(middle: float, line: float, text: str, *, strong: bool = False) -> Words:
    """Words in the middle of a column, moved inwards at the edges of the drawing."""
    if middle < _EDGE:
        return Words(0, line, text, strong=strong)
    if middle > 100 - _EDGE:
        return Words(100, line, text, anchor="end", strong=strong)
    return Words(middle, line, text, anchor="middle", strong=strong)


def _per_cent(amount: float, most: float) -> float:
    return round(amount / most * _ROOM_FOR_WORDS * 100, 2)


def _dot_at(share: float) -> float:
    # Room at both ends, so that no dot is cut in half.
    return round(share * 95 + 2, 2)
