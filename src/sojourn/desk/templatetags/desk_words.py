"""Codes of casework to words, for the desk's templates: `{% load desk_words %}`."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from babel.dates import format_date
from django import template
from django.utils.translation import get_language

from sojourn.casework import suspension_words as suspension
from sojourn.casework import texts
from sojourn.casework.checks.findings import Finding
from sojourn.casework.officers import words
from sojourn.casework.officers.access import Desk
from sojourn.engine import load_facts

register = template.Library()


@register.filter
def country(code: str) -> str:
    """The country's name."""
    return texts.country_name(code)


@register.filter
def suspension_words(code: str) -> str:
    """Why a certificate is suspended."""
    return suspension.suspension_words(code)


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


@register.filter
def key_of(desk: Desk | None, action: str) -> str:
    """The key that does this for the officer; "" where keys are off."""
    if not desk or not desk.keys_on:
        return ""
    return {"Escape": "Esc"}.get(desk.keys[action], desk.keys[action])


@register.filter
def why_looked_words(code: str) -> str:
    """Why somebody looked at a person's data."""
    return str(words.WHY_LOOKED.get(code, code))


@register.filter
def oddity_words(code: str) -> str:
    """What makes a look worth a question."""
    return str(words.ODDITIES[code])


@register.filter
def pass_why_words(code: str) -> str:
    """Why a case changed hands."""
    return str(words.PASS_WHYS.get(code, code))


@register.filter
def source_words(code: str) -> str:
    """From what a fact was taken."""
    return str(words.SOURCES.get(code, code))


@register.filter
def standing_words(state: str) -> str:
    """How a fact stands."""
    return str(words.STANDINGS[state])


@register.filter
def named(names: Mapping[str, str], person_id: UUID) -> str:
    """The colleague's name among those of a case."""
    return names.get(str(person_id), "")
