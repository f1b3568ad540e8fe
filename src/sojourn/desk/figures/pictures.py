"""The figures as pictures: each with a heading that states what it shows."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from sojourn.casework.figures.access import Figures, Share, Took
from sojourn.casework.figures.texts import duration, outcome_words
from sojourn.casework.texts import country_name, reason_words
from sojourn.core.charts import Amount, Drawing, Part, Span, draw_bars, draw_columns, draw_spans, shortened
from sojourn.desk.figures.tables import FigureTable, age_words, kind_words, month_words, percent, tables_of
from sojourn.requests.texts import day_words

_MOST_ROWS: Final = 12
_SHADED: Final = frozenset({"volumes", "hosts", "kinds"})


def pictures_of(figures: Figures, days: int) -> list[dict[str, Any]]:
    """What `{% chart %}` draws, in order; nothing where there is nothing to show."""
    tables = tables_of(figures)
    drawn = {
        "volumes": _volumes(figures),
        "hosts": _shares(figures.hosts, _("Most decisions were for %(what)s: %(n)s"), country_name),
        "kinds": _shares(figures.kinds, _("Most decisions were about this: %(what)s, %(n)s"), kind_words),
        "times": _times(figures.times_by_host, country_name),
        "times-by-kind": _times(figures.times_by_kind, kind_words),
        "refused-for": _refused(figures),
        "error-rates": _errors(figures),
        "ends": _ends(figures),
        "ages": _ages(figures),
        "checks": _checks(figures),
    }
    return [
        _picture(tables[name], figures, days, *finding_and_drawing)
        for name, finding_and_drawing in drawn.items()
        if finding_and_drawing is not None
    ]


def _picture(
    table: FigureTable, figures: Figures, days: int, finding: str, drawing: Drawing
) -> dict[str, Any]:
    address = f"{reverse('desk:figures_file', args=[table.name])}?days={days}"
    return {
        "id": f"figure-{table.name}",
        "finding": finding,
        "drawing": drawing,
        "caption": _caption(table, figures),
        "files": [{"url": address, "label": _("Download as CSV")}],
        **table.drawn(),
    }


def _caption(table: FigureTable, figures: Figures) -> str:
    if table.name == "ages":
        return _("%(title)s, as of now.") % {"title": table.title}
    if table.name == "ends":
        return _("%(title)s. Counted this morning, from certificates that stand.") % {"title": table.title}
    period = {
        "title": table.title,
        "first": day_words(figures.first, get_language() or "en"),
        "last": day_words(figures.last, get_language() or "en"),
    }
    if table.name.startswith("times"):
        return (
            _("%(title)s, from the day they were sent. Decided by officers from %(first)s to %(last)s.")
            % period
        )
    words = _("%(title)s. From %(first)s to %(last)s.") % period
    if table.name in _SHADED:
        return f"{words} {_('Dark: decided without a person. Light: decided by officers.')}"
    return words


def _number(number: int) -> str:
    return number_format(number, force_grouping=True)


def _volumes(figures: Figures) -> tuple[str, Drawing] | None:
    if not figures.decided:
        return None
    words = ngettext(
        "%(decided)s request decided, %(share)s of them without a person",
        "%(decided)s requests decided, %(share)s of them without a person",
        figures.decided,
    )
    finding = words % {
        "decided": _number(figures.decided),
        "share": percent(figures.automatic, figures.decided),
    }
    columns = [
        Amount(
            date_format(each.start, "j M"),
            _number(each.automatic + each.by_officers),
            (Part(each.automatic, "tone4"), Part(each.by_officers, "tone1")),
        )
        for each in figures.volumes
    ]
    return finding, draw_columns(columns)


def _shares(shares: Sequence[Share], finding: str, words: Any) -> tuple[str, Drawing] | None:
    if not shares:
        return None
    rows = [
        Amount(
            words(each.code),
            _("%(n)s (%(share)s%%)")
            % {"n": _number(each.decided), "share": round(100 * each.automatic / each.decided)},
            (Part(each.automatic, "tone4"), Part(each.decided - each.automatic, "tone1")),
        )
        for each in shares[:_MOST_ROWS]
    ]
    return finding % {"what": words(shares[0].code), "n": _number(shares[0].decided)}, draw_bars(rows)


def _times(times: Sequence[Took], words: Any) -> tuple[str, Drawing] | None:
    known = [each for each in times if each.median is not None and each.ninetieth is not None]
    if not known:
        return None
    rows = [
        Span(
            words(each.code),
            _("half within %(median)s, nine in ten within %(ninetieth)s")
            % {"median": duration(each.median), "ninetieth": duration(each.ninetieth)},
            each.median.total_seconds(),
            each.ninetieth.total_seconds(),
        )
        for each in known[:_MOST_ROWS]
        if each.median is not None and each.ninetieth is not None
    ]
    slowest = known[0]
    finding = _("%(what)s takes longest: nine in ten within %(time)s") % {
        "what": words(slowest.code),
        "time": duration(slowest.ninetieth) if slowest.ninetieth else "",
    }
    return finding, draw_spans(rows)


def _refused(figures: Figures) -> tuple[str, Drawing] | None:
    if not figures.refused_for:
        return None
    rows = [
        Amount(shortened(reason_words(code)), _number(count), (Part(count),))
        for code, count in figures.refused_for[:_MOST_ROWS]
    ]
    return _("Refused most often: %(reason)s") % {
        "reason": reason_words(figures.refused_for[0][0])
    }, draw_bars(rows)


def _errors(figures: Figures) -> tuple[str, Drawing] | None:
    if not figures.error_rates:
        return None
    wrong = sum(rate.wrong for __, rate in figures.error_rates)
    judged = sum(rate.judged for __, rate in figures.error_rates)
    rows = [
        Amount(
            country_name(host),
            _("%(wrong)s of %(judged)s") % {"wrong": rate.wrong, "judged": rate.judged},
            (Part(rate.rate or 0, "tone4"),),
        )
        for host, rate in figures.error_rates[:_MOST_ROWS]
    ]
    return wrong_words(wrong, judged), draw_bars(rows)


def wrong_words(wrong: int, judged: int) -> str:
    """How many of those looked at were wrong."""
    words = ngettext(
        "%(wrong)s of %(judged)s looked at was wrong", "%(wrong)s of %(judged)s looked at were wrong", wrong
    )
    return words % {"wrong": wrong, "judged": judged}


def _ends(figures: Figures) -> tuple[str, Drawing] | None:
    month, most = max(figures.ends, key=lambda each: each[1])
    if not most:
        return None
    columns = [
        Amount(date_format(each, "M y"), _number(count), (Part(count),)) for each, count in figures.ends
    ]
    finding = _("Most certificates end in %(month)s: %(n)s") % {
        "month": month_words(month),
        "n": _number(most),
    }
    return finding, draw_columns(columns)


def _ages(figures: Figures) -> tuple[str, Drawing] | None:
    cases, overdue = (sum(getattr(each, what) for each in figures.ages) for what in ("cases", "overdue"))
    if not cases:
        return None
    rows = [
        Amount(
            age_words(each.over, each.upto),
            _("%(n)s, %(late)s overdue") % {"n": _number(each.cases), "late": _number(each.overdue)},
            (Part(each.cases - each.overdue), Part(each.overdue, "risk")),
        )
        for each in figures.ages
    ]
    words = ngettext("%(n)s open case, %(late)s overdue", "%(n)s open cases, %(late)s overdue", cases)
    return words % {"n": _number(cases), "late": _number(overdue)}, draw_bars(rows)


def _checks(figures: Figures) -> tuple[str, Drawing] | None:
    if not figures.checks:
        return None
    found: Counter[str] = Counter()
    for _way, outcome, count in figures.checks:
        found[outcome] += count
    rows = [
        Amount(outcome_words(code), _number(count), (Part(count),)) for code, count in found.most_common()
    ]
    words = ngettext(
        "%(n)s check of a certificate of ours", "%(n)s checks of certificates of ours", found.total()
    )
    return words % {"n": _number(found.total())}, draw_bars(rows)
