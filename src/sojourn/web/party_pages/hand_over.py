"""Handing over what is open, before a leave or for good: to a colleague, who gets the letters from then on."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from sojourn.core.actors import Capacity
from sojourn.core.errors import InvalidInput, NotAllowed
from sojourn.parties import texts
from sojourn.parties.access import acting_as, capacities_of
from sojourn.parties.acting import ActingAs
from sojourn.parties.standing_in import colleagues_of
from sojourn.requests.keeping import hand_over, kept_by
from sojourn.web.applicant import applicant_page
from sojourn.web.employers import is_acting, switched_elsewhere


@applicant_page
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over_page(request: HttpRequest) -> HttpResponse:
    """What somebody looks after, for each employer, and the button that gives it to a colleague.

    `of`: a colleague who cannot do it; whether one may, the event says.
    """
    person: Any = request.user
    of = _person(request.POST.get("of") or request.GET.get("of") or "") or person.pk
    if request.method == "POST":
        acting = acting_as(person, request.POST.get("acting", ""))
        if not is_acting(request, acting):
            return switched_elsewhere(request, acting)
        return _handed_over(request, acting, of)
    groups = [
        {"acting": each, "kept": kept, "colleagues": colleagues_of(each, of)}
        for each in _capacities(person)
        if (kept := kept_by(each, of)) and (of == person.pk or each.firm_id or each.may_administer)
    ]
    context = {"groups": groups, "of": of, "own": of == person.pk, "kinds": texts.REQUEST_KINDS}
    return render(request, "parties/hand_over.html", context)


def _handed_over(request: HttpRequest, acting: ActingAs, of: UUID) -> HttpResponse:
    to = _person(request.POST.get("colleague", ""))
    back = f"{request.path}?of={of}"
    try:
        if to is None:
            raise InvalidInput([])
        count = hand_over(acting=acting, from_id=of, to_id=to)
    except InvalidInput:
        messages.error(request, str(texts.PROBLEMS["colleague_unknown"]))
        return redirect(back)
    except NotAllowed:
        raise
    said = ngettext(
        "%(count)d request was handed over. Letters about it go to your colleague now.",
        "%(count)d requests were handed over. Letters about them go to your colleague now.",
        count,
    )
    messages.success(request, said % {"count": count} if count else gettext("Nothing was left to hand over."))
    return redirect(back)


def _capacities(person: Any) -> list[ActingAs]:
    those = {Capacity.EMPLOYER, Capacity.REPRESENTATIVE}
    return [each for each in capacities_of(person) if each.actor.capacity in those]


def _person(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
