"""The decision: reasons from the catalogue, own words, the letter as it will be sent, and then one press.

What is typed is kept while it is typed: a session that dies loses nothing. Where two officers are needed, the press
proposes, and another officer signs (see `desk.signing`).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sojourn.casework.case_view import CaseView, case_for
from sojourn.casework.decision_acts import look_ahead, propose_decision
from sojourn.casework.decision_events import Terms, approve, discontinue, forward, refuse
from sojourn.casework.drafts import draft_of, drop_draft, keep_draft
from sojourn.casework.signing.texts import cause_words
from sojourn.casework.texts import problem_sentence
from sojourn.core.errors import InvalidInput, Problem, WrongState
from sojourn.desk.case import page_version, why_not
from sojourn.desk.decide_form import decision_fields, hindrance_codes, read_day
from sojourn.desk.entrance import draw, officers_only
from sojourn.desk.panel import law_panels
from sojourn.parties.acting import ActingAs

RESULTS: Final = ("approved", "refused", "forwarded", "discontinued")
# What a draft keeps of a form. The rest belongs to the page: its version, its button.
_NOT_KEPT: Final = frozenset({"csrfmiddlewaretoken", "version", "step"})


@require_http_methods(["GET", "HEAD", "POST"])
@officers_only
def decide(request: HttpRequest, acting: ActingAs, reference: str, result: str) -> HttpResponse:
    """The form; on "See the letter" the letter above it; on the decision itself, the case as decided."""
    if result not in RESULTS:
        raise Http404
    case = case_for(acting, reference, get_language() or "en")
    if request.method != "POST":
        kept = draft_of(acting, reference, _form_name(result))
        return _form(request, acting, case, result, kept or _suggested(case, result), from_draft=bool(kept))
    typed = _typed(request)
    if request.POST.get("step") == "preview":
        keep_draft(acting=acting, reference=reference, form=_form_name(result), content=typed)
        return _form(request, acting, case, result, typed, preview=True)
    try:
        said = _decide(request, acting, case, result, typed)
    except InvalidInput as error:
        return _form(request, acting, case, result, typed, problems=error.problems)
    except WrongState as refusal:
        messages.warning(request, why_not(case_for(acting, reference), refusal))
    else:
        drop_draft(acting=acting, reference=reference, form=_form_name(result))
        messages.success(request, said)
    return redirect("desk:case", reference=reference)


@require_POST
@officers_only
def draft(request: HttpRequest, acting: ActingAs, reference: str, result: str) -> HttpResponse:
    """Keep what is being typed; says so, for the line below the form."""
    if result not in RESULTS:
        raise Http404
    kept = keep_draft(acting=acting, reference=reference, form=_form_name(result), content=_typed(request))
    return HttpResponse(_("Kept") if kept else "", headers={"Cache-Control": "no-store"})


def _decide(
    request: HttpRequest, acting: ActingAs, case: CaseView, result: str, typed: Mapping[str, Any]
) -> str:
    """Decide, or propose where two officers are needed; the sentence that says what was done."""
    terms = _terms(case, result, typed)
    ahead = look_ahead(acting, case.reference, result, terms)
    common: dict[str, Any] = {"acting": acting, "case_id": case.id, "version": page_version(request)}
    if ahead.causes:
        propose_decision(**common, result=result, terms=terms, causes=ahead.causes)
        return _("Proposed. It is done when another officer signs.")
    common |= {"reasons": terms.reasons, "own_words": terms.own_words}
    match result:
        case "approved":
            approve(**common, waivers=terms.waivers, part=terms.part)
        case "refused":
            refuse(**common)
        case "forwarded":
            forward(**common, papers=terms.papers, to=terms.to)
        case _:
            discontinue(**common)
    return _("Decided. The applicant has been told.")


def _form_name(result: str) -> str:
    return f"decide_{result}"


def _typed(request: HttpRequest) -> dict[str, Any]:
    """What the form holds, as it was typed."""
    return {
        name: request.POST.getlist(name) if name == "reasons" else request.POST[name].replace("\r\n", "\n")
        for name in request.POST
        if name not in _NOT_KEPT
    }


def _suggested(case: CaseView, result: str) -> dict[str, Any]:
    """Filled in beforehand: the reasons to which the law's answer and the checks point."""
    if result == "approved":
        usual = ("facts_established",) if case.hindrances else ("conditions_met",)
        return {"reasons": list(case.approval_reasons or usual)}
    return {"reasons": list(case.refusal_reasons) if result == "refused" else []}


def _terms(case: CaseView, result: str, typed: Mapping[str, Any]) -> Terms:
    """What the officer decides with. Raises InvalidInput for a day that cannot be read."""
    part: tuple[date, date | None] | None = None
    if result == "approved":
        first, last = read_day(typed, "part_from"), read_day(typed, "part_until")
        if (first is not None or last is not None) and case.start is not None:
            part = (first or case.start, last or case.end)
    return Terms(
        reasons=tuple(typed.get("reasons", ())),
        own_words=str(typed.get("own_words", "")),
        waivers={code: str(typed.get(f"waiver-{code}", "")) for code in hindrance_codes(case)},
        part=part,
        to=str(typed.get("to", "")),
        papers=typed.get("papers", "yes") == "yes",
    )


def _form(
    request: HttpRequest,
    acting: ActingAs,
    case: CaseView,
    result: str,
    typed: Mapping[str, Any],
    *,
    problems: Sequence[Problem] = (),
    preview: bool = False,
    from_draft: bool = False,
) -> HttpResponse:
    try:
        terms = _terms(case, result, typed)
    except InvalidInput as error:
        problems, terms = [*problems, *error.problems], _terms(case, "", typed)
    ahead = look_ahead(acting, case.reference, result, terms)
    said = {problem.field: problem_sentence(problem.code, problem.params) for problem in problems}
    context = {
        "case": case,
        "result": result,
        "version": page_version(request) if request.method == "POST" else case.version,
        "panels": law_panels(case),
        "fields": decision_fields(case, result, typed, said, ahead),
        "errors": [{"text": text, "target": _target(name)} for name, text in said.items()],
        "letter": ahead.letter if preview and not problems else None,
        "causes": [cause_words(code) for code in ahead.causes],
        "covered": ahead.covered,
        "from_draft": from_draft,
        "open_now": case.in_my_hands and not case.my_own_matter,
    }
    return draw(request, acting, "desk/decide.html", context, status=422 if problems else 200)


def _target(name: str) -> str:
    return f"{name}-day" if name in {"part_from", "part_until"} else name
