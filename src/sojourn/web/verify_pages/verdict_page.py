"""Drawing the page of a verdict quickly: inspectors wait for it with somebody in front of them.

What is the same for everybody who is not signed in (head, header, foot, the empty question for the date of birth) is
drawn once for each language in each process, and so is the list of what was looked at, which most certificates share.
What is said of a certificate is drawn anew each time.
"""

from collections.abc import Mapping
from functools import lru_cache
from types import SimpleNamespace
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from sojourn.web.language import language

# Characters of the private use area: no word of ours and no escaped text holds them.
_TITLE: Final = "\ue000"
_CONTENT: Final = "\ue001"
_ADDRESS: Final = "\ue002"
_LANGUAGES: Final = 16
_LISTS: Final = 128


def birth_date_field(typed: Mapping[str, str], error: str) -> dict[str, Any]:
    """The question that opens the names."""
    return {
        "name": "birth_date",
        "id": "birth-date",
        "kind": "date",
        "label": gettext("Date of birth of the person"),
        "hint": gettext("As on the paper or on an identity paper"),
        "value": {part: typed.get(part, "") for part in ("day", "month", "year")},
        "error": error,
    }


def draw_verdict(request: HttpRequest, context: Mapping[str, Any]) -> HttpResponse:
    """The page. Whoever is signed in, or is told of an error, gets it drawn in full."""
    field = context["field"]
    is_plain = request.method == "GET" and not context["errors"]
    birth_form = "" if field is None else _empty_form(language()) if is_plain else _form(field)
    told = {**context, "birth_form": birth_form, "looked_at": _looked_at(context["told"])}
    if not is_plain or settings.SESSION_COOKIE_NAME in request.COOKIES:
        return render(request, "web/verdict.html", told)
    content = get_template("web/_verdict.html").render(told)
    before, between, middle, after = _shell(language())
    page = (
        before,
        escape(told["told"].heading),
        between,
        escape(request.get_full_path()),
        middle,
        content,
        after,
    )
    return HttpResponse("".join(page))


@lru_cache(_LANGUAGES)
def _shell(code: str) -> tuple[str, str, str, str]:
    """The page around the verdict, in pieces: title, address of the page and content stand between them."""
    asked = SimpleNamespace(path=_ADDRESS, get_full_path=lambda: _ADDRESS)
    told = SimpleNamespace(heading=_TITLE)
    html = get_template("web/verdict.html").render({"told": told, "request": asked, "shell": _CONTENT})
    before, rest = html.split(_TITLE)
    between, rest = rest.split(_ADDRESS)
    middle, after = rest.split(_CONTENT)
    return before, between, middle, after


@lru_cache(_LANGUAGES)
def _empty_form(code: str) -> SafeString:
    return _form(birth_date_field({}, ""))


def _looked_at(told: Any) -> SafeString:
    checks = tuple((check["mark"], check["text"], check["word"]) for check in told.checks)
    return _drawn_checks(language(), checks, tuple(told.not_proven))


@lru_cache(_LISTS)
def _drawn_checks(
    code: str, checks: tuple[tuple[str, str, str], ...], not_proven: tuple[str, ...]
) -> SafeString:
    named = [{"mark": mark, "text": text, "word": word} for mark, text, word in checks]
    html = get_template("web/_verdict_checks.html").render({"checks": named, "not_proven": not_proven})
    # Drawn by a template, which escapes what it is given.
    return mark_safe(html)  # noqa: S308


def _form(field: Mapping[str, Any]) -> SafeString:
    # Drawn by a template, which escapes what it is given.
    return mark_safe(get_template("web/_verdict_birth_date.html").render({"field": field}))  # noqa: S308
