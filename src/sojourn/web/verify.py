"""Checking a certificate, for anybody: by number and code, or by the document. No account, nothing is kept."""

import re
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from sojourn.casework.foreign.dispute_access import in_dispute
from sojourn.certificates.checking.by_code import Answer, check_code, is_match, is_named
from sojourn.certificates.checking.by_document import check_document
from sojourn.certificates.checking.by_text import LONGEST_TEXT, check_text
from sojourn.certificates.number import normal_number, normal_secret
from sojourn.certificates.proofs.verification import ProofVerdict, normal_reference
from sojourn.certificates.verification import LARGEST_DOCUMENT
from sojourn.core.errors import InvalidInput
from sojourn.parties.client_network import client_network
from sojourn.parties.guessing.limits import TooManyTries
from sojourn.requests.for_proofs import stands_today
from sojourn.requests.typed_dates import day_in_parts
from sojourn.web.form_field import error_rows
from sojourn.web.proof_words import told_proof
from sojourn.web.upload import UploadInMemory
from sojourn.web.verdict_words import told_verdict
from sojourn.web.verify_pages.verdict_page import birth_date_field, draw_verdict

_ADDRESS = re.compile(r"/c/([^/\s]+)/([^/\s?#]+)")


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """The ways to check. Posted: leads to the verdict's own address, where the check is made."""
    number, secret = request.POST.get("number", "")[:400], request.POST.get("secret", "")[:400]
    text = request.POST.get("text", "").strip()[: LONGEST_TEXT + 1]
    if text and not _ADDRESS.search(text):
        return _private(_verdict_page(request, Answer(check_text(text)), "", by_file=True))
    pasted = _ADDRESS.search(text or number)
    if pasted:
        number, secret = pasted[1], pasted[2]
    errors: dict[str, str] = {}
    if request.method == "POST":
        errors = _mistyped(number, secret)
        if not errors:
            normal = normal_reference(number) or normal_number(number)
            return redirect("verdict", number=normal, secret=normal_secret(secret))
    fields = _fields(number, secret, errors)
    return _ways(request, fields, _file_field())


def _ways(
    request: HttpRequest, fields: list[dict[str, Any]], file_field: dict[str, Any], status: int = 200
) -> HttpResponse:
    context = {
        "fields": fields,
        "file_field": file_field,
        "text_field": _text_field(),
        "errors": error_rows([*fields, file_field]),
    }
    return render(request, "web/verify.html", context, status=status)


# The verdict changes nothing and asks for no account, and its page sends no origin that the check could accept.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verdict(request: HttpRequest, number: str, secret: str) -> HttpResponse:
    """The verdict on a number or reference and its code; with the date of birth posted, with the names in full."""
    born, wrong = _birth_date(request)
    try:
        answer = check_code(number, secret, client=client_network(request), birth_date=born)
    except TooManyTries as refused:
        return _private(_too_many(request, refused))
    if answer.names_closed:
        wrong = gettext(
            "Too many wrong dates were tried on this certificate. The names stay closed for some days; the paper "
            "itself shows them."
        )
    elif answer.wrong_birth_date:
        wrong = gettext("Date of birth must be the one on the certificate. Check it, and try once more.")
    return _private(_verdict_page(request, answer, wrong))


@csrf_exempt
def verify_file(request: HttpRequest) -> HttpResponse:
    """The verdict on a document. Sets the limit of the upload before anything of it is read."""
    request.upload_handlers = [UploadInMemory(request, LARGEST_DOCUMENT + 1, scanned=False)]
    return _verify_file(request)


@csrf_protect
@never_cache
@require_POST
def _verify_file(request: HttpRequest) -> HttpResponse:
    given = request.FILES.get("file")
    if given is None or not given.size:
        field = _file_field() | {"error": gettext("Choose the PDF of the certificate.")}
        return _ways(request, _fields("", "", {}), field, status=400)
    try:
        found = check_document(given.read(), client=client_network(request))
    except TooManyTries as refused:
        return _private(_too_many(request, refused))
    return _private(_verdict_page(request, Answer(found), "", by_file=True))


