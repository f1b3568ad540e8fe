"""The wish for an exception: what the law refuses and why, and whether it has a clause for agreeing otherwise."""

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from sojourn.casework.afterwards import begin_exception
from sojourn.core.errors import NotAllowed
from sojourn.engine.lawbook.facts import load_facts
from sojourn.parties.acting import ActingAs
from sojourn.requests.access import Request
from sojourn.requests.afterwards.access import refused_by_law
from sojourn.requests.countries import country_name
from sojourn.requests.law import determination_of, the_law
from sojourn.requests.prospects import exception_clause
from sojourn.web.addresses import page_address
from sojourn.web.applicant import applicant_page, opened, present_acting
from sojourn.web.day_words import day_in_words
from sojourn.web.following_pages.times import times_shown
from sojourn.web.institution_words import institution_short
from sojourn.web.language import language
from sojourn.web.law_lines import law_panels


@applicant_page
@require_http_methods(["GET", "HEAD", "POST"])
def exception_new(request: HttpRequest) -> HttpResponse:
    """From which request; then what the law says of it; posted, the wish begins."""
    wanted = request.POST.get("from") or request.GET.get("from") or ""
    if not wanted:
        return _choose(request)
    acting, before = opened(request, _as_key(wanted))
    if not acting.may_request("exception"):
        raise NotAllowed("not_allowed")
    article, ask, instrument = _clause(before)
    if request.method == "POST" and ask:
        draft = begin_exception(
            acting=acting, request_id=before.pk, key=_as_uuid(request.POST.get("key", ""))
        )
        return redirect(page_address(draft.pk, "exception"))
    context: dict[str, Any] = {
        "acting": acting,
        "before": before,
        "name": before.reference or before.pk,
        "possible": ask is not None,
        "article": article,
        "instrument": instrument,
        "institution": institution_short(ask, language()),
        "panels": law_panels(before.answers, language(), lambda matter: ""),
        "times": times_shown(ask, "exception", None) if ask else None,
        "key": uuid4(),
    }
    return render(request, "afterwards/exception_new.html", context)


def _choose(request: HttpRequest) -> HttpResponse:
    acting = present_acting(request)
    if acting is None:
        return redirect("request_new")
    if not acting.may_request("exception"):
        raise NotAllowed("not_allowed")
    return render(request, "afterwards/exception_choose.html", {"acting": acting, "rows": _rows(acting)})


def _rows(acting: ActingAs) -> list[dict[str, str]]:
    """The requests from which an exception can be wished for: those for whose countries the law has a clause."""
    rows = []
    for each in refused_by_law(acting):
        if _clause(each)[1] is None:
            continue
        start = day_in_words(each.period_start) if each.period_start else ""
        where = gettext("%(country)s, from %(start)s") % {
            "country": country_name(each.host, language()),
            "start": start,
        }
        title = each.reference or gettext("Draft of %(day)s") % {"day": day_in_words(each.created_at.date())}
        rows.append({"name": str(each.reference or each.pk), "title": title, "where": where})
    return rows


def _clause(before: Request) -> tuple[str | None, str | None, str]:
    """The article of the clause, who takes the wish, and the name of the agreement."""
    determination = determination_of(before.answers, load_facts())
    if determination is None:
        return None, None, ""
    article, ask = exception_clause(determination, before.answers.home, the_law())
    instrument = next((period.instrument for period in determination.periods if period.instrument), None)
    title = instrument.short.get(language()) or instrument.title if instrument else ""
    return article, ask, title


def _as_key(text: str) -> UUID | str:
    try:
        return UUID(text)
    except ValueError:
        return text[:40]


def _as_uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotAllowed("not_allowed") from None
