"""The length of a stay in words, while it is typed and wherever it is shown."""

from datetime import date

from django.utils.translation import gettext, ngettext

from sojourn.core.periods import DAY, last_day_of, whole_months
from sojourn.web.day_words import NO_BREAK_SPACE


def stay_length(start: date | None, end: date | None) -> str:
    """ "36 months", "1 month and 3 days", "12 days"; empty where there is no stay."""
    if start is None or end is None or end < start:
        return ""
    months = whole_months(start, end)
    rest = (end - last_day_of(start, months)).days if months else (end - start + DAY).days
    in_months = _counted(ngettext("%(n)d month", "%(n)d months", months), months)
    in_days = _counted(ngettext("%(n)d day", "%(n)d days", rest), rest)
    if not months:
        return in_days
    if not rest:
        return in_months
    return gettext("%(months)s and %(days)s") % {"months": in_months, "days": in_days}


def _counted(form: str, number: int) -> str:
    return (form % {"n": number}).replace(" ", NO_BREAK_SPACE)
