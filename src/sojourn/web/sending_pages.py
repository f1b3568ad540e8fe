"""What the law says, and checking everything before it is sent."""

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from sojourn.casework.events import hand_in_and_take_up
from sojourn.core.actors import Capacity
from sojourn.core.errors import InvalidInput, SojournError, WrongState
from sojourn.engine.lawbook.facts import load_facts
from sojourn.parties.access import require_acting
from sojourn.parties.acting import ActingAs
from sojourn.requests import interview
from sojourn.requests import question_fields as questions
from sojourn.requests.access import Request, may_change, may_hand_in
from sojourn.requests.answers import FIRST
from sojourn.requests.events import NotSendable, choose_notices
from sojourn.requests.remembered import remembered
from sojourn.requests.sending import Way, sendable
from sojourn.requests.texts import sentence
from sojourn.web import kept_text
from sojourn.web.addresses import page_address
from sojourn.web.afterwards_pages.in_interview import groups_afterwards, law_afterwards, matter_addresses
from sojourn.web.answer_rows import rows_of
from sojourn.web.applicant import applicant_page, opened
from sojourn.web.draft_pages.known import begun_line
from sojourn.web.institution_words import institution_name, institution_short
from sojourn.web.interview_pages import (
    fields_of,
    page_context,
    save_posted,
    sentences,
)
from sojourn.web.language import language, told
from sojourn.web.law_lines import law_panels
from sojourn.web.party_pages.not_taken import not_taken
from sojourn.web.worker_pages.applicant import order_context

LAW, CHECK = interview.LAW, interview.CHECK


