"""What people reported about certificates of the institution."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sojourn.casework.foreign.concern_events import (
    ConcernView,
    concerns_of,
    look_at_concern,
    move_concern,
    photo_of,
    waiting_concerns,
)
from sojourn.casework.foreign.states import CONCERN_ARROWS
from sojourn.casework.foreign.texts import (
    CONCERN_STATES,
    CONCERN_STEPS,
    problem_words,
    refusal_words,
    words_of,
)
from sojourn.casework.suspension_events import case_with_certificate
from sojourn.core.errors import InvalidInput, WrongState
from sojourn.desk.asking.thread import as_download
from sojourn.desk.case import page_version
from sojourn.desk.entrance import draw, officers_only
from sojourn.parties.acting import ActingAs


@require_safe
@officers_only
def waiting(request: HttpRequest, acting: ActingAs) -> HttpResponse:
    """Those not closed, oldest first; or those in a state."""
    state = request.GET.get("state", "")[:16]
    counts = waiting_concerns(acting)
    states = [
        {"code": code, "words": str(words), "count": counts.get(code, 0)}
        for code, words in CONCERN_STATES.items()
    ]
    context = {"rows": concerns_of(acting, state), "states": states, "state": state}
    return draw(request, acting, "desk/foreign/concerns.html", context)


@require_safe
@officers_only
def show(request: HttpRequest, acting: ActingAs, reference: str) -> HttpResponse:
    """One report; the look is written down."""
    return _draw(request, acting, look_at_concern(acting=acting, reference=reference), {})


@require_safe
@officers_only
def photo(request: HttpRequest, acting: ActingAs, reference: str) -> HttpResponse:
    """The photo that came with it; saved, never opened in the browser."""
    return as_download(*photo_of(acting=acting, reference=reference))


@require_POST
@officers_only
def step(request: HttpRequest, acting: ActingAs, reference: str, step: str) -> HttpResponse:
    """One step with its note."""
    if step not in CONCERN_ARROWS:
        raise Http404
    try:
        move_concern(
            acting=acting,
            reference=reference,
            step=step,
            version=page_version(request),
            note=request.POST.get("note", ""),
        )
    except InvalidInput as error:
        said = {each.field: problem_words(each.code, each.params) for each in error.problems}
        return _draw(request, acting, look_at_concern(acting=acting, reference=reference), said)
    except WrongState as refusal:
        messages.warning(request, refusal_words(refusal.code, refusal.params))
    else:
        messages.success(request, _("Kept."))
    return redirect("desk:concern", reference=reference)


def _draw(request: HttpRequest, acting: ActingAs, view: ConcernView, said: dict[str, str]) -> HttpResponse:
    steps = [
        {"step": name, "words": words_of(CONCERN_STEPS, name), "needs": bool(CONCERN_ARROWS[name].needs)}
        for name in view.open_steps
    ]
    note = {
        "name": "note",
        "kind": "textarea",
        "label": _("Note: what was answered or found"),
        "value": request.POST.get("note", view.note),
        "error": said.get("note", ""),
    }
    context = {
        "view": view,
        "own_case": case_with_certificate(acting, view.row.certificate_number),
        "steps": steps,
        "note": note if any(each["needs"] for each in steps) else None,
        "errors": [{"text": text, "target": name} for name, text in said.items()],
    }
    return draw(request, acting, "desk/foreign/concern.html", context, status=422 if said else 200)
