"""Whose social security applies: for anybody, without an account. The address holds the facts and names nobody."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from sojourn.engine.lawbook.facts import Applicant, Fact, FactType, Kind, load_facts
from sojourn.requests.answers import Answers
from sojourn.requests.entry import Typed
from sojourn.requests.interview import Standing, standing_of
from sojourn.requests.sending import Way, sendable
from sojourn.requests.texts import problem_text
from sojourn.web import questions
from sojourn.web.language import language
from sojourn.web.law_lines import law_panels, length_line

FIRST = ("activities[0].sent_from", "activities[0].country", "activities[0].start", "activities[0].end")
SEAT = "employers[0].seat"
MORE_AT_ONCE = 3


@require_safe
def find_out(request: HttpRequest) -> HttpResponse:
    """The first facts, the answer as far as they carry, and the questions that would decide more."""
    asked = "who" in request.GET
    applicant = Applicant.SELF_EMPLOYED if request.GET.get("who") == "self_employed" else Applicant.EMPLOYER
    now = standing_of(_answers(request.GET, applicant))
    panels = law_panels(now.answers, language(), lambda matter: "") if asked else []
    form = questions.Form(now.answers, language(), _errors(now, bool(panels)) if asked else {})
    on_page = [
        fact for fact in _known(applicant) if fact.id in FIRST or questions.was_on_page(fact, request.GET)
    ]
    more = _more(now, {fact.id for fact in on_page}) if panels else []
    fields = [questions.field_of(fact, form, optional=False) for fact in on_page]
    context = {
        "who": _who_field(applicant),
        "fields": fields,
        "more": [questions.field_of(fact, form, optional=False) for fact in more],
        "panels": panels,
        "asked": asked,
        "can_ask": bool(panels) and sendable(now).way in (Way.CERTIFICATE, Way.OFFICER),
        "live": length_line(now.answers, language()),
        "errors": questions.error_targets(fields, form),
    }
    response = render(request, "web/find_out.html", context)
    response["Referrer-Policy"] = "no-referrer"
    return response


def _known(applicant: Applicant) -> list[Fact]:
    """The questions that may be asked here: none that names anybody."""
    return [
        fact
        for fact in load_facts().facts
        if fact.kind is not Kind.PARTICULAR and fact.matter_for(applicant) and fact.id != SEAT
    ]


def _answers(get: QueryDict, applicant: Applicant) -> Answers:
    """What the address says; the employer is taken to be registered where the person is sent from."""
    typed: dict[str, Typed] = {
        fact.id: questions.typed_answer(fact, get)
        for fact in _known(applicant)
        if fact.id in FIRST or questions.was_on_page(fact, get)
    }
    if applicant is Applicant.EMPLOYER:
        typed[SEAT] = get.get(FIRST[0], "")
    return Answers(applicant).with_typed(load_facts(), typed)


def _errors(now: Standing, judged: bool) -> dict[str, str]:
    """What cannot be read or is missing; once there is an answer, what is merely missing is no fault."""
    problems = list(now.answers.unreadable(now.facts))
    problems += [problem for finding in now.findings if finding.hinders for problem in finding.problems()]
    told = {
        problem.field: problem_text(problem, now.facts, language(), now.applicant) for problem in problems
    }
    if not judged:
        for each in now.asked:
            if each.fact.id in FIRST and now.lacks(each):
                words = each.fact.words_in(language(), now.applicant)
                told.setdefault(each.fact.id, words.missing or words.label)
    return told


def _more(now: Standing, on_page: set[str]) -> list[Fact]:
    """The next questions that decide, most decisive first."""
    known = {fact.id for fact in _known(now.applicant)}
    found: list[Fact] = []
    for path in now.missing_paths:
        for fact in now.facts.covering(path, now.applicant):
            if fact.id in known - on_page and fact not in found and fact.type is not FactType.ROWS:
                found.append(fact)
                break
    return found[:MORE_AT_ONCE]


def _who_field(applicant: Applicant) -> dict[str, Any]:
    return {
        "name": "who",
        "id": "who",
        "kind": "radios",
        "label": gettext("Who works abroad?"),
        "options": [
            {"value": "employee", "label": gettext("Somebody whom an employer sends")},
            {"value": "self_employed", "label": gettext("A self-employed person")},
        ],
        "value": "self_employed" if applicant is Applicant.SELF_EMPLOYED else "employee",
    }
