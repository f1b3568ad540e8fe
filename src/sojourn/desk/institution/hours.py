"""Hours, one line a day: 08:00 to 15:30."""

import re
from typing import Any, Final

from babel.core import get_global
from babel.dates import get_day_names
from django.http import HttpRequest, QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sojourn.casework.hosting.access import SettingsView
from sojourn.core.errors import InvalidInput, Problem
from sojourn.desk.institution.forms import Field, posted_or

DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_TIMES: Final = re.compile(r"(\d{1,2}):(\d{2})\D{1,8}(\d{1,2}):(\d{2})")


def fields(request: HttpRequest, settings: SettingsView) -> list[Field]:
    """The zone and seven days."""
    kept: dict[str, str] = {
        day: f"{span.opens} – {span.closes}" for span in settings.standing.hours for day in span.days
    }
    names = get_day_names("wide", locale=(get_language() or "en")[:2])
    zones = get_global("territory_zones").get(settings.standing.country[:2], [])
    zone = posted_or(request, "hours.zone", settings.standing.zone)
    options = [
        {"value": each, "label": each.replace("_", " ")} for each in dict.fromkeys([*zones, zone]) if each
    ]
    return [
        {
            "name": "hours.zone",
            "kind": "select",
            "label": _("Time zone"),
            "options": options,
            "value": zone,
        },
        *(
            {
                "name": f"hours.{day}",
                "kind": "text",
                "width": 20,
                "label": names[number].capitalize(),
                "hint": _("Like 08:00 to 15:30. Empty: nobody answers.") if number == 0 else "",
                "optional": True,
                "value": posted_or(request, f"hours.{day}", kept.get(day, "")),
            }
            for number, day in enumerate(DAYS)
        ),
    ]


def read(posted: QueryDict) -> dict[str, Any]:
    """The hours, days with the same times together. Raises InvalidInput "time_form" at the day."""
    by_times: dict[tuple[str, str], list[str]] = {}
    problems = []
    for day in DAYS:
        typed = posted.get(f"hours.{day}", "").strip()
        if not typed:
            continue
        found = _TIMES.fullmatch(typed)
        times = _times(found) if found else None
        if times is None:
            problems.append(Problem(f"hours.{day}", "time_form"))
        elif times[1] <= times[0]:
            problems.append(Problem(f"hours.{day}", "closes_before_opening"))
        else:
            by_times.setdefault(times, []).append(day)
    if by_times and not posted.get("hours.zone"):
        problems.append(Problem("hours.zone", "zone_missing"))
    if problems:
        raise InvalidInput(problems)
    return {
        "zone": posted.get("hours.zone") or None,
        "open": [
            {"days": days, "opens": opens, "closes": closes} for (opens, closes), days in by_times.items()
        ],
    }


def _times(found: re.Match[str]) -> tuple[str, str] | None:
    hours = [int(part) for part in found.groups()]
    if max(hours[0], hours[2]) > 23 or max(hours[1], hours[3]) > 59:
        return None
    return f"{hours[0]:02}:{hours[1]:02}", f"{hours[2]:02}:{hours[3]:02}"
