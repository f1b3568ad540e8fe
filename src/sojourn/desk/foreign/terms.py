"""How long each step of a dispute may take: what the law sets, and what the institution sets with its source."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sojourn.casework.foreign.dispute_access import may_set_terms, terms_of
from sojourn.casework.foreign.dispute_events import set_term
from sojourn.casework.foreign.texts import PROCEDURES, STEPS, problem_words, words_of
from sojourn.core.errors import InvalidInput
from sojourn.desk.entrance import draw, officers_only
from sojourn.parties.acting import ActingAs


@require_http_methods(["GET", "HEAD", "POST"])
@officers_only
def terms(request: HttpRequest, acting: ActingAs) -> HttpResponse:
    """The table of times; those who lead the institution change theirs."""
    said: dict[str, str] = {}
    changed = f"{request.POST.get('procedure', '')[:16]}-{request.POST.get('step', '')[:32]}"
    if request.method == "POST":
        days = request.POST.get("working_days", "").strip()
        number = int(days) if days.isdecimal() and len(days) < 5 else 0 if days else None
        try:
            set_term(
                acting=acting,
                procedure=request.POST.get("procedure", ""),
                step=request.POST.get("step", ""),
                working_days=number,
                source=request.POST.get("source", ""),
            )
        except InvalidInput as error:
            said = {each.field: problem_words(each.code, each.params) for each in error.problems}
        else:
            messages.success(request, _("Set. What runs already keeps its day."))
            return redirect("desk:dispute_terms")
    rows = []
    for each in terms_of(acting):
        key = f"{each.procedure}-{each.term.step}"
        mine = said if key == changed else {}
        rows.append(
            {
                "view": each,
                "procedure": words_of(PROCEDURES, each.procedure),
                "step": words_of(STEPS, each.term.step),
                "fields": _fields(request, key, each.working_days, each.source, mine)
                if each.is_settable
                else [],
            }
        )
    context = {
        "rows": rows,
        "may_set": may_set_terms(acting),
        "errors": [{"text": text, "target": f"{changed}-{name}"} for name, text in said.items()],
    }
    return draw(request, acting, "desk/foreign/terms.html", context, status=422 if said else 200)


def _fields(
    request: HttpRequest, key: str, working_days: int | None, source: str, said: dict[str, str]
) -> list[dict[str, object]]:
    return [
        {
            "name": "working_days",
            "id": f"{key}-working_days",
            "label": _("Working days"),
            "inputmode": "numeric",
            "width": 4,
            "value": request.POST.get("working_days", "") if said else working_days or "",
            "error": said.get("working_days", ""),
        },
        {
            "name": "source",
            "id": f"{key}-source",
            "label": _("Text that sets it"),
            "value": request.POST.get("source", "") if said else source,
            "error": said.get("source", ""),
        },
    ]
