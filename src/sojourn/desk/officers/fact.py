"""Setting a fact: which, what holds instead, from what and why; what it changes is shown before it is saved."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sojourn.casework.asking.difference import Difference, difference_with
from sojourn.casework.asking.established import SOURCES
from sojourn.casework.asking.establishing import answers_now, dispute_fact, set_fact
from sojourn.casework.case_view import CaseView, case_for
from sojourn.casework.officer_events import look_at_person
from sojourn.casework.officers.words import SOURCES as SOURCE_WORDS
from sojourn.casework.repairing import repair_of
from sojourn.casework.texts import PROBLEMS, problem_sentence
from sojourn.core.errors import InvalidInput, Problem, WrongState
from sojourn.desk.asking.ask import posted_key
from sojourn.desk.case import page_version, why_not
from sojourn.desk.certificates.repairs import REPAIRS
from sojourn.desk.entrance import draw, officers_only
from sojourn.desk.facts import fact_row
from sojourn.engine.lawbook.facts import Applicant, Fact, Kind, load_facts
from sojourn.parties.acting import ActingAs
from sojourn.requests.entry import Typed
from sojourn.requests.question_fields import Form, error_targets, field_of, typed_answer
from sojourn.requests.texts import problem_text


@require_http_methods(["GET", "HEAD", "POST"])
@officers_only
def fact_page(request: HttpRequest, acting: ActingAs, reference: str) -> HttpResponse:
    """The choice of a fact, then its boxes; "See what it changes" shows the law's answer with both; then it is kept."""
    case = case_for(acting, reference, _language())
    fact = _chosen(request, case)
    if fact is None:
        return draw(
            request, acting, "desk/officers/choose_fact.html", {"case": case, "fields": [_which(case)]}
        )
    if fact.kind is Kind.PARTICULAR:
        # What names somebody is shown: the look is written down.
        look_at_person(acting=acting, case_id=case.id)
    if request.method != "POST":
        return _form(request, acting, case, fact, None)
    typed = typed_answer(fact, request.POST)
    if "add_row" in request.POST:
        return _form(request, acting, case, fact, typed)
    try:
        match request.POST.get("step"):
            case "dispute":
                _dispute(request, acting, case, fact)
            case "save" if request.POST.get("shown") == _mark(typed):
                return redirect(_save(request, acting, case, fact, typed), reference=reference)
            case _:
                return _preview(request, acting, case, fact, typed)
    except InvalidInput as error:
        return _form(request, acting, case, fact, typed, error.problems)
    except WrongState as refusal:
        messages.warning(request, why_not(case_for(acting, reference), refusal))
    return redirect("desk:case", reference=reference)


def _save(request: HttpRequest, acting: ActingAs, case: CaseView, fact: Fact, typed: Typed) -> str:
    """Keep the fact; the page that comes next: the change of a certificate that it makes wrong, else the case."""
    difference = set_fact(
        acting=acting,
        case_id=case.id,
        version=page_version(request),
        key=posted_key(request),
        fact=fact.id,
        typed=typed,
        source=request.POST.get("source", ""),
        reason=request.POST.get("reason", ""),
    )
    repair = repair_of(acting, case.reference) if difference.makes_certificate_wrong else None
    if repair is not None:
        messages.success(
            request,
            _("Kept. The change of certificate %(number)s is filled in below.")
            % {"number": difference.certificate},
        )
        return REPAIRS[repair.act]
    if difference.makes_certificate_wrong:
        messages.warning(
            request,
            _("Kept. Certificate %(number)s says something else: correct or withdraw it.")
            % {"number": difference.certificate},
        )
    elif difference.turns_answer:
        messages.success(request, _("Kept. The law answers differently now; the applicant has been told."))
    else:
        messages.success(request, _("Kept. The checks have been run anew."))
    return "desk:case"


def _dispute(request: HttpRequest, acting: ActingAs, case: CaseView, fact: Fact) -> None:
    dispute_fact(
        acting=acting,
        case_id=case.id,
        version=page_version(request),
        fact=fact.id,
        reason=request.POST.get("reason", ""),
    )
    messages.success(request, _("Marked as disputed until it is established."))


