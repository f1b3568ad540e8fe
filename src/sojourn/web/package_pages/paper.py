"""The request on paper: blank for anybody, filled for who may see the request."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from sojourn.engine.lawbook.facts import Applicant
from sojourn.requests.countries import country_options, find_country
from sojourn.requests.on_paper.form import blank_form, filled_form
from sojourn.web.applicant import applicant_page, opened
from sojourn.web.language import language
from sojourn.web.package_pages.files import PDF, download


@require_safe
def paper_page(request: HttpRequest) -> HttpResponse:
    """Choose for whom and for which countries; the form can be taken without choosing."""
    return render(request, "package/paper.html", {"fields": _fields(request)})


@require_safe
def blank_file(request: HttpRequest) -> HttpResponse:
    """The empty form. What is not understood in the address is left out: a form is given in any case."""
    home, host = (find_country(request.GET.get(name, "")[:60]) or "" for name in ("from", "to"))
    applicant = _applicant(request)
    name = "-".join(part for part in ("request", applicant.value.replace("_", "-"), home, host) if part)
    return download(blank_form(applicant, home, host, language()), PDF, f"{name}.pdf".lower())


@applicant_page
@require_safe
def filled_file(request: HttpRequest, key: UUID | str) -> HttpResponse:
    """The form with the answers of a draft or of a request that was sent."""
    _, asked = opened(request, key)
    name = asked.reference or "draft"
    return download(filled_form(asked, language()), PDF, f"{name}-paper.pdf")


def _applicant(request: HttpRequest) -> Applicant:
    own = request.GET.get("applicant") == Applicant.SELF_EMPLOYED.value
    return Applicant.SELF_EMPLOYED if own else Applicant.EMPLOYER


def _fields(request: HttpRequest) -> list[dict[str, object]]:
    countries = [{"value": code, "label": name} for code, name in country_options(language())]
    any_country = [{"value": "", "label": gettext("Any country")}]
    return [
        {
            "name": "applicant",
            "id": "applicant",
            "kind": "radios",
            "label": gettext("Who asks?"),
            "options": [
                {"value": Applicant.EMPLOYER.value, "label": gettext("An employer, for somebody it sends")},
                {"value": Applicant.SELF_EMPLOYED.value, "label": gettext("A self-employed person")},
            ],
            "value": _applicant(request).value,
        },
        {
            "name": "from",
            "id": "from",
            "kind": "select",
            "label": gettext("From which country?"),
            "options": [*any_country, *countries],
            "value": find_country(request.GET.get("from", "")[:60]) or "",
        },
        {
            "name": "to",
            "id": "to",
            "kind": "select",
            "label": gettext("To which country?"),
            "options": [*any_country, *countries],
            "value": find_country(request.GET.get("to", "")[:60]) or "",
        },
    ]