@applicant_page
@require_http_methods(["GET", "HEAD", "POST"])
def law_page(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """What the law says about the draft, before anything is sent; questions that decide stand here too."""
    acting, draft = opened(request, request_id)
    if not may_change(acting, draft):
        if request.method == "POST":
            return not_taken(request, acting, draft)
        return redirect("request", key=draft.pk)
    now = interview.standing(draft)
    page = interview.page(draft, LAW, now)
    if request.method == "POST":
        return _go_on_from_law(request, acting, draft, page)
    mend = "mend" in request.GET
    form = questions.Form(draft.answers, language(), sentences(draft, page.problems) if mend else {})
    fields = fields_of(page, form)
    open_way = sendable(now)
    context = page_context(acting, draft, page) | {
        "fields": fields,
        "errors": questions.error_targets(fields, form),
        "panels": law_panels(draft.answers, language(), matter_addresses(draft)),
        "way": open_way.way.value,
        "possible": open_way.possible,
        "institution": institution_short(open_way.institution_id, language()),
        "first_open": _open_before(draft, now),
        **law_afterwards(draft, open_way),
    }
    return render(request, "web/law.html", context)


def _go_on_from_law(
    request: HttpRequest, acting: ActingAs, draft: Request, page: interview.Page
) -> HttpResponse:
    save_posted(acting, draft, [each.asked.fact for each in page.questions], request.POST)
    draft = opened(request, draft.pk)[1]
    now = interview.standing(draft)
    way = sendable(now)
    if not (way.possible or way.way is Way.WORKER) or interview.page(draft, LAW, now).problems:
        return HttpResponseRedirect(f"{page_address(draft.pk, LAW)}?mend")
    return redirect(page_address(draft.pk, interview.first_open_matter(draft)))


def _open_before(draft: Request, now: interview.Standing) -> str:
    """The page on which something is still open, if it is not this one or a later one."""
    for matter in interview.matters_in(draft.answers, now.facts):
        if matter in (LAW, CHECK):
            break
        if not interview.page(draft, matter, now).is_complete:
            return page_address(draft.pk, matter) + "?mend"
    return ""


@applicant_page
@require_http_methods(["GET", "HEAD", "POST"])
def check_page(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """All answers with a way back to each, what the institution will see, the declaration; posted, it is sent."""
    acting, draft = opened(request, request_id)
    if request.method == "POST":
        # Sent twice is sent once: only what is still a draft can be refused here.
        ended = draft.stands.may_be_changed and not may_change(acting, draft)
        return not_taken(request, acting, draft) if ended else _send(request, acting, draft)
    if not may_change(acting, draft):
        return redirect("request", key=draft.reference or draft.pk)
    kept_text.take(request)
    now = interview.standing(draft)
    page = interview.page(draft, CHECK, now)
    open_way = sendable(now)
    if not open_way.possible and open_way.way is not Way.WORKER and not page.problems:
        return redirect(page_address(draft.pk, LAW))
    why = _why(request.GET.get("why", ""))
    not_declared = why if request.GET.get("why") == "not_declared" else ""
    mend = bool(page.problems) or "mend" in request.GET
    groups = _groups(acting, draft, now, sentences(draft, page.problems) if mend else {})
    context = page_context(acting, draft, page) | {
        "groups": groups,
        "errors": _errors(groups, why, not_declared),
        "warnings": _open_warnings(draft, page, now),
        "acknowledged": [
            {"text": sentence(finding.code, finding.params, language()), "reason": reason}
            for finding, reason in page.acknowledged
        ],
        "institution": institution_short(open_way.institution_id, language()),
        "institution_in_full": institution_name(open_way.institution_id, language()),
        "for_officer": open_way.way.value == "officer",
        "way": open_way.way.value,
        **order_context(acting, draft),
        "begun_line": begun_line(draft),
        "may_send": may_hand_in(acting, draft),
        "outside_mandate": not acting.covers(draft.host),
        "first_open": page_address(draft.pk, interview.first_open_matter(draft)) + "?mend",
        "declared_error": not_declared,
        "key": uuid4(),
    }
    return render(request, "web/check.html", context)


def _send(request: HttpRequest, acting: ActingAs, draft: Request) -> HttpResponse:
    """Send it; whatever stands in the way leads to the page that says so. Sent twice is sent once."""
    here = page_address(draft.pk, CHECK)
    declared = request.POST.get("declared") == "yes"
    try:
        require_acting(request.POST.get("acting"), acting)
        if may_change(acting, draft):
            choose_notices(acting=acting, request_id=draft.pk, notify=request.POST.get("notify") == "yes")
        key = request.POST.get("key", "")[:64] or str(draft.pk)
        hand_in_and_take_up(acting=acting, request_id=draft.pk, key=key, declared=declared)
    except NotSendable:
        return redirect(page_address(draft.pk, LAW))
    except InvalidInput as error:
        code = next((problem.code for problem in error.problems if told(problem.code)), "")
        return HttpResponseRedirect(f"{here}?mend" + (f"&why={code}" if code else ""))
    except WrongState as error:
        return _moved_on(here, error)
    draft = opened(request, draft.pk)[1]
    return redirect("request", key=draft.reference or draft.pk)


def _why(code: str) -> str:
    """The sentence for what stood in the way of sending."""
    if code == "acting_switched":
        return gettext(
            "You opened this page while acting for somebody else. Check for whom you send, then send again."
        )
    return told(code)


def _moved_on(here: str, error: SojournError) -> HttpResponse:
    return HttpResponseRedirect(f"{here}?why={error.code}")


def _groups(
    acting: ActingAs, draft: Request, now: interview.Standing, errors: dict[str, str]
) -> list[dict[str, Any]]:
    """The answers by matter, in the order of the pages; the employer, who is changed elsewhere, first."""
    facts = load_facts()
    if draft.kind != FIRST:
        return groups_afterwards(draft, now, errors)
    own = acting.actor.capacity is Capacity.EMPLOYER
    employer = reverse("employer", args=[acting.employer_id]) if own else ""
    elsewhere = dict.fromkeys(remembered(acting, draft.applicant), employer)
    groups = []
    for matter in (interview.EMPLOYER, *interview.matters_of(draft.applicant, facts)):
        asked = [each.fact for each in now.asked if each.fact.matter_for(draft.applicant) == matter]
        if not asked:
            continue
        change = {matter: page_address(draft.pk, matter) + "?back=check"}
        rows = rows_of(draft, asked, language(), change, elsewhere)
        for row in rows:
            told = [
                text for field, text in errors.items() if field == row["fact"] or _inside(field, row["fact"])
            ]
            row["error"] = " ".join(told)
        titles = facts.matters[matter].title
        groups.append({"heading": titles.get(language(), titles["en"]), "rows": rows, "matter": matter})
    return groups


def _inside(field: str, fact_id: str) -> bool:
    return field.startswith((f"{fact_id}.", f"{fact_id}["))


def _errors(groups: list[dict[str, Any]], why: str, not_declared: str) -> list[dict[str, str]]:
    """The rows of the summary: each leads to where it can be mended."""
    found = [
        {"text": row["error"], "url": row["change_url"]}
        for group in groups
        for row in group["rows"]
        if row["error"]
    ]
    if not_declared:
        found.append({"text": not_declared, "target": "declared"})
    elif why:
        found.append({"text": why, "target": ""})
    return found


def _open_warnings(draft: Request, page: interview.Page, now: interview.Standing) -> list[dict[str, str]]:
    """What is unusual and nobody has gone on from: with the way to the page where one can."""
    found = []
    first = (interview.EMPLOYER,) if draft.kind == FIRST else ()
    for matter in (*first, *interview.matters_in(draft.answers)):
        if matter in (LAW, CHECK):
            continue
        address = f"{page_address(draft.pk, matter)}?mend&back=check"
        for finding in interview.page(draft, matter, now).warnings if page.warnings else ():
            found.append({"text": sentence(finding.code, finding.params, language()), "url": address})
    return found
