"""The queue's piles and filters in words: kinds, countries, ages, risks, languages, flags."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from babel import Locale
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from sojourn.casework.queues import Pile, Queue, QueueFilter
from sojourn.casework.texts import FINDINGS_SHORT, KINDS, country_name

FILTERS: Final = ("queue", "kind", "host", "age", "risk", "language", "flag")
AGE_WORDS: Final[Mapping[str, Promise]] = {
    "0": gettext_lazy("0 or 1 day"),
    "2": gettext_lazy("2 to 7 days"),
    "8": gettext_lazy("8 to 30 days"),
    "31": gettext_lazy("over 30 days"),
}
RISK_WORDS: Final[Mapping[str, Promise]] = {
    "0": gettext_lazy("no hindrance"),
    "1": gettext_lazy("one hindrance"),
    "2": gettext_lazy("several hindrances"),
    "3": gettext_lazy("contradiction"),
}


def words_of(name: str, value: str) -> str:
    """A value to filter by, in words; the value itself where it is none that is known."""
    match name:
        case "host":
            return country_name(value)
        case "age":
            return str(AGE_WORDS.get(value, value))
        case "risk":
            return str(RISK_WORDS.get(value, value))
        case "language":
            return language_name(value)
        case "kind":
            return str(KINDS.get(value, value))
        case "queue":
            return value
    return str(FINDINGS_SHORT.get(value, value))


def language_name(code: str) -> str:
    """The name of a language in the language of the day."""
    names = Locale.parse((get_language() or "en")[:2]).languages
    return str(names.get(code[:2], code))


def pile_groups(queue: Queue, wanted: QueueFilter) -> list[dict[str, Any]]:
    """The piles by each thing, each with its address; most first, ages and risks in their own order."""
    headings = {
        "kind": _("By kind"),
        "host": _("By country of work"),
        "age": _("By age"),
        "risk": _("By risk"),
        "language": _("By language"),
    }
    return [
        {
            "heading": heading,
            "piles": [_pile(name, pile, wanted) for pile in _ordered(name, queue.piles[name])],
        }
        for name, heading in headings.items()
        if queue.piles[name]
    ]


def filter_fields(queue: Queue, wanted: QueueFilter) -> list[dict[str, Any]]:
    """The filters as selects, with what there is to choose."""
    labels = {
        "queue": (_("Queue"), _("All queues")),
        "kind": (_("Kind"), _("All kinds")),
        "host": (_("Country of work"), _("All countries")),
        "age": (_("Age"), _("All ages")),
        "risk": (_("Risk"), _("All risks")),
        "language": (_("Language"), _("All languages")),
        "flag": (_("Flag"), _("All flags")),
    }
    values = {name: [pile.value for pile in _ordered(name, queue.piles.get(name, ()))] for name in FILTERS}
    values["queue"] = list(queue.named)
    values["flag"] = sorted(queue.flags, key=lambda flag: words_of("flag", flag))
    return [
        {
            "name": name,
            "kind": "select",
            "label": label,
            "value": getattr(wanted, name),
            "options": [{"value": value, "label": words_of(name, value)} for value in values[name]],
            "placeholder_option": everything,
        }
        for name, (label, everything) in labels.items()
        if name != "queue" or queue.named
    ]


def removable(wanted: QueueFilter) -> list[dict[str, str]]:
    """What is filtered by, each with the address without it."""
    chosen = wanted.chosen
    return [
        {
            "words": words_of(name, value),
            "without": "?" + urlencode({other: said for other, said in chosen.items() if other != name}),
        }
        for name, value in chosen.items()
    ]


def _pile(name: str, pile: Pile, wanted: QueueFilter) -> dict[str, Any]:
    return {
        "words": words_of(name, pile.value),
        "count": pile.count,
        "oldest": pile.oldest,
        "address": "?" + urlencode(wanted.chosen | {name: pile.value}),
        "chosen": getattr(wanted, name) == pile.value,
    }


def _ordered(name: str, piles: tuple[Pile, ...]) -> list[Pile]:
    if name in ("age", "risk"):
        return sorted(piles, key=lambda pile: -int(pile.value))
    return sorted(piles, key=lambda pile: (-pile.count, words_of(name, pile.value)))
