"""What the law says about the rows, by kind of situation: the odd ones first."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sojourn.core.errors import WrongState
from sojourn.engine import load_law
from sojourn.requests.bulk import events, looking
from sojourn.requests.countries import country_name
from sojourn.requests.texts import day_words
from sojourn.web.applicant import applicant_page
from sojourn.web.bulk_pages.opening import opened_upload
from sojourn.web.bulk_pages.words import WAYS
from sojourn.web.institution_words import institution_short
from sojourn.web.language import language


@applicant_page
@require_http_methods(["GET", "HEAD", "POST"])
def law_page(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """The kinds of situation with their counts; posted, the rows of one kind are left out."""
    acting, upload = opened_upload(request, upload_id)
    if not upload.stands.may_be_mended:
        return redirect("bulk_upload", upload_id=upload.pk)
    if request.method == "POST":
        try:
            events.leave_out(acting=acting, upload_id=upload.pk, law_key=request.POST.get("law_key", "")[:40])
        except WrongState:
            return redirect("bulk_upload", upload_id=upload.pk)
        return redirect("bulk_law", upload_id=upload.pk)
    kinds = [_told(kind) for kind in looking.kinds_of(upload)]
    context = {
        "acting": acting,
        "upload": upload,
        "kinds": kinds,
        "may_change": acting.may_request("first"),
        "ready": looking.counts_of(upload)["ready"],
    }
    return render(request, "bulk/law.html", context)


def _told(kind: looking.Kind) -> dict[str, Any]:
    law, known = kind.law, load_law()
    instrument = known.instruments.get(law.get("instrument", ""))
    home, host = law.get("home", ""), law.get("host", "")
    refused = kind.way in ("no_certificate", "no_institution")
    return {
        "law_key": kind.law_key,
        "count": kind.count,
        "outcome": WAYS.get(kind.way, WAYS[""]),
        "refused": refused,
        "home": country_name(home, language()) if home else "",
        "host": country_name(host, language()) if host else "",
        "legislation": country_name(law["legislation"], language()) if law.get("legislation") else "",
        "article": law.get("article", ""),
        "instrument": instrument.title if instrument else "",
        "institution": institution_short(kind.institution_id, language()) if kind.institution_id else "",
        "first_end": day_words(kind.first_end, language()) if kind.first_end else "",
        "last_end": day_words(kind.last_end, language()) if kind.last_end else "",
        "numbers": ", ".join(map(str, kind.numbers)),
        "more": kind.count > len(kind.numbers),
    }
