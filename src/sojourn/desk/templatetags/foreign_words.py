"""Codes of the host side to words: `{% load foreign_words %}`."""

from django import template

from sojourn.casework.foreign import texts

register = template.Library()


@register.filter
def standing_words(code: str) -> str:
    """How much is known of a certificate from abroad."""
    return texts.words_of(texts.STANDINGS, code)


@register.filter
def foreign_state_words(code: str) -> str:
    """What a certificate from abroad is today."""
    return texts.words_of(texts.STATES, code)


@register.filter
def dispute_state_words(code: str) -> str:
    """Where a dispute stands."""
    return texts.words_of(texts.DISPUTE_STATES, code)


@register.filter
def procedure_words(code: str) -> str:
    """By which procedure doubts are settled."""
    return texts.words_of(texts.PROCEDURES, code)


@register.filter
def dispute_step_words(code: str) -> str:
    """A step of a dispute."""
    return texts.words_of(texts.STEPS, code)


@register.filter
def concern_state_words(code: str) -> str:
    """Where a report stands."""
    return texts.words_of(texts.CONCERN_STATES, code)


@register.filter
def verdict_words(code: str) -> str:
    """How the check of a file came out."""
    return texts.words_of(texts.VERDICTS, code)
