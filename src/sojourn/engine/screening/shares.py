"""A table of trips divided among processes, by the route of each trip: no kind of trip is looked for twice.

Each process keeps its routes for all parts of a table, so that it knows their kinds. What goes between processes are
the columns that the law asks about, one way, and the columns of the answers, the other.
"""

import gc
import io
import os
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from types import TracebackType
from typing import Self

import numpy
import polars
from numpy.typing import NDArray

from sojourn.engine.lawbook.law import Law
from sojourn.engine.lawbook.load import load_law
from sojourn.engine.screening.screener import SCHEMA, Screener

WORTH = 50_000
"""With fewer rows, another process takes longer to start than it helps."""
MOST = 4
"""Processes in all: each holds a part of the table."""
AHEAD = 2
"""Parts that are out for answers at a time: while one is written, the next is answered."""

Rows = NDArray[numpy.int64]


@dataclass(frozen=True, slots=True)
class _Out:
    """A part whose other shares are out for answers."""

    part: polars.DataFrame
    first_row: int
    rows: Sequence[Rows]
    """By share: the places of its rows in the part."""
    others: Sequence["Future[tuple[bytes, int]]"]


def processes_for(height: int, law: Law) -> int:
    """Among how many processes a table of so many rows is best divided. Others know no law but the one shipped."""
    if height < WORTH or law is not load_law():
        return 1
    return min(os.process_cpu_count() or 1, MOST)


class Shares:
    """A screener in this process and, for the other shares, one in each of the others.

    As Screener, of which it takes the arguments; `processes`: how many in all. To be left as a context, which ends
    the other processes.
    """

    def __init__(
        self,
        law: Law,
        header: Sequence[str],
        *,
        language: str = "en",
        named: Mapping[str, str] | None = None,
        processes: int = 1,
    ) -> None:
        self._own = Screener(law, header, language=language, named=named)
        asked = self._own.columns
        self._route = [asked["from_country"], asked["to_country"]]
        self._asked = list(asked.values())
        context = get_context("spawn")
        self._others = [
            ProcessPoolExecutor(1, context, _prepare, (self._asked, language, dict(named or {})))
            for _ in range(processes - 1)
        ]
        self._faulty_elsewhere = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for other in self._others:
            other.shutdown(wait=False, cancel_futures=True)

    @property
    def faulty(self) -> int:
        """How many rows had errors so far."""
        return self._own.faulty + self._faulty_elsewhere

    def screen(self, parts: Iterable[polars.DataFrame], first_row: int) -> Iterator[polars.DataFrame]:
        """Each part with the columns of SCHEMA beside its own, in the same order; see Screener.screen."""
        if not self._others:
            for part in parts:
                yield self._own.screen(part, first_row)
                first_row += part.height
            return
        waiting: deque[_Out] = deque()
        for part in parts:
            waiting.append(self._sent(part, first_row))
            first_row += part.height
            if len(waiting) == AHEAD:
                yield self._answered(waiting.popleft())
        while waiting:
            yield self._answered(waiting.popleft())

    def _sent(self, part: polars.DataFrame, first_row: int) -> _Out:
        """A part on its way: all shares but the first are with the other processes."""
        rows = self._divided(part)
        asked = part.select(self._asked)
        others = [
            process.submit(_answers, _packed(asked[share]), share + first_row)
            for process, share in zip(self._others, islice(rows, 1, None), strict=True)
        ]
        return _Out(part, first_row, rows, others)

    def _divided(self, part: polars.DataFrame) -> list[Rows]:
        """By share, the places of its rows. Which route falls to which share is the same in all parts."""
        home, host = (part[name].hash() for name in self._route)
        share = ((home ^ (host * 3)) % (len(self._others) + 1)).to_numpy()
        return [numpy.flatnonzero(share == number) for number in range(len(self._others) + 1)]

    def _answered(self, out: _Out) -> polars.DataFrame:
        own = out.rows[0]
        found = [self._own.answers(out.part.select(self._asked)[own], own + out.first_row)]
        for other in out.others:
            answers, faulty = other.result()
            found.append(polars.read_ipc(answers))
            self._faulty_elsewhere += faulty
        place = numpy.empty(out.part.height, dtype=numpy.int64)
        place[numpy.concatenate(out.rows)] = numpy.arange(out.part.height)
        return polars.concat([out.part, polars.concat(found)[place]], how="horizontal")


_screener: Screener | None = None


def _prepare(asked: Sequence[str], language: str, named: Mapping[str, str]) -> None:
    """What another process does first."""
    global _screener
    _screener = Screener(load_law(), asked, language=language, named=named)
    # The law stays as long as the process: looking through it again and again finds nothing to clear away.
    gc.freeze()


def _answers(packed: bytes, numbers: Rows) -> tuple[bytes, int]:
    """The answers to a share, and how many of its rows have errors. `numbers`: under which errors name the rows."""
    assert _screener is not None  # noqa: S101  prepared before it is asked
    before = _screener.faulty
    answers = _screener.answers(polars.read_ipc(packed), numbers)
    return _packed(answers.select(list(SCHEMA))), _screener.faulty - before


def _packed(frame: polars.DataFrame) -> bytes:
    held = io.BytesIO()
    frame.write_ipc(held, compression="uncompressed")
    return held.getvalue()
