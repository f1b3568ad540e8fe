"""What a change of the law, or of what holds for all trips, did to the answers, and why."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sojourn.engine import load_law
from sojourn.engine.lawkeeping.fingerprints import REST
from sojourn.register.law_changes.events import LawEffect, LawRun, effects_for, run_for, runs_for
from sojourn.web.day_words import day_in_words
from sojourn.web.language import language
from sojourn.web.register_pages.opening import register_page, seat_here, shown_acting
from sojourn.web.register_pages.pictures.files import file_links, table_file
from sojourn.web.register_pages.today import number
from sojourn.web.register_pages.words import COVERS, REASONS, fact_name, host_words

_PAGE, _MOST_RUNS, _MOST_IN_FILE = 25, 50, 100_000
_FIELDS: Final[Mapping[str, Any]] = {
    "legislation": _("Legislation"),
    "instrument": _("Agreement"),
    "article": _("Article"),
    "form": _("Form"),
    "issuer": _("Who issues"),
    "law_until": _("Holds until"),
}


@register_page
@require_safe
def runs_list(request: HttpRequest) -> HttpResponse:
    """Each time that open trips were judged anew, newest first."""
    seat = seat_here(request)
    runs = list(runs_for(seat)[:_MOST_RUNS])
    labels = (gettext("Day"), gettext("Trips looked at"), gettext("Another answer"), gettext("Why"))
    context = {
        "acting": shown_acting(seat),
        "seat": seat,
        "columns": [{"label": label, "number": at in {1, 2}} for at, label in enumerate(labels)],
        "rows": [_run_row(run) for run in runs],
    }
    return render(request, "register/pictures/law_changes.html", context)


@register_page
@require_safe
def run_page(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """One time: what differs in the law, and the trips whose answer became another one."""
    seat = seat_here(request)
    run = run_for(seat, run_id)
    after, effects = request.GET.get("after", ""), effects_for(seat, run)
    found = list(_from(effects, after).select_related("trip__traveller")[: _PAGE + 1])
    shown = found[:_PAGE]
    following = f"{shown[-1].start.isoformat()}~{shown[-1].pk}" if len(found) > _PAGE else ""
    labels = (
        gettext("Traveller"),
        gettext("Country"),
        gettext("Before and now"),
        gettext("What is different"),
    )
    context = {
        "acting": shown_acting(seat),
        "seat": seat,
        "run": run,
        "day": day_in_words(run.begun_at.date()),
        "sentence": _sentence(run),
        "why": _why(run),
        "law": _law_told(run),
        "going_on": run.ended_at is None,
        "columns": [{"label": label} for label in labels],
        "rows": [_effect_row(each) for each in shown],
        "later": f"?after={following}" if following else "",
        "first": request.path if after else "",
        "files": file_links("register_law_change_file", run.pk) if shown else [],
    }
    return render(request, "register/pictures/law_change.html", context)


@register_page
@require_safe
def run_file(request: HttpRequest, run_id: UUID, ending: str) -> HttpResponse:
    """The same trips as a file."""
    seat = seat_here(request)
    effects = effects_for(seat, run_for(seat, run_id)).select_related("trip__traveller")[:_MOST_IN_FILE]
    head = [
        gettext("Traveller"),
        gettext("Trip number"),
        gettext("Country"),
        gettext("First day"),
        gettext("Before"),
        gettext("Now"),
        gettext("What is different"),
    ]
    return table_file("law-changes", ending, head, _lines(effects))


def _from(effects: Any, after: str) -> Any:
    day, _tilde, row = after.partition("~")
    try:
        start, last = date.fromisoformat(day), UUID(row)
    except ValueError:
        return effects
    return effects.filter(Q(start__gt=start) | Q(start=start, id__gt=last))


def _run_row(run: LawRun) -> dict[str, Any]:
    address = reverse("register_law_change", args=[run.pk])
    return {
        "cells": [
            {"text": day_in_words(run.begun_at.date()), "url": address},
            {"text": number(run.trips)},
            {"text": number(run.changed)},
            {"text": _why(run)},
        ]
    }


def _why(run: LawRun) -> str:
    if run.all_trips:
        return gettext("What holds for all trips was said anew.")
    return gettext("The law data have changed.")


def _sentence(run: LawRun) -> str:
    return ngettext(
        "%(n)s open trip was looked at; %(changed)s got another answer.",
        "%(n)s open trips were looked at; %(changed)s got another answer.",
        run.trips,
    ) % {"n": number(run.trips), "changed": number(run.changed)}


def _law_told(run: LawRun) -> list[str]:
    """The agreements in use whose text differs from the time before, with their articles."""
    told, instruments = [], load_law().instruments
    for key, provisions in (run.changed_law or {}).items():
        instrument = instruments.get(key)
        names = _title(key)
        articles = {each.id: each.article for each in instrument.provisions} if instrument else {}
        numbers = sorted({article for name in provisions if (article := articles.get(name))})
        if numbers:
            named = ", ".join(numbers)
            told.append(
                gettext("%(agreement)s: article %(articles)s") % {"agreement": names, "articles": named}
            )
        elif provisions == [REST]:
            told.append(gettext("%(agreement)s: its general part") % {"agreement": names})
        else:
            told.append(names)
    return told


def _title(key: str) -> str:
    instrument = load_law().instruments.get(key)
    if instrument is None:
        return key
    return instrument.short.get(language()) or instrument.short.get("en") or instrument.title


def _effect_row(each: LawEffect) -> dict[str, Any]:
    return {
        "cells": [
            {"text": each.trip.traveller.name, "url": reverse("register_trip", args=[each.trip_id])},
            {"text": host_words(each.host)},
            {"text": _words(each)},
            {"text": " ".join(_different(each))},
        ]
    }


def _words(each: LawEffect) -> str:
    before, now = str(COVERS[each.cover_before]), str(COVERS[each.cover_after])
    if before == now:
        return gettext("%(word)s, as before") % {"word": now}
    return gettext("%(before)s before, %(now)s now") % {"before": before, "now": now}


def _different(each: LawEffect) -> list[str]:
    told = [
        gettext("%(what)s: %(before)s before, %(now)s now.")
        % {
            "what": str(label),
            "before": _shown(name, each.before[name]),
            "now": _shown(name, each.after[name]),
        }
        for name, label in _FIELDS.items()
        if name in each.before
    ]
    for code in each.after.get("reasons", ()):
        if code in REASONS and code not in each.before.get("reasons", ()):
            told.append(str(REASONS[code]))
    if each.after.get("missing"):
        names = ", ".join(dict.fromkeys(name for path in each.after["missing"] if (name := fact_name(path))))
        told.append(gettext("Missing: %(facts)s.") % {"facts": names})
    return told


def _shown(name: str, value: Any) -> str:
    if not value:
        return gettext("none")
    match name:
        case "legislation":
            return host_words(value)
        case "instrument":
            return _title(value)
        case "law_until":
            return day_in_words(date.fromisoformat(value))
        case "issuer":
            institution = load_law().institutions.get(value)
            return institution.name if institution else str(value)
        case _:
            return str(value)


def _lines(effects: Any) -> Iterator[list[str]]:
    for each in effects:
        yield [
            each.trip.traveller.name,
            each.trip.own.get("trip_key", ""),
            each.host,
            each.start.isoformat(),
            str(COVERS[each.cover_before]),
            str(COVERS[each.cover_after]),
            " ".join(_different(each)),
        ]
