"""When an institution answers: in its own time, and in the reader's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from babel.dates import format_time, get_day_names, get_timezone_name
from django.utils.translation import get_language, gettext

from sojourn.core import clock
from sojourn.engine.lawbook.schema_institutions import Hours

WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class OpenHours:
    """One line of hours. `opens` and `closes` are moments of the next such day, for the browser to tell in its zone."""

    text: str
    universal: str
    opens: str
    closes: str


def open_hours(hours: Hours) -> OpenHours:
    """The hours in words: on which days, from when to when there, and at which hours of UTC today."""
    zone, day = ZoneInfo(hours.zone), clock.today()
    opens = datetime.combine(day, time.fromisoformat(hours.opens), zone)
    closes = datetime.combine(day, time.fromisoformat(hours.closes), zone)
    values = {
        "days": days_in_words(hours.days),
        "opens": _hour(opens),
        "closes": _hour(closes),
        "zone": get_timezone_name(opens, width="long", locale=_locale()),
    }
    universal = {"opens": _hour(opens.astimezone(UTC)), "closes": _hour(closes.astimezone(UTC))}
    return OpenHours(
        text=gettext("%(days)s, %(opens)s to %(closes)s, %(zone)s") % values,
        universal=gettext("That is %(opens)s to %(closes)s UTC.") % universal,
        opens=opens.isoformat(),
        closes=closes.isoformat(),
    )


def days_in_words(days: Sequence[str]) -> str:
    """Days of the week: from the first to the last where they follow each other, else one by one."""
    names = get_day_names("wide", context="stand-alone", locale=_locale())
    numbers = sorted(WEEK.index(day) for day in days)
    if len(numbers) > 2 and numbers == list(range(numbers[0], numbers[-1] + 1)):
        said = gettext("%(first)s to %(last)s") % {"first": names[numbers[0]], "last": names[numbers[-1]]}
    else:
        said = ", ".join(names[number] for number in numbers)
    return said[:1].upper() + said[1:]


def _hour(moment: datetime) -> str:
    return format_time(moment, "HH:mm", tzinfo=moment.tzinfo, locale=_locale())


def _locale() -> str:
    language = get_language() or "en"
    return {"en": "en_GB"}.get(language, language.replace("-", "_"))
