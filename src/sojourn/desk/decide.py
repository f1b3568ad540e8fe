"""The decision: reasons from the catalogue, own words, what the letter will say, and then one press."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sojourn.casework.case_view import CaseView, case_for
from sojourn.casework.decision_events import approve, refuse
from sojourn.casework.reasons import catalogue, reasons_for
from sojourn.casework.texts import finding_sentence, problem_sentence, reason_words, remedy_words
from sojourn.core.errors import InvalidInput, Problem, WrongState
from sojourn.desk.case import page_version, why_not
from sojourn.desk.entrance import draw, officers_only
from sojourn.desk.panel import law_panels
from sojourn.parties.acting import ActingAs

RESULTS = ("approved", "refused")


@dataclass(frozen=True, slots=True)
class Typed:
    """What the officer has filled in so far."""

    reasons: tuple[str, ...]
    own_words: str = ""
    waivers: dict[str, str] = field(default_factory=dict)


@require_http_methods(["GET", "HEAD", "POST"])
@officers_only
def decide(request: HttpRequest, acting: ActingAs, reference: str, result: str) -> HttpResponse:
    """The form; on "See the letter" the letter above it; on the decision itself, the case as decided."""
    if result not in RESULTS:
        raise Http404
    case = case_for(acting, reference, get_language() or "en")
    if request.method != "POST":
        return _form(request, acting, case, result, _suggested(case, result))
    typed = _typed(request, case)
    if request.POST.get("step") == "preview":
        return _form(request, acting, case, result, typed, preview=True)
    try:
        _decide(request, acting, case, result, typed)
    except InvalidInput as error:
        return _form(request, acting, case, result, typed, problems=error.problems)
    except WrongState as refusal:
        messages.warning(request, why_not(case_for(acting, reference), refusal))
    else:
        messages.success(request, _("Decided. The applicant has been told."))
    return redirect("desk:case", reference=reference)


def _decide(request: HttpRequest, acting: ActingAs, case: CaseView, result: str, typed: Typed) -> None:
    common: dict[str, Any] = {
        "acting": acting,
        "case_id": case.id,
        "version": page_version(request),
        "reasons": typed.reasons,
        "own_words": typed.own_words,
    }
    if result == "approved":
        approve(**common, waivers=typed.waivers)
    else:
        refuse(**common)


def _suggested(case: CaseView, result: str) -> Typed:
    """Filled in beforehand: the reasons to which the law's answer and the checks point."""
    pointed = case.approval_reasons if result == "approved" else case.refusal_reasons
    if result == "approved" and not pointed:
        pointed = ("facts_established",) if case.hindrances else ("conditions_met",)
    return Typed(pointed)


def _typed(request: HttpRequest, case: CaseView) -> Typed:
    return Typed(
        reasons=tuple(request.POST.getlist("reasons")),
        own_words=request.POST.get("own_words", "").replace("\r\n", "\n"),
        waivers={code: request.POST.get(f"waiver-{code}", "") for code in _codes(case)},
    )


def _codes(case: CaseView) -> list[str]:
    return list(dict.fromkeys(finding.code for finding in case.hindrances))


def _form(
    request: HttpRequest,
    acting: ActingAs,
    case: CaseView,
    result: str,
    typed: Typed,
    *,
    problems: Sequence[Problem] = (),
    preview: bool = False,
) -> HttpResponse:
    said = {problem.field: problem_sentence(problem.code, problem.params) for problem in problems}
    fields = [_reasons_field(result, typed, said)]
    if result == "approved":
        fields += [_waiver_field(case, code, typed, said) for code in _codes(case)]
    fields.append(_own_words_field(typed, said))
    context = {
        "case": case,
        "result": result,
        "version": page_version(request) if request.method == "POST" else case.version,
        "panels": law_panels(case),
        "fields": fields,
        "errors": [{"text": text, "target": name} for name, text in said.items()],
        "preview": _preview(typed) if preview else None,
        "open_now": case.in_my_hands and not case.my_own_matter,
    }
    return draw(request, acting, "desk/decide.html", context, status=422 if problems else 200)


def _reasons_field(result: str, typed: Typed, said: dict[str, str]) -> dict[str, Any]:
    return {
        "name": "reasons",
        "kind": "checkboxes",
        "label": _("Reasons"),
        "hint": _("Those to which the law's answer points are ticked. The first one decides the remedy."),
        "options": [
            {"value": reason.code, "label": reason_words(reason.code)} for reason in reasons_for(result)
        ],
        "value": list(typed.reasons),
        "error": said.get("reasons", ""),
    }


def _waiver_field(case: CaseView, code: str, typed: Typed, said: dict[str, str]) -> dict[str, Any]:
    finding = next(finding for finding in case.hindrances if finding.code == code)
    return {
        "name": f"waiver-{code}",
        "kind": "textarea",
        "rows": 2,
        "label": _("Why this may be set aside: %(finding)s") % {"finding": finding_sentence(finding)},
        "hint": _("Kept with the decision; not sent to the applicant."),
        "value": typed.waivers.get(code, ""),
        "error": said.get(f"waiver-{code}", ""),
    }


def _own_words_field(typed: Typed, said: dict[str, str]) -> dict[str, Any]:
    return {
        "name": "own_words",
        "kind": "textarea",
        "label": _("In your own words"),
        "hint": _("Sent to the applicant below the reasons."),
        "optional": True,
        "value": typed.own_words,
        "error": said.get("own_words", ""),
    }


def _preview(typed: Typed) -> dict[str, Any]:
    known = [catalogue().reasons[code] for code in typed.reasons if code in catalogue().reasons]
    return {
        "reasons": [reason_words(reason.code) for reason in known],
        "own_words": typed.own_words.strip(),
        "remedy": remedy_words(known[0].remedy) if known else "",
    }
