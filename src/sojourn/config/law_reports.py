"""What `sojourn law check` says: a page at a terminal, every instrument on request, or JSON."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from sojourn.engine.lawkeeping.standing import Family, Report, Standing

FAMILY_HEAD = (
    "family", "instruments", "in force", "not read", "provisions", "high", "medium", "low", "oldest", "memory",
    "open",
)  # fmt: skip
STANDING_HEAD = ("instrument", "in force", "provisions", "confidence", "oldest", "newest", "memory", "open")
NAMES_IN_A_LINE = 24


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """Columns as wide as they have to be: the first to the left, figures to the right."""
    held = [[str(cell) for cell in row] for row in rows]
    widths = [max(len(line[n]) for line in [list(head), *held]) for n in range(len(head))]
    right = [bool(held) and all(line[n].isdigit() for line in held) for n in range(len(head))]

    def line(cells: Sequence[str]) -> str:
        parts = [
            cell.rjust(width) if to_right else cell.ljust(width)
            for cell, width, to_right in zip(cells, widths, right, strict=True)
        ]
        return "  ".join(parts).rstrip()

    return [line(list(head)), *(line(cells) for cells in held)]


def report_text(report: Report, *, every: bool = False) -> str:
    """The report in words. `every`: with each instrument."""
    lines = table(FAMILY_HEAD, [_family_row(each) for each in report.families])
    if every:
        for family in report.families:
            held = [each for each in report.standings if each.family == family.name]
            lines += ["", family.name, *table(STANDING_HEAD, [_standing_row(each) for each in held])]
    lines += ["", *_coverage(report), "", *_stalest(report), "", f"version: {report.version}"]
    return "\n".join(lines)


def _family_row(family: Family) -> tuple[object, ...]:
    levels = (family.confidence[level] for level in ("high", "medium", "low"))
    return (
        family.name, family.instruments, family.in_force, family.without_rules, family.provisions, *levels,
        family.oldest or "-", family.from_memory, family.open_questions,
    )  # fmt: skip


def _standing_row(each: Standing) -> tuple[object, ...]:
    return (
        each.id, each.in_force or "-", each.provisions, each.confidence, each.oldest or "-", each.newest or "-",
        each.from_memory, each.open_questions,
    )  # fmt: skip


def _coverage(report: Report) -> list[str]:
    kinds = ", ".join(f"{kind} {count}" for kind, count in report.pairs_by_kind.items())
    levels = ", ".join(f"{count} {level}" for level, count in report.confidence.items())
    held = ", ".join(f"{report.institutions.get(level, 0)} {level}" for level in ("high", "medium", "low"))
    total = sum(report.institutions.values())
    return [
        f"instruments: {len(report.standings)} ({levels})",
        f"pairs of countries bound on {report.on}: {report.pairs} ({kinds})",
        f"of these with rules that were read: {report.pairs_with_rules}",
        f"provisions that rest on memory alone: {sum(each.from_memory for each in report.standings)}",
        f"open questions: {report.open_questions}",
        f"known and not carried: {report.not_carried}",
        f"institutions: {total} in {report.institution_countries} countries ({held})",
        f"domestic law: {report.claims} claims of {len(report.domestic)} countries",
        *_wrapped(report.domestic),
    ]


def _wrapped(names: Sequence[str]) -> list[str]:
    return [
        "  " + " ".join(names[first : first + NAMES_IN_A_LINE])
        for first in range(0, len(names), NAMES_IN_A_LINE)
    ]


def _stalest(report: Report) -> list[str]:
    rows = [(each.id, each.newest or "-", each.confidence) for each in report.stalest]
    return [
        "not read again for the longest time",
        *table(("instrument", "last read as of", "confidence"), rows),
    ]


def report_json(report: Report) -> dict[str, Any]:
    """All of the report as codes and figures."""
    held = asdict(report)
    held["stalest"] = [each.id for each in report.stalest]
    held["confidence"] = dict(report.confidence)
    held["open_questions"] = report.open_questions
    return held
