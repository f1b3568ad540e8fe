"""Where a request about a certificate begins: what the law says first, then the one thing that decides."""

from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from sojourn.casework.afterwards import HeldCertificate, begin_about_certificate
from sojourn.casework.events import hand_in_and_take_up
from sojourn.core.errors import InvalidInput, NotAllowed
from sojourn.engine.lawbook.facts import load_facts
from sojourn.parties.acting import ActingAs
from sojourn.requests import interview
from sojourn.requests import question_fields as questions
from sojourn.requests.access import Request
from sojourn.requests.answers import Answers
from sojourn.requests.entry import Typed
from sojourn.web.addresses import page_address
from sojourn.web.afterwards_pages.certificate import content_rows
from sojourn.web.afterwards_pages.held import opened_certificate
from sojourn.web.afterwards_pages.kinds import ASKED_FIRST, KIND_OF_STEP, KIND_WORDS
from sojourn.web.afterwards_pages.outlook_words import beforehand, outlook_of
from sojourn.web.applicant import applicant_page
from sojourn.web.following_pages.standing import STATE_KINDS
from sojourn.web.language import language


@applicant_page
@require_http_methods(["GET", "HEAD", "POST"])
def begin_page(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Extend, correct or end: what the law says beforehand, and the first question; posted, the draft begins."""
    kind = KIND_OF_STEP.get(step)
    if kind is None:
        raise Http404
    acting, held = opened_certificate(request, number)
    if not acting.may_request(kind):
        raise NotAllowed("not_allowed")
    if not held.is_valid:
        return redirect("certificate", number=held.certificate.number)
    if request.method == "POST":
        draft = begin_about_certificate(
            acting=acting,
            number=held.certificate.number,
            kind=kind,
            key=_key(request),
            answers=_typed(kind, request),
        )
        return HttpResponseRedirect(_first_page(draft, kind))
    return _shown(request, acting, held, kind)


@applicant_page
@require_http_methods(["GET", "HEAD", "POST"])
def replace_page(request: HttpRequest, number: str) -> HttpResponse:
    """Why it is needed again; posted, the same document is handed out at once."""
    acting, held = opened_certificate(request, number)
    if not acting.may_hand_in("replacement"):
        raise NotAllowed("not_allowed")
    if held.is_withdrawn:
        return redirect("certificate", number=held.certificate.number)
    if request.method != "POST":
        return _shown(request, acting, held, "replacement")
    key, number = _key(request), held.certificate.number
    try:
        draft = begin_about_certificate(
            acting=acting, number=number, kind="replacement", key=key, answers=_typed("replacement", request)
        )
        hand_in_and_take_up(acting=acting, request_id=draft.pk, key=f"replacement:{key}", declared=True)
    except InvalidInput:
        return _shown(request, acting, held, "replacement", missing=True)
    return HttpResponseRedirect(f"{reverse('certificate', args=[number])}?copied")


def _shown(
    request: HttpRequest, acting: ActingAs, held: HeldCertificate, kind: str, *, missing: bool = False
) -> HttpResponse:
    facts = load_facts()
    # Nothing is filled in beforehand: the new day is the one thing that has to be said.
    empty = Answers(held.request.applicant, kind=kind)
    asked = [facts[fact_id] for fact_id in ASKED_FIRST[kind]]
    errors = {}
    if missing:
        words = asked[0].words_in(language(), empty.applicant)
        errors = {asked[0].id: words.missing or ""}
    form = questions.Form(answers=empty, language=language(), errors=errors)
    fields = [_field(fact, form, kind) for fact in asked]
    titles = facts.matters[kind].title
    context: dict[str, Any] = {
        "acting": acting,
        "held": held,
        "number": held.certificate.number,
        "kind": kind,
        "kind_words": str(KIND_WORDS[kind]),
        "heading": titles.get(language(), titles["en"]),
        "fields": fields,
        "errors": questions.error_targets(fields, form),
        "key": uuid4(),
        "rows": content_rows(held.content) if kind == "correction" else [],
        "beforehand": _beforehand(held) if kind == "extension" else [],
        "open": [
            {
                "url": reverse("request", args=[each.reference or each.pk]),
                "title": str(KIND_WORDS[each.kind]),
                "kind": STATE_KINDS[each.state],
            }
            for each in held.open_requests
        ],
    }
    return render(request, "afterwards/begin.html", context, status=422 if missing else 200)


def _field(fact: Any, form: questions.Form, kind: str) -> questions.Field:
    field = questions.field_of(fact, form, optional=False)
    field.pop("unknown", None)
    if kind == "extension":
        field["label"] = gettext("New last day of the work abroad")
    elif fact.id == "activities[0].end":
        field["label"] = gettext("Last day of the work abroad")
        field["hint"] = gettext("Leave it empty if the work did not begin at all")
        field["optional"] = True
    return field


def _beforehand(held: HeldCertificate) -> list[str]:
    return beforehand(outlook_of(held.request.answers), held.certificate.period_end)


def _typed(kind: str, request: HttpRequest) -> dict[str, Typed]:
    """What was typed on this page. A day left empty is asked for on the next one."""
    facts = load_facts()
    return {
        fact_id: questions.typed_answer(facts[fact_id], request.POST)
        for fact_id in ASKED_FIRST[kind]
        if kind != "early_end" or fact_id != "activities[0].end" or _has_day(request)
    }


def _has_day(request: HttpRequest) -> bool:
    return any(request.POST.get(f"activities[0].end-{part}") for part in ("day", "month", "year"))


def _first_page(draft: Request, kind: str) -> str:
    """The law where it decides first; the kind's own page where something is to be said or mended."""
    unread = draft.answers.unreadable(load_facts())
    if kind == "extension" and draft.answers.end and not unread:
        finding = any(each.hinders for each in interview.standing(draft).findings)
        return page_address(draft.pk, kind) + "?mend" if finding else page_address(draft.pk, interview.LAW)
    return page_address(draft.pk, kind) + ("?mend" if unread or kind == "extension" else "")


def _key(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        raise NotAllowed("not_allowed") from None
