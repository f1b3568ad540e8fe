"""Doubts about a certificate: put by the host institution, answered by the one that issued it."""

from datetime import date
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sojourn.casework.foreign.access import foreign_for
from sojourn.casework.foreign.dispute_access import (
    DisputeView,
    dispute_for,
    disputes_of,
    look_at_dispute,
    name_of,
)
from sojourn.casework.foreign.dispute_events import REASONS as DOUBTS
from sojourn.casework.foreign.dispute_events import put_doubts, take_step
from sojourn.casework.foreign.dispute_letter import letter_of
from sojourn.casework.foreign.states import DISPUTE_ARROWS
from sojourn.casework.foreign.texts import (
    REASONS,
    STEP_BUTTONS,
    STEPS,
    problem_words,
    refusal_words,
    words_of,
)
from sojourn.casework.suspension_events import case_with_certificate
from sojourn.core.errors import InvalidInput, WrongState
from sojourn.desk.asking.thread import as_download
from sojourn.desk.case import page_version
from sojourn.desk.entrance import draw, officers_only
from sojourn.desk.foreign.item_fields import PARTS, item_rows
from sojourn.parties.acting import ActingAs
from sojourn.requests.typed_dates import day_in_parts


@require_safe
@officers_only
def open_disputes(request: HttpRequest, acting: ActingAs) -> HttpResponse:
    """The open disputes of the institution, on either side."""
    return draw(request, acting, "desk/foreign/disputes.html", {"rows": disputes_of(acting)})


@require_http_methods(["GET", "HEAD", "POST"])
@officers_only
def doubt(request: HttpRequest, acting: ActingAs, reference: str) -> HttpResponse:
    """Put doubts about a registered certificate to its issuer."""
    view = foreign_for(acting, reference)
    said: dict[str, str] = {}
    if request.method == "POST":
        try:
            dispute = put_doubts(
                acting=acting,
                reference=reference,
                key=_key(request),
                reasons=request.POST.getlist("reasons"),
                text=request.POST.get("text", ""),
            )
        except InvalidInput as error:
            said = {each.field: problem_words(each.code, each.params) for each in error.problems}
        except WrongState as refusal:
            messages.warning(request, refusal_words(refusal.code, refusal.params))
            return redirect("desk:foreign_record", reference=reference)
        else:
            messages.success(request, _("The doubts are put. The certificate binds until it is withdrawn."))
            return redirect("desk:dispute", reference=dispute)
    context = {
        "view": view,
        "key": request.POST.get("key") or uuid4(),
        "fields": _doubt_fields(request, said),
        "errors": [{"text": t, "target": "reasons-1" if n == "reasons" else n} for n, t in said.items()],
    }
    return draw(request, acting, "desk/foreign/doubt.html", context, status=422 if said else 200)


@require_safe
@officers_only
def show(request: HttpRequest, acting: ActingAs, reference: str) -> HttpResponse:
    """One dispute, as this side sees it."""
    return _draw(request, acting, dispute_for(acting, reference))


@require_POST
@officers_only
def person(request: HttpRequest, acting: ActingAs, reference: str) -> HttpResponse:
    """The same with the certificate's person; the look is written down."""
    fields = look_at_dispute(acting=acting, reference=reference)
    return _draw(request, acting, dispute_for(acting, reference), person=item_rows(fields))


@require_http_methods(["GET", "HEAD", "POST"])
@officers_only
def step(request: HttpRequest, acting: ActingAs, reference: str, step: str) -> HttpResponse:
    """One step: the words that go with it, and taking it."""
    view = dispute_for(acting, reference)
    if step not in DISPUTE_ARROWS:
        raise Http404
    said: dict[str, str] = {}
    if request.method == "POST":
        try:
            take_step(
                acting=acting,
                reference=reference,
                step=step,
                version=page_version(request),
                text=request.POST.get("text", ""),
                on=_day(request),
            )
        except InvalidInput as error:
            said = {each.field: problem_words(each.code, each.params) for each in error.problems}
        except WrongState as refusal:
            messages.warning(request, refusal_words(refusal.code, refusal.params))
            return redirect("desk:dispute", reference=reference)
        else:
            messages.success(request, words_of(STEPS, step))
            return redirect("desk:dispute", reference=reference)
    context = {
        "view": view,
        "step": step,
        "button": words_of(STEP_BUTTONS, step),
        "fields": _step_fields(request, view, said),
        "version": request.POST.get("version") or view.version,
        "errors": [{"text": t, "target": "on-day" if n == "on" else n} for n, t in said.items()],
    }
    return draw(request, acting, "desk/foreign/step.html", context, status=422 if said else 200)


@require_safe
@officers_only
def letter(request: HttpRequest, acting: ActingAs, reference: str) -> HttpResponse:
    """The letter to an issuer that does not decide with this service; the look is written down."""
    return as_download(f"{reference}.pdf", "application/pdf", letter_of(acting=acting, reference=reference))


def _draw(
    request: HttpRequest, acting: ActingAs, view: DisputeView, person: list[dict[str, str]] | None = None
) -> HttpResponse:
    context = {
        "view": view,
        "person": person,
        "own_name": name_of(str(acting.institution_id)),
        "own_case": case_with_certificate(acting, view.own_number) if view.issuer_hosted else "",
        "steps": [
            {
                "view": each,
                "words": words_of(STEPS, each.step),
                "reasons": [words_of(REASONS, r) for r in each.reasons],
            }
            for each in view.steps
        ],
        "open_steps": [{"step": each, "words": words_of(STEP_BUTTONS, each)} for each in view.open_steps],
    }
    return draw(request, acting, "desk/foreign/dispute.html", context)


def _doubt_fields(request: HttpRequest, said: dict[str, str]) -> list[dict[str, object]]:
    return [
        {
            "name": "reasons",
            "kind": "checkboxes",
            "label": _("What is doubtful?"),
            "options": [{"value": code, "label": words_of(REASONS, code)} for code in DOUBTS],
            "value": request.POST.getlist("reasons"),
            "error": said.get("reasons", ""),
        },
        {
            "name": "text",
            "kind": "textarea",
            "label": _("What was found, and what is asked of the issuer"),
            "hint": _("The issuer reads this."),
            "rows": 8,
            "value": request.POST.get("text", ""),
            "error": said.get("text", ""),
        },
    ]


def _step_fields(request: HttpRequest, view: DisputeView, said: dict[str, str]) -> list[dict[str, object]]:
    fields: list[dict[str, object]] = [
        {
            "name": "text",
            "kind": "textarea",
            "label": _("What goes with this step"),
            "hint": _("The other institution reads this.") if view.issuer_hosted else "",
            "value": request.POST.get("text", ""),
            "error": said.get("text", ""),
        }
    ]
    if not view.issuer_hosted:
        fields.append(
            {
                "name": "on",
                "kind": "date",
                "label": _("Day of the letter"),
                "hint": _("Empty: today"),
                "optional": True,
                "value": {part: request.POST.get(f"on-{part}", "") for part in PARTS},
                "error": said.get("on", ""),
            }
        )
    return fields


def _day(request: HttpRequest) -> date | None:
    """The day typed; None where none was. What is no day is one that the event refuses."""
    day = day_in_parts({part: request.POST.get(f"on-{part}", "") for part in PARTS})
    return day if isinstance(day, date) or day is None else date.max


def _key(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        raise Http404 from None
