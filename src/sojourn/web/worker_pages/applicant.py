"""The employer's side: asking the worker, how it stands, and what can be done about it."""

from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from sojourn.core.errors import InvalidInput, WrongState
from sojourn.engine.lawbook.facts import load_facts
from sojourn.parties.access import require_acting
from sojourn.parties.acting import ActingAs
from sojourn.requests import interview
from sojourn.requests.access import Request, may_change
from sojourn.requests.worker_part import events
from sojourn.requests.worker_part.access import part_for
from sojourn.requests.worker_part.states import State
from sojourn.requests.worker_questions import PERSON, workers_questions
from sojourn.web.addresses import page_address
from sojourn.web.applicant import applicant_page, opened
from sojourn.web.form_field import error_rows
from sojourn.web.language import language, told
from sojourn.web.limits import limited


@applicant_page
@limited("invite")
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Whom to ask, in which language, and for what; posted, the link is sent."""
    acting, draft = opened(request, request_id)
    if not may_change(acting, draft) or not _has_worker(draft):
        return redirect("request", key=draft.reference or draft.pk)
    error, anyway = "", False
    if request.method == "POST":
        try:
            require_acting(request.POST.get("acting"), acting)
            events.ask_worker(
                acting=acting,
                request_id=draft.pk,
                email=request.POST.get("email", "")[:254],
                language=request.POST.get("language", ""),
                key=_key(request.POST.get("key", "")),
                own_address=request.POST.get("anyway") == "yes",
            )
        except InvalidInput as wrong:
            error, anyway = _address_problem(wrong.problems[0].code), wrong.problems[0].code == "own_address"
        except WrongState as wrong_state:
            error = told(wrong_state.code) or _switched(wrong_state.code)
        else:
            return redirect("request_worker", request_id=draft.pk)
    fields = _invite_fields(request, acting, draft, error)
    context = {
        "acting": acting,
        "draft": draft,
        "fields": fields,
        "anyway": anyway,
        "errors": error_rows(fields),
        "key": request.POST.get("key") or uuid4(),
        "asked": _what_is_asked(draft),
        "days": settings.SOJOURN_WORKER_LINK_DAYS,
        "previous": page_address(draft.pk, PERSON),
    }
    return render(request, "worker/invite.html", context)


@applicant_page
@limited("invite")
@require_http_methods(["GET", "HEAD", "POST"])
def status(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """How the worker's part stands; posted, one of the steps that are open."""
    acting, draft = opened(request, request_id)
    if request.method == "POST":
        return _step(request, acting, draft)
    if draft.handed_in_at or not draft.stands.may_be_changed:
        return redirect("request", key=draft.reference or draft.pk)
    part = part_for(acting, draft)
    if part is None:
        return redirect(page_address(draft.pk, interview.first_open_matter(draft)))
    why = request.GET.get("why", "")
    error = _why(why)
    context = {
        "acting": acting,
        "draft": draft,
        "part": part,
        "may_change": may_change(acting, draft),
        "state_words": state_words(part.state),
        "state_kind": _KINDS[part.state],
        "disputed": [_matter_title(topic) for topic in part.disputed],
        "hindrance": hindrance_words(part.order_hindrance) if part.order == "hindered" else "",
        "own_missing": len(interview.what_is_missing(draft)),
        "following": page_address(draft.pk, _following(draft)),
        "previous": page_address(draft.pk, "job"),
        "declared_error": error,
        "errors": [{"text": error, "target": "declared" if why == "agreement_not_declared" else ""}]
        if error
        else [],
    }
    return render(request, "worker/status.html", context)


def order_context(acting: ActingAs, draft: Request) -> dict[str, Any]:
    """What the page for checking says about the worker's part."""
    part = part_for(acting, draft) if draft.worker_part else None
    return {
        "worker_part": part,
        "worker_disputed": [_matter_title(topic) for topic in part.disputed] if part else [],
        "worker_hindrance": hindrance_words(part.order_hindrance)
        if part and part.order == "hindered"
        else "",
    }


def state_words(state: State) -> str:
    """A part's state, as the employer reads it."""
    words = {
        State.INVITED: gettext("Link sent, not opened yet"),
        State.OPENED: gettext("Opened, nothing answered yet"),
        State.IN_WORK: gettext("The worker is filling it in"),
        State.DONE: gettext("Completed"),
        State.WITHDRAWN: gettext("Taken back"),
        State.EXPIRED: gettext("The link has run out"),
        State.REFUSED: gettext("Whoever got the letter says it is not for them"),
    }
    return words[state]


