"""Whose social security applies: for anybody, without an account. The address holds the facts and names nobody."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from sojourn.engine.lawbook.facts import Applicant, Fact, FactType, load_facts
from sojourn.requests import question_fields as questions
from sojourn.requests.answers import Answers
from sojourn.requests.interview import Standing, standing_of
from sojourn.requests.sending import Way, sendable
from sojourn.requests.texts import problem_text
from sojourn.web.address_facts import (
    FIRST,
    SEAT,
    applicant_in,
    asked_in,
    may_be_asked,
    shared_query,
    typed_in,
)
from sojourn.web.answer_rows import fact_rows
from sojourn.web.language import language
from sojourn.web.law_lines import law_panels, length_line
from sojourn.web.law_pages.addresses import absolute, country_of, pair_address
from sojourn.web.law_pages.words import country, sentence_case

MORE_AT_ONCE = 3


@require_safe
def find_out(request: HttpRequest) -> HttpResponse:
    """The first facts, the answer as far as they carry, and the questions that would decide more."""
    asked = "who" in request.GET
    applicant = applicant_in(request.GET)
    now = standing_of(_answers(request.GET, applicant))
    panels = law_panels(now.answers, language(), lambda matter: "") if asked else []
    form = questions.Form(now.answers, language(), _errors(now, bool(panels)) if asked else {})
    on_page = asked_in(request.GET, applicant)
    more = _more(now, {fact.id for fact in on_page}) if panels else []
    fields = [questions.field_of(fact, form, optional=False) for fact in on_page]
    context = {
        "who": _who_field(applicant),
        "fields": fields,
        "more": [questions.field_of(fact, form, optional=False) for fact in more],
        "panels": panels,
        "asked": asked,
        "live": length_line(now.answers, language()),
        "errors": questions.error_targets(fields, form),
    }
    if panels:
        context |= _ways_on(request, now)
    response = render(request, "web/find_out.html", context)
    response["Referrer-Policy"] = "no-referrer"
    return response


def _ways_on(request: HttpRequest, now: Standing) -> dict[str, Any]:
    """Where the answer leads: its own address, the page of the two countries, a request that begins with it."""
    query = shared_query(request.GET)
    home, host = now.answers.home, now.answers.host
    systems = {country_of(home or ""), country_of(host or "")}
    return {
        "can_ask": sendable(now).way in (Way.CERTIFICATE, Way.OFFICER),
        "ask_url": f"{reverse('request_new')}?{query}",
        "share": absolute(f"{reverse('find_out')}?{query}"),
        "pair_url": pair_address(home, host) if len(systems - {None}) == len(systems) == 2 else "",
        "pair_text": sentence_case(f"{country(home, 'from')} {country(host, 'to')}") if home and host else "",
        "said": fact_rows(now.answers, asked_in(request.GET, now.applicant), language()),
    }


def _answers(get: QueryDict, applicant: Applicant) -> Answers:
    """What the address says; the employer is taken to be registered where the person is sent from."""
    typed = typed_in(get, applicant)
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
    known = {fact.id for fact in may_be_asked(now.applicant)}
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
