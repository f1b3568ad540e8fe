"""Tables of trips in files: read in parts, screened, written in the same order."""

import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import polars
from fastexcel import FastExcelError
from polars.exceptions import PolarsError
from polars.io.plugins import register_io_source
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from xlsxwriter import Workbook

from sojourn.engine import Law
from sojourn.engine.screening import SCHEMA, Shares, TableError, processes_for

PART = 250_000
"""Rows that are held at a time."""

CSV, XLSX, PARQUET = ".csv", ".xlsx", ".parquet"
XLSX_ROWS = 1_048_575
SHOWN_FAULTS = 10

# Beginnings that a spreadsheet takes for a formula (OWASP, CSV Injection).
FORMULA = r"^[=+\-@\t\r]"


@dataclass(frozen=True, slots=True)
class Options:
    """How a file is screened; see the options of the command."""

    language: str = "en"
    named: Mapping[str, str] = field(default_factory=dict)
    again: bool = False
    guard: bool = False
    force: bool = False


@dataclass(slots=True)
class Source:
    """A table in a file: its columns, how many rows, and its rows in parts."""

    header: list[str]
    height: int
    parts: Iterator[polars.DataFrame]
    separator: str = ","
    marked: bool = False
    """Whether a CSV file begins with a byte order mark, as Excel writes it."""


def screen_file(law: Law, file: Path, target: Path, options: Options, told: IO[str]) -> int:
    """Screen the trips in `file` into `target`; progress and a summary go to `told`. How many rows have errors.

    Raises TableError where the table as a whole cannot be read, screened or written.
    """
    for path in (file, target):
        if path.suffix.lower() not in (CSV, XLSX, PARQUET):
            raise TableError("no_such_format", name=str(path))
    if target.exists() and not options.force:
        raise TableError("same_file" if target.samefile(file) else "exists", name=str(target))
    begun = time.perf_counter()
    unfinished = target.with_name(target.name + ".part")
    try:
        source = _read(file)
        if target.suffix.lower() == XLSX and source.height > XLSX_ROWS:
            raise TableError("too_long_for_xlsx", limit=XLSX_ROWS)
        dropped = [name for name in source.header if name in SCHEMA] if options.again else []
        header = [name for name in source.header if name not in dropped]
        summary = Summary()
        processes = processes_for(source.height, law)
        with (
            Shares(
                law, header, language=options.language, named=options.named, processes=processes
            ) as screener,
            _Shown(told, source.height) as shown,
        ):
            parts = _screened(source, dropped, screener, summary, shown)
            _write(target, unfinished, source, parts, options)
        unfinished.replace(target)
    except (OSError, PolarsError, FastExcelError) as error:
        reading = not isinstance(error, OSError) or error.filename in (None, str(file))
        reason = str(getattr(error, "strerror", None) or error).splitlines()[0]
        raise TableError(
            "unreadable" if reading else "unwritable", name=str(file if reading else target), reason=reason
        ) from error
    finally:
        unfinished.unlink(missing_ok=True)
    summary.tell(told, screener, time.perf_counter() - begun)
    return screener.faulty


def _screened(
    source: Source, dropped: list[str], screener: Shares, summary: "Summary", shown: "_Shown"
) -> Iterator[polars.DataFrame]:
    parts = (part.drop(dropped) for part in source.parts)
    # As a spreadsheet counts: the header is row 1.
    for answered in screener.screen(parts, first_row=2):
        summary.add(answered)
        shown.advance(answered.height)
        yield answered


