"""What an answered fact changes, and taking it as established."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sojourn.casework.asking.difference import difference_of
from sojourn.casework.asking.officer_events import establish_answer
from sojourn.casework.case_view import case_for
from sojourn.casework.officer_events import look_at_person
from sojourn.core.errors import WrongState
from sojourn.desk.case import page_version, why_not
from sojourn.desk.entrance import draw, officers_only
from sojourn.desk.facts import fact_row
from sojourn.engine.lawbook.facts import Applicant, load_facts
from sojourn.parties.acting import ActingAs


@require_http_methods(["GET", "HEAD", "POST"])
@officers_only
def answer_page(request: HttpRequest, acting: ActingAs, reference: str, question_id: UUID) -> HttpResponse:
    """The declared value and the new one, and the law's answer with each; posted, the new one holds.

    The look is written down.
    """
    case = case_for(acting, reference)
    shown = difference_of(acting, reference, question_id, get_language() or "en")
    if request.method == "POST":
        try:
            establish_answer(
                acting=acting, case_id=case.id, version=page_version(request), question_id=question_id
            )
        except WrongState as refusal:
            messages.warning(request, why_not(case_for(acting, reference), refusal))
        else:
            messages.success(request, _("The new fact holds. The checks have been run anew."))
        return redirect("desk:case", reference=reference)
    # The values may name somebody: the look is written down.
    look_at_person(acting=acting, case_id=case.id)
    fact, applicant = load_facts()[shown.fact], Applicant(case.applicant_kind)
    before: dict[str, Any] = fact_row(fact, shown.before, applicant)
    context = {
        "case": case,
        "difference": shown,
        "fact": before["key"],
        "before": before,
        "after": fact_row(fact, shown.after, applicant),
        "open_now": case.in_my_hands and not case.my_own_matter and not shown.is_established,
    }
    return draw(request, acting, "desk/asking/answer.html", context)
