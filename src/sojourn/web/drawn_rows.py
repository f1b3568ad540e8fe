"""Rows of which a page has very many, drawn in Python: a template takes ten times as long for each.

The options of a list of countries, the rows of a table. Everything given is text and is escaped here.
"""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe


def options(of_select: Sequence[Mapping[str, Any]]) -> SafeString:
    """The options of a select, in their order: each has `value`, `label` and perhaps `chosen`."""
    return _joined(
        f'<option value="{escape(str(option["value"]))}"{" selected" if option.get("chosen") else ""}>'
        f"{escape(str(option['label']))}</option>"
        for option in of_select
    )


def table_rows(columns: Sequence[Mapping[str, Any]], rows: Sequence[Mapping[str, Any]]) -> SafeString:
    """The rows of components/table.html; the first cell names its row, the others carry their column's label."""
    openings = [_opening(column) for column in columns]
    return _joined(f"<tr>{_cells(openings, row['cells'])}</tr>" for row in rows)


def _joined(parts: Any) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308  each part is escaped above


def _opening(column: Mapping[str, Any]) -> str:
    number = ' class="sj-number"' if column.get("number") else ""
    return f'<td data-label="{escape(str(column["label"]))}"{number}>'


def _cells(openings: Sequence[str], cells: Sequence[Mapping[str, Any]]) -> str:
    head, *others = cells
    named = (f"{opening}{_content(cell)}</td>" for opening, cell in zip(openings[1:], others, strict=False))
    return f'<th scope="row">{_content(head)}</th>{"".join(named)}'


def _content(cell: Mapping[str, Any]) -> str:
    if status := cell.get("status"):
        kind, text = escape(str(status["kind"] or "plain")), escape(str(status["text"]))
        return f'<span class="sj-status sj-status--{kind}">{text}</span>'
    text = escape(str(cell["text"]))
    return f'<a href="{escape(str(cell["url"]))}">{text}</a>' if cell.get("url") else text
