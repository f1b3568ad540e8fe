"""One sample: the decision as it was made, what it rests on, and the verdict."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sojourn.casework.case_view import case_for
from sojourn.casework.grounds.access import Grounds
from sojourn.casework.grounds.texts import BASES, BASES_MEAN, UNASKED
from sojourn.casework.hosting.automation_events import Scope, stop_automation
from sojourn.casework.officer_events import look_at_person
from sojourn.casework.sampling.access import SampleView, sample_for
from sojourn.casework.sampling.events import judge_sample, put_back_sample, take_sample
from sojourn.casework.sampling.states import CAUSES as CAUSE_CODES
from sojourn.casework.sampling.texts import CAUSES, VERDICTS, problem_sentence, refusal_sentence
from sojourn.casework.texts import CHECKS, FINDINGS_SHORT
from sojourn.core.errors import InvalidInput, Problem, WrongState
from sojourn.desk.case import page_version
from sojourn.desk.entrance import draw, officers_only
from sojourn.desk.facts import person_rows, remark_rows, work_rows
from sojourn.desk.panel import law_panels
from sojourn.engine.lawbook.facts import load_facts
from sojourn.parties.acting import ActingAs


@require_http_methods(["GET", "HEAD", "POST"])
@officers_only
def sample_page(request: HttpRequest, acting: ActingAs, sample_id: UUID) -> HttpResponse:
    """The sample; posted, the verdict."""
    if request.method != "POST":
        return _draw(request, acting, sample_id)
    try:
        judge_sample(
            acting=acting,
            sample_id=sample_id,
            version=page_version(request),
            verdict=request.POST.get("verdict", ""),
            cause=_cause(request),
            words=request.POST.get("words", ""),
        )
    except InvalidInput as error:
        return _draw(request, acting, sample_id, problems=error.problems)
    except WrongState as refusal:
        messages.warning(request, refusal_sentence(refusal.code, refusal.params))
    else:
        messages.success(request, _("Your verdict is kept."))
        if request.POST.get("verdict") != "wrong":
            return redirect("desk:samples")
    return redirect("desk:sample", sample_id=sample_id)


@require_POST
@officers_only
def person_page(request: HttpRequest, acting: ActingAs, sample_id: UUID) -> HttpResponse:
    """The sample with the person: the look is written down, as one for quality."""
    return _draw(request, acting, sample_id, look=True)


@require_POST
@officers_only
def take_page(request: HttpRequest, acting: ActingAs, sample_id: UUID) -> HttpResponse:
    """Take this sample in hand."""
    return _step(request, sample_id, take_sample, acting=acting, version=page_version(request))


@require_POST
@officers_only
def put_back_page(request: HttpRequest, acting: ActingAs, sample_id: UUID) -> HttpResponse:
    """Leave this sample to others."""
    return _step(request, sample_id, put_back_sample, acting=acting, version=page_version(request))


@require_POST
@officers_only
def stop_page(request: HttpRequest, acting: ActingAs, sample_id: UUID) -> HttpResponse:
    """Stop automation for the sample's country of work: for those who lead."""
    host = sample_for(acting, sample_id).row.host
    stop_automation(acting=acting, scope=Scope("corridor", host))
    messages.success(request, _("Automation is stopped for this country of work."))
    return redirect("desk:sample", sample_id=sample_id)


def _step(request: HttpRequest, sample_id: UUID, take: Callable[..., None], **given: Any) -> HttpResponse:
    try:
        take(sample_id=sample_id, **given)
    except WrongState as refusal:
        messages.warning(request, refusal_sentence(refusal.code, refusal.params))
    return redirect("desk:sample", sample_id=sample_id)


def _cause(request: HttpRequest) -> str:
    """The cause that belongs to the verdict; one that was chosen before the verdict became "right" counts no more."""
    return "" if request.POST.get("verdict") == "right" else request.POST.get("cause", "")


def _draw(
    request: HttpRequest,
    acting: ActingAs,
    sample_id: UUID,
    *,
    look: bool = False,
    problems: tuple[Problem, ...] = (),
) -> HttpResponse:
    sample = sample_for(acting, sample_id)
    file = look_at_person(acting=acting, case_id=sample.case_id, why="quality") if look else None
    case = case_for(acting, sample.row.reference, get_language() or "en")
    said = {problem.field: problem_sentence(problem.code, problem.params) for problem in problems}
    context = {
        "sample": sample,
        "case": case,
        "panels": law_panels(case),
        "work": work_rows(case),
        "person": person_rows(file) if file else None,
        "remarks": remark_rows(file) if file else None,
        "checks": _checks(sample.grounds),
        "bases": _bases(sample.grounds),
        "fields": _fields(request, said),
        "errors": [{"text": text, "target": f"{name}-1"} for name, text in said.items()],
        "may_judge": sample.in_my_hands and not sample.own_matter,
        "state": _state(sample),
        "cause_words": CAUSES.get(sample.row.cause, ""),
    }
    return draw(request, acting, "desk/sampling/sample.html", context, status=422 if problems else 200)


def _state(sample: SampleView) -> str:
    if sample.row.verdict:
        return _("%(verdict)s, says %(name)s") % {
            "verdict": VERDICTS[sample.row.verdict],
            "name": sample.row.judged_by,
        }
    return _("In the hands of %(name)s") % {"name": sample.row.taken_by} if sample.row.taken_by else ""


def _checks(grounds: Grounds | None) -> list[dict[str, Any]]:
    """Each check that was run: what a case must pass, its code, and what was found."""
    if grounds is None:
        return []
    return [
        {
            "code": name,
            "says": CHECKS.get(name, name),
            "found": [FINDINGS_SHORT.get(each["code"], each["code"]) for each in found],
            "waived": any(each["waiver"] for each in found),
        }
        for name, found in grounds.checks.items()
    ]


def _bases(grounds: Grounds | None) -> list[dict[str, Any]]:
    """The facts that decided, by what they rest on."""
    if grounds is None:
        return []
    language = (get_language() or "en")[:2]

    def name(path: str) -> str:
        fact = load_facts().get(path) or load_facts().get(path.partition("[")[0])
        return fact.words_in(language).name if fact else str(UNASKED.get(path, path))

    return [
        {"key": f"{BASES[basis]}: {BASES_MEAN[basis]}", "lines": [name(path) for path in paths]}
        for basis, paths in grounds.facts.items()
        if paths
    ]


def _fields(request: HttpRequest, said: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "name": "verdict",
            "kind": "radios",
            "label": _("Was the decision right?"),
            "options": [{"value": code, "label": words} for code, words in VERDICTS.items()],
            "value": request.POST.get("verdict", ""),
            "error": said.get("verdict", ""),
        },
        {
            "name": "cause",
            "kind": "radios",
            "label": _("If not, where did the fault lie?"),
            "hint": _("The last three fit a decision that was right but poorly reasoned."),
            "options": [{"value": code, "label": CAUSES[code]} for code in CAUSE_CODES],
            "value": request.POST.get("cause", ""),
            "error": said.get("cause", ""),
            "optional": True,
        },
        {
            "name": "words",
            "kind": "textarea",
            "label": _("What should be mended"),
            "hint": _("Do not name anybody: those who mend it need the fault, not the person."),
            "value": request.POST.get("words", ""),
            "error": said.get("words", ""),
            "rows": 3,
            "optional": True,
        },
    ]
