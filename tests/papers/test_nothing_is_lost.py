"""Letters, proofs, forms: whatever is said on a sheet stands on it whole, inside its margins, however long it is."""

from typing import Any

import pypdfium2
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from sojourn.papers.drawing import draw
from sojourn.papers.sheet import Address, Blank, Block, Code, Heading, Items, Row, Rows, Text
from tests.papers.test_drawing import NOON, SQUARE, a_sheet, letters, text_of

POINTS_A_MM = 72 / 25.4
# A millimetre and a half is left to shapes that lean over, such as a large J.
MARGIN = 18.5 * POINTS_A_MM
WORDS = st.sampled_from(
    [
        "Anna",
        "Преображенская-Новикова",
        "Παπαδόπουλος",
        "王小明",
        "§ 12(3)",
        "Straße",
        "4.",
        "x" * 45,
        "–",
        "Ñuñoa",
    ]
)


def said(most: int) -> st.SearchStrategy[str]:
    return st.lists(WORDS, min_size=1, max_size=most).map(" ".join)


rows = st.builds(
    Row, label=said(6), value=st.lists(said(40), min_size=1, max_size=6), note=st.just("") | said(10)
)
blocks = st.one_of(
    st.builds(Text, text=said(150), style=st.sampled_from(["plain", "lead", "small", "strong"])),
    st.builds(Heading, text=said(12)),
    st.builds(Rows, rows=st.lists(rows, min_size=1, max_size=8)),
    st.builds(
        Items,
        items=st.lists(said(40), min_size=1, max_size=12),
        style=st.sampled_from(["points", "numbers", "boxes"]),
    ),
    st.builds(Address, lines=st.lists(said(8), min_size=1, max_size=8)),
    st.builds(Blank, label=said(12), hint=said(12), value=st.lists(said(30), min_size=1, max_size=6)),
    st.builds(
        Code, svg=st.just(SQUARE), alt=st.just("A code"), lines=st.lists(said(30), max_size=4), strong=said(3)
    ),
)


def texts_of(block: Block) -> list[str]:
    """Everything that the block says."""
    match block:
        case Rows():
            return [text for row in block.rows for text in (row.label, *row.value, row.note)]
        case Text() | Heading():
            return [block.text]
        case Items():
            return list(block.items)
        case Code():
            return [*block.lines, block.strong]
        case Blank():
            return [block.label, block.hint, *block.value]
        case Address():
            return list(block.lines)
    raise TypeError(block)


def outside(pdf: bytes) -> list[str]:
    """Characters that stand beyond the margins."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        found = []
        for page in document:
            width, height = page.get_size()
            text = page.get_textpage()
            for at in range(text.count_chars()):
                left, bottom, right, top = text.get_charbox(at)
                if text.get_text_range(at, 1).strip() and not (
                    left >= MARGIN and right <= width - MARGIN and bottom > 0 and top < height
                ):
                    found.append(text.get_text_range(at, 1))
        return found
    finally:
        document.close()


@settings(max_examples=12, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(
    content=st.lists(blocks, min_size=1, max_size=6),
    head=said(25),
    reference=said(4),
    seal=st.lists(said(8), max_size=3),
)
def test_whatever_is_said_stands_on_the_sheet_inside_its_margins(
    content: list[Block], head: str, reference: str, seal: list[str]
) -> None:
    # The foot of a page would stand in the middle of what goes on over the next one.
    pdf = draw(a_sheet(*content, head=[head, reference], foot="", page="", seal=seal), NOON)
    # PDFium gives a hyphen at the end of a line as one of these.
    read = letters(text_of(pdf).translate({0x02: "-", 0xFFFE: "-"}))
    wanted = [head, reference, *seal, *(text for block in content for text in texts_of(block))]
    assert [text for text in wanted if letters(text) not in read] == []
    assert outside(pdf) == []


@pytest.mark.parametrize("lines", [1, 25, 60])
def test_a_letter_of_usual_length_takes_two_pages_at_most(lines: int) -> None:
    reasons = [
        Text("The work abroad is expected to last longer than the agreement allows.") for _ in range(lines)
    ]
    blocks: list[Any] = [Address(["Anna Muster", "Hauptstraße 1", "12345 Berlin"]), *reasons]
    opened = pypdfium2.PdfDocument(draw(a_sheet(*blocks), NOON))
    assert len(opened) == (1 if lines <= 25 else 2)
    opened.close()


def test_a_long_foot_stays_inside_the_margins() -> None:
    foot = "Преображенская-Новикова " * 8
    pdf = draw(a_sheet(foot=foot, mark="Demonstration: proves nothing"), NOON)
    assert letters(foot) in letters(text_of(pdf).translate({0x02: "-", 0xFFFE: "-"}))
    assert outside(pdf) == []
