"""Give it to those who need it: a link for an address, who was told when, and taking a link back."""

from typing import Any, Final
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language_info, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from sojourn.core.errors import InvalidInput, NotAllowed
from sojourn.requests.passing_on.access import Told, may_pass_on, told_of
from sojourn.requests.passing_on.events import LINK_DAYS, pass_on, take_link_back
from sojourn.web.afterwards_pages.held import opened_certificate
from sojourn.web.applicant import applicant_page
from sojourn.web.day_words import day_in_words
from sojourn.web.form_field import error_rows
from sojourn.web.language import language

WHO: Final = {
    "worker": _("The worker"),
    "office_abroad": _("The office or place of work abroad"),
    "payroll": _("Whoever runs the payroll"),
    "other": _("Somebody else who needs it"),
}
_WRONG: Final = {
    "email_form": _("E-mail address must look like name@example.com."),
    "kind_unknown": _("Choose who it is for."),
    "language_unknown": _("Choose a language."),
    "links_many": _("20 links to this certificate work already. Take one back first."),
}


@applicant_page
@require_http_methods(["GET", "HEAD", "POST"])
def pass_on_page(request: HttpRequest, number: str) -> HttpResponse:
    """The form and who was told; posted, the link is sent."""
    acting, held = opened_certificate(request, number)
    own = held.certificate.number
    if not may_pass_on(acting, held.request):
        raise NotAllowed("not_allowed")
    if not held.is_valid:
        return redirect("certificate", number=own)
    errors: dict[str, str] = {}
    if request.method == "POST":
        typed = {name: request.POST.get(name, "")[:254] for name in ("email", "kind", "language")}
        try:
            pass_on(acting=acting, request_id=held.request.pk, number=own, key=_key(request), **typed)
        except InvalidInput as refused:
            errors = {problem.field: str(_WRONG[problem.code]) for problem in refused.problems}
        else:
            messages.success(request, gettext("The link is on its way."))
            return redirect("certificate_pass_on", number=own)
    fields = _fields(request, errors)
    context = {
        "acting": acting,
        "number": own,
        "fields": fields,
        "errors": error_rows(fields),
        "key": uuid4(),
        "days": LINK_DAYS,
        "told": [_told(each) for each in told_of(acting, held.request.pk)],
    }
    return render(request, "passing_on/pass_on.html", context, status=400 if errors else 200)


@applicant_page
@require_POST
def take_back(request: HttpRequest, number: str, link_id: UUID) -> HttpResponse:
    """Let one link work no longer."""
    acting, held = opened_certificate(request, number)
    take_link_back(acting=acting, request_id=held.request.pk, link_id=link_id)
    messages.success(request, gettext("The link works no longer."))
    return redirect("certificate_pass_on", number=held.certificate.number)


def _fields(request: HttpRequest, errors: dict[str, str]) -> list[dict[str, Any]]:
    languages = [
        {"value": code, "label": get_language_info(code)["name_local"].capitalize()}
        for code, _name in settings.LANGUAGES
    ]
    return [
        {
            "name": "kind",
            "id": "kind",
            "kind": "radios",
            "label": gettext("Who is it for?"),
            "options": [{"value": code, "label": str(words)} for code, words in WHO.items()],
            "value": request.POST.get("kind", ""),
            "error": errors.get("kind", ""),
        },
        {
            "name": "email",
            "id": "email",
            "kind": "text",
            "type": "email",
            "label": gettext("E-mail address"),
            "value": request.POST.get("email", "")[:254],
            "error": errors.get("email", ""),
        },
        {
            "name": "language",
            "id": "language",
            "kind": "select",
            "label": gettext("Language of the mail"),
            "options": languages,
            "value": request.POST.get("language", language()),
            "error": errors.get("language", ""),
        },
    ]


def _told(each: Told) -> dict[str, Any]:
    day = day_in_words
    said = {
        "sent": gettext("Link works until %(day)s") % {"day": day(each.expires_at.date())},
        "over": gettext("Link ended on %(day)s, never opened") % {"day": day(each.expires_at.date())},
        "not_delivered": gettext(
            "Not delivered: the address does not take it. Take the link back and send it anew"
        ),
        "withdrawn": gettext("Link taken back"),
        "opened": gettext("Opened on %(day)s") % {"day": day(each.opened_at.date())}
        if each.opened_at
        else "",
    }
    return {
        "id": each.id,
        "who": str(WHO[each.kind]),
        "email": each.email,
        "sent": day(each.sent_at.date()),
        "said": said[each.state],
        "may_take_back": each.state in {"sent", "not_delivered", "opened"},
    }


def _key(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        raise NotAllowed("not_allowed") from None
