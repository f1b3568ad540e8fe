"""What a firm has done under a mandate: each act in plain words, with its day, for the employer that gave it."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sojourn.core.errors import NotAllowed
from sojourn.parties import texts
from sojourn.parties.acting import ActingAs
from sojourn.parties.directory import mandates_of
from sojourn.parties.mandate_uses import ON_A_PAGE, Use, uses_of
from sojourn.parties.session import current_acting
from sojourn.requests.access import requests_for
from sojourn.requests.countries import country_name
from sojourn.web.applicant import applicant_page
from sojourn.web.language import language

ACTS: Final[Mapping[str, Promise]] = {
    "request.started": _("Began a request"),
    "request.answers_saved": _("Filled in answers"),
    "request.warning_acknowledged": _("Gave a reason for going on from a warning"),
    "request.notices_chosen": _("Chose whether letters are sent"),
    "request.handed_in": _("Sent the request"),
    "request.handed_over": _("Handed the request over to a colleague"),
    "request.withdrawn": _("Withdrew the request"),
    "request.information_given": _("Answered a question of the institution"),
    "question.more_time_asked": _("Asked the institution for more time"),
    "case.message_from_applicant": _("Wrote to the institution"),
    "request.packed": _("Put the package together"),
    "request.package_sent": _("Recorded that the package was sent"),
    "request.package_answered": _("Recorded the answer that came"),
    "request.certificate_received": _("Recorded the certificate that came"),
    "worker_part.asked": _("Asked the worker to fill in the own part"),
    "worker_part.sent_again": _("Reminded the worker"),
    "worker_part.filled_in_by_applicant": _("Filled in the worker’s part"),
    "worker_part.withdrawn": _("Withdrew the link of the worker"),
    "upload.received": _("Uploaded a table of many people"),
    "upload.rows_mended": _("Mended rows of a table"),
    "upload.rows_left_out": _("Left rows of a table out"),
    "certificate.copied": _("Took a copy of a certificate"),
}
ANYTHING_ELSE: Final = _("Worked on it")


@require_safe
@applicant_page
def mandate_page(request: HttpRequest, mandate_id: UUID) -> HttpResponse:
    """One mandate of the employer: its terms, and everything that was done under it, newest first."""
    person: Any = request.user
    acting = current_acting(person, request.session)
    if acting is None:
        return redirect("switch_acting")
    if acting.employer_id is None:
        raise NotAllowed("not_allowed")
    mandate = next((each for each in mandates_of(acting) if each.id == mandate_id), None)
    if mandate is None:
        raise Http404
    uses = uses_of(acting, mandate_id, _number(request.GET.get("before", "")))
    shown = uses[:ON_A_PAGE]
    context = {
        "acting": acting,
        "mandate": mandate,
        "countries": [country_name(code, language()) for code in mandate.countries],
        "states": texts.MANDATE_STATES,
        "kinds": texts.REQUEST_KINDS,
        "uses": _told(acting, shown),
        "older": shown[-1].number if len(uses) > ON_A_PAGE else None,
    }
    return render(request, "parties/mandate.html", context)


def _told(acting: ActingAs, uses: list[Use]) -> list[dict[str, Any]]:
    """Each act with its words and the request it was about; acts on one request in a row on one day are one."""
    ids = {use.subject_id for use in uses if use.subject_kind == "request"}
    found = {str(each.pk): each for each in requests_for(acting).filter(pk__in=ids)}
    rows: list[dict[str, Any]] = []
    for use in uses:
        words = ACTS.get(use.event, ANYTHING_ELSE)
        about = found.get(use.subject_id)
        same = (use.event, use.subject_id, use.at.date(), use.who)
        if rows and rows[-1]["same"] == same:
            rows[-1]["times"] += 1
            continue
        rows.append(
            {
                "same": same,
                "at": use.at,
                "words": words,
                "who": use.who,
                "times": 1,
                "reference": about.reference if about else "",
                "key": (about.reference or about.pk) if about else None,
                "host": country_name(about.host, language()) if about and about.host else "",
            }
        )
    return rows


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 19 else None
