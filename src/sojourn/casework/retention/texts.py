"""Codes of the schedule to words, in the language of the day."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sojourn.casework.texts import in_words

MATTERS: Mapping[str, Promise] = {
    "covered": _("Cases with a certificate"),
    "withdrawn": _("Cases whose certificate was withdrawn"),
    "uncovered": _("Cases that ended without a certificate"),
    "foreign": _("Certificates from abroad"),
    "concern": _("Reports from outside"),
}
COUNTED_FROM: Mapping[str, Promise] = {
    "covered": _("counted from the last day of cover"),
    "withdrawn": _("counted from the day of the withdrawal"),
    "uncovered": _("counted from the decision, or from the withdrawal of the request"),
    "foreign": _("counted from the last day of cover, or from the day on which it stood no more"),
    "concern": _("counted from the day on which it was closed"),
}
THINGS: Mapping[str, Promise] = {
    "case": _("Case"),
    "foreign_certificate": _("Certificate from abroad"),
    "concern": _("Report"),
}
PROBLEMS: Mapping[str, Promise] = {
    "matter_unknown": _("Choose a matter from the list."),
    "years_range": _("Enter between 1 and %(most)s years."),
    "source_missing": _("Name the text that sets this time."),
    "reference_unknown": _(
        "Enter the whole reference of a case, a certificate from abroad or a report of this institution."
    ),
    "hold_reason_missing": _("Say why it is held back."),
    "hold_day_passed": _("The last day must be today or later."),
    "day_not_readable": _("Enter a day, a month and a year."),
    "too_long": _("Shorten the text to %(limit)s characters or fewer."),
}
REFUSALS: Mapping[str, Promise] = {
    "erased_already": _("It has been erased already, so there is nothing to hold back."),
}


def words_of(table: Mapping[str, Promise], code: str) -> str:
    """A code in words; the code itself where it has none."""
    return str(table.get(code, code))


def problem_words(code: str, params: Mapping[str, Any]) -> str:
    """What is wrong with what was typed."""
    return in_words(PROBLEMS[code], params)


def refusal_words(code: str, params: Mapping[str, Any]) -> str:
    """Why a step was not possible."""
    return in_words(REFUSALS[code], params)
