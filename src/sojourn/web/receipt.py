"""A request that was sent: where it stands, what happens next, what there is to keep; and taking it back."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from sojourn.casework.appeals.access import appeals_of_request
from sojourn.casework.asked_abroad import AskedAbroad, asked_abroad
from sojourn.casework.asking.access import conversation_of_applicant
from sojourn.casework.asking.thread_events import read_as_applicant
from sojourn.casework.decided import letters_of_applicant, went_on_to
from sojourn.casework.events import withdraw_and_close
from sojourn.casework.issuing import certificate_is_awaited
from sojourn.casework.notice import notice_of
from sojourn.certificates import access as certificates
from sojourn.certificates.errors import CertificateUnknown
from sojourn.certificates.proofs.access import proof_of
from sojourn.core import clock
from sojourn.core.errors import WrongState
from sojourn.core.periods import DAY
from sojourn.engine.lawbook.facts import load_facts
from sojourn.parties.acting import ActingAs
from sojourn.requests import interview
from sojourn.requests.access import Request, may_change
from sojourn.requests.countries import country_name
from sojourn.requests.law import the_law
from sojourn.requests.states import State
from sojourn.web.addresses import page_address
from sojourn.web.answer_rows import rows_of
from sojourn.web.applicant import applicant_page, opened
from sojourn.web.day_words import day_in_words
from sojourn.web.following_pages.standing import STATE_KINDS, authority_name, heading
from sojourn.web.following_pages.timeline import Entry, timeline
from sojourn.web.following_pages.times import times_shown
from sojourn.web.institution_words import institution_contact
from sojourn.web.language import language
from sojourn.web.stay_length import stay_length

TOO_LATE = "withdrawal=late"


@applicant_page
@require_safe
def status_page(request: HttpRequest, key: UUID | str) -> HttpResponse:
    """Where a request stands: the receipt on the first day, the same page a month later."""
    acting, asked = opened(request, key)
    if asked.reference and key != asked.reference:
        return redirect("request", key=asked.reference)
    if may_change(acting, asked):
        return redirect(page_address(asked.pk, interview.first_open_matter(asked)))
    context = _context(acting, asked)
    # Whoever wanted to withdraw and came too late reads what was first, and when.
    said = context["conversation"]
    if said is not None and said.unread:
        read_as_applicant(acting=acting, request_id=asked.pk)
    context["too_late"] = request.GET.get("withdrawal") == "late" and asked.stands.is_decided
    return render(request, "web/status.html", context)


@applicant_page
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_page(request: HttpRequest, key: UUID | str) -> HttpResponse:
    """What withdrawing stops and what stays; posted, the request is withdrawn."""
    acting, asked = opened(request, key)
    address = asked.reference or asked.pk
    if request.method == "POST":
        try:
            withdraw_and_close(acting=acting, request_id=asked.pk)
        except WrongState:
            return redirect(f"{reverse('request', args=[address])}?{TOO_LATE}")
        return redirect("request", key=address) if asked.reference else redirect("requests")
    if not asked.stands.is_open:
        return redirect("request", key=address)
    context = {
        "acting": acting,
        "asked": asked,
        "address": address,
        "institution": institution_contact(asked.institution_id, language()),
    }
    return render(request, "web/withdraw.html", context)


@applicant_page
@require_safe
def certificate_file(request: HttpRequest, key: UUID | str) -> HttpResponse:
    """The sealed certificate, for the applicant. The file is named by its number alone."""
    _, asked = opened(request, key)
    if not asked.certificate_number:
        raise Http404
    try:
        document = certificates.document(asked.certificate_number)
    except CertificateUnknown:
        raise Http404 from None
    response = HttpResponse(document, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{asked.certificate_number}.pdf"'
    return response


def _context(acting: ActingAs, asked: Request) -> dict[str, Any]:
    certificate = _certificate(asked)
    said = conversation_of_applicant(acting, asked.pk) if asked.handed_in_at else None
    inquiry = said.open_inquiry if said else None
    institution = institution_contact(asked.institution_id, language())
    with_institution = asked.stands.is_with_institution
    decided = asked.stands.is_decided
    abroad = asked_abroad(acting, asked.pk) if asked.stands is State.SUBMITTED else ()
    agreement = next((each for each in abroad if each.due_on), None)
    awaited = certificate is None and certificate_is_awaited(asked)
    words = heading(asked, certificate, inquiry.due_on if inquiry else None, agreement)
    return {
        "acting": acting,
        "asked": asked,
        "address": asked.reference or asked.pk,
        "heading": gettext("Approved; the certificate is being made") if awaited else words,
        "state": gettext("Needs you") if inquiry else "",
        "state_kind": STATE_KINDS[asked.state],
        "period": _period(asked, certificate),
        "sent_on": asked.handed_in_at.date() if asked.handed_in_at else None,
        "certificate": certificate,
        "certificate_awaited": awaited,
        "notice": notice_of(asked.pk, language()),
        "letters": letters_of_applicant(acting, asked.pk) if decided else (),
        "appeals": appeals_of_request(acting, asked.pk) if decided else None,
        "went_on": went_on_to(acting, asked.pk) if asked.stands is State.FORWARDED else None,
        "institution": institution,
        "may_withdraw": asked.stands.is_open and acting.may_hand_in(asked.kind),
        "may_choose_notices": asked.handed_in_at is not None and acting.may_request(asked.kind),
        "rows": _rows(asked),
        "law_lines": (asked.determination or {}).get("explanation", []),
        "law_version": asked.law_version,
        "law_changed": bool(asked.law_version) and asked.law_version != the_law().version,
        "decided": decided,
        "waits": asked.stands is State.SUBMITTED,
        "abroad": [_abroad(each) for each in abroad],
        "proof": proof_of(asked.pk) if asked.handed_in_at else None,
        "is_package": asked.stands.is_package,
        "times": times_shown(asked.institution_id, asked.kind, asked.handed_in_at)
        if with_institution
        else None,
        "inquiry": inquiry,
        "conversation": said,
        "timeline": _timeline(acting, asked, said.case_id if said else None, institution.get("short", "")),
    }


def _timeline(acting: ActingAs, asked: Request, case_id: UUID | None, institution: str) -> list[Entry]:
    if asked.handed_in_at is None:
        return []
    return timeline(
        acting, asked.pk, case_id, institution, lambda name: reverse(name, args=[asked.reference])
    )


def _abroad(each: AskedAbroad) -> dict[str, Any]:
    return {"name": authority_name(each), "is_agreement": each.due_on is not None, "said": each}


def _certificate(asked: Request) -> certificates.IssuedCertificate | None:
    if not asked.certificate_number:
        return None
    try:
        return certificates.certificate(asked.certificate_number)
    except CertificateUnknown:
        return None


def _rows(asked: Request) -> list[dict[str, Any]]:
    """Every question that was asked, with its answer as it was sent; of a draft, as it stands."""
    facts = load_facts()
    if asked.handed_in_at is None:
        known = [each.fact for each in interview.standing(asked).asked]
    else:
        known = [facts[fact_id] for fact_id in asked.questions_asked if fact_id in facts]
    return rows_of(asked, known, language(), {})


def _period(asked: Request, certificate: certificates.IssuedCertificate | None) -> dict[str, Any] | None:
    """The period bar: solid where there is a certificate, hatched where one was asked for, open else."""
    start, end = asked.period_start, asked.period_end
    if start is None or end is None:
        return None
    parts: list[dict[str, Any]] = [{"kind": _kind(asked), "start": start, "end": end}]
    if certificate is not None:
        covered = certificate.period_end or end
        parts = [{"kind": "certificate", "start": certificate.period_start, "end": covered}]
        if covered < end:
            parts.append({"kind": "uncovered", "start": covered + DAY, "end": end})
    limit = _limit(asked)
    return {
        "home": country_name(asked.home, language()),
        "host": country_name(asked.host, language()),
        "parts": parts,
        "limit": limit,
        "limit_text": gettext("Limit: %(day)s") % {"day": day_in_words(limit)} if limit else "",
        "today": clock.today(),
        "length": stay_length(start, end),
    }


def _kind(asked: Request) -> str:
    asked_for = asked.stands.is_with_institution or (asked.stands.is_package and asked.stands.is_open)
    return "requested" if asked_for else "uncovered"


def _limit(asked: Request) -> date | None:
    """The last day that the law allows without extension, as it was determined when the request was sent."""
    for period in (asked.determination or {}).get("periods", []):
        found = (period.get("certificate") or {}).get("limit")
        if found:
            return date.fromisoformat(found)
    return None
