"""The page of the keys: which there are, which does what, and a switch for all of them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sojourn.casework.officers.access import desk_setting
from sojourn.casework.officers.events import set_up_desk
from sojourn.casework.officers.keys import FIXED, KEYS
from sojourn.casework.texts import problem_sentence
from sojourn.core.errors import InvalidInput, Problem
from sojourn.desk.entrance import draw, officers_only
from sojourn.parties.acting import ActingAs


@require_http_methods(["GET", "HEAD", "POST"])
@officers_only
def keys_page(request: HttpRequest, acting: ActingAs) -> HttpResponse:
    """The list with its boxes; posted, it is kept."""
    if request.method != "POST":
        return _form(request, acting)
    if request.POST.get("step") == "as_it_came":
        set_up_desk(acting=acting, keys_on=True, keys=KEYS)
    else:
        try:
            set_up_desk(acting=acting, keys_on=request.POST.get("keys_on") == "yes", keys=_typed(request))
        except InvalidInput as error:
            return _form(request, acting, error.problems)
    messages.success(request, _("Saved. The keys do this from now on."))
    return redirect("desk:keys")


def action_words() -> dict[str, str]:
    """What each key does."""
    return {
        "next": _("Take the next case"),
        "down": _("Down in a list"),
        "up": _("Up in a list"),
        "facts": _("To the facts"),
        "history": _("To the history"),
        "ask": _("Ask the applicant"),
        "decide": _("Decide"),
        "set_fact": _("Set a fact"),
        "search": _("Search"),
        "back": _("Back"),
        "keys": _("This list"),
    }


def _typed(request: HttpRequest) -> dict[str, str]:
    return {action: request.POST.get(action, "") for action in KEYS if action not in FIXED}


def _form(request: HttpRequest, acting: ActingAs, problems: tuple[Problem, ...] = ()) -> HttpResponse:
    kept = desk_setting(acting)
    said = {problem.field: problem_sentence(problem.code, problem.params) for problem in problems}
    shown = _typed(request) if problems else {}
    told = action_words()
    fields: list[dict[str, Any]] = [
        {
            "name": "keys_on",
            "kind": "checkbox",
            "label": _("Single keys do things at the desk"),
            "value": request.POST.get("keys_on") == "yes" if problems else kept.keys_on,
        },
        *(
            {
                "name": action,
                "label": told[action],
                "value": shown.get(action, kept.keys[action]),
                "error": said.get(action, ""),
                "width": 2,
                "autocomplete": "off",
                "spellcheck": False,
            }
            for action in KEYS
            if action not in FIXED
        ),
    ]
    context = {
        "fields": fields,
        "fixed": [
            (told[action], {"Escape": "Esc"}.get(KEYS[action], KEYS[action]))
            for action in KEYS
            if action in FIXED
        ],
        "errors": [{"text": text, "target": name} for name, text in said.items()],
    }
    return draw(request, acting, "desk/officers/keys.html", context, status=422 if problems else 200)