_KINDS = {
    State.INVITED: "waiting",
    State.OPENED: "waiting",
    State.IN_WORK: "waiting",
    State.DONE: "good",
    State.WITHDRAWN: "ended",
    State.EXPIRED: "warning",
    State.REFUSED: "warning",
}


def hindrance_words(code: str) -> str:
    """Why a request that was to be sent by itself was not."""
    ours = {
        "answers_changed_since": gettext("You changed an answer after you had ordered the sending."),
        "not_allowed": gettext("Whoever ordered the sending may no longer send for this employer."),
    }
    return ours.get(code) or told(code) or gettext("Something has to be looked at before it can be sent.")


def _step(request: HttpRequest, acting: ActingAs, draft: Request) -> HttpResponse:
    declared = request.POST.get("declared") == "yes"
    here = reverse("request_worker", args=[draft.pk])
    check = page_address(draft.pk, interview.CHECK)
    try:
        require_acting(request.POST.get("acting"), acting)
        match request.POST.get("do"):
            case "again":
                events.send_link_again(acting=acting, request_id=draft.pk)
            case "stop":
                events.stop_asking(acting=acting, request_id=draft.pk)
                return redirect(page_address(draft.pk, PERSON))
            case "fill_in":
                events.fill_in_for_worker(acting=acting, request_id=draft.pk, declared=declared)
                return redirect(page_address(draft.pk, PERSON))
            case "order":
                events.order_sending(acting=acting, request_id=draft.pk, declared=declared)
                here = check
            case "cancel":
                events.cancel_sending(acting=acting, request_id=draft.pk)
                here = check
    except InvalidInput as wrong:
        back = check if request.POST.get("do") == "order" else here
        return HttpResponseRedirect(f"{back}?why={wrong.problems[0].code}")
    except WrongState as error:
        return HttpResponseRedirect(f"{here}?why={error.code}")
    return HttpResponseRedirect(here)


def _why(code: str) -> str:
    if code == "agreement_not_declared":
        return gettext("Tick that the worker has agreed, then fill it in.")
    return _switched(code) or told(code)


def _switched(code: str) -> str:
    if code == "acting_switched":
        return gettext(
            "You opened this page while acting for somebody else. Check for whom you act, then try again."
        )
    return ""


def _following(draft: Request) -> str:
    """Where to go on: what is open of one's own, else what the law says."""
    matter = interview.first_open_matter(draft)
    return interview.LAW if matter == interview.CHECK else matter


def _matter_title(topic: str) -> str:
    """What the employer's page for this topic is called."""
    titles = load_facts().matters[topic].title
    return titles.get(language(), titles["en"])


def _has_worker(draft: Request) -> bool:
    return draft.employer_id is not None and PERSON in interview.matters_in(draft.answers)


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


def _address_problem(code: str) -> str:
    sentences = {
        "email_missing": gettext("Enter the worker’s e-mail address."),
        "email_wrong_form": gettext("E-mail address must be like name@example.com."),
        "own_address": gettext(
            "This is your own address. The worker should answer, not you. If it is meant, tick the box below."
        ),
    }
    return sentences.get(code, gettext("Choose the language of the letter."))


def _invite_fields(
    request: HttpRequest, acting: ActingAs, draft: Request, error: str
) -> list[dict[str, Any]]:
    part = part_for(acting, draft)
    known_address = part.email if part and part.state is not State.REFUSED else ""
    language_wrong = request.method == "POST" and request.POST.get("language") not in dict(settings.LANGUAGES)
    return [
        {
            "name": "email",
            "id": "email",
            "kind": "email",
            "label": gettext("E-mail address of the worker"),
            "hint": gettext("One that only the worker reads"),
            "value": request.POST.get("email", known_address),
            "error": "" if language_wrong else error,
            "autocomplete": "off",
        },
        {
            "name": "language",
            "id": "language",
            "kind": "radios",
            "label": gettext("Language of the letter"),
            "options": [{"value": code, "label": name} for code, name in settings.LANGUAGES],
            "value": request.POST.get("language", part.language if part else language()),
            "error": error if language_wrong else "",
        },
    ]


def _what_is_asked(draft: Request) -> list[str]:
    theirs = workers_questions(load_facts())
    asked = [each.fact for each in interview.standing(draft).asked if each.fact.id in theirs]
    return [fact.words_in(language()).name for fact in asked]
