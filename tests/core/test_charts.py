"""Where the shapes of a chart stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.core.charts import Amount, Part, Span, draw_bars, draw_columns, draw_spans

AMOUNTS = st.lists(st.integers(0, 1_000_000_000), max_size=30)


def _rows(amounts: list[int]) -> list[Amount]:
    return [
        Amount(f"row {at}", f"{each:g}", (Part(each / 2), Part(each / 2, "risk")))
        for at, each in enumerate(amounts)
    ]


@given(AMOUNTS)
def test_every_shape_stands_on_the_drawing_and_every_row_has_its_words(amounts: list[int]) -> None:
    rows = _rows(amounts)
    bars, columns = draw_bars(rows), draw_columns(rows)
    spans = draw_spans([Span(row.label, row.words, row.total / 2, row.total) for row in rows])
    for drawing in (bars, columns, spans):
        assert all(rect.at >= 0 and rect.at + rect.width <= 100.1 for rect in drawing.rects)
        assert all(rect.top >= 0 and rect.top + rect.height <= drawing.height + 0.2 for rect in drawing.rects)
        assert all(0 <= dot.at <= 100 and 0 <= dot.top <= drawing.height for dot in drawing.dots)
        assert all(0 <= words.line <= drawing.height for words in drawing.words)
    for drawing in (bars, spans):
        assert [words.text for words in drawing.words[::2]] == [row.label for row in rows]
        assert [words.text for words in drawing.words[1::2]] == [row.words for row in rows]


def test_lengths_are_as_the_amounts_and_begin_at_zero() -> None:
    one, two = draw_bars([Amount("a", "1", (Part(1),)), Amount("b", "2", (Part(2),))]).rects
    assert (one.at, two.at) == (0, 0)
    assert two.width == pytest.approx(2 * one.width, abs=0.02)


def test_many_columns_have_few_labels_and_the_highest_its_value() -> None:
    words = draw_columns([Amount(f"week {at}", str(at), (Part(at),)) for at in range(52)]).words
    assert sum(each.text.startswith("week") for each in words) <= 4
    assert [each.text for each in words if each.strong] == ["51"]


def test_what_is_no_amount_is_refused() -> None:
    for wrong in ({"amount": -1}, {"amount": 1, "tone": "red"}):
        with pytest.raises(ValueError, match="from zero on"):
            Part(**wrong)  # type: ignore[arg-type]
