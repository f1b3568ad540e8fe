"""The pages of the interview, one for each matter, made from the vocabulary of questions.

Continue saves what was typed, right or wrong, and leads on, or back to the page with what is to be mended; the
pages themselves are only ever read, so that reload and the back button repeat nothing.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from sojourn.core import clock
from sojourn.core.errors import InvalidInput, NotAllowed, Problem, WrongState
from sojourn.engine.lawbook.facts import Fact, load_facts
from sojourn.parties.acting import ActingAs
from sojourn.requests import interview
from sojourn.requests import question_fields as questions
from sojourn.requests.access import Request, may_change
from sojourn.requests.answers import FIRST
from sojourn.requests.entry import Typed
from sojourn.requests.events import LONGEST_REASON, acknowledge, save_answers
from sojourn.requests.known_events import recall_stays
from sojourn.requests.remembered import remembered
from sojourn.requests.side_by_side import Conflict
from sojourn.requests.texts import fact_id_of, problem_text, sentence
from sojourn.requests.worker_questions import PERSON
from sojourn.web import kept_text
from sojourn.web.addresses import page_address
from sojourn.web.applicant import applicant_page, opened
from sojourn.web.draft_pages import known, other_windows
from sojourn.web.draft_pages.newer_edition import newer_edition
from sojourn.web.language import language, told
from sojourn.web.law_lines import length_line
from sojourn.web.party_pages.not_taken import not_taken

TRIP, COUNTRY = "trip", "activities[0].country"


@applicant_page
@require_http_methods(["GET", "HEAD", "POST"])
def matter_page(request: HttpRequest, request_id: UUID, matter: str) -> HttpResponse:
    """One page of the interview: its questions, or, posted, what becomes of the answers."""
    acting, draft = opened(request, request_id)
    if matter not in _own_pages(draft):
        raise Http404
    if not may_change(acting, draft):
        return (
            not_taken(request, acting, draft)
            if request.method == "POST"
            else redirect("request", key=draft.pk)
        )
    if matter == PERSON and draft.worker_part:
        return redirect("request_worker", request_id=draft.pk)
    if request.method == "POST":
        return _continue(request, acting, draft, matter)
    return _shown(request, acting, draft, matter)


@never_cache
@require_POST
def autosave(request: HttpRequest, request_id: UUID, matter: str) -> JsonResponse:
    """Keeps what is being typed, and tells what is known of it already. Nothing is scolded here."""
    if not request.user.is_authenticated:
        return JsonResponse(
            {"saved": gettext("You are signed out. Press Continue: your text is kept.")}, status=401
        )
    try:
        acting, draft = opened(request, request_id)
        saved = save_answers(
            acting=acting,
            request_id=draft.pk,
            answers=_typed(acting, draft, matter, request.POST),
            seen=other_windows.seen_in(request.POST),
            noted=False,
        )
    except (NotAllowed, WrongState, InvalidInput):
        return JsonResponse({"saved": ""}, status=404)
    if saved.conflicts:
        return JsonResponse(
            {"saved": gettext("Not saved: something here was changed meanwhile. Press Continue to see it.")}
        )
    told = {"saved": saved_line(clock.now()), "at": clock.now().isoformat()}
    return JsonResponse(told | {"live": length_line(saved.request.answers, language())})


def saved_line(moment: datetime) -> str:
    """When the answers were last kept."""
    return gettext("Saved at %(time)s UTC.") % {"time": f"{moment.astimezone(UTC):%H:%M}"}


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of a posted page: the code of what is wrong with a reason, and what others had changed."""

    trouble: str = ""
    conflicts: tuple[Conflict, ...] = ()


def save_posted(acting: ActingAs, draft: Request, facts: list[Fact], post: QueryDict) -> Posted:
    """Keep what was typed for these questions, and the reasons for going on from warnings."""
    theirs = other_windows.left_to_other(post)
    typed = {
        fact.id: questions.typed_answer(fact, post)
        for fact in facts
        if questions.was_on_page(fact, post) and fact.id not in theirs
    }
    seen = other_windows.seen_in(post)
    saved = save_answers(acting=acting, request_id=draft.pk, answers=typed, seen=seen)
    return Posted(_trouble_with_reasons(acting, draft, post), saved.conflicts)