def _verdict_page(request: HttpRequest, answer: Answer, wrong: str, *, by_file: bool = False) -> HttpResponse:
    found = answer.found
    contact: tuple[str, ...] = ()
    number = ""
    if isinstance(found, ProofVerdict):
        told = told_proof(found, stands_today(found.proof.request_id))
    else:
        number = found.certificate.number if found.certificate else ""
        told = told_verdict(found, in_dispute(number))
        contact = found.certificate.issuer_contact if found.certificate else ()
    may_name = is_match(found) and not is_named(found) and not by_file
    typed = {part: request.POST.get(f"birth_date-{part}", "") for part in ("day", "month", "year")}
    field = birth_date_field(typed, wrong) if may_name else None
    context: dict[str, Any] = {
        "told": told,
        "field": field,
        "errors": error_rows([field]) if field and wrong else [],
        "checked_at": found.checked_at,
        "contact": contact,
        "of_proof": isinstance(found, ProofVerdict),
        "number": number,
    }
    return draw_verdict(request, context)


def _too_many(request: HttpRequest, refused: TooManyTries) -> HttpResponse:
    response = render(request, "web/too_many_tries.html", {"minutes": refused.minutes}, status=429)
    response["Retry-After"] = str(refused.minutes * 60)
    return response


def _private(response: HttpResponse) -> HttpResponse:
    """No address of this page leaves it, and no search engine keeps it."""
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _birth_date(request: HttpRequest) -> tuple[date | None, str]:
    """The day that was posted, or what is wrong with it."""
    if request.method != "POST":
        return None, ""
    parts = {part: request.POST.get(f"birth_date-{part}", "") for part in ("day", "month", "year")}
    day = day_in_parts(parts)
    if isinstance(day, date):
        return day, ""
    return None, gettext("Date of birth must be a date, like 21 July 1989.")


def _mistyped(number: str, secret: str) -> dict[str, str]:
    """What is wrong with number and code before anything is looked up."""
    errors = {}
    if not number.strip():
        errors["number"] = gettext("Enter the number of the certificate.")
    elif normal_reference(number) is None:
        try:
            normal_number(number)
        except InvalidInput as error:
            errors["number"] = _NUMBER_PROBLEMS[error.problems[0].code]()
    if not normal_secret(secret):
        errors["secret"] = gettext("Enter the code that stands below the number.")
    return errors


_NUMBER_PROBLEMS = {
    "number_wrong_form": lambda: gettext(
        "Number must have 16 letters and digits, like US-2027-7K3M-92QX-4T."
    ),
    "number_mistyped": lambda: gettext(
        "Number must be as printed: one character is not right. Compare them one by one."
    ),
}


def _fields(number: str, secret: str, errors: dict[str, str]) -> list[dict[str, Any]]:
    shared = {"kind": "text", "autocomplete": "off", "spellcheck": False, "width": 20}
    return [
        shared
        | {
            "name": "number",
            "id": "number",
            "label": gettext("Number"),
            "hint": gettext("Like US-2027-7K3M-92QX-4T. Spaces, dashes and case do not matter."),
            "value": number,
            "error": errors.get("number", ""),
        },
        shared
        | {
            "name": "secret",
            "id": "secret",
            "label": gettext("Code"),
            "hint": gettext("22 characters. Capitals matter here."),
            "value": secret,
            "error": errors.get("secret", ""),
        },
    ]


def _text_field() -> dict[str, Any]:
    return {
        "name": "text",
        "id": "text",
        "kind": "textarea",
        "rows": 4,
        "label": gettext("Text of the code, or credential"),
        "hint": gettext("The larger code begins with SJ1:. A credential is a long line with ~ in it."),
        "value": "",
    }


def _file_field() -> dict[str, Any]:
    return {
        "name": "file",
        "id": "file",
        "kind": "file",
        "label": gettext("PDF of the certificate"),
        "hint": gettext("As it was downloaded, at most 1 MB. Choose it, or drop it here."),
        "accept": "application/pdf,.pdf",
    }
