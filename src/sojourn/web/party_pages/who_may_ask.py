"""An employee who wants the own certificate: who may ask where they are insured, said before anything is typed."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from sojourn.core import clock
from sojourn.engine.lawbook.browsing import pair_summary
from sojourn.engine.lawbook.issuing import of_party
from sojourn.requests.countries import CODES, country_options
from sojourn.requests.law import the_law
from sojourn.web.applicant import applicant_page
from sojourn.web.form_field import error_rows
from sojourn.web.language import language
from sojourn.web.law_pages import words
from sojourn.web.law_pages.institution_card import issuer_cards

# What the law data say of who applies for an employee, and whether that lets the worker in.
WORKER_MAY = frozenset({"worker", "either"})


@require_safe
@applicant_page
def who_may_ask(request: HttpRequest) -> HttpResponse:
    """From where to where: then who may ask there, how the institution is reached, and words for the employer."""
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
        "start_address": f"{settings.SOJOURN_BASE_URL}{reverse('request_new')}",
    }
    return render(request, "parties/who_may_ask.html", context, status=400 if context["errors"] else 200)


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
    applies = (form.apply.get("employee") if form is not None else None) or "employer"
    issuers = [each for each in summary.issuers if "employee" in each.statuses]
    return {
        "home": words.country(home),
        "host": words.country(host),
        "in_home": words.country(home, "in"),
        "in_host": words.country(host, "in"),
        "home_code": home,
        "host_code": host,
        "bound": instrument is not None,
        "worker_may": applies in WORKER_MAY,
        "institutions": issuer_cards(issuers, (), host),
        "notes": [note for each in issuers for note in each.institution.notes],
    }
