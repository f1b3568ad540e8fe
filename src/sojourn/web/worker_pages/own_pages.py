"""The worker's pages: about you, does this look right, check and finish, done."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from sojourn.casework.issuing import certificate_is_awaited
from sojourn.casework.ordered import send_if_ordered
from sojourn.core import clock
from sojourn.core.errors import InvalidInput, WrongState
from sojourn.engine.lawbook.facts import Fact, load_facts
from sojourn.requests import question_fields as questions
from sojourn.requests.side_by_side import Conflict
from sojourn.requests.worker_part import worker_events
from sojourn.requests.worker_part.access import Holder
from sojourn.requests.worker_part.interview import PAGES, WORK, WorkersPage, first_open_page, page_of
from sojourn.requests.worker_part.states import State
from sojourn.requests.worker_questions import SHOWN_TO_WORKER, workers_questions
from sojourn.web.draft_pages import other_windows
from sojourn.web.interview_pages import saved_line
from sojourn.web.language import language
from sojourn.web.worker_pages.browser import Part, come_in, worker_page
from sojourn.web.worker_pages.drawing import (
    answer_groups,
    conflict_words,
    fields_of,
    in_workers_voice,
    sentences,
    topic_errors,
    topic_fields,
    warnings_of,
)

CHECK = "check"


@worker_page
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, part_id: UUID, name: str) -> HttpResponse:
    """One page of the worker's questions; posted, what was typed is kept, right or wrong, and leads on."""
    came = come_in(request, part_id)
    if isinstance(came, HttpResponse):
        return came
    holder, part = came
    if name not in PAGES:
        return redirect("worker_part", part_id=part_id)
    if not part.request.stands.may_be_changed:
        return redirect("worker_done", part_id=part_id)
    if request.method == "POST":
        return _continue(request, holder, name)
    return _shown(request, part, page_of(part, name))


@worker_page
@require_POST
def autosave(request: HttpRequest, part_id: UUID, name: str) -> HttpResponse:
    """Keeps what is being typed. Nothing is scolded here."""
    came = come_in(request, part_id)
    if isinstance(came, HttpResponse) or name not in PAGES:
        return JsonResponse({"saved": ""}, status=404)
    try:
        conflicts = _save(came[0], name, request.POST)
    except WrongState:
        return JsonResponse({"saved": ""}, status=404)
    if conflicts:
        return JsonResponse(
            {"saved": gettext("This was changed in another window. Press Continue to choose.")}
        )
    return JsonResponse({"saved": saved_line(clock.now()), "at": clock.now().isoformat()})


@worker_page
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, part_id: UUID) -> HttpResponse:
    """Own answers, who will see what, the declaration; posted, the part is done."""
    came = come_in(request, part_id)
    if isinstance(came, HttpResponse):
        return came
    holder, part = came
    if not part.request.stands.may_be_changed:
        return redirect("worker_done", part_id=part_id)
    if open_page := first_open_page(part):
        return HttpResponseRedirect(f"{reverse('worker_page', args=[part_id, open_page])}?mend")
    error = ""
    if request.method == "POST":
        declared = request.POST.get("declared") == "yes"
        wanted = request.POST.get("certificate") == "yes"
        try:
            worker_events.finish(holder=holder, declared=declared, wants_certificate=wanted)
        except InvalidInput:
            error = gettext("Tick that the answers are true, then finish.")
        except WrongState:
            return redirect("worker_part", part_id=part_id)
        else:
            send_if_ordered(part_id=part_id)
            return redirect("worker_done", part_id=part_id)
    context = _frame(part) | {
        "step": _step(len(PAGES) + 1),
        "previous": reverse("worker_page", args=[part_id, WORK]),
        "groups": answer_groups(part, change=True),
        "declared_error": error,
        "errors": [{"text": error, "target": "declared"}] if error else [],
        "wanted": part.wants_certificate or request.POST.get("certificate") == "yes",
    }
    return render(request, "worker/check.html", context)


@worker_page
@require_http_methods(["GET", "HEAD", "POST"])
def done(request: HttpRequest, part_id: UUID) -> HttpResponse:
    """What follows, the own copy, the certificate when it is there; posted, whether word of it is wanted."""
    came = come_in(request, part_id)
    if isinstance(came, HttpResponse):
        return came
    holder, part = came
    if part.stands is not State.DONE:
        return redirect("worker_page", part_id=part_id, name=PAGES[0])
    if request.method == "POST":
        wanted = request.POST.get("certificate") == "yes"
        worker_events.choose_certificate_notice(holder=holder, wanted=wanted)
        return redirect("worker_done", part_id=part_id)
    context = _frame(part) | {
        "sent": not part.request.stands.may_be_changed,
        "certificate": bool(part.request.certificate_number) and not certificate_is_awaited(part.request),
        "wanted": part.wants_certificate,
        "decided": part.request.stands.is_decided,
    }
    return render(request, "worker/done.html", context)


