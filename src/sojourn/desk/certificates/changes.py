"""Correcting a certificate, ending it early, handing out a copy. Each is proposed where two officers are needed."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sojourn.casework.access import handle_of
from sojourn.casework.case_view import CaseView, case_for
from sojourn.casework.certificate_acts import (
    CORRECT,
    SHORTEN,
    causes_of_changing,
    printed_items,
    propose_change,
)
from sojourn.casework.certificate_events import correct_certificate, hand_out_copy, shorten_certificate
from sojourn.casework.signing.texts import cause_words
from sojourn.casework.texts import ITEMS, problem_sentence
from sojourn.core.errors import InvalidInput, Problem, WrongState
from sojourn.desk.case import page_version, why_not
from sojourn.desk.certificates.repairs import filled_in
from sojourn.desk.decide_form import day_field, read_day
from sojourn.desk.entrance import draw, officers_only
from sojourn.parties.acting import ActingAs

type Fields = Callable[[Mapping[str, str], Mapping[str, str]], list[dict[str, Any]]]


@require_http_methods(["GET", "HEAD", "POST"])
@officers_only
def correct(request: HttpRequest, acting: ActingAs, reference: str) -> HttpResponse:
    """What the certificate prints, to be put right."""
    printed = printed_items(acting, reference)

    def fields(said: Mapping[str, str], shown: Mapping[str, str]) -> list[dict[str, Any]]:
        return [
            {
                "name": f"item-{path}",
                "kind": "text",
                "label": str(ITEMS[path]),
                "optional": True,
                "value": shown.get(f"item-{path}", value),
                "error": said.get(f"item-{path}", ""),
            }
            for path, value in printed.items()
        ]

    def payload() -> dict[str, Any]:
        typed = {path: request.POST.get(f"item-{path}", value).strip() for path, value in printed.items()}
        items = {path: value for path, value in typed.items() if value != printed[path]}
        return {"items": items, "own_words": request.POST.get("own_words", "")}

    return _page(request, acting, reference, CORRECT, fields, payload)


@require_http_methods(["GET", "HEAD", "POST"])
@officers_only
def shorten(request: HttpRequest, acting: ActingAs, reference: str) -> HttpResponse:
    """The new last day."""
    printed_items(acting, reference)

    def fields(said: Mapping[str, str], shown: Mapping[str, str]) -> list[dict[str, Any]]:
        return [day_field("last_day", _("New last day"), shown, said) | {"optional": False}]

    def payload() -> dict[str, Any]:
        day = read_day(request.POST, "last_day")
        if day is None:
            raise InvalidInput([Problem("last_day", "last_day_missing")])
        return {"last_day": day.isoformat(), "own_words": request.POST.get("own_words", "")}

    return _page(request, acting, reference, SHORTEN, fields, payload)


@require_POST
@officers_only
def copy(request: HttpRequest, acting: ActingAs, reference: str) -> HttpResponse:
    """Hand out the certificate once more."""
    try:
        hand_out_copy(acting=acting, case_id=handle_of(acting, reference).id, version=page_version(request))
    except WrongState as refusal:
        messages.warning(request, why_not(case_for(acting, reference), refusal))
    else:
        messages.success(request, _("The applicant has been told that the certificate is there once more."))
    return redirect("desk:case", reference=reference)


def _page(
    request: HttpRequest,
    acting: ActingAs,
    reference: str,
    act: str,
    fields: Fields,
    payload: Callable[[], dict[str, Any]],
) -> HttpResponse:
    case = case_for(acting, reference)
    causes = causes_of_changing(acting, reference)
    if request.method != "POST":
        return _form(request, acting, case, act, fields, causes)
    try:
        said = _do(request, acting, case, act, payload(), causes)
    except InvalidInput as error:
        return _form(request, acting, case, act, fields, causes, error.problems)
    except WrongState as refusal:
        messages.warning(request, why_not(case_for(acting, reference), refusal))
    else:
        messages.success(request, said)
    return redirect("desk:case", reference=reference)


def _do(
    request: HttpRequest,
    acting: ActingAs,
    case: CaseView,
    act: str,
    payload: dict[str, Any],
    causes: Sequence[str],
) -> str:
    common: dict[str, Any] = {"acting": acting, "case_id": case.id, "version": page_version(request)}
    if causes:
        propose_change(**common, act=act, payload=payload, causes=causes)
        return _("Proposed. It is done when another officer signs.")
    if act == CORRECT:
        correct_certificate(**common, items=payload["items"], own_words=payload["own_words"])
    else:
        last_day = read_day(request.POST, "last_day")
        if last_day is not None:
            shorten_certificate(**common, last_day=last_day, own_words=payload["own_words"])
    return _("A new certificate stands in the place of the old one. The applicant has been told.")


def _form(
    request: HttpRequest,
    acting: ActingAs,
    case: CaseView,
    act: str,
    fields: Fields,
    causes: Sequence[str],
    problems: Sequence[Problem] = (),
) -> HttpResponse:
    said = {problem.field: problem_sentence(problem.code, problem.params) for problem in problems}
    shown = request.POST if request.method == "POST" else filled_in(acting, case, act)
    own_words = {
        "name": "own_words",
        "kind": "textarea",
        "label": _("Why, in your own words"),
        "hint": _("Sent to the applicant with the new certificate."),
        "value": shown.get("own_words", ""),
        "error": said.get("own_words", ""),
    }
    targets = {"last_day": "last_day-day", "items": f"item-{next(iter(ITEMS))}"}
    context = {
        "case": case,
        "act": act,
        "version": page_version(request) if request.method == "POST" else case.version,
        "fields": [*fields(said, shown), own_words],
        "filled_in": bool(shown) and request.method != "POST",
        "causes": [cause_words(code) for code in causes],
        "errors": [{"text": text, "target": targets.get(name, name)} for name, text in said.items()],
    }
    return draw(request, acting, "desk/certificates/change.html", context, status=422 if problems else 200)
