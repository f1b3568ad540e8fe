"""An employee who wants the own certificate: who may ask where they are insured, said before anything is typed."""

from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from sojourn.core import clock
from sojourn.core.errors import NotAllowed
from sojourn.engine.lawbook.browsing import pair_summary
from sojourn.engine.lawbook.facts import Applicant
from sojourn.engine.lawbook.issuing import of_party
from sojourn.parties.access import acting_for_self
from sojourn.parties.session import switch_acting
from sojourn.requests.checks.worker_may_ask import LETS_IN
from sojourn.requests.countries import CODES, country_options
from sojourn.requests.events import save_answers, start_request
from sojourn.requests.law import the_law
from sojourn.web.applicant import applicant_page
from sojourn.web.draft_pages.known import start_address
from sojourn.web.form_field import error_rows
from sojourn.web.language import language
from sojourn.web.law_pages import words
from sojourn.web.law_pages.institution_card import issuer_cards


@require_http_methods(["GET", "HEAD", "POST"])
@applicant_page
def who_may_ask(request: HttpRequest) -> HttpResponse:
    """From where to where: then who may ask there, how the institution is reached, and words for the employer.

    Posted, the worker's own request begins, where the law data let workers ask.
    """
    if request.method == "POST":
        return _begin(request)
    home, host = request.GET.get("from", ""), request.GET.get("to", "")
    asked = "from" in request.GET
    fields = [
        _country_field("from", gettext("From which country does your employer send you?"), home, asked=asked),
        _country_field("to", gettext("In which country is the work?"), host, asked=asked),
    ]
    same = asked and home == host and home in CODES
    if same:
        fields[1]["error"] = gettext("Choose two different countries.")
    complete = home in CODES and host in CODES and not same
    context = {
        "fields": fields,
        "errors": error_rows(fields),
        "answer": _answer(home, host) if complete else None,
        "key": uuid4(),
        "start_address": f"{settings.SOJOURN_BASE_URL}{reverse('request_new')}",
    }
    return render(request, "parties/who_may_ask.html", context, status=400 if context["errors"] else 200)


def _begin(request: HttpRequest) -> HttpResponse:
    """The draft, with the countries filled in. Posting the same form again gives the same draft."""
    person: Any = request.user
    home, host = request.POST.get("from", ""), request.POST.get("to", "")
    if not {home, host} <= set(CODES) or home == host or not _answer(home, host)["worker_may"]:
        return redirect("request_new_worker")
    acting = acting_for_self(person)
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        raise NotAllowed("not_allowed") from None
    draft = start_request(acting=acting, applicant_kind=Applicant.WORKER.value, key=key)
    if not draft.plain:
        seat = {"employers[0].seat": home, "activities[0].sent_from": home, "activities[0].country": host}
        draft = save_answers(acting=acting, request_id=draft.pk, answers=seat).request
    switch_acting(person, request.session, acting.token)
    return redirect(start_address(draft, known=True))


def _country_field(name: str, label: str, value: str, *, asked: bool) -> dict[str, Any]:
    return {
        "name": name,
        "kind": "select",
        "label": label,
        "options": [{"value": code, "label": name} for code, name in country_options(language())],
        "value": value,
        "error": gettext("Choose a country from the list.") if asked and value not in CODES else "",
    }


def _answer(home: str, host: str) -> dict[str, Any]:
    """What the law data hold for an employee from `home` in `host`: who applies, and where."""
    law = the_law()
    summary = pair_summary(law, home, host, clock.today())
    instrument = summary.bond.instrument if summary.bond is not None else None
    form = of_party(instrument.certificate, instrument, home) if instrument is not None else None
    applies = form.apply.get("employee") if form is not None else None
    issuers = [each for each in summary.issuers if "employee" in each.statuses]
    return {
        "home": words.country(home),
        "host": words.country(host),
        "in_home": words.country(home, "in"),
        "in_host": words.country(host, "in"),
        "home_code": home,
        "host_code": host,
        "bound": instrument is not None,
        "worker_may": applies in LETS_IN,
        "is_known": applies is not None,
        "institutions": issuer_cards(issuers, (), host),
        "notes": [note for each in issuers for note in each.institution.notes],
    }
