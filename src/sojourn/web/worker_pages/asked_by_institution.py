"""What an institution asks the worker: the page behind the link, the questions, and the word that it is done.

Opening changes nothing: programs that look at mail open links too. Only pressing does. The link is then used up and
tied to the browser; every other browser has a new link sent to the same address.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from allauth.core.ratelimit import consume_or_429
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from sojourn.casework.asking import worker_events as events
from sojourn.casework.asking.access import InquiryView, inquiry_of_worker
from sojourn.casework.asking.states import InquiryState
from sojourn.casework.asking.texts import PROBLEMS, problem_words
from sojourn.casework.asking.worker_links import Holder, LinkView, by_id, by_secret
from sojourn.core.errors import InvalidInput, Problem, WrongState
from sojourn.engine.lawbook.facts import Applicant, load_facts
from sojourn.parties.client_network import client_network
from sojourn.parties.guessing.limits import BY_CLIENT, counted_try, named
from sojourn.requests.answers import Answers
from sojourn.requests.countries import country_name
from sojourn.requests.question_fields import Form, error_targets, typed_answer
from sojourn.requests.texts import fact_id_of, problem_text
from sojourn.web.asked_form import day_in, given_in, group_of, id_in, more_time_fields
from sojourn.web.following_pages.files import limit_uploads
from sojourn.web.form_field import error_rows
from sojourn.web.institution_words import institution_contact
from sojourn.web.language import language
from sojourn.web.worker_pages.browser import speak, worker_page
from sojourn.web.worker_pages.drawing import in_workers_voice

SESSION_KEY = "asked_by_institution"


@worker_page
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, secret: str) -> HttpResponse:
    """Who asks and why; pressed, the link is used up and bound to this browser, or said to be for somebody else."""
    with counted_try(BY_CLIENT, named(BY_CLIENT, client_network(request))) as attempt:
        seen = by_secret(secret)
        attempt.right = True
    speak(request, seen.language)
    if request.method != "POST":
        return _way_in(request, seen, by_link=True)
    try:
        if request.POST.get("do") == "refuse":
            events.disown(secret=secret)
            return render(request, "worker/not_me.html")
        _let_in(request, events.open_link(secret=secret))
    except WrongState:
        # Somebody was quicker, or nothing is asked any more: the page says which.
        return redirect("asked_link", secret=secret)
    return redirect("asked_page", link_id=seen.link_id)


@csrf_exempt
def page(request: HttpRequest, link_id: UUID) -> HttpResponse:
    """The questions. Sets the limit of uploads before anything of them is read."""
    limit_uploads(request, boxes=2)
    return _page(request, link_id)


@worker_page
@require_http_methods(["GET", "HEAD", "POST"])
def _page(request: HttpRequest, link_id: UUID) -> HttpResponse:
    """For a browser that is in: the questions, or that they are done. For others: a new link; posted, it is sent."""
    seen = by_id(link_id)
    speak(request, seen.language)
    holder = _holder_in(request, link_id)
    inquiry = _inquiry(holder) if holder else None
    if holder is None or inquiry is None:
        return _new_link(request, seen)
    if not seen.is_open:
        return _over(request, seen)
    asked = _Asked(seen, holder, inquiry)
    if request.method != "POST":
        return _shown(request, asked, None, ())
    try:
        problems = _step(request, asked)
    except InvalidInput as error:
        problems = error.problems
    except WrongState:
        return redirect("asked_page", link_id=link_id)
    return (
        _shown(request, asked, request.POST, problems)
        if problems
        else redirect("asked_page", link_id=link_id)
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    seen: LinkView
    holder: Holder
    inquiry: InquiryView


def _new_link(request: HttpRequest, seen: LinkView) -> HttpResponse:
    if request.method != "POST" or not seen.is_open:
        return _way_in(request, seen, by_link=False)
    refused = consume_or_429(request, action="worker_link", key=str(seen.link_id))
    if refused is not None:
        return refused
    try:
        events.send_new_link(link_id=seen.link_id)
    except WrongState:
        return redirect("asked_page", link_id=seen.link_id)
    return render(request, "worker/link_sent.html")


def _step(request: HttpRequest, asked: _Asked) -> tuple[Problem, ...]:
    """Do what the button says; returns what is wrong with answers that were only kept."""
    holder, post = asked.holder, request.POST
    if "more_time" in post:
        events.ask_for_time_as_worker(holder=holder, until=day_in(post), reason=post.get("reason", ""))
        messages.success(request, gettext("Your wish for more time was sent."))
        return ()
    problems = events.save_as_worker(holder=holder, given=given_in(request, asked.inquiry))
    if removed := post.get("remove"):
        events.remove_file_as_worker(holder=holder, attachment_id=id_in(removed))
        return ()
    if "send" in post:
        events.send_as_worker(holder=holder)
        return ()
    messages.success(request, gettext("Your answer is kept. It has not been sent yet."))
    return problems


def _shown(
    request: HttpRequest, asked: _Asked, posted: QueryDict | None, problems: tuple[Problem, ...]
) -> HttpResponse:
    said = {each.field: _sentence(each) for each in problems}
    form = Form(_answers(asked.inquiry, posted), language(), said)
    groups = [group_of(each, form, posted, to_worker=True) for each in asked.inquiry.questions]
    more_time = more_time_fields(posted or QueryDict(), said)
    fields = [field for group in groups for field in group["fields"]]
    facts = [field for group in groups for field in group["fact_fields"]]
    context = {
        "seen": asked.seen,
        "inquiry": asked.inquiry,
        "institution": institution_contact(asked.seen.institution_id, language()),
        "groups": groups,
        "more_time": more_time,
        "more_time_open": any(field["error"] for field in more_time),
        "errors": [*error_targets(facts, form), *error_rows(fields), *error_rows(more_time)],
    }
    return render(request, "worker/question.html", context, status=422 if said else 200)


def _answers(inquiry: InquiryView, posted: QueryDict | None) -> Answers:
    """What stands in the boxes. Nothing of the employer's answers is among it."""
    facts = load_facts()
    typed = {
        each.fact: each.typed if posted is None else typed_answer(facts[each.fact], posted)
        for each in inquiry.questions
        if each.fact
    }
    return in_workers_voice(Answers(Applicant.EMPLOYER).with_typed(facts, typed))


