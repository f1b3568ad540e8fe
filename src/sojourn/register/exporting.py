"""Tables given out as files: cells are texts, and none is taken for a formula."""

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO

from xlsxwriter import Workbook

from sojourn.requests.bulk.template import csv_file

_AT_ONCE = 500


def csv_lines(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """The table as CSV, in parts, so that a long one needs no more memory than a short one."""
    yield csv_file([list(head)])
    part: list[list[str]] = []
    for row in rows:
        part.append(list(row))
        if len(part) == _AT_ONCE:
            yield _without_mark(csv_file(part))
            part = []
    if part:
        yield _without_mark(csv_file(part))


def _without_mark(made: bytes) -> bytes:
    """The byte order mark stands once, at the beginning of the file."""
    return made.removeprefix(b"\xef\xbb\xbf")


def xlsx_file(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The table as a workbook; its first row stays in sight."""
    made = BytesIO()
    with Workbook(made, {"in_memory": True, "constant_memory": True}) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        sheet.freeze_panes(1, 0)
        for at, name in enumerate(head):
            sheet.write_string(0, at, name, bold)
        for number, row in enumerate(rows, start=1):
            for at, cell in enumerate(row):
                sheet.write_string(number, at, cell)
    return made.getvalue()
