"""The package of a request: what to send, what was sent, what came back. Each form does one thing."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from sojourn.casework.asking.along import papers_for_package
from sojourn.core.errors import InvalidInput, WrongState
from sojourn.files.media import LARGEST_BYTES
from sojourn.parties.acting import ActingAs
from sojourn.requests.access import Request
from sojourn.requests.packages import events
from sojourn.requests.packages.access import Package, package_for, papers_of
from sojourn.requests.packages.content import package_data
from sojourn.requests.packages.document import steps
from sojourn.requests.packages.states import Outcome, PackageState
from sojourn.requests.receiving import needs_office
from sojourn.requests.typed_dates import NoDay, day_in_parts
from sojourn.web.applicant import applicant_page, opened
from sojourn.web.form_field import error_rows
from sojourn.web.institution_words import shortened
from sojourn.web.language import language
from sojourn.web.package_pages import fields as forms
from sojourn.web.package_pages.words import outcome_words, problem_words
from sojourn.web.upload import UploadInMemory

type Errors = dict[str, str]


@applicant_page
@require_http_methods(["GET", "HEAD", "POST"])
def package_page(request: HttpRequest, key: str) -> HttpResponse:
    """The package, with what is done ticked; posted, one step of it."""
    acting, asked = opened(request, key)
    asked, package = package_for(acting, asked.pk)
    if request.method == "POST":
        errors = _done(request, acting, asked)
        if not errors:
            return redirect("package", key=asked.reference)
        return render(
            request, "package/package.html", _context(request, acting, asked, package, errors), status=400
        )
    return render(request, "package/package.html", _context(request, acting, asked, package, {}))


@csrf_exempt
def add_paper(request: HttpRequest, key: str) -> HttpResponse:
    """Take in a paper that came back. Sets the limit of the upload before anything of it is read."""
    request.upload_handlers = [UploadInMemory(request, LARGEST_BYTES + 1)]
    return _add_paper(request, key)


@csrf_protect
@applicant_page
@require_POST
def _add_paper(request: HttpRequest, key: str) -> HttpResponse:
    acting, asked = opened(request, key)
    asked, package = package_for(acting, asked.pk)
    given = request.FILES.get("file")
    try:
        events.keep_paper(acting=acting, request_id=asked.pk, data=given.read() if given else b"")
    except InvalidInput as error:
        errors = {problem.field: problem_words(problem) for problem in error.problems}
        return render(
            request, "package/package.html", _context(request, acting, asked, package, errors), status=400
        )
    except WrongState:
        pass
    return redirect("package", key=asked.reference)


def _done(request: HttpRequest, acting: ActingAs, asked: Request) -> Errors:
    """Do what was posted; what is wrong with it, by field."""
    step = _STEPS.get(request.POST.get("do", ""))
    if step is None:
        return {}
    try:
        return step(request, acting, asked)
    except InvalidInput as error:
        return {problem.field: problem_words(problem) for problem in error.problems}
    except WrongState:
        # Another window was first: the page shows how it stands.
        return {}


def _name_office(request: HttpRequest, acting: ActingAs, asked: Request) -> Errors:
    lines = request.POST.get("office_address", "").splitlines()
    events.name_office(
        acting=acting, request_id=asked.pk, name=request.POST.get("office_name", ""), address=lines
    )
    return {}


def _record_sent(request: HttpRequest, acting: ActingAs, asked: Request) -> Errors:
    on, wrong = _day(request, "sent_on", needed=True)
    remind, wrong_too = _day(request, "remind_on")
    errors = wrong | wrong_too
    if on is None or errors:
        return errors
    events.record_sent(
        acting=acting,
        request_id=asked.pk,
        on=on,
        by=request.POST.get("sent_by", ""),
        foreign_reference=request.POST.get("foreign_reference", ""),
        remind_on=remind,
    )
    return {}


def _remind(request: HttpRequest, acting: ActingAs, asked: Request) -> Errors:
    on, errors = _day(request, "remind_on")
    if not errors:
        events.choose_reminder(acting=acting, request_id=asked.pk, on=on)
    return errors


def _record_answer(request: HttpRequest, acting: ActingAs, asked: Request) -> Errors:
    days = {
        name: _day(request, name, needed=name == "answered_on") for name in ("answered_on", "start", "end")
    }
    errors = {name: text for _, wrong in days.values() for name, text in wrong.items()}
    on, outcome = days["answered_on"][0], request.POST.get("outcome", "")
    if outcome not in set(Outcome):
        errors["outcome"] = problem_words("choice_unknown")
    if on is None or errors:
        return errors
    said = {name: request.POST.get(name, "") for name in ("number", "issuer", "words")}
    answer = events.Answer(Outcome(outcome), on, start=days["start"][0], end=days["end"][0], **said)
    events.record_answer(acting=acting, request_id=asked.pk, answer=answer)
    return {}


def _unsend(request: HttpRequest, acting: ActingAs, asked: Request) -> Errors:
    events.take_back_sent(acting=acting, request_id=asked.pk)
    return {}


def _unanswer(request: HttpRequest, acting: ActingAs, asked: Request) -> Errors:
    events.take_back_answer(acting=acting, request_id=asked.pk)
    return {}


_STEPS: dict[str, Callable[[HttpRequest, ActingAs, Request], Errors]] = {
    "office": _name_office,
    "sent": _record_sent,
    "unsend": _unsend,
    "remind": _remind,
    "answer": _record_answer,
    "unanswer": _unanswer,
}


def _day(request: HttpRequest, name: str, *, needed: bool = False) -> tuple[date | None, Errors]:
    parts = {part: request.POST.get(f"{name}-{part}", "") for part in ("day", "month", "year")}
    if not any(parts.values()):
        return None, {name: problem_words("day_missing")} if needed else {}
    day = day_in_parts(parts)
    if isinstance(day, NoDay) or day is None:
        return None, {name: problem_words("day_wrong")}
    return day, {}


def _context(
    request: HttpRequest, acting: ActingAs, asked: Request, package: Package, errors: Errors
) -> dict[str, Any]:
    data = package_data(asked, package, language())
    body, posted = data.institution, request.POST if errors else {}
    may = acting.may_hand_in(asked.kind) and asked.stands.is_package
    state = package.stands
    shown = {
        "office": forms.office(package, posted, errors) if state is PackageState.READY else [],
        "sent": forms.sent(posted, errors) if state is PackageState.READY else [],
        "remind": forms.remind(package, posted, errors) if state is PackageState.SENT else [],
        "answer": forms.answer(posted, errors) if state is PackageState.SENT else [],
        "paper": forms.paper(errors) if state is not PackageState.READY else [],
    }
    return {
        "acting": acting,
        "asked": asked,
        "package": package,
        "state": state.value,
        "institution": body,
        "short": shortened(body.office_name or body.name),
        "office_needed": needs_office(asked.institution_id) and not package.office,
        "may": may,
        "steps": steps(body, data.law.required_information, language()),
        "forms": shown,
        "along": papers_for_package(acting, asked.pk),
        "errors": error_rows([field for each in shown.values() for field in each]),
        "papers": list(papers_of(package)),
        "outcome": outcome_words(package.outcome) if package.outcome else "",
        "answer": package.answer,
        "answer_days": {
            name: date.fromisoformat(package.answer[name])
            for name in ("start", "end")
            if package.answer.get(name)
        },
    }
