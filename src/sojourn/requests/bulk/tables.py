"""Reading a table out of a file: a header and rows of texts. Nothing in a cell is evaluated.

Spreadsheets are read from the values that they hold (for a formula the one last shown). Days become ISO dates.
"""

import codecs
import csv
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from io import BytesIO, StringIO
from itertools import islice
from typing import Any, Final

import fastexcel
import polars
from fastexcel import FastExcelError
from polars.exceptions import PolarsError

from sojourn.requests.bulk.safety import CSV, PARQUET, XLSX, Refused

MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 100
LONGEST_CELL: Final = 2_000
HEADER_WITHIN: Final = 10
"""The header is among the first rows: a title may stand above it."""
_SEPARATORS: Final = ",;\t|"


@dataclass(frozen=True, slots=True)
class Table:
    """`header`: one name a column. `rows`: the row's number as the spreadsheet counts, and its cells as texts.
    `sheets`: the visible sheets that hold something, with their headers; of more than one somebody has to choose."""

    header: tuple[str, ...] = field(repr=False)
    rows: tuple[tuple[int, tuple[str, ...]], ...] = field(repr=False)
    sheets: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)


def read_table(data: bytes, kind: str, sheet: str = "", most: int = MOST_ROWS) -> Table:
    """The table in `data`. `sheet`: the one chosen of several; `most`: rows that it may have.

    Raises Refused: file_no_rows, file_too_many_rows, file_too_many_columns, file_cell_too_long, file_encoding,
    file_not_safe (what no program writes).
    """
    try:
        table = {CSV: _csv, XLSX: _xlsx, PARQUET: _parquet}[kind](data, sheet, most)
    except (FastExcelError, PolarsError, csv.Error, OverflowError) as error:
        raise Refused("file_not_safe") from error
    if not table.rows and (sheet or len(table.sheets) < 2):
        raise Refused("file_no_rows")
    return table


def _csv(data: bytes, sheet: str, most: int) -> Table:
    text = decoded(data)
    if "\x00" in text:
        raise Refused("file_encoding")
    reader = csv.reader(StringIO(text, newline=""), delimiter=_separator(text), strict=False)
    numbered: list[tuple[int, Sequence[Any]]] = []
    for cells in islice(reader, most + HEADER_WITHIN + 1):
        numbered.append((len(numbered) + 1, cells))
    return _table(numbered, most)


def decoded(data: bytes) -> str:
    """The text: by its byte order mark, else UTF-8, else (what Excel writes in the west) Windows-1252.

    Raises Refused "file_encoding".
    """
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return _decode(data, encoding)
    # UTF-16 without a mark: every second byte of plain text is zero.
    beginning = data[:200]
    if beginning[1::2].count(0) > len(beginning) // 3:
        return _decode(data, "utf-16-le")
    if beginning[::2].count(0) > len(beginning) // 3:
        return _decode(data, "utf-16-be")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode(data, "cp1252")