def _preview(
    request: HttpRequest, acting: ActingAs, case: CaseView, fact: Fact, typed: Typed
) -> HttpResponse:
    difference = difference_with(acting, case.reference, fact.id, typed, _language())
    return _form(request, acting, case, fact, typed, difference=difference)


def _form(
    request: HttpRequest,
    acting: ActingAs,
    case: CaseView,
    fact: Fact,
    typed: Typed,
    problems: tuple[Problem, ...] = (),
    difference: Difference | None = None,
) -> HttpResponse:
    applicant = Applicant(case.applicant_kind)
    answers = answers_now(acting, case.reference, {fact.id: typed} if request.method == "POST" else None)
    said = {problem.field: _sentence(problem, applicant) for problem in problems}
    more = frozenset({fact.id}) if "add_row" in request.POST else frozenset()
    form = Form(answers=answers, language=_language(), errors=said, more_rows=more)
    asked = field_of(fact, form, optional=False)
    others = _others(request, said)
    context = {
        "case": case,
        "fact": fact,
        "name": fact.words_in(_language(), applicant).name,
        "asked": asked,
        "fields": others,
        "errors": [
            *error_targets([asked], form),
            *(
                {"text": text, "target": name}
                for name, text in said.items()
                if name in ("source", "reason", "fact")
            ),
        ],
        "version": page_version(request) if request.method == "POST" else case.version,
        "key": request.POST.get("key") or uuid4(),
        "difference": _shown(difference, fact, applicant) if difference else None,
        "shown": _mark(typed) if difference else "",
        "open_now": _may_set(case),
    }
    return draw(request, acting, "desk/officers/fact.html", context, status=422 if problems else 200)


def _may_set(case: CaseView) -> bool:
    """Whether this officer can set a fact now: in hand, or with a certificate that it may make wrong."""
    certified = case.state == "decided" and case.decision is not None and case.decision.certificate_number
    return not case.my_own_matter and bool(case.in_my_hands or certified)


def _shown(difference: Difference, fact: Fact, applicant: Applicant) -> dict[str, Any]:
    return {
        "view": difference,
        "declared": fact_row(fact, difference.declared, applicant),
        "before": fact_row(fact, difference.before, applicant),
        "after": fact_row(fact, difference.after, applicant),
        "was_established": difference.before != difference.declared,
    }


def _others(request: HttpRequest, said: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "name": "source",
            "kind": "radios",
            "label": _("From what do you take it?"),
            "options": [{"value": code, "label": str(SOURCE_WORDS[code]).capitalize()} for code in SOURCES],
            "value": request.POST.get("source", ""),
            "error": said.get("source", ""),
        },
        {
            "name": "reason",
            "kind": "textarea",
            "rows": 3,
            "label": _("Why it holds, or why it is in doubt"),
            "hint": _("Which paper, which register, who said it and when. Kept with the case."),
            "value": request.POST.get("reason", ""),
            "error": said.get("reason", ""),
        },
    ]


def _which(case: CaseView) -> dict[str, Any]:
    applicant, language = Applicant(case.applicant_kind), _language()
    asked = [fact for fact in load_facts().facts if fact.matter_for(applicant) is not None]
    return {
        "name": "fact",
        "kind": "select",
        "label": _("Which fact"),
        "options": [{"value": fact.id, "label": fact.words_in(language, applicant).name} for fact in asked],
        "value": "",
    }


def _chosen(request: HttpRequest, case: CaseView) -> Fact | None:
    chosen = (request.POST if request.method == "POST" else request.GET).get("fact", "")
    fact = load_facts().get(chosen[:100])
    asked = fact is not None and fact.matter_for(Applicant(case.applicant_kind)) is not None
    return fact if asked else None


def _sentence(problem: Problem, applicant: Applicant) -> str:
    if problem.code in PROBLEMS:
        return problem_sentence(problem.code, problem.params)
    return problem_text(problem, load_facts(), _language(), applicant)


def _mark(typed: Typed) -> str:
    """Stands for what was typed, so that nothing is kept whose difference was not shown."""
    return hashlib.sha256(json.dumps(typed, sort_keys=True, default=str).encode()).hexdigest()[:16]


def _language() -> str:
    return (get_language() or "en")[:2]