def _sentence(problem: Problem) -> str:
    facts = load_facts()
    if fact_id_of(problem.field, facts) or problem.code not in PROBLEMS:
        return problem_text(problem, facts, language(), Applicant.SELF_EMPLOYED)
    return problem_words(problem.code, problem.params)


def _way_in(request: HttpRequest, seen: LinkView, *, by_link: bool) -> HttpResponse:
    if not seen.is_open:
        return _over(request, seen)
    holder = _holder_in(request, seen.link_id)
    if by_link and holder is not None and _inquiry(holder) is not None:
        return redirect("asked_page", link_id=seen.link_id)
    context: dict[str, Any] = {
        "seen": seen,
        "institution": institution_contact(seen.institution_id, language()),
        "host": country_name(seen.host, language()) if seen.host else "",
        "fresh": by_link and not seen.used,
        "by_link": by_link,
    }
    return render(request, "worker/asked_by_institution.html", context)


def _over(request: HttpRequest, seen: LinkView) -> HttpResponse:
    answered = seen.state is InquiryState.ANSWERED
    institution = institution_contact(seen.institution_id, language())
    context = {"seen": seen, "answered": answered, "institution": institution}
    return render(request, "worker/question_over.html", context, status=200 if answered else 410)


def _let_in(request: HttpRequest, holder: Holder) -> None:
    # A new key of the session: nobody who knew the old one is in.
    request.session.cycle_key()
    known = dict(request.session.get(SESSION_KEY, {}))
    request.session[SESSION_KEY] = known | {str(holder.link_id): holder.generation}


def _holder_in(request: HttpRequest, link_id: UUID) -> Holder | None:
    generation = request.session.get(SESSION_KEY, {}).get(str(link_id))
    return Holder(link_id, generation) if isinstance(generation, int) else None


def _inquiry(holder: Holder) -> InquiryView | None:
    """What was asked, where this browser is still in."""
    try:
        return inquiry_of_worker(holder)
    except WrongState:
        return None