def _read(file: Path) -> Source:
    kind = file.suffix.lower()
    if kind == XLSX:
        frame = polars.read_excel(
            file, infer_schema_length=None, drop_empty_rows=False, drop_empty_cols=False, raise_if_empty=False
        )
        return Source(frame.columns, frame.height, iter(frame.iter_slices(PART)))
    if kind == PARQUET:
        rows, separator, marked = polars.scan_parquet(file, glob=False), ",", False
    else:
        with file.open("rb") as opened:
            first = opened.readline()
        marked = first.startswith(b"\xef\xbb\xbf")
        separator = max(",;\t|", key=lambda each: first.count(each.encode()))
        rows = polars.scan_csv(
            file, separator=separator, infer_schema=False, glob=False, raise_if_empty=False
        )
    height = int(rows.select(polars.len()).collect().item())
    parts = rows.collect_batches(chunk_size=PART, maintain_order=True)
    return Source(rows.collect_schema().names(), height, iter(parts), separator, marked)


def _write(
    target: Path, unfinished: Path, source: Source, parts: Iterator[polars.DataFrame], options: Options
) -> None:
    kind = target.suffix.lower()
    if kind == CSV:
        with unfinished.open("wb") as opened:
            opened.write(b"\xef\xbb\xbf" if source.marked else b"")
            for number, part in enumerate(parts):
                guarded = part.with_columns(_guarded()) if options.guard else part
                guarded.write_csv(opened, include_header=number == 0, separator=source.separator)
    elif kind == PARQUET:
        _write_parquet(unfinished, parts)
    else:
        found = list(parts)
        # User cells that look like formulas or addresses stay the texts that they are.
        as_texts = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        with Workbook(str(unfinished), as_texts) as book:
            polars.concat(found).write_excel(
                book, "trips", freeze_panes=(1, 0), dtype_formats={polars.Date: "yyyy-mm-dd"}
            )


def _write_parquet(path: Path, parts: Iterator[polars.DataFrame]) -> None:
    first = next(parts)

    def rows(*_: object) -> Iterator[polars.DataFrame]:
        yield first
        yield from parts

    register_io_source(rows, schema=first.schema).sink_parquet(path)


def _guarded() -> polars.Expr:
    texts = polars.col(polars.String)
    return polars.when(texts.str.contains(FORMULA)).then(polars.lit("'") + texts).otherwise(texts).name.keep()


class Summary:
    """What came out, for the person at the terminal."""

    def __init__(self) -> None:
        self.rows = 0
        self.covers: Counter[str] = Counter()
        self.faults: list[str] = []

    def add(self, answered: polars.DataFrame) -> None:
        """Count a part."""
        self.rows += answered.height
        for cover, count in answered["cover"].value_counts().iter_rows():
            self.covers[cover] += count
        missing = SHOWN_FAULTS - len(self.faults)
        if missing > 0:
            self.faults.extend(answered["error"].drop_nulls().head(missing).to_list())

    def tell(self, told: IO[str], screener: Shares, seconds: float) -> None:
        """Say it."""
        for fault in self.faults:
            told.write(fault + "\n")
        if screener.faulty > len(self.faults):
            told.write(f"… and {screener.faulty - len(self.faults):,} more rows with errors (column error)\n")
        covers = ", ".join(f"{cover} {count:,}" for cover, count in self.covers.most_common())
        told.write(f"{self.rows:,} trips in {seconds:.1f} s: {covers}\n")


class _Shown(AbstractContextManager["_Shown"]):
    """Progress: a bar at a terminal, else a line for each part."""

    def __init__(self, told: IO[str], height: int) -> None:
        self._told, self._height, self._done = told, height, 0
        console = Console(file=told)
        self._bar = (
            Progress(
                TextColumn("screening"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeRemainingColumn(),
                console=console,
            )
            if console.is_terminal
            else None
        )

    def __enter__(self) -> Self:
        if self._bar is not None:
            self._bar.start()
            self._bar.add_task("screening", total=self._height)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def advance(self, rows: int) -> None:
        """So many more rows are answered."""
        self._done += rows
        if self._bar is not None:
            self._bar.update(self._bar.task_ids[0], completed=self._done)
        elif self._height > PART:
            self._told.write(f"{self._done:,} of {self._height:,} trips\n")
            self._told.flush()
