"""The explanation as an outline: headed sections of lines, from which terminal, letter and JSON are drawn alike."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sojourn.engine.lawbook.law import Law, Source
from sojourn.engine.telling import texts
from sojourn.engine.telling.explain import Condition, Explanation, PeriodExplanation

MARKS = {"met": "✓", "not_met": "✗", "unknown": "?"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `result`: met, not_met or unknown, for a condition; `facts`: the paths that it rests on."""

    text: str
    result: str | None = None
    facts: tuple[str, ...] = ()
    by: date | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under one heading; `code` names the heading in every language alike, the head of a period is "found"."""

    code: str
    heading: str
    lines: tuple[Line, ...]


def outline(explanation: Explanation, law: Law) -> tuple[Section, ...]:
    """The whole explanation in reading order, sections without lines left out.

    For each period: what was found, why, what stays due, what would change it, other ways; then, for all of it,
    what to do next and by when, what to keep in mind, and where it was read.
    """
    language = explanation.language
    sections = [each for period in explanation.periods for each in _of_period(law, period, language)]
    steps = (Line(_by(law, step.text, step.by, language), by=step.by) for step in explanation.steps)
    sections.append(_section(law, "steps", steps, language))
    sections.append(_section(law, "mind", (Line(told.text) for told in explanation.warnings), language))
    sections.append(_section(law, "sources", _sources(law, explanation), language))
    return tuple(section for section in sections if section.lines)


def told_lines(explanation: Explanation, law: Law) -> list[str]:
    """The explanation as plain sentences in reading order, without headings and sources."""
    lines = [
        line.text
        for section in outline(explanation, law)
        if section.code != "sources"
        for line in section.lines
    ]
    return list(dict.fromkeys(lines))


def plain_text(explanation: Explanation, law: Law, leave_out: Container[str] = ()) -> str:
    """The explanation as text for a terminal or a letter: headings, and a list under each.

    `leave_out`: codes of sections that are not wanted.
    """
    blocks = []
    for section in outline(explanation, law):
        if section.code in leave_out:
            continue
        if section.code == "found":
            blocks.append("\n".join(line.text for line in section.lines))
        else:
            lines = "\n".join(f"  {_mark(line)} {_with_address(line)}" for line in section.lines)
            blocks.append(f"{section.heading}\n{lines}")
    return "\n\n".join(blocks)


def _mark(line: Line) -> str:
    return MARKS[line.result] if line.result is not None else "–"


def _with_address(line: Line) -> str:
    return f"{line.text}\n    {line.url}" if line.url else line.text


def _of_period(law: Law, period: PeriodExplanation, language: str) -> Iterator[Section]:
    head = [period.verdict, _ground(law, period, language)]
    yield Section("found", "", tuple(Line(text) for text in head if text))
    yield _section(law, "officer", (Line(told.text) for told in period.reasons), language)
    missing = {each.because: Line(each.because, "unknown", (each.path,)) for each in period.missing}
    yield _section(law, "missing", missing.values(), language)
    yield _section(law, "why", _conditions(law, period, language), language)
    yield _section(law, "claims", (Line(claim.text) for claim in period.claims), language)
    money = (Line(text) for text in (*period.exempt, *period.still_due))
    yield _section(law, "contributions", money, language)
    paper = [Line(period.certificate)] if period.certificate else []
    yield _section(law, "certificate", paper, language)
    turns = (Line(change.text, facts=change.facts) for change in period.changes)
    yield _section(law, "changes", turns, language)
    ways = (Line(_part(law, way.cited, way.text, language), by=way.by) for way in period.ways)
    yield _section(law, "ways", ways, language)
    if period.confidence != "high":
        yield _section(law, "open", (Line(text) for text in period.open_questions), language)


def _section(law: Law, code: str, lines: Iterable[Line], language: str) -> Section:
    found = tuple(lines)
    return Section(code, _said(law, f"heading.{code}", language, {}) if found else "", found)


def _ground(law: Law, period: PeriodExplanation, language: str) -> str | None:
    """Article and agreement, and what they say."""
    if period.citation is None:
        return None
    if period.provision is None:
        return _said(law, "citation.looked_at", language, {"title": period.instrument_short})
    cited = period.citation[:1].upper() + period.citation[1:]
    return _part(law, cited, period.rule, language) if period.rule else f"{cited}."


def _conditions(law: Law, period: PeriodExplanation, language: str) -> Iterator[Line]:
    """The conditions of the answer's own rule, then each other rule that was looked at, under a line that names it.

    What failed in a rule comes first in it. What stands elsewhere is left out, and so is what is not known about a
    rule that fails anyhow.
    """
    said = {*(each.because for each in period.missing), *(told.text for told in period.reasons)}
    groups = [list(group) for _, group in groupby(period.conditions, key=lambda each: each.provision)]
    groups.sort(key=lambda group: group[0].provision != period.provision)
    for group in groups:
        failed = any(each.result == "not_met" for each in group)
        if group[0].provision != period.provision:
            yield Line(_tried(law, group, language))
        if failed:
            group = sorted(group, key=lambda each: each.result != "not_met")
        for each in group:
            if each.text not in said and not (failed and each.result == "unknown"):
                yield Line(each.text, each.result, each.facts)


def _tried(law: Law, conditions: Sequence[Condition], language: str) -> str:
    """How another rule fared that was looked at before."""
    results = {condition.result for condition in conditions}
    code = "not_met" if "not_met" in results else "unknown" if "unknown" in results else "met"
    rule = conditions[0].cited or _said(law, "told.rule", language, {"category": conditions[0].category})
    return _said(law, f"told.tried_{code}", language, {"rule": rule})


def _part(law: Law, article: str | None, text: str, language: str) -> str:
    return _said(law, "told.by_part", language, {"article": article, "text": text}) if article else text


def _by(law: Law, text: str, day: date | None, language: str) -> str:
    return _said(law, "told.by", language, {"by": day, "text": text}) if day is not None else text


def _sources(law: Law, explanation: Explanation) -> Iterator[Line]:
    """Where the rules that mattered were read, then how sure that reading is."""
    language = explanation.language
    sources = dict.fromkeys(source for period in explanation.periods for source in period.sources)
    for source in sources:
        yield Line(_source(law, source, language), url=source.url)
    sure = dict.fromkeys(period.confidence_word for period in explanation.periods if period.confidence_word)
    for word in sure:
        yield Line(_said(law, "told.confidence", language, {"confidence": word}))


def _source(law: Law, source: Source, language: str) -> str:
    if source.basis == "memory":
        return _said(law, "told.source_memory", language, {"title": source.title})
    if source.as_of is not None:
        return _said(law, "told.source", language, {"title": source.title, "day": source.as_of})
    return source.title


def _said(law: Law, code: str, language: str, values: Mapping[str, Any]) -> str:
    return texts.sentence(law, code, language, values)
