"""Certificates a second on one core: drawn, sealed, read back, kept, merged into the log, given as a credential.

The goal counts drawing, sealing, the credential and the log; that each paper is read back before it is released comes
on top of it, and is told apart. Processor time, the least median of some rounds: what else a machine does slows all.

Peer in the same run: the same words and data as HTML, drawn by WeasyPrint and signed by pyHanko, both with their
defaults; it draws no code that is checked offline, reads nothing back and keeps nothing. The shares say where our time
goes: the seams of issuing are timed as they are passed.
"""

import itertools
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, sign_pdf

from bench.documents import CONTENT, _weasyprint
from bench.report import Figure
from sojourn.certificates import document, events
from sojourn.certificates.content import CertificateContent, read_content
from sojourn.certificates.credential.events import give_file
from sojourn.certificates.events import issue_certificate
from sojourn.certificates.face import Issue
from sojourn.certificates.keys import sealer_for
from sojourn.certificates.seal import _Signer
from sojourn.certificates.transparency.events import merge
from sojourn.core import clock
from sojourn.core.actors import SYSTEM, Actor, Capacity

_A_SECOND = 25
_ROUNDS = 5
_RUNS = 15
_PROFILE = "coverage_1"
_EMPLOYER = Actor(Capacity.EMPLOYER, "clerk", "employer")
_READ_BACK = "read back and compared"
_SEAMS: tuple[tuple[str, Any, str], ...] = (
    ("words of the paper", document, "face"),
    ("drawn (with its words)", events, "_drawn"),
    ("offline code signed", events, "make_code"),
    ("sealed", events, "seal_and_stamp"),
    (_READ_BACK, events.readback, "differences"),
    ("encrypted and kept, entered, journalled", events, "_keep"),
)


def measure() -> list[Figure]:
    """Needs Django set up with a database that may be written to, and the peers of requirements/bench.txt."""
    content = read_content(CONTENT)
    days = itertools.count()
    _whole(content, next(days))
    spent: dict[str, list[float]] = {}
    with _timed(spent):
        whole = _median(lambda: _whole(content, next(days), spent), runs=_RUNS)
    issue = Issue(
        "US-2026-HNQ8-2QPM-8H", "s" * 22, date(2026, 11, 22), "https://example.org", demonstration=True
    )
    _peer(content, issue)
    peer = _median(lambda: _peer(content, issue), runs=3)
    medians = {what: _least_median(taken) for what, taken in spent.items()}
    shares = [Figure(f"of that: {what}, {taken / whole:.0%}", taken) for what, taken in medians.items()]
    return [
        Figure(
            "drawn, sealed, kept, in the log, credential", whole - medians[_READ_BACK], goal=1 / _A_SECOND
        ),
        Figure("the same with each paper read back and compared", whole),
        *shares,
        Figure("WeasyPrint and pyHanko with defaults: drawn and signed", peer, than=whole),
    ]


def _whole(content: CertificateContent, day: int, spent: dict[str, list[float]] | None = None) -> None:
    other = content.model_copy(update={"period_start": content.period_start + timedelta(days=day)})
    key = f"bench:certificates:{clock.now().isoformat()}:{day}"
    number = issue_certificate(content=other, actor=SYSTEM, key=key).number
    begun = time.process_time()
    merge()
    merged = time.process_time()
    give_file(number=number, configuration=_PROFILE, proof=None, actor=_EMPLOYER)
    if spent is not None:
        spent.setdefault("merged into the log, head signed", []).append(merged - begun)
        spent.setdefault("credential written, signed, read back", []).append(time.process_time() - merged)


def _median(action: Callable[[], object], *, runs: int) -> float:
    """The least of the medians of _ROUNDS rounds of `runs` calls, in seconds of the processor."""
    taken: list[float] = []
    for _ in range(runs * _ROUNDS):
        _timing(action, taken)()
    return _least_median(taken)


def _least_median(taken: Sequence[float]) -> float:
    size = max(1, len(taken) // _ROUNDS)
    return min(statistics.median(taken[at : at + size]) for at in range(0, size * _ROUNDS, size))


@contextmanager
def _timed(spent: dict[str, list[float]]) -> Iterator[None]:
    """While it lasts, what passes each seam is timed."""
    whole = [(owner, name, getattr(owner, name)) for _, owner, name in _SEAMS]
    for what, owner, name in _SEAMS:
        setattr(owner, name, _timing(getattr(owner, name), spent.setdefault(what, [])))
    try:
        yield
    finally:
        for owner, name, function in whole:
            setattr(owner, name, function)


def _timing(function: Callable[..., Any], taken: list[float]) -> Callable[..., Any]:
    def timed(*given: Any, **named: Any) -> Any:
        begun = time.process_time()
        try:
            return function(*given, **named)
        finally:
            taken.append(time.process_time() - begun)

    return timed


def _peer(content: CertificateContent, issue: Issue) -> bytes:
    """Drawn and signed with the same key, by the defaults of both libraries."""
    writer = IncrementalPdfFileWriter(BytesIO(_weasyprint(content, issue)))
    signed: BytesIO = sign_pdf(
        writer, PdfSignatureMetadata(field_name="Seal"), signer=_Signer(sealer_for(content.issuer))
    )
    return signed.getvalue()