def _continue(request: HttpRequest, holder: Holder, name: str) -> HttpResponse:
    here = reverse("worker_page", args=[holder.part_id, name])
    if request.POST.get("do") == "refuse":
        try:
            worker_events.refuse(holder=holder)
        except WrongState:
            return redirect("worker_part", part_id=holder.part_id)
        return render(request, "worker/not_me.html")
    try:
        conflicts = _save(holder, name, request.POST)
    except WrongState:
        return redirect("worker_part", part_id=holder.part_id)
    came = come_in(request, holder.part_id)
    if isinstance(came, HttpResponse):
        return came
    part = came[1]
    now = page_of(part, name)
    if conflicts:
        return _shown(request, part, now, conflicts)
    if adding := request.POST.get("add_row"):
        return HttpResponseRedirect(f"{here}?rows={adding}#{questions.field_name_id(adding)}")
    if not now.is_complete:
        return HttpResponseRedirect(here + _why_here_again(now, request.POST))
    following = PAGES[PAGES.index(name) + 1] if name != PAGES[-1] else CHECK
    if request.POST.get("back") == CHECK:
        following = first_open_page(part) or CHECK
    return redirect(_address(part.pk, following))


def _save(holder: Holder, name: str, post: QueryDict) -> tuple[Conflict, ...]:
    theirs = other_windows.left_to_other(post)
    typed = {
        fact.id: questions.typed_answer(fact, post)
        for fact in _facts()
        if questions.was_on_page(fact, post) and fact.id not in theirs
    }
    topics = {
        topic: worker_events.Confirmed(
            {"yes": True, "no": False}.get(post.get(f"topic.{topic}", "")),
            post.get(f"reason.{topic}", "")[:2000],
        )
        for topic in SHOWN_TO_WORKER
        if name == WORK and topic in post.getlist("topic_on_page")
    }
    reasons = {
        key.removeprefix("reason-"): str(text) for key, text in post.items() if key.startswith("reason-")
    }
    seen = other_windows.seen_in(post)
    return worker_events.save_page(holder=holder, answers=typed, topics=topics, reasons=reasons, seen=seen)


def _facts() -> list[Fact]:
    theirs = workers_questions(load_facts())
    return [fact for fact in load_facts().facts if fact.id in theirs]


def _why_here_again(now: WorkersPage, post: QueryDict) -> str:
    """Something is to be mended; or the answers have opened questions that were not there to be answered."""
    seen = set(post.getlist("on_page"))
    opened = [each.asked.fact for each in now.questions if each.asked.fact.id not in seen]
    lacking = {problem.field for problem in now.problems}
    if opened and not now.warnings and lacking <= {fact.id for fact in opened}:
        return f"?more#{questions.box_id(opened[0])}"
    return "?mend"


def _shown(
    request: HttpRequest, part: Part, now: WorkersPage, conflicts: tuple[Conflict, ...] = ()
) -> HttpResponse:
    mend = "mend" in request.GET
    answers = now.answers
    if conflicts:
        typed = {fact.id: questions.typed_answer(fact, request.POST) for fact in _facts()}
        shown = {
            fact_id: what for fact_id, what in typed.items() if fact_id in request.POST.getlist("on_page")
        }
        answers = answers.with_typed(load_facts(), shown)
    form = questions.Form(
        answers=in_workers_voice(answers),
        language=language(),
        errors=sentences(now.problems) if mend else {},
        more_rows=frozenset(request.GET.getlist("rows")),
        conflicts=conflict_words(conflicts, language()),
    )
    fields = fields_of(now, form)
    topics = topic_fields(part, now.topics, mend=mend)
    context = _frame(part) | {
        "name": now.name,
        "step": _step(PAGES.index(now.name) + 1),
        "previous": reverse("worker_page", args=[part.pk, PAGES[0]]) if now.name == WORK else "",
        "fields": fields,
        "topics": topics,
        "carried": other_windows.carried(now.answers, [each.asked.fact for each in now.questions]),
        "warnings": warnings_of(now) if mend else [],
        "more_asked": "more" in request.GET,
        "back": request.GET.get("back", "") or request.POST.get("back", ""),
        "saved": saved_line(part.changed_at),
        "saved_at": part.changed_at.isoformat(),
        "errors": questions.conflict_targets(fields)
        + topic_errors(topics)
        + questions.error_targets(fields, form),
    }
    return render(request, "worker/page.html", context, status=409 if conflicts else 200)


def _frame(part: Part) -> dict[str, Any]:
    employer = part.request.employer
    return {"part": part, "employer_name": employer.particulars["name"] if employer else ""}


def _step(number: int) -> str:
    return gettext("%(number)d of %(count)d") % {"number": number, "count": len(PAGES) + 1}


def _address(part_id: UUID, name: str) -> str:
    return (
        reverse("worker_check", args=[part_id])
        if name == CHECK
        else reverse("worker_page", args=[part_id, name])
    )
