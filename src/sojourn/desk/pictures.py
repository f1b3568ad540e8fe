"""How the work lies, drawn: how long cases wait, and who has how much in hand. Each with its finding as heading."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from sojourn.casework.queues import AGES, Load, Pile
from sojourn.core import clock
from sojourn.core.charts import Amount, Part, draw_bars
from sojourn.desk.queue_words import AGE_WORDS
from sojourn.requests.texts import day_words


def ageing_picture(piles: Sequence[Pile]) -> dict[str, Any] | None:
    """How many cases wait how long; None where none waits. What waits over a month is hatched."""
    if not piles:
        return None
    counts = {pile.value: pile.count for pile in piles}
    old = counts.get("31", 0)
    finding = (
        ngettext("%(n)d case has waited for over 30 days", "%(n)d cases have waited for over 30 days", old)
        % {"n": old}
        if old
        else _("No case has waited for over 30 days")
    )
    rows = [(str(AGE_WORDS[age]), counts.get(age, 0), "risk" if age == "31" else "tone3") for age in AGES]
    return {
        "id": "ageing",
        "finding": finding,
        "level": 3,
        "caption": _("Cases that wait for an officer, by age, on %(day)s") % {"day": _today()},
        "drawing": draw_bars(
            [Amount(label, str(count), (Part(count, tone),)) for label, count, tone in rows]
        ),
        "columns": [{"label": _("Age")}, {"label": _("Cases"), "number": True}],
        "rows": [{"cells": [{"text": label}, {"text": str(count)}]} for label, count, _tone in rows],
    }


def workload_picture(loads: Sequence[Load]) -> dict[str, Any] | None:
    """Who has how much in hand; None where nobody has anything."""
    if not loads:
        return None
    first = loads[0]
    finding = _("%(name)s has most in hand: %(n)d") % {
        "name": first.name,
        "n": first.working + first.waiting,
    }
    said = _("%(n)d, of which %(late)d late")
    amounts = [
        Amount(
            load.name,
            said % {"n": load.working + load.waiting, "late": load.late}
            if load.late
            else str(load.working + load.waiting),
            (Part(load.working, "tone3"), Part(load.waiting, "tone1")),
        )
        for load in loads
    ]
    return {
        "id": "workload",
        "finding": finding,
        "level": 3,
        "caption": _("Open cases by officer on %(day)s: dark is in work, light waits for others")
        % {"day": _today()},
        "drawing": draw_bars(amounts),
        "columns": [
            {"label": _("Officer")},
            {"label": _("In work"), "number": True},
            {"label": _("Waiting for others"), "number": True},
            {"label": _("Late"), "number": True},
        ],
        "rows": [
            {
                "cells": [
                    {"text": text}
                    for text in (load.name, str(load.working), str(load.waiting), str(load.late))
                ]
            }
            for load in loads
        ],
    }


def _today() -> str:
    return day_words(clock.today(), (get_language() or "en")[:2])
