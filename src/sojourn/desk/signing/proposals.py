"""The list of what waits for a second signature, and one proposal with what it changes and its letter."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sojourn.casework.signing.access import (
    ProposalView,
    given_back,
    proposal_for,
    waiting_for_signature,
)
from sojourn.casework.signing.events import return_, sign, take_back
from sojourn.casework.signing.texts import PROBLEMS, REFUSALS, STATES, act_words, cause_words, refusal_words
from sojourn.casework.texts import problem_sentence, refusal_sentence
from sojourn.core.errors import InvalidInput, Problem, WrongState
from sojourn.desk.entrance import draw, officers_only
from sojourn.parties.acting import ActingAs


@require_safe
@officers_only
def waiting(request: HttpRequest, acting: ActingAs) -> HttpResponse:
    """What waits, oldest first; below it one's own that came back."""
    context = {
        "waiting": [_row(row) for row in waiting_for_signature(acting)],
        "back": [_row(row) for row in given_back(acting)],
    }
    return draw(request, acting, "desk/signing/waiting.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@officers_only
def proposal(request: HttpRequest, acting: ActingAs, proposal_id: UUID) -> HttpResponse:
    """The proposal; posted, it is signed, returned with words, or taken back."""
    view = proposal_for(acting, proposal_id, get_language() or "en")
    if request.method != "POST":
        return _draw(request, acting, view)
    try:
        said = _step(request, acting, proposal_id)
    except InvalidInput as error:
        return _draw(request, acting, view, error.problems)
    except WrongState as refusal:
        messages.warning(request, _why_not(refusal, view))
        return redirect("desk:proposal", proposal_id=proposal_id)
    messages.success(request, said)
    return redirect("desk:case", reference=view.row.reference)


def _step(request: HttpRequest, acting: ActingAs, proposal_id: UUID) -> str:
    match request.POST.get("step"):
        case "sign":
            sign(acting=acting, proposal_id=proposal_id)
            return _("Signed and done. Whoever it concerns has been told.")
        case "return":
            return_(acting=acting, proposal_id=proposal_id, words=request.POST.get("words", ""))
            return _("Returned, with your words.")
        case _:
            take_back(acting=acting, proposal_id=proposal_id)
            return _("Taken back. Nothing was done.")


def _why_not(refusal: WrongState, view: ProposalView) -> str:
    if refusal.code in REFUSALS:
        return refusal_words(refusal.code, refusal.params)
    return refusal_sentence(refusal.code, dict(refusal.params))


def _draw(
    request: HttpRequest, acting: ActingAs, view: ProposalView, problems: Sequence[Problem] = ()
) -> HttpResponse:
    said = {problem.field: _problem_words(problem) for problem in problems}
    context = {
        "view": view,
        "act": act_words(view.row.act),
        "causes": [cause_words(code) for code in view.row.causes],
        "state": STATES[view.row.state.value],
        "why_not": refusal_words(view.why_not, {"state": view.row.state.value}) if view.why_not else "",
        "words_field": {
            "name": "words",
            "kind": "textarea",
            "rows": 3,
            "label": _("What is to be mended"),
            "hint": _("The officer who proposed it reads this. The applicant does not."),
            "value": request.POST.get("words", ""),
            "error": said.get("words", ""),
        },
        "errors": [{"text": text, "target": name} for name, text in said.items()],
    }
    return draw(request, acting, "desk/signing/proposal.html", context, status=422 if problems else 200)


def _problem_words(problem: Problem) -> str:
    if problem.code in PROBLEMS:
        return str(PROBLEMS[problem.code])
    return problem_sentence(problem.code, problem.params)


def _row(row: Any) -> dict[str, Any]:
    return {"row": row, "act": act_words(row.act), "causes": [cause_words(code) for code in row.causes]}
