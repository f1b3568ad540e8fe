"""One certificate: what it says, whether it holds, who may see it, and what can be asked about it."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_safe

from sojourn.casework.afterwards import HeldCertificate
from sojourn.casework.suspension_words import suspension_words
from sojourn.certificates.content import CertificateContent
from sojourn.core import clock
from sojourn.parties.acting import ActingAs
from sojourn.requests.access import Request
from sojourn.requests.countries import country_name
from sojourn.requests.passing_on.access import may_pass_on
from sojourn.requests.texts import state_words
from sojourn.web.afterwards_pages.held import opened_certificate
from sojourn.web.afterwards_pages.kinds import KIND_WORDS
from sojourn.web.applicant import applicant_page
from sojourn.web.day_words import day_in_words
from sojourn.web.following_pages.standing import STATE_KINDS
from sojourn.web.institution_words import institution_contact
from sojourn.web.language import language
from sojourn.web.stay_length import stay_length

# What can have changed, in the order of how often it does: address, kind of request, words, what follows.
CHANGES: Final = (
    (
        "extend",
        "extension",
        gettext_lazy("The work goes on longer"),
        gettext_lazy("You see first whether the law allows it, and to which day."),
    ),
    (
        "correct",
        "correction",
        gettext_lazy("Something on it is wrong"),
        gettext_lazy("A slip of the pen is put right at once. This certificate holds until then."),
    ),
    (
        "end",
        "early_end",
        gettext_lazy("The work ended earlier, or never began"),
        gettext_lazy("The certificate then ends on the last day, and whoever checks it sees that."),
    ),
    (
        "replace",
        "replacement",
        gettext_lazy("I need it again"),
        gettext_lazy("You get the same document at once."),
    ),
)


@applicant_page
@require_safe
def certificate_page(request: HttpRequest, number: str) -> HttpResponse:
    """The certificate as it stands today."""
    acting, held = opened_certificate(request, number)
    context = {
        "acting": acting,
        "held": held,
        "may_pass_on": held.is_valid and may_pass_on(acting, held.request),
        "certificate": held.certificate,
        "address": held.request.reference,
        "state": _state(held),
        "rows": content_rows(held.content),
        "period": _period(held),
        "changes": _changes(acting, held),
        "about": [_about(each) for each in held.about],
        "open": [_about(each) for each in held.open_requests],
        "institution": institution_contact(held.certificate.institution_id, language()),
        "copied": "copied" in request.GET,
    }
    return render(request, "afterwards/certificate.html", context)


def content_rows(content: CertificateContent) -> list[dict[str, Any]]:
    """The lines of the certificate, as they are printed."""
    holder, employer = content.holder, content.employer
    end = day_in_words(content.period_end) if content.period_end else gettext("no end set")
    rows: list[dict[str, Any]] = [
        {"key": gettext("For"), "value": holder.name},
        {"key": gettext("Born on"), "value": day_in_words(holder.birth_date)},
        {
            "key": gettext("Period"),
            "value": gettext("%(start)s to %(end)s")
            % {"start": day_in_words(content.period_start), "end": end},
        },
        {"key": gettext("Social security of"), "value": country_name(content.legislation, language())},
        {"key": gettext("Country of work"), "value": country_name(content.host, language())},
    ]
    if employer is not None:
        rows.append({"key": gettext("Employer"), "lines": [employer.name, employer.city or ""]})
    for place in content.workplaces:
        rows.append({"key": gettext("Place of work"), "lines": [place.name or "", place.city or ""]})
    title = content.titles.get(language()) or content.titles["en"]
    rows.append({"key": gettext("Basis"), "lines": [line for line in (content.article, title) if line]})
    rows.append({"key": gettext("Issued by"), "value": content.issuer.name})
    return rows


def _state(held: HeldCertificate) -> dict[str, str]:
    """The state in words, with its colour."""
    issued, today = held.certificate, clock.today()
    if held.is_withdrawn:
        day = day_in_words(held.effective_on) if held.effective_on else ""
        return {"kind": "bad", "text": gettext("Withdrawn, with effect from %(day)s") % {"day": day}}
    if not held.is_valid:
        day = day_in_words(held.changed_on) if held.changed_on else ""
        return {"kind": "ended", "text": gettext("Replaced on %(day)s") % {"day": day}}
    if held.is_suspended:
        day = day_in_words(held.changed_on) if held.changed_on else ""
        return {
            "kind": "warning",
            "text": gettext("Binds; the institution has been examining it again since %(day)s")
            % {"day": day},
            "more": suspension_words(held.reason),
        }
    if issued.period_end and issued.period_end < today:
        day = day_in_words(issued.period_end)
        return {"kind": "ended", "text": gettext("Ended on %(day)s") % {"day": day}}
    if issued.period_start > today:
        day = day_in_words(issued.period_start)
        return {"kind": "good", "text": gettext("Valid from %(day)s") % {"day": day}}
    return {"kind": "good", "text": gettext("In force")}


def _period(held: HeldCertificate) -> dict[str, Any] | None:
    issued, content = held.certificate, held.content
    if issued.period_end is None:
        return None
    kind = "certificate" if held.is_valid else "uncovered"
    return {
        "home": country_name(content.legislation, language()),
        "host": country_name(content.host, language()),
        "parts": [{"kind": kind, "start": issued.period_start, "end": issued.period_end}],
        "limit": content.period_limit,
        "limit_text": gettext("Limit: %(day)s") % {"day": day_in_words(content.period_limit)}
        if content.period_limit
        else "",
        "today": clock.today(),
        "length": stay_length(issued.period_start, issued.period_end),
    }


def _changes(acting: ActingAs, held: HeldCertificate) -> list[dict[str, str]]:
    """What can be asked now, by the state of the certificate and by what the capacity may ask for."""
    number = held.certificate.number
    found = []
    for step, kind, title, text in CHANGES:
        stands = held.is_valid or (kind == "replacement" and not held.is_withdrawn)
        if stands and acting.may_request(kind):
            name, args = ("certificate_change", [number, step])
            if kind == "replacement":
                name, args = ("certificate_replace", [number])
            found.append({"url": reverse(name, args=args), "title": str(title), "text": str(text)})
    if held.is_valid and acting.may_request("exception"):
        found.append(
            {
                "url": f"{reverse('exception_new')}?from={held.request.reference}",
                "title": gettext("Something the law does not give"),
                "text": gettext(
                    "Where the agreement has a clause, both authorities can agree on more than the law gives."
                ),
            }
        )
    return found


def _about(each: Request) -> dict[str, str]:
    return {
        "url": reverse("request", args=[each.reference or each.pk]),
        "title": str(KIND_WORDS[each.kind]),
        "reference": each.reference or gettext("not sent yet"),
        "kind": STATE_KINDS[each.state],
        "state": state_words(each.state, language()),
    }
