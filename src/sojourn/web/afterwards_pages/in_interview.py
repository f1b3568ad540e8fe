"""What the pages of the interview show differently for a request that follows another."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from sojourn.engine.lawbook.facts import load_facts
from sojourn.requests import interview
from sojourn.requests.access import Request
from sojourn.requests.answers import FIRST
from sojourn.requests.asking import Because, matter_of
from sojourn.requests.law import determination_of, the_law
from sojourn.requests.prospects import exception_clause
from sojourn.requests.sending import Sendable
from sojourn.web.addresses import page_address
from sojourn.web.afterwards_pages.outlook_words import outlook_of, outlook_words
from sojourn.web.answer_rows import rows_of
from sojourn.web.language import language


def law_afterwards(draft: Request, open_way: Sendable) -> dict[str, Any]:
    """For the page of the law: what is open, where answers are changed, and the way to an exception."""
    answers = draft.answers
    first = draft.kind == FIRST
    known: dict[str, Any] = {"change_url": page_address(draft.pk, "trip" if first else draft.kind)}
    if draft.kind == "extension" and (found := outlook_of(answers)) is not None and answers.end:
        known["outlook"] = outlook_words(found, answers.end)
    if open_way.way.value == "no_certificate" and draft.kind in (FIRST, "extension"):
        determination = determination_of(answers, load_facts())
        if determination and exception_clause(determination, answers.home, the_law())[1]:
            known["exception_url"] = f"{reverse('exception_new')}?from={draft.pk}"
    return known


def matter_addresses(draft: Request) -> Callable[[str], str]:
    """Where the answers of a matter are changed: nowhere for what was taken over from the request before."""
    if draft.kind == FIRST:
        return partial(page_address, draft.pk)
    return lambda matter: ""


def groups_afterwards(
    draft: Request, now: interview.Standing, errors: dict[str, str]
) -> list[dict[str, Any]]:
    """The rows of the check page: what differs, with a way back, and what is taken over."""
    facts, kind = now.facts, draft.kind
    differs = [each.fact for each in now.asked if matter_of(each, now.answers, facts) == kind]
    kept = [each.fact for each in now.asked if each.because is Because.BEFORE]
    page = page_address(draft.pk, kind) + "?back=check"
    change = dict.fromkeys(("", *facts.matters), page)
    rows = rows_of(draft, differs, language(), change)
    for row in rows:
        told = [
            text
            for field, text in errors.items()
            if field.partition("[")[0] == row["fact"]
            or field == row["fact"]
            or field.startswith(f"{row['fact']}.")
        ]
        row["error"] = " ".join(dict.fromkeys(told))
    titles = facts.matters[kind].title
    heading = titles.get(language(), titles["en"])
    groups = [{"heading": heading, "rows": rows, "matter": kind}]
    found = set(now.answers.carried.get("established", ()))
    for heading, taken in (
        (gettext("As the institution found it"), [fact for fact in kept if fact.id in found]),
        (gettext("Unchanged"), [fact for fact in kept if fact.id not in found]),
    ):
        if taken:
            rows = [row | {"error": ""} for row in rows_of(draft, taken, language(), {})]
            groups.append({"heading": heading, "rows": rows, "matter": "kept"})
    return groups
