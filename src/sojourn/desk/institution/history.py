"""Earlier settings: who changed what, when and why, and what stood there before."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sojourn.casework.hosting.access import terms_at, versions_of
from sojourn.casework.hosting.texts import SECTIONS
from sojourn.desk.entrance import draw, officers_only
from sojourn.parties.acting import ActingAs


@require_safe
@officers_only
def history_page(request: HttpRequest, acting: ActingAs) -> HttpResponse:
    """All changes, newest first."""
    versions = [{"version": each, "section": SECTIONS[each.section]} for each in versions_of(acting)]
    return draw(request, acting, "desk/institution/history.html", {"versions": versions})


@require_safe
@officers_only
def version_page(request: HttpRequest, acting: ActingAs, version: int) -> HttpResponse:
    """One change: each place with its value before and after, and all settings as they were then."""
    after, before = terms_at(acting, version)
    was, now = (dict(_flat(terms.model_dump(mode="json"))) for terms in (before, after))
    known = next(each for each in versions_of(acting) if each.version == version)
    places = [place for place in {**was, **now} if was.get(place) != now.get(place)]
    context = {
        "known": known,
        "section": SECTIONS[known.section],
        "changes": [(place, was.get(place, ""), now.get(place, "")) for place in sorted(places)],
        "whole": sorted(now.items()),
    }
    return draw(request, acting, "desk/institution/version.html", context)


def _flat(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Each single value with the place at which it stands."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _flat(part, f"{place}.{name}" if place else str(name))
    elif isinstance(value, list) and any(isinstance(part, dict) for part in value):
        for number, part in enumerate(value, start=1):
            yield from _flat(part, f"{place}.{number}")
    elif value not in (None, "", []):
        yield place, ", ".join(map(str, value)) if isinstance(value, list) else str(value)