def _decode(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeError:
        raise Refused("file_encoding") from None


def _separator(text: str) -> str:
    """The separator that cuts the first lines into most pieces, outside of quotes."""
    lines = _first_lines(text)
    counts = {mark: sum(line.count(mark) for line in lines) for mark in _SEPARATORS}
    return max(_SEPARATORS, key=lambda mark: counts[mark])


def _first_lines(text: str) -> list[str]:
    outside = "".join(text[:20_000].split('"')[::2])
    return [line for line in outside.splitlines() if line.strip()][:HEADER_WITHIN]


def _xlsx(data: bytes, sheet: str, most: int) -> Table:
    book = fastexcel.read_excel(data)
    found: dict[str, list[tuple[int, Sequence[Any]]]] = {}
    for name in book.sheet_names:
        loaded = book.load_sheet(name, header_row=None, n_rows=0)
        if loaded.visible != "visible" or loaded.total_height == 0:
            continue
        if loaded.total_height > most + HEADER_WITHIN:
            raise Refused("file_too_many_rows", limit=most)
        if loaded.width > MOST_COLUMNS:
            raise Refused("file_too_many_columns", limit=MOST_COLUMNS)
        found[name] = list(_sheet_rows(book, name))
    filled = [name for name, rows in found.items() if any(any(map(_filled, cells)) for _, cells in rows)]
    if not filled:
        raise Refused("file_no_rows")
    tables = {name: _table(found[name], most) for name in filled if name == sheet or sheet not in filled}
    heads = {name: tables[name].header if name in tables else () for name in filled}
    return replace(tables.get(sheet) or tables[filled[0]], sheets=heads)


def _sheet_rows(book: fastexcel.ExcelReader, name: str) -> Iterator[tuple[int, Sequence[Any]]]:
    frame = book.load_sheet(name, header_row=None, skip_rows=0, dtypes=None).to_polars()
    # A column of one kind only keeps its kind; a mixed one comes as text, days among it as text of their own.
    yield from enumerate(frame.iter_rows(), 1)


def _parquet(data: bytes, sheet: str, most: int) -> Table:
    rows = polars.scan_parquet(BytesIO(data), glob=False)
    names = rows.collect_schema().names()
    if len(names) > MOST_COLUMNS:
        raise Refused("file_too_many_columns", limit=MOST_COLUMNS)
    if int(rows.select(polars.len()).collect().item()) > most:
        raise Refused("file_too_many_rows", limit=most)
    frame = rows.collect()
    numbered: list[tuple[int, Sequence[Any]]] = [(1, names)]
    numbered += [(number, cells) for number, cells in enumerate(frame.iter_rows(), 2)]
    return _table(numbered, most)


def _table(numbered: list[tuple[int, Sequence[Any]]], most: int) -> Table:
    """Header and filled rows. The header is the first of the beginning rows with the most filled cells."""
    texts = [(number, tuple(_text(cell) for cell in cells)) for number, cells in numbered]
    beginning = [cells for _, cells in texts[:HEADER_WITHIN]]
    if not any(any(cells) for cells in beginning):
        raise Refused("file_no_rows")
    at = max(range(len(beginning)), key=lambda row: (_names_in(beginning[row]), -row))
    width = _width(texts[at:])
    if width > MOST_COLUMNS:
        raise Refused("file_too_many_columns", limit=MOST_COLUMNS)
    header = _padded(beginning[at], width)
    rows = tuple((number, _padded(cells, width)) for number, cells in texts[at + 1 :] if any(cells))
    if len(rows) > most:
        raise Refused("file_too_many_rows", limit=most)
    return Table(_distinct(header), rows)


def _names_in(cells: tuple[str, ...]) -> int:
    """How many different texts with letters: what a header is made of."""
    return len({cell for cell in cells if any(c.isalpha() for c in cell)})


def _width(texts: list[tuple[int, tuple[str, ...]]]) -> int:
    return max((at + 1 for _, cells in texts for at, cell in enumerate(cells) if cell), default=0)


def _padded(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    return (*cells[:width], *[""] * (width - len(cells)))


def _distinct(header: tuple[str, ...]) -> tuple[str, ...]:
    """Names that differ: the second of the same name says so."""
    seen: Counter[str] = Counter()
    named = []
    for name in header:
        seen[name] += 1
        named.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(named)


def _filled(cell: object) -> bool:
    return cell is not None and str(cell).strip() != ""


def _text(cell: object) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "yes" if cell else "no"
        case datetime():
            return cell.date().isoformat() if cell.time() == time() else cell.isoformat()
        case date():
            return cell.isoformat()
        case float():
            return str(int(cell)) if cell.is_integer() and abs(cell) < 10**15 else repr(cell)
        case bytes():
            raise Refused("file_not_safe")
        case list() | dict():
            raise Refused("file_not_safe")
        case _:
            text = str(cell).strip()
    if len(text) > LONGEST_CELL:
        raise Refused("file_cell_too_long", limit=LONGEST_CELL)
    return text
