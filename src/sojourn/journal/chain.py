"""How one line is sealed to the line before, and how the whole is verified."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC
from enum import StrEnum
from typing import Final

from sojourn.journal.models import JournalHead, JournalLine

START: Final = "0" * 64


class Fault(StrEnum):
    """What is wrong at the first bad line."""

    CHANGED = "changed"
    MISSING = "missing"
    MOVED = "moved"
    CUT_OFF = "cut_off"
    FORGED_TAIL = "forged_tail"
    HEAD_CHANGED = "head_changed"
    NOT_AS_SEEN = "not_as_seen"


@dataclass(frozen=True, slots=True)
class ChainReport:
    """`ok`, how many lines were read, the last hash, and the number and kind of the first fault."""

    ok: bool
    length: int
    last_hash: str
    first_bad: int | None = None
    fault: Fault | None = None


def line_hash(line: JournalLine) -> str:
    """SHA-256 over the line's canonical JSON (sorted keys, no spaces), which holds the previous hash."""
    content = {
        "number": line.number,
        "at": line.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "event": line.event,
        "capacity": line.capacity,
        "person": line.person_id,
        "party": line.party_id,
        "firm": line.firm_id,
        "subject_kind": line.subject_kind,
        "subject_id": line.subject_id,
        "details": line.details,
        "previous": line.previous_hash,
    }
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def verify(*, seen: tuple[int, str] | None = None) -> ChainReport:
    """Read the whole journal, line by line, and say whether it is as it was written.

    `seen` is the number and hash of a line noted earlier and kept outside: the only proof against somebody
    who rewrites every line and the head. Writers may go on meanwhile; lines they add are left for the next
    time.
    """
    length, last_hash = head()
    walk = _Walk(seen)
    for line in _stream(length):
        fault = walk.fault_at(line)
        if fault:
            return ChainReport(False, walk.length, walk.last_hash, walk.length + 1, fault)
        walk.step(line)
    fault = _fault_at_end(walk, length, last_hash)
    if fault:
        return ChainReport(False, walk.length, walk.last_hash, walk.length + 1, fault)
    return ChainReport(True, walk.length, walk.last_hash)


def read_noted(text: str | None) -> tuple[int, str] | None:
    """Number and hash of a line as somebody noted them ("120:5f2c…"), for `seen`; None for None. Raises ValueError."""
    if text is None:
        return None
    match = re.fullmatch(r"([1-9]\d{0,17}):([0-9a-f]{64})", text)
    if not match:
        raise ValueError("not a line's number and hash")
    return int(match.group(1)), match.group(2)


class _Walk:
    """Where the reading stands."""

    def __init__(self, seen: tuple[int, str] | None) -> None:
        self.length = 0
        self.last_hash = START
        self.seen = seen

    def fault_at(self, line: JournalLine) -> Fault | None:
        if line.number != self.length + 1:
            return Fault.MISSING if line.number > self.length + 1 else Fault.MOVED
        if line.hash != line_hash(line):
            return Fault.CHANGED
        if line.previous_hash != self.last_hash:
            return Fault.MOVED
        if self.seen and self.seen[0] == line.number and self.seen[1] != line.hash:
            return Fault.NOT_AS_SEEN
        return None

    def step(self, line: JournalLine) -> None:
        self.length, self.last_hash = line.number, line.hash


def _fault_at_end(walk: _Walk, length: int, last_hash: str) -> Fault | None:
    if walk.length < length:
        return Fault.CUT_OFF
    if walk.last_hash != last_hash:
        return Fault.HEAD_CHANGED
    if walk.seen and walk.seen[0] > walk.length:
        return Fault.CUT_OFF
    # A line and the head that counts it are committed together: a line beyond an unmoved head is forged. The
    # line must be looked for first, or a writer in between would be taken for a forger.
    if JournalLine.objects.filter(number__gt=length).exists() and head()[0] == length:
        return Fault.FORGED_TAIL
    return None


def head() -> tuple[int, str]:
    """Number and hash of the last line; (0, START) of an empty journal."""
    found = JournalHead.objects.filter(pk=1).first()
    return (found.length, found.hash) if found else (0, START)


def _stream(length: int) -> Iterator[JournalLine]:
    lines: Iterable[JournalLine] = JournalLine.objects.filter(number__lte=length).order_by("number")
    return iter(lines.iterator(chunk_size=2000))  # type: ignore[attr-defined]
