"""How often somebody is written to about what has to be done."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from sojourn.core.errors import InvalidInput, NotAllowed
from sojourn.register.digests.events import Frequency, choose, frequency_of
from sojourn.web.form_field import error_rows
from sojourn.web.register_pages.opening import register_page, seat_here, shown_acting

_WORDS = {
    Frequency.DAILY: _("On every working day"),
    Frequency.WEEKLY: _("Once a week, on the first working day"),
    Frequency.NONE: _("Not at all"),
}


@register_page
@require_http_methods(["GET", "HEAD", "POST"])
def digest_page(request: HttpRequest) -> HttpResponse:
    """The choice; posted, it holds from now on."""
    seat = seat_here(request)
    if not seat.may_change and not seat.sees_all:
        raise NotAllowed("not_allowed")
    error = ""
    if request.method == "POST":
        try:
            choose(seat=seat, frequency=request.POST.get("frequency", ""))
        except InvalidInput:
            error = gettext("Choose how often we write.")
        else:
            messages.success(request, gettext("Saved."))
            return redirect("register_to_do")
    fields: list[dict[str, Any]] = [
        {
            "name": "frequency",
            "kind": "radios",
            "label": gettext("How often shall we write?"),
            "options": [{"value": each.value, "label": str(words)} for each, words in _WORDS.items()],
            "value": frequency_of(seat).value,
            "error": error,
        }
    ]
    context = {
        "acting": shown_acting(seat),
        "seat": seat,
        "fields": fields,
        "errors": error_rows(fields),
    }
    return render(request, "register/digest.html", context, status=400 if error else 200)
