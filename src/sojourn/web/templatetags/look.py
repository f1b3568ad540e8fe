"""Tags and filters of the look: `{% load look %}`. Used by applicant, public and officers' pages alike."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from sojourn.parties.session_life import seconds_left
from sojourn.web import day_words, drawn_rows, form_field
from sojourn.web.law_pages import addresses, words
from sojourn.web.period_bar import draw_period_bar

register = template.Library()

_MINUTE = 60

_BREAKS_BADLY = re.compile(
    r"(?<=\d) (?=\d)|(?<=Article) |(?<=Art\.) |(?<=Artikel) |(?<=§) |(?<=section) (?=\d)"
)


@register.simple_tag
def service() -> dict[str, bool]:
    """What kind of service this is: `is_demo`."""
    return {"is_demo": settings.SOJOURN_MODE == "demo"}


@register.simple_tag(takes_context=True)
def current(context: Context, url: str) -> SafeString | str:
    """`aria-current` for a link of the header when its page, or one below it, is shown."""
    request = context.get("request")
    below = f"{url.rstrip('/')}/"
    if request is None or not (request.path == url or (url != "/" and request.path.startswith(below))):
        return ""
    return format_html(' aria-current="{}"', "page")


@register.simple_tag(takes_context=True)
def session_left(context: Context) -> int | None:
    """In how many seconds whoever is signed in is signed out if nothing is pressed, up to a whole minute; None on pages
    without a session.

    A page that says nothing new must not read otherwise each second; the script asks for the exact number.
    """
    session = getattr(context.get("request"), "session", None)
    left = None if session is None else seconds_left(session)
    return left and -(-left // _MINUTE) * _MINUTE


@register.simple_tag
def law_address(name: str) -> str:
    """The address of a page of the law in the reader's language: `{% law_address "law_agreements" %}`."""
    return addresses.address(name)


@register.filter
def hue(acting: Any) -> int:
    """Which of six colours the bar of the one for whom one acts has: always the same for the same employer; 0 for
    oneself. The colour says nothing that the name beside it does not say."""
    employer = getattr(acting, "employer_id", None)
    return 1 + employer.int % 6 if employer else 0


@register.filter
def country(code: str, form: str = "name") -> str:
    """A country in the reader's language: `{{ home|country:"from" }}`."""
    return words.country(code, form)


@register.simple_tag
def prepare_field(field: Mapping[str, Any]) -> dict[str, Any]:
    """See components/field.html."""
    return form_field.drawn_field(field)


@register.inclusion_tag("components/field.html")
def form_field_of(bound: BoundField) -> dict[str, Any]:
    """Draw a field of one of Django's forms in our look: `{% form_field_of form.email %}`."""
    return {"field": form_field.field_of_form(bound)}


@register.inclusion_tag("components/error_summary.html")
def form_errors(form: Any) -> dict[str, Any]:
    """The error summary of one of Django's forms: `{% form_errors form %}`."""
    return {"errors": form_field.errors_of_form(form)}


@register.simple_tag
def select_options(options: Sequence[Mapping[str, Any]]) -> SafeString:
    """The options of a select: see drawn_rows.options."""
    return drawn_rows.options(options)


@register.simple_tag
def table_rows(columns: Sequence[Mapping[str, Any]], rows: Sequence[Mapping[str, Any]]) -> SafeString:
    """The rows of a table: see drawn_rows.table_rows."""
    return drawn_rows.table_rows(columns, rows)


@register.simple_tag
def months() -> list[tuple[int, str]]:
    """The months by number and name."""
    return day_words.month_names()


@register.inclusion_tag("components/period_bar.html")
def period_bar(
    home: str,
    host: str,
    parts: Sequence[Mapping[str, object]],
    limit: date | None = None,
    limit_text: str = "",
    today: date | None = None,
    length: str = "",
) -> dict[str, Any]:
    """Draw the period bar; see period_bar.draw_period_bar for the arguments."""
    bar = draw_period_bar(
        home=home, host=host, parts=parts, limit=limit, limit_text=limit_text, today=today, length=length
    )
    return {"bar": bar}


@register.inclusion_tag("components/period_bar.html")
def period_bar_of(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """The same, from one mapping of the arguments."""
    return {"bar": draw_period_bar(**arguments)}


@register.inclusion_tag("components/chart.html")
def chart(shown: Mapping[str, Any]) -> dict[str, Any]:
    """Draw figures with their finding and their table: see components/chart.html for what `shown` has."""
    return {"chart": shown}


@register.filter
def day(value: date | None) -> str:
    """A day in words: `{{ certificate.valid_until|day }}`."""
    return day_words.day_in_words(value) if value else ""


@register.filter
def unbroken(text: str | None) -> str:
    """Keep numbers, dates and articles together at the end of a line: "Article 6(2)"."""
    return _BREAKS_BADLY.sub(day_words.NO_BREAK_SPACE, text or "")


@register.filter
def reference(text: str | None) -> SafeString | str:
    """A reference or number in groups of four; copying it gives the characters alone."""
    if not text:
        return ""
    groups = [text[start : start + 4] for start in range(0, len(text), 4)]
    return format_html(
        '<span class="sj-ref">{}</span>',
        format_html_join("", "<span>{}</span>", ((group,) for group in groups)),
    )
