"""Fields of the forms of exceptions, and what was typed into them."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from sojourn.casework.exceptions.file_view import ExchangeView
from sojourn.casework.exceptions.texts import VERDICTS, criterion_words
from sojourn.casework.exceptions.weighing import Weighed
from sojourn.core.errors import InvalidInput, NotAllowed, Problem

type Field = dict[str, Any]
PARTS = ("day", "month", "year")


def typed_day(request: HttpRequest, name: str) -> date | None:
    """The day typed into three boxes; None for empty ones. Raises InvalidInput "day_not_readable"."""
    typed = [request.POST.get(f"{name}-{part}", "").strip() for part in PARTS]
    if not any(typed):
        return None
    try:
        day, month, year = (int(part) for part in typed)
        return date(year, month, day)
    except ValueError:
        raise InvalidInput([Problem(name, "day_not_readable")]) from None


def day_field(
    request: HttpRequest, name: str, label: str, kept: date | None, said: Mapping[str, str], hint: str = ""
) -> Field:
    """A day in three boxes: what was typed, else what was kept."""
    value: Any = kept
    if request.method == "POST":
        value = {part: request.POST.get(f"{name}-{part}", "") for part in PARTS}
    return {
        "name": name,
        "kind": "date",
        "label": label,
        "hint": hint,
        "value": value,
        "error": said.get(name, ""),
    }


def typed_weighing(request: HttpRequest, view: ExchangeView) -> dict[str, Weighed]:
    """How each criterion was weighed on the page."""
    return {
        each.code: Weighed(
            request.POST.get(f"verdict-{each.code}", ""), request.POST.get(f"words-{each.code}", "")
        )
        for each in view.weighed
    }


def weighing_fields(request: HttpRequest, view: ExchangeView, said: Mapping[str, str]) -> list[Field]:
    """Two boxes for each criterion: how it weighs, and why, for the own side."""
    posted = request.method == "POST"
    fields: list[Field] = []
    for each in view.weighed:
        hints = [_("The applicant says: %(words)s") % {"words": each.said}] if each.said else []
        hints += [_("Source: %(source)s") % {"source": each.source}] if each.source else []
        verdict, words = f"verdict-{each.code}", f"words-{each.code}"
        fields.append(
            {
                "name": verdict,
                "kind": "select",
                "label": criterion_words(each.code),
                "hint": " · ".join(hints),
                "options": [{"value": code, "label": str(label)} for code, label in VERDICTS.items()],
                "value": request.POST.get(verdict, "") if posted else each.verdict,
                "error": said.get(verdict, ""),
            }
        )
        fields.append(
            {
                "name": words,
                "kind": "textarea",
                "rows": 2,
                "label": _("Why, for your own side"),
                "optional": True,
                "value": request.POST.get(words, "") if posted else each.words,
                "error": said.get(words, ""),
            }
        )
    return fields


def typed_version(request: HttpRequest) -> int:
    """The version of the file that the page showed; one that never was where the form lost it."""
    typed = request.POST.get("version", "")
    return int(typed) if typed.isdecimal() and len(typed) < 9 else -1


def typed_key(request: HttpRequest) -> UUID:
    """The key that the form carried. Raises NotAllowed for none."""
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        raise NotAllowed("not_allowed") from None


def targets(said: Mapping[str, str], days: frozenset[str]) -> list[dict[str, str]]:
    """The lines of the error summary, each with the box it leads to."""
    return [{"text": text, "target": f"{name}-day" if name in days else name} for name, text in said.items()]
