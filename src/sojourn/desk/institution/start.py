"""Setting up: the task list, and opening to applicants."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sojourn.casework.hosting.events import close_to_applicants, open_to_applicants
from sojourn.casework.hosting.starting import Task, start_of
from sojourn.casework.hosting.texts import SECTIONS, TASKS, UNTIL_DONE, refusal_words
from sojourn.core.errors import WrongState
from sojourn.desk.entrance import draw, officers_only
from sojourn.parties.acting import ActingAs

PAGES = {
    "identity": ("institution_section", {"section": "identity"}),
    "writing": ("institution_section", {"section": "writing"}),
    "numbering": ("institution_section", {"section": "numbering"}),
    "keys": ("institution_keys", {}),
    "deadlines": ("institution_section", {"section": "deadlines"}),
    "corridors": ("institution_corridors", {}),
    "automation": ("institution_automation", {}),
    "people": ("institution_people", {}),
    "try": ("institution_try", {}),
}
OTHERS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("hours", "institution_section", {"section": "hours"}),
    ("queues", "institution_queues", {}),
    ("second_signature", "institution_section", {"section": "second_signature"}),
)


@require_safe
@officers_only
def home(request: HttpRequest, acting: ActingAs) -> HttpResponse:
    """The address that people type."""
    return redirect("desk:institution_start")


@require_safe
@officers_only
def start(request: HttpRequest, acting: ActingAs) -> HttpResponse:
    """The tasks with their state, and whether applicants are let in."""
    now = start_of(acting, get_language() or "en")
    context = {
        "start": now,
        "name": now.settings.standing.name,
        "tasks": [_shown(task) for task in now.tasks],
        "others": [
            (str(SECTIONS[section]), reverse(f"desk:{page}", kwargs=parts)) for section, page, parts in OTHERS
        ],
        "first": now.first_open and {"title": TASKS[now.first_open.code], "url": _url(now.first_open)},
    }
    return draw(request, acting, "desk/institution/start.html", context)


@require_POST
@officers_only
def open_page(request: HttpRequest, acting: ActingAs) -> HttpResponse:
    """Let applicants in."""
    try:
        open_to_applicants(acting=acting)
    except WrongState as refusal:
        messages.warning(request, refusal_words(refusal.code))
    else:
        messages.success(request, _("Open. Requests come to you from now on."))
    return redirect("desk:institution_start")


@require_POST
@officers_only
def close_page(request: HttpRequest, acting: ActingAs) -> HttpResponse:
    """Take no new requests."""
    close_to_applicants(acting=acting)
    messages.success(request, _("Closed. New requests become packages; open cases go on."))
    return redirect("desk:institution_start")


def _url(task: Task) -> str:
    page, parts = PAGES[task.code]
    return reverse(f"desk:{page}", kwargs=parts)


def _shown(task: Task) -> dict[str, object]:
    if task.done:
        status = {"kind": "plain", "text": _("Completed")}
    elif task.blocked:
        status = {"kind": "ended", "text": _("Cannot start yet")}
    else:
        status = {"kind": "open", "text": _("Not yet started")}
    return {
        "title": TASKS[task.code],
        "url": _url(task),
        "hint": "" if task.done else UNTIL_DONE[task.code],
        "status": status,
    }