def _trouble_with_reasons(acting: ActingAs, draft: Request, post: QueryDict) -> str:
    """Keep the reasons for going on from warnings; the code of what is wrong with one, or an empty text."""
    reasons = {name: str(text) for name, text in post.items() if str(text).strip()}
    reasons.setdefault(post.get("anyway", ""), "")
    for name, reason in reasons.items():
        if not name.startswith("reason-"):
            continue
        fingerprint = name.removeprefix("reason-")
        try:
            acknowledge(acting=acting, request_id=draft.pk, fingerprint=fingerprint, reason=reason)
        except InvalidInput as error:
            return error.problems[0].code
    return ""


def _own_pages(draft: Request) -> tuple[str, ...]:
    first = (interview.EMPLOYER,) if draft.kind == FIRST else ()
    return (*interview.matters_in(draft.answers), *first)


def _facts_of(acting: ActingAs, draft: Request, matter: str) -> list[Fact]:
    """The questions that may be answered on this page; what the employer's record says is changed there."""
    if draft.kind != FIRST:
        answers, facts = draft.answers, load_facts()
        own = set(facts.asked_afterwards(draft.kind))
        return [
            fact
            for fact in facts.facts
            if fact.id in own or (fact.matter_for(draft.applicant) and not answers.keeps(facts, fact.id))
        ]
    known = remembered(acting, draft.applicant)
    return [fact for fact in load_facts().of_matter(matter, draft.applicant) if fact.id not in known]


def _typed(acting: ActingAs, draft: Request, matter: str, post: QueryDict) -> dict[str, Typed]:
    return {
        fact.id: questions.typed_answer(fact, post)
        for fact in _facts_of(acting, draft, matter)
        if questions.was_on_page(fact, post)
    }


def _continue(request: HttpRequest, acting: ActingAs, draft: Request, matter: str) -> HttpResponse:
    here = page_address(draft.pk, matter)
    place = known.chosen_place(request.POST)
    skipped = {COUNTRY} if place else set()
    asked = [fact for fact in _facts_of(acting, draft, matter) if fact.id not in skipped]
    posted = save_posted(acting, draft, asked, request.POST)
    if posted.conflicts:
        return _shown(request, acting, opened(request, draft.pk)[1], matter, posted.conflicts)
    if adding := request.POST.get("add_row"):
        return HttpResponseRedirect(f"{here}?rows={quote(adding)}#{questions.field_name_id(adding)}")
    if posted.trouble:
        return HttpResponseRedirect(f"{here}?mend&reason={posted.trouble}")
    draft = known.take_known_place(acting, opened(request, draft.pk)[1], place)
    if draft.begun_with and draft.host:
        draft = recall_stays(acting=acting, request_id=draft.pk)
    following = interview.next_matter(draft, matter)
    if following == matter:
        return HttpResponseRedirect(here + _why_here_again(draft, matter, request.POST))
    if request.POST.get("back") == interview.CHECK:
        following = interview.first_open_matter(draft)
    elif draft.begun_with:
        following = interview.first_open_before(draft, interview.LAW)
    return redirect(page_address(draft.pk, following))


def _why_here_again(draft: Request, matter: str, post: QueryDict) -> str:
    """Something is to be mended; or the answers have opened questions that were not there to be answered."""
    page = interview.page(draft, matter)
    seen = set(post.getlist("on_page"))
    told = {fact_id_of(problem.field, load_facts()) for problem in page.problems}
    opened_now = [each.asked.fact for each in page.questions if each.asked.fact.id not in seen]
    if page.warnings or not opened_now or told & seen:
        return "?mend"
    back = "&back=check" if post.get("back") == interview.CHECK else ""
    return f"?more{back}#{questions.box_id(opened_now[0])}"


