"""The answer to one trip as the columns of a table, with a place for each row's own days."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sojourn.engine.lawbook.law import Law
from sojourn.engine.screening.trips import column_of
from sojourn.engine.screening.watched import Expression, Watch, WatchedDay
from sojourn.engine.telling import texts
from sojourn.engine.telling.determination import Determination, PeriodAnswer
from sojourn.engine.telling.explain import told_way

SEPARATOR = " "


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of a row's own day in a text; `in_words` as sentences write it, else as 2027-03-31."""

    day: Expression
    in_words: bool


Text = tuple[str | Slot, ...]
"""A text in pieces; without a slot it is the same in all rows."""

Cell = str | date | Expression | Text | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What the table says of one kind of trip.

    `until`: the last day for which the answer holds as it stands; `then`: what holds after that, part by part.
    """

    cover: str
    legislation: str | None
    instrument: str | None
    article: str | None
    until: date | Expression | None
    then: Text
    what_to_do: Text
    warnings: Text
    missing: str | None
    confidence: str | None


TEXTS = ("cover", "legislation", "instrument", "article", "missing", "confidence")
TOLD = ("then", "what_to_do", "warnings")
ANSWER_COLUMNS = (
    "cover",
    "legislation",
    "instrument",
    "article",
    "until",
    "then",
    "what_to_do",
    "warnings",
    "missing",
    "confidence",
    "error",
)
"""What screening puts beside the columns of the table, in this order."""

COVER = {
    "no_work": "not_needed",
    "uncoordinated": "at_risk",
    "uncovered": "at_risk",
    "undetermined": "unknown",
    "refer": "refer",
}
FAULTY = "error"


def cover_of(period: PeriodAnswer) -> str:
    """The cover of one period.

    `needed`: another country's law than that of the place of work applies, and a certificate shows it. `host`: the
    law of the place of work applies. `not_needed`: no work, or one country alone is concerned. `at_risk`: no
    agreement decides, or the one that does leaves the work without cover. `unknown`: a fact is missing. `refer`: an
    officer must look.
    """
    if period.outcome != "decided":
        return COVER[period.outcome]
    if period.instrument is None:
        return "not_needed"
    return "host" if period.legislation == period.host else "needed"


def answer_of(determination: Determination, law: Law, language: str, watch: Watch | None = None) -> Answer:
    """The determination as columns, told in `language`. `watch`: of a run on watched days."""
    if watch is not None:
        watch.telling = True
    first, *later = determination.periods
    paper = first.certificate
    until = paper.until if paper is not None and paper.until is not None else first.end
    told = [texts.sentence(law, f"duty.{note.id}", language, note.values) for note in determination.duties]
    told += [
        told_way(law, period, way, language)
        for period in determination.periods
        for way in period.alternatives
    ]
    warned = [
        texts.sentence(law, f"warning.{note.id}", language, note.values) for note in determination.warnings
    ]
    return Answer(
        cover=cover_of(first),
        legislation=first.legislation,
        instrument=first.instrument.id if first.instrument is not None else None,
        article=first.provision.article if first.provision is not None else None,
        until=until.expression if isinstance(until, WatchedDay) else until,
        then=_text("; ".join(_later(each) for each in later), watch, language),
        what_to_do=_text(SEPARATOR.join(dict.fromkeys(told)), watch, language),
        warnings=_text(SEPARATOR.join(dict.fromkeys(warned)), watch, language),
        missing=", ".join(dict.fromkeys(column_of(path) for path in determination.missing)) or None,
        confidence=first.confidence,
    )


def _later(period: PeriodAnswer) -> str:
    """A later part in codes: from when, cover, whose law, by which article."""
    basis = (period.instrument.id, period.provision.article) if period.instrument and period.provision else ()
    parts = (cover_of(period), period.legislation, *basis)
    return f"{period.start}: " + " ".join(part for part in parts if part)


def _text(told: str, watch: Watch | None, language: str) -> Text:
    """`told` with a slot wherever it names a stand-in."""
    pieces: list[str | Slot] = [told] if told else []
    for expression, stand_in in watch.stand_ins.items() if watch is not None else ():
        for written, in_words in ((texts.day(stand_in, language), True), (stand_in.isoformat(), False)):
            pieces = list(_split(pieces, written, Slot(expression, in_words)))
    return tuple(pieces)


def _split(pieces: Iterable[str | Slot], written: str, slot: Slot) -> Iterator[str | Slot]:
    for piece in pieces:
        if isinstance(piece, Slot):
            yield piece
            continue
        before, *after = piece.split(written)
        if before:
            yield before
        for rest in after:
            yield slot
            if rest:
                yield rest


def plain_row(answer: Answer) -> Mapping[str, Any]:
    """The columns of an answer that was found for one trip alone, without slots."""
    row: dict[str, Any] = {name: getattr(answer, name) for name in (*TEXTS, "until")}
    for name in TOLD:
        row[name] = "".join(str(piece) for piece in getattr(answer, name)) or None
    return {name: row.get(name) for name in ANSWER_COLUMNS}
