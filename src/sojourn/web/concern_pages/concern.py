"""The form by which anybody reports what they saw about a certificate, and the page that says it arrived."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from allauth.core.ratelimit import consume_or_429
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from sojourn.casework.foreign.concern_events import hosted_institutions, report_concern
from sojourn.casework.foreign.texts import problem_words
from sojourn.core.errors import InvalidInput
from sojourn.files.media import LARGEST_BYTES
from sojourn.files.upload import UploadInMemory
from sojourn.requests.countries import country_name
from sojourn.vault.blind import blind_index
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
    contact = request.POST.get("contact", "").strip()
    refused = consume_or_429(request, action="concern")
    if refused is None and contact:
        # The receipt is a letter to whomever the writer names, so no address gets many.
        refused = consume_or_429(
            request, action="concern_receipt", key=blind_index("web.concern", contact.casefold())
        )
    if refused is not None:
        return refused
    photo = request.FILES.get("photo")
    try:
        reported = report_concern(
            key=_key(request),
            seen=request.POST.get("seen", ""),
            place=request.POST.get("place", ""),
            contact=contact,
            number=request.POST.get("number", "")[:60],
            institution_id=request.POST.get("institution", "")[:64],
            photo=photo.read() if photo else None,
            language=language(),
        )
    except InvalidInput as error:
        return _form(request, {each.field: problem_words(each.code, each.params) for each in error.problems})
    request.session[_KEPT] = {"reference": reported.reference, "mail": reported.told_by_mail}
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


def _key(request: HttpRequest) -> UUID:
    """The form's key; a form that lost it is a new one."""
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid4()
