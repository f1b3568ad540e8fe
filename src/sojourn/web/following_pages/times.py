"""How long it takes: measured where enough was decided, else as the institution says of itself, else nothing."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext, ngettext

from sojourn.casework.figures.texts import duration
from sojourn.casework.processing_times import processing_times
from sojourn.core import clock
from sojourn.requests.law import the_law


@dataclass(frozen=True, slots=True)
class TimesShown:
    """The words about time. `statement` is the institution's own, in English, with the address it was read at."""

    measured: str = ""
    basis: str = ""
    at_once: str = ""
    overdue: str = ""
    too_few: str = ""
    statement: str = ""
    statement_url: str = ""


def times_shown(institution_id: str, kind: str, sent_at: datetime | None) -> TimesShown:
    """What can be said about the time that such a request takes, and whether this one is over it."""
    times = processing_times(institution_id, kind)
    statement, url = statement_of(institution_id)
    if times.median is None or times.ninetieth is None:
        return TimesShown(
            too_few=gettext("Not enough decisions in the last 90 days to give a time."),
            statement=statement,
            statement_url=url,
        )
    values = {"median": duration(times.median), "p90": duration(times.ninetieth)}
    overdue = ""
    if sent_at is not None and times.is_overdue(sent_at):
        overdue = gettext("Nine in ten were decided within %(p90)s. Yours has taken %(waited)s.") % {
            "p90": values["p90"],
            "waited": duration(clock.now() - sent_at),
        }
    return TimesShown(
        measured=gettext("Half of such requests were decided within %(median)s, nine in ten within %(p90)s.")
        % values,
        basis=gettext("Measured: the %(n)s requests that officers decided in the last 90 days.")
        % {"n": times.by_officers},
        at_once=_at_once(times.decided - times.by_officers),
        overdue=overdue,
    )


def _at_once(number: int) -> str:
    if not number:
        return ""
    words = ngettext(
        "%(n)d more was clear and was decided at once.",
        "%(n)d more were clear and were decided at once.",
        number,
    )
    return words % {"n": number}


def statement_of(institution_id: str) -> tuple[str, str]:
    """The institution's own words about time, and where they were read."""
    institution = the_law().institutions.get(institution_id)
    if institution is None or not institution.processing_times:
        return "", ""
    said = institution.processing_times[0]
    source = institution.sources.get(said.source[0])
    return said.text, str(getattr(source, "url", "") or "")
