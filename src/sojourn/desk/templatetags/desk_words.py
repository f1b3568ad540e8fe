"""Codes of casework to words, for the desk's templates: `{% load desk_words %}`."""

from datetime import date

from babel.dates import format_date
from django import template
from django.utils.translation import get_language

from sojourn.casework import texts
from sojourn.casework.checks.findings import Finding
from sojourn.engine import load_facts

register = template.Library()


@register.filter
def country(code: str) -> str:
    """The country's name."""
    return texts.country_name(code)


@register.filter
def kind_words(kind: str) -> str:
    """The kind of request."""
    return str(texts.KINDS.get(kind, kind))


@register.filter
def state_words(state: str) -> str:
    """Where a case stands."""
    return str(texts.STATES[state])


@register.filter
def result_words(result: str) -> str:
    """What was decided."""
    return str(texts.RESULTS[result])


@register.filter
def finding_words(finding: Finding) -> str:
    """What a check found, as a sentence."""
    return texts.finding_sentence(finding)


@register.filter
def finding_short(finding: Finding) -> str:
    """What a check found, in a word or three."""
    return str(texts.FINDINGS_SHORT[finding.code])


@register.filter
def field_words(path: str) -> str:
    """The name of the item at a path, as the form calls it; the path itself where it has no question."""
    fact = load_facts().get(path)
    return fact.words_in((get_language() or "en")[:2]).name if fact else path


@register.filter
def code_short(code: str) -> str:
    """The same from a code alone."""
    return str(texts.FINDINGS_SHORT[code])


@register.filter
def reason_words(code: str) -> str:
    """A reason of the catalogue."""
    return texts.reason_words(code)


@register.filter
def remedy_words(code: str) -> str:
    """What can be done about a decision."""
    return texts.remedy_words(code)


@register.filter
def line_words(event: str) -> str:
    """A line of a case's history."""
    return texts.line_words(event)


@register.filter
def weekday_and_day(day: date) -> str:
    """Monday, 23 November."""
    locale = {"en": "en_GB"}.get(get_language() or "en", get_language() or "en_GB")
    pattern = "EEEE, d. MMMM" if locale.startswith("de") else "EEEE, d MMMM"
    return format_date(day, pattern, locale=locale.replace("-", "_"))
