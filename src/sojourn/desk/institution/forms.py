"""The form of one section: drawn, read, saved with the version that the page showed."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from sojourn.casework.hosting.access import SettingsView
from sojourn.casework.hosting.events import save_terms
from sojourn.casework.hosting.texts import problem_words, refusal_words
from sojourn.core.errors import InvalidInput, Problem, WrongState
from sojourn.desk.entrance import draw
from sojourn.parties.acting import ActingAs

type Field = dict[str, Any]


def page_version(request: HttpRequest) -> int:
    """The version of the settings that the page showed; one that never was where the form lost it."""
    typed = request.POST.get("version", "")
    return int(typed) if typed.isdecimal() and len(typed) < 9 else -1


def whole_number(typed: str) -> int | str | None:
    """What was typed as a number; None for nothing; as typed where it is none, so that reading it says so."""
    typed = typed.strip()
    if not typed:
        return None
    return int(typed) if typed.isdecimal() and len(typed) < 9 else typed[:20]


def lines_of(typed: str) -> list[str]:
    """The lines of a box, without empty ones."""
    return [line.strip() for line in typed.replace("\r\n", "\n").split("\n") if line.strip()]


def saved(request: HttpRequest, acting: ActingAs, section: str, content: Any) -> bool:
    """Save, and say so. False, with the reason said, where somebody else saved first. Raises InvalidInput."""
    try:
        save_terms(
            acting=acting,
            section=section,
            content=content,
            version=page_version(request),
            reason=request.POST.get("reason", ""),
        )
    except WrongState as refusal:
        messages.warning(request, refusal_words(refusal.code))
        return False
    messages.success(request, _("Saved. It counts from now on."))
    return True


def why_field(request: HttpRequest, said: dict[str, str]) -> Field:
    """Why something is changed: kept with the version, read by colleagues."""
    return {
        "name": "reason",
        "kind": "textarea",
        "rows": 2,
        "label": _("Why you change this"),
        "hint": _("Kept with the change, for your colleagues. Name nobody."),
        "optional": True,
        "value": request.POST.get("reason", ""),
        "error": said.get("reason", ""),
    }


def said_of(problems: Sequence[Problem]) -> dict[str, str]:
    """The sentence at each field."""
    return {each.field: problem_words(each.code, each.params) for each in problems}


def draw_form(
    request: HttpRequest,
    acting: ActingAs,
    settings: SettingsView,
    *,
    heading: str,
    intro: Sequence[str] = (),
    fields: Sequence[Field],
    said: dict[str, str],
    back: str = "institution_start",
    template: str = "desk/institution/form.html",
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    """The page with its fields; what is wrong stands on top and at its field."""
    known = {field["name"] for field in fields}
    errors = [{"text": text, "target": _target(name, known)} for name, text in said.items()]
    context = {
        "heading": heading,
        "intro": intro,
        "fields": [*fields, why_field(request, said)] if settings.may_change else fields,
        "errors": errors,
        "version": page_version(request) if request.method == "POST" else settings.version,
        "settings": settings,
        "back": f"desk:{back}",
    }
    return draw(request, acting, template, context | (more or {}), status=422 if errors else 200)


def _target(name: str, known: set[str]) -> str:
    """The box to which the summary leads: the field itself, or the one that holds the place named."""
    while name and name not in known:
        name = name.rpartition(".")[0]
    return name.replace(".", "-") or "reason"


def posted_or(request: HttpRequest, name: str, kept: object) -> Any:
    """What stands in a box: what was typed, or what is kept."""
    return request.POST.get(name, "") if request.method == "POST" else ("" if kept is None else kept)


def shown(problems: InvalidInput, *, within: str) -> dict[str, str]:
    """The sentences of what is wrong within one section; whatever has no field of its own stands at the section."""
    return said_of([Problem(each.field or within, each.code, each.params) for each in problems.problems])
