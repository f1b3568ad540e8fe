"""When samples stop a corridor, and on which facts is decided without a person: settings of those who lead."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sojourn.casework.checks.facts import BASES as BASE_CODES
from sojourn.casework.grounds.texts import BASES, BASES_MEAN
from sojourn.casework.hosting.events import save_terms
from sojourn.casework.permissions import require_lead
from sojourn.casework.sampling.access import Samples, samples_of
from sojourn.casework.sampling.texts import problem_sentence, refusal_sentence
from sojourn.core.errors import InvalidInput, Problem, WrongState
from sojourn.desk.case import page_version
from sojourn.desk.entrance import draw, officers_only
from sojourn.parties.acting import ActingAs


@require_http_methods(["GET", "HEAD", "POST"])
@officers_only
def limits_page(request: HttpRequest, acting: ActingAs) -> HttpResponse:
    """The form; posted, the settings. For those who lead: to others there is no such page."""
    require_lead(acting)
    samples = samples_of(acting)
    if request.method != "POST":
        return _form(request, acting, samples)
    try:
        _save(request, acting)
    except InvalidInput as error:
        return _form(request, acting, samples, error.problems)
    except WrongState as refusal:
        messages.warning(request, refusal_sentence(refusal.code, refusal.params))
        return redirect("desk:sample_limits")
    messages.success(request, _("The settings are kept."))
    return redirect("desk:samples")


def _save(request: HttpRequest, acting: ActingAs) -> None:
    percent, judged = request.POST.get("above", "").strip(), request.POST.get("judged", "").strip()
    bases = [basis for basis in BASE_CODES if basis in request.POST.getlist("bases")]
    problems = []
    if percent and not (percent.isdecimal() and int(percent) <= 100):
        problems.append(Problem("above", "percent_range"))
    if not (judged.isdecimal() and 1 <= int(judged) <= 1000):
        problems.append(Problem("judged", "judged_range"))
    if not bases:
        problems.append(Problem("bases", "bases_missing"))
    if problems:
        raise InvalidInput(problems)
    content = {"above_percent": int(percent) if percent else None, "least_judged": int(judged)}
    version = save_terms(
        acting=acting, section="sampling_stop", content=content, version=page_version(request)
    )
    save_terms(acting=acting, section="accepted_bases", content=bases, version=version)


def _form(
    request: HttpRequest, acting: ActingAs, samples: Samples, problems: tuple[Problem, ...] = ()
) -> HttpResponse:
    said = {problem.field: problem_sentence(problem.code, problem.params) for problem in problems}
    post = request.POST if request.method == "POST" else None
    above = "" if samples.above_percent is None else str(samples.above_percent)
    fields: list[dict[str, Any]] = [
        {
            "name": "above",
            "label": _("Stop a country of work when more than so many percent were wrong"),
            "hint": _("Left empty, samples stop nothing by themselves."),
            "value": post.get("above", "") if post is not None else above,
            "error": said.get("above", ""),
            "inputmode": "numeric",
            "width": "4",
            "optional": True,
        },
        {
            "name": "judged",
            "label": _("But not before so many were looked at"),
            "value": post.get("judged", "") if post is not None else str(samples.least_judged),
            "error": said.get("judged", ""),
            "inputmode": "numeric",
            "width": "4",
        },
        {
            "name": "bases",
            "kind": "checkboxes",
            "label": _("On which facts may be decided without a person?"),
            "hint": _("A case in which a deciding fact rests on less comes to an officer."),
            "options": [
                {"value": code, "label": BASES[code], "hint": BASES_MEAN[code]} for code in BASE_CODES
            ],
            "value": post.getlist("bases") if post is not None else list(samples.accepted_bases),
            "error": said.get("bases", ""),
        },
    ]
    targets = {"bases": "bases-1"}
    context = {
        "fields": fields,
        "version": page_version(request) if post is not None else samples.version,
        "errors": [{"text": text, "target": targets.get(name, name)} for name, text in said.items()],
    }
    return draw(request, acting, "desk/sampling/limits.html", context, status=422 if problems else 200)
