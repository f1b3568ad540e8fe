"""The form by which anybody reports what they saw about a certificate, and the page that says it arrived."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from sojourn.casework.foreign.concern_events import hosted_institutions
from sojourn.core.errors import InvalidInput
from sojourn.files.media import LARGEST_BYTES
from sojourn.files.upload import UploadInMemory
from sojourn.requests.countries import country_name
from sojourn.web.concern_pages.sending import refused_or_reported, words_by_field
from sojourn.web.form_field import error_rows
from sojourn.web.institution_words import institution_name
from sojourn.web.language import language

_KEPT = "concern_reported"


@csrf_exempt
def report(request: HttpRequest) -> HttpResponse:
    """The form. Sets the limit of the upload before anything of it is read."""
    request.upload_handlers = [UploadInMemory(request, LARGEST_BYTES + 1)]
    return _report(request)


@csrf_protect
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def _report(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _form(request, {})
    try:
        done = refused_or_reported(request)
    except InvalidInput as error:
        return _form(request, words_by_field(error))
    if isinstance(done, HttpResponse):
        return done
    request.session[_KEPT] = {"reference": done.reference, "mail": done.told_by_mail}
    return redirect("concern_thanks")


@never_cache
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """That it arrived, with its reference; for whoever has just sent one, else the form again."""
    kept = request.session.get(_KEPT)
    if kept is None:
        return redirect("concern")
    return render(request, "web/concern_thanks.html", {"reported": kept})


def _form(request: HttpRequest, said: Mapping[str, str]) -> HttpResponse:
    fields = _fields(request, said)
    context = {
        "fields": fields,
        "key": request.POST.get("key") or uuid4(),
        "errors": error_rows(fields),
    }
    return render(request, "web/concern.html", context, status=422 if said else 200)


def _fields(request: HttpRequest, said: Mapping[str, str]) -> list[dict[str, Any]]:
    posted = request.POST
    number = posted.get("number", request.GET.get("number", ""))[:60]
    options = [
        {
            "value": each,
            "label": f"{country_name(country, language())}: {institution_name(each, language())}",
        }
        for each, country in hosted_institutions()
    ]
    fields: list[dict[str, Any]] = [
        {
            "name": "seen",
            "kind": "textarea",
            "label": _("What did you see?"),
            "hint": _("For example: the name differs from the identity paper; the work is another one."),
            "value": posted.get("seen", ""),
        },
        {
            "name": "place",
            "label": _("Where?"),
            "hint": _("Town, firm or building site"),
            "optional": True,
            "value": posted.get("place", ""),
        },
        {
            "name": "number",
            "label": _("Number of the certificate"),
            "hint": _("Like US-2027-7K3M-92QX-4T. Spaces, dashes and case do not matter."),
            "optional": True,
            "width": 20,
            "spellcheck": False,
            "value": number,
        },
        {
            "name": "institution",
            "kind": "select",
            "label": _("Which institution stands on it?"),
            "options": options,
            "value": posted.get("institution", _by_number(number)),
        },
        {
            "name": "photo",
            "kind": "file",
            "label": _("Photo"),
            "hint": _("JPG or PNG, up to %(limit)d MB") % {"limit": LARGEST_BYTES // 1024 // 1024},
            "optional": True,
            "accept": ".jpg,.jpeg,.png",
        },
        {
            "name": "contact",
            "kind": "email",
            "label": _("Your e-mail address, if the institution may ask you"),
            "hint": _("You get a receipt. Without an address nobody knows who you are."),
            "optional": True,
            "autocomplete": "email",
            "value": posted.get("contact", ""),
        },
    ]
    return [field | {"id": field["name"], "error": said.get(field["name"], "")} for field in fields]


def _by_number(number: str) -> str:
    """The institution of the country with which the number begins, where only one is hosted."""
    found = [each for each, country in hosted_institutions() if country == number.strip()[:2].upper()]
    return found[0] if len(found) == 1 else ""
