"""Asking the applicant or the worker: questions of the catalogue or one in own words, what is wanted, until when."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sojourn.casework.access import handle_of
from sojourn.casework.asking.access import asks_now, reaches_worker
from sojourn.casework.asking.catalogue import workers_may_say
from sojourn.casework.asking.officer_events import OwnQuestion, answer_more_time, ask, close_inquiry
from sojourn.casework.asking.texts import catalogue_for_worker, catalogue_options
from sojourn.casework.asking.worker_links import Address
from sojourn.casework.case_view import CaseView, case_for
from sojourn.casework.hosting.access import question_days
from sojourn.casework.texts import problem_sentence
from sojourn.core.errors import InvalidInput, NotAllowed, Problem, WrongState
from sojourn.desk.case import page_version, why_not
from sojourn.desk.entrance import draw, officers_only
from sojourn.engine.lawbook.facts import Applicant, load_facts
from sojourn.parties.acting import ActingAs


@require_http_methods(["GET", "HEAD", "POST"])
@officers_only
def ask_page(request: HttpRequest, acting: ActingAs, reference: str) -> HttpResponse:
    """The form; posted, the questions are sent and the case waits."""
    return _page(request, acting, reference, to_worker=False)


@require_http_methods(["GET", "HEAD", "POST"])
@officers_only
def ask_worker_page(request: HttpRequest, acting: ActingAs, reference: str) -> HttpResponse:
    """The form of questions to the worker, who answers by a link of their own; posted, they are sent."""
    if case_for(acting, reference).applicant_kind != Applicant.EMPLOYER:
        raise NotAllowed("not_allowed")
    return _page(request, acting, reference, to_worker=True)


def _page(request: HttpRequest, acting: ActingAs, reference: str, *, to_worker: bool) -> HttpResponse:
    case = case_for(acting, reference)
    form = _Form(request, acting, case, to_worker)
    if request.method != "POST":
        return form.drawn()
    try:
        form.send()
    except InvalidInput as error:
        return form.drawn(error.problems)
    except WrongState as refusal:
        messages.warning(request, why_not(case_for(acting, reference), refusal))
    else:
        messages.success(
            request,
            _("Asked. The worker gets a link.") if to_worker else _("Asked. The applicant has been told."),
        )
    return redirect("desk:case", reference=reference)


@require_POST
@officers_only
def close_page(request: HttpRequest, acting: ActingAs, reference: str, inquiry_id: UUID) -> HttpResponse:
    """Go on without an answer."""
    try:
        close_inquiry(acting=acting, case_id=handle_of(acting, reference).id, inquiry_id=inquiry_id)
    except WrongState as refusal:
        messages.warning(request, why_not(case_for(acting, reference), refusal))
    return redirect("desk:case", reference=reference)


@require_POST
@officers_only
def more_time_page(request: HttpRequest, acting: ActingAs, reference: str, inquiry_id: UUID) -> HttpResponse:
    """Give the time that was asked for, or not."""
    given = request.POST.get("given") == "yes"
    try:
        answer_more_time(
            acting=acting, case_id=handle_of(acting, reference).id, inquiry_id=inquiry_id, given=given
        )
    except WrongState as refusal:
        messages.warning(request, why_not(case_for(acting, reference), refusal))
    return redirect("desk:case", reference=reference)


def posted_key(request: HttpRequest) -> UUID:
    """The key that the form carried, so that a second press does nothing anew. Raises NotAllowed for none."""
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        raise NotAllowed("not_allowed") from None


@dataclass(frozen=True, slots=True)
class _Form:
    """The form of questions in a case, to the applicant or to the worker."""

    request: HttpRequest
    acting: ActingAs
    case: CaseView
    to_worker: bool

    def send(self) -> None:
        """Ask what was posted. Raises as the event does."""
        post = self.request.POST
        words, fact = post.get("words", ""), post.get("fact", "")
        wants_file = bool(post.get("wants_file"))
        days = post.get("working_days", "").strip()
        address = Address(post.get("email", ""), post.get("language", ""))
        ask(
            acting=self.acting,
            case_id=self.case.id,
            version=page_version(self.request),
            key=posted_key(self.request),
            codes=post.getlist("codes"),
            own=OwnQuestion(words, fact, wants_file) if words.strip() or fact or wants_file else None,
            working_days=int(days) if days.isdecimal() and len(days) < 4 else 0,
            remind=bool(post.get("remind")),
            worker=address if self.to_worker else None,
        )

    def drawn(self, problems: Sequence[Problem] = ()) -> HttpResponse:
        """The form, with what is wrong."""
        request, case = self.request, self.case
        said = {problem.field: problem_sentence(problem.code, problem.params) for problem in problems}
        posted = request.method == "POST"
        reach = _reach(request, self.acting, case, said) if self.to_worker else []
        context = {
            "case": case,
            "to_worker": self.to_worker,
            "version": page_version(request) if posted else case.version,
            "key": request.POST.get("key") or uuid4(),
            "fields": [
                *reach,
                *_what(request, case, said, to_worker=self.to_worker),
                *_until(request, said, question_days(self.acting)),
            ],
            "errors": [{"text": text, "target": name} for name, text in said.items()],
            "open_now": case.in_my_hands
            and not case.my_own_matter
            and not asks_now(self.acting, case.reference, to_worker=self.to_worker),
        }
        return draw(request, self.acting, "desk/asking/ask.html", context, status=422 if problems else 200)


def _reach(
    request: HttpRequest, acting: ActingAs, case: CaseView, said: dict[str, str]
) -> list[dict[str, Any]]:
    """Where the worker is reached, and in which language."""
    known = reaches_worker(acting, case.reference)
    hint = (
        _("Leave it empty to write to the address under which the worker gave their own details.")
        if known
        else _("The worker has no account here. Ask the employer or the worker for the address.")
    )
    return [
        {
            "name": "email",
            "label": _("E-mail address of the worker"),
            "kind": "email",
            "hint": hint,
            "optional": known,
            "autocomplete": "off",
            "value": request.POST.get("email", ""),
            "error": said.get("email", ""),
        },
        {
            "name": "language",
            "kind": "select",
            "label": _("Language of the letter and the page"),
            "hint": _("For an address typed here."),
            "options": [{"value": code, "label": name} for code, name in settings.LANGUAGES],
            "value": request.POST.get("language", (get_language() or "en")[:2]),
            "error": said.get("language", ""),
        },
    ]


def _what(
    request: HttpRequest, case: CaseView, said: dict[str, str], *, to_worker: bool
) -> list[dict[str, Any]]:
    known = catalogue_for_worker() if to_worker else catalogue_options()
    return [
        {
            "name": "codes",
            "kind": "checkboxes",
            "label": _("Questions"),
            "hint": _("The worker reads each in the language chosen, with why it is asked.")
            if to_worker
            else _("The applicant reads each in their own language, with why it is asked."),
            "options": [{"value": code, "label": words} for code, words in known],
            "value": request.POST.getlist("codes"),
            "error": said.get("codes", ""),
        },
        {
            "name": "words",
            "kind": "textarea",
            "rows": 3,
            "label": _("A question in your own words"),
            "hint": _("Say why you ask. Sent as you write it, untranslated."),
            "optional": True,
            "value": request.POST.get("words", ""),
            "error": said.get("words", ""),
        },
        {
            "name": "fact",
            "kind": "select",
            "label": _("Which answer of the form it asks for anew"),
            "optional": True,
            "placeholder_option": _("None: an answer in words"),
            "options": _facts(Applicant(case.applicant_kind), to_worker=to_worker),
            "value": request.POST.get("fact", ""),
            "error": said.get("fact", ""),
        },
        {
            "name": "wants_file",
            "kind": "checkbox",
            "label": _("It asks for a paper"),
            "value": bool(request.POST.get("wants_file")),
        },
    ]


def _until(request: HttpRequest, said: dict[str, str], usual_days: int) -> list[dict[str, Any]]:
    return [
        {
            "name": "working_days",
            "label": _("Working days to answer"),
            "hint": _("Weekends and public holidays of our country are not counted."),
            "inputmode": "numeric",
            "width": 4,
            "value": request.POST.get("working_days", usual_days if request.method != "POST" else ""),
            "error": said.get("working_days", ""),
        },
        {
            "name": "remind",
            "kind": "checkbox",
            "label": _("Remind two working days before the last day"),
            "value": bool(request.POST.get("remind")) if request.method == "POST" else True,
        },
    ]


def _facts(applicant: Applicant, *, to_worker: bool) -> list[dict[str, str]]:
    language = (get_language() or "en")[:2]
    asked = [
        fact
        for fact in load_facts().facts
        if (workers_may_say(fact) if to_worker else fact.matter_for(applicant) is not None)
    ]
    return [{"value": fact.id, "label": fact.words_in(language, applicant).name} for fact in asked]
