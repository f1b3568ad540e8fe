"""The figures as tables: for the details under each picture, and for files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from sojourn.casework.figures.access import Figures, Share, Took
from sojourn.casework.figures.texts import duration, outcome_words, way_words
from sojourn.casework.texts import KINDS, RESULTS, country_name, reason_words

type Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class FigureTable:
    """Heads and rows; what can be calculated with is a number, or None where nothing can be said."""

    name: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def drawn(self) -> dict[str, Any]:
        """Columns and rows as components/table.html wants them."""
        return {
            "columns": [{"label": head, "number": at > 0} for at, head in enumerate(self.heads)],
            "rows": [{"cells": [{"text": cell_words(cell)} for cell in row]} for row in self.rows],
        }


def cell_words(cell: Cell) -> str:
    """A cell as it is read."""
    if cell is None:
        return _("too few")
    return cell if isinstance(cell, str) else number_format(cell, force_grouping=True)


def percent(part: int, whole: int) -> str:
    """A share in words."""
    return _("%(number)s percent") % {"number": round(100 * part / whole) if whole else 0}


def tables_of(figures: Figures) -> dict[str, FigureTable]:
    """All tables by name, in the order in which the pictures stand."""
    tables = (
        _volumes(figures),
        _shares(
            "hosts", _("Decisions by country of work"), _("Country of work"), figures.hosts, country_name
        ),
        _shares("kinds", _("Decisions by kind of request"), _("Kind"), figures.kinds, kind_words),
        _times(
            "times", _("Time to decision by country of work"), _("Country of work"), figures.times_by_host
        ),
        _times("times-by-kind", _("Time to decision by kind of request"), _("Kind"), figures.times_by_kind),
        _counts("results", _("How requests ended"), _("Result"), figures.results, result_words),
        _counts(
            "refused-for", _("Why requests were refused"), _("Reason"), figures.refused_for, reason_words
        ),
        _errors(figures),
        _ends(figures.ends),
        _ages(figures),
        _checks(figures),
    )
    return {table.name: table for table in tables}


def kind_words(kind: str) -> str:
    """A kind of request in words."""
    return str(KINDS.get(kind, kind))


def result_words(result: str) -> str:
    """How a request ended, in words."""
    return str(RESULTS.get(result, result))


def age_words(over: int, upto: int | None) -> str:
    """A class of age in words."""
    if upto is None:
        return _("more than %(days)s days") % {"days": over}
    return _("%(from)s to %(to)s days") % {"from": over + 1 if over else 0, "to": upto}


def month_words(month: date) -> str:
    """A month by name and year."""
    return date_format(month, "F Y")


def _volumes(figures: Figures) -> FigureTable:
    return FigureTable(
        "volumes",
        _("Received and decided by week") if figures.by_week else _("Received and decided by day"),
        (
            _("Week that begins on") if figures.by_week else _("Day"),
            _("Received"),
            _("Decided without a person"),
            _("Decided by officers"),
        ),
        tuple(
            (each.start.isoformat(), each.received, each.automatic, each.by_officers)
            for each in figures.volumes
        ),
    )


def _shares(name: str, title: str, head: str, shares: Sequence[Share], words: Any) -> FigureTable:
    return FigureTable(
        name,
        title,
        (head, _("Decided"), _("Without a person"), _("Without a person, percent")),
        tuple(
            (words(each.code), each.decided, each.automatic, round(100 * each.automatic / each.decided, 1))
            for each in shares
        ),
    )


def _times(name: str, title: str, head: str, times: Sequence[Took]) -> FigureTable:
    rows: list[tuple[Cell, ...]] = []
    for each in times:
        words = kind_words(each.code) if name.endswith("kind") else country_name(each.code)
        if each.median is None or each.ninetieth is None:
            rows.append((words, each.decided, None, None, None, None))
            continue
        hours = (round(taken.total_seconds() / 3600, 1) for taken in (each.median, each.ninetieth))
        rows.append((words, each.decided, duration(each.median), duration(each.ninetieth), *hours))
    heads = (
        head,
        _("Decided by officers"),
        _("Half within"),
        _("Nine in ten within"),
        _("Half within, hours"),
        _("Nine in ten within, hours"),
    )
    return FigureTable(name, title, heads, tuple(rows))


def _counts(name: str, title: str, head: str, counts: Sequence[tuple[str, int]], words: Any) -> FigureTable:
    return FigureTable(
        name, title, (head, _("Requests")), tuple((words(code), count) for code, count in counts)
    )


def _errors(figures: Figures) -> FigureTable:
    rows = []
    for host, rate in figures.error_rates:
        low, high = (round(100 * share, 1) for share in rate.interval or (0, 1))
        rows.append(
            (country_name(host), rate.judged, rate.wrong, round(100 * (rate.rate or 0), 1), low, high)
        )
    heads = (
        _("Country of work"),
        _("Looked at"),
        _("Wrong"),
        _("Wrong, percent"),
        _("At least, percent"),
        _("At most, percent"),
    )
    return FigureTable(
        "error-rates", _("Decisions without a person that were looked at afterwards"), heads, tuple(rows)
    )


def _ends(ends: Sequence[tuple[date, int]]) -> FigureTable:
    return FigureTable(
        "ends",
        _("Certificates that end, by month"),
        (_("Month"), _("Certificates")),
        tuple((month_words(month), count) for month, count in ends),
    )


def _checks(figures: Figures) -> FigureTable:
    return FigureTable(
        "checks",
        _("Checks of our certificates by anybody"),
        (_("How"), _("What the check found"), _("Checks")),
        tuple((way_words(way), outcome_words(outcome), count) for way, outcome, count in figures.checks),
    )


def _ages(figures: Figures) -> FigureTable:
    return FigureTable(
        "ages",
        _("Open cases by age"),
        (_("Received before"), _("Open cases"), _("Overdue")),
        tuple((age_words(each.over, each.upto), each.cases, each.overdue) for each in figures.ages),
    )
