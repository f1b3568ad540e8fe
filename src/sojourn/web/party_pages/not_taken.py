"""A form that was posted by somebody who may no longer change the request: said in words, and nothing typed is lost."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sojourn.engine.lawbook.facts import load_facts
from sojourn.parties.acting import ActingAs
from sojourn.requests.access import Request
from sojourn.web import kept_text
from sojourn.web.language import language


def not_taken(request: HttpRequest, acting: ActingAs, draft: Request) -> HttpResponse:
    """Why nothing was changed (a mandate revoked, a role changed, sent meanwhile), and what was typed, to be copied.

    The text is kept besides, for whoever may change the request again within the time of `kept_text`.
    """
    kept_text.keep(request)
    context = {"acting": acting, "draft": draft, "typed": _typed(request, draft)}
    return render(request, "parties/not_taken.html", context, status=409)


def _typed(request: HttpRequest, draft: Request) -> list[dict[str, str]]:
    facts = load_facts()
    rows = []
    for name in request.POST.getlist("on_page"):
        fact = facts.get(name)
        if fact is None:
            continue
        boxes = [
            value.strip()
            for box, values in sorted(request.POST.lists())
            if box == name or box.startswith((f"{name}-", f"{name}["))
            for value in values
        ]
        text = " ".join(value for value in boxes if value)
        if text:
            rows.append({"label": fact.words_in(language(), draft.applicant).label, "text": text})
    return rows
