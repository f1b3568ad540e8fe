"""A sheet keeps both standards, in any script, and loses nothing of what it was given."""

from datetime import UTC, datetime

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sojourn.certificates.conformance import faults
from sojourn.papers.drawing import draw
from sojourn.papers.fonts import told_apart
from sojourn.papers.sheet import (
    Address,
    Blank,
    Block,
    Code,
    Heading,
    Items,
    Part,
    Row,
    Rows,
    Sheet,
    Signature,
    Text,
)

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'


def a_sheet(*blocks: Block, **changes: object) -> Sheet:
    given = {
        "subject": "Sheet",
        "author": "Sojourn",
        "head": ["Sojourn", "SJ-7K3M-92QX"],
        "parts": [Part("A sheet", "en", blocks or [Text("One line")])],
        "foot": "SJ-7K3M-92QX",
        "page": "Page {n} of {total}",
    }
    return Sheet(**(given | changes))  # type: ignore[arg-type]


def text_of(pdf: bytes) -> str:
    opened = pypdfium2.PdfDocument(pdf)
    try:
        return "".join(page.get_textpage().get_text_bounded() for page in opened)
    finally:
        opened.close()


def letters(text: str) -> str:
    return "".join(each for each in text if not each.isspace() and each not in "\u200b\u0002\ufffe\u00ad")


def test_every_kind_of_block_keeps_both_standards() -> None:
    sheet = a_sheet(
        Address(["Office", "1 Street"]),
        Text("Lead", "lead"),
        Text("Small", "small"),
        Heading("Data"),
        Rows([Row("Name", ["Anna"], "box 1"), Row("Address", ["Line one", "Line two"])]),
        Items(["first", "second"]),
        Items(["first", "second"], "numbers"),
        Items(["done", "to do"], "boxes", [0]),
        Blank("Name", "As in the passport", lines=2),
        Blank("Yes or no", options=["Yes", "No"], ticked=[1]),
        Blank("Known", value=["Known value"]),
        Signature(["Place and day", "Signature"]),
        Code(SQUARE, "A square", ["Beside it"], "1234"),
        seal=["Seal", "of somebody"],
    )
    pdf = draw(sheet, NOON, ("data.json", b"{}"))
    assert faults(pdf) == []
    assert "Known value" in text_of(pdf)


@pytest.mark.parametrize(
    "name", ["王小明", "さくら", "김철수", "שרה כהן", "สมชาย", "Юлія Ђорђе", "Łódź Nguyễn"]
)
def test_names_in_other_scripts_are_drawn_and_read_back(name: str) -> None:
    pdf = draw(a_sheet(Rows([Row("Name", [name])])), NOON)
    assert faults(pdf) == []
    assert told_apart(name) == name
    assert letters(name) in letters(text_of(pdf))


@pytest.mark.parametrize("name", ["محمد علي", "प्रिया शर्मा"])
def test_joined_scripts_are_drawn_with_shapes_of_their_own(name: str) -> None:
    assert told_apart(name) == name
    assert faults(draw(a_sheet(Rows([Row("Name", [name])])), NOON)) == []


def test_what_no_font_has_is_printed_as_its_number() -> None:
    assert told_apart("Anna 😀") == "Anna [U+1F600]"
    assert "[U+1F600]" in letters(text_of(draw(a_sheet(Text("Anna 😀")), NOON)))


def test_a_long_value_goes_on_over_pages_and_nothing_is_lost() -> None:
    lines = [f"Line {number} of a very long value" for number in range(200)]
    pdf = draw(a_sheet(Rows([Row("Long", lines), Row("Word", ["W" * 3000])])), NOON)
    said = letters(text_of(pdf))
    assert all(letters(line) in said for line in lines)
    assert said.count("W") >= 3000


@settings(max_examples=25, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60))
def test_any_text_can_be_drawn(text: str) -> None:
    assert faults(draw(a_sheet(Rows([Row("Any", [text])])), NOON)) == []