def _shown(
    request: HttpRequest,
    acting: ActingAs,
    draft: Request,
    matter: str,
    conflicts: tuple[Conflict, ...] = (),
) -> HttpResponse:
    """The page, with what is to be mended if that was asked for; with text that outlived a session.

    With conflicts: the page as it was posted, each answer that was changed on both sides beside the other's.
    """
    kept = kept_text.take(request)
    carried = other_windows.carried(draft.answers, _facts_of(acting, draft, matter), kept)
    post = request.POST if conflicts else kept
    if post is not None:
        typed = _typed(acting, draft, matter, post)
        draft.hold(draft.answers.with_typed(load_facts(), typed))
    page = interview.page(draft, matter)
    given = remembered(acting, draft.applicant, draft.kind)
    mend = "mend" in request.GET
    form = questions.Form(
        answers=draft.answers,
        language=language(),
        errors=sentences(draft, page.problems) if mend else {},
        more_rows=frozenset(request.GET.getlist("rows")),
        conflicts=other_windows.told(acting, conflicts, language()),
    )
    context = page_context(acting, draft, page) | {
        "fields": [field for field in fields_of(page, form) if field["name"] not in given],
        "carried": carried,
        "employer_id": acting.employer_id
        if matter == interview.EMPLOYER and acting.role != "representative"
        else None,
        "warnings": warnings_of(page, request) if mend else [],
        "text_was_kept": kept is not None,
        "more_asked": "more" in request.GET,
        "back": request.GET.get("back", "") or request.POST.get("back", ""),
        "live": length_line(draft.answers, language()) if matter == TRIP else "",
        "place": known.place_field(draft) if matter == TRIP else None,
    }
    context["errors"] = (
        questions.conflict_targets(context["fields"])
        + questions.error_targets(context["fields"], form)
        + reason_errors(context["warnings"])
    )
    return render(request, "web/matter.html", context, status=409 if conflicts else 200)


def page_context(acting: ActingAs, draft: Request, page: interview.Page) -> dict[str, Any]:
    """What every page of the interview shows around its content."""
    step = gettext("%(number)d of %(count)d") % {"number": page.number, "count": page.count}
    titles = load_facts().matters[page.matter].title
    return {
        "acting": acting,
        "draft": draft,
        "matter": page.matter,
        "heading": titles.get(language(), titles["en"]),
        "step": step if page.number else "",
        "previous": page_address(draft.pk, page.previous) if page.previous else reverse("requests"),
        "saved": saved_line(draft.changed_at),
        "saved_at": draft.changed_at.isoformat(),
        "edition": newer_edition(draft),
    }


def fields_of(page: interview.Page, form: questions.Form) -> list[questions.Field]:
    """The questions of the page as fields."""
    return [
        questions.field_of(each.asked.fact, form, optional=not each.asked.required) for each in page.questions
    ]


def sentences(draft: Request, problems: tuple[Problem, ...]) -> dict[str, str]:
    """The first sentence for each field that has a problem."""
    told: dict[str, str] = {}
    for problem in problems:
        told.setdefault(problem.field, problem_text(problem, load_facts(), language(), draft.applicant))
    return told


def warnings_of(page: interview.Page, request: HttpRequest) -> list[dict[str, str]]:
    """What is unusual, each with a field for the reason to go on."""
    code = request.GET.get("reason", "")
    error = told(code, thing=gettext("Your reason"), limit=LONGEST_REASON) if code else ""
    return [
        {
            "text": sentence(finding.code, finding.params, language()),
            "name": f"reason-{finding.fingerprint}",
            "fingerprint": finding.fingerprint,
            "reference": str(finding.params.get("reference", "")),
            "error": error,
        }
        for finding in page.warnings
    ]


def reason_errors(warnings: list[dict[str, str]]) -> list[dict[str, str]]:
    """The rows of the summary for reasons that were not taken."""
    return [{"text": each["error"], "target": each["name"]} for each in warnings[:1] if each["error"]]
