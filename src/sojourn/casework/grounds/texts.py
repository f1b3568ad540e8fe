"""Codes of waivers, records and grounds to words."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sojourn.casework import texts

BASES: dict[str, Promise] = {
    "declared": _("Declared"),
    "verified": _("Verified"),
    "established": _("Established"),
}

BASES_MEAN: dict[str, Promise] = {
    "declared": _("The applicant says so, and nobody has looked"),
    "verified": _("An officer, or a certificate issued here, bears it out"),
    "established": _("An officer has established it"),
}

# Facts that follow from the kind of request and that no question asks for.
UNASKED: dict[str, Promise] = {
    "activities[0].pattern": _("A limited stay"),
    "activities[0].place": _("The kind of place of work"),
    "activities[0].status": _("Employed or self-employed"),
    "history": _("Earlier stays"),
}

RECORD_KINDS: dict[str, Promise] = {
    "ceased": _("The employer has ceased its business"),
    "little_activity": _("The employer does little business at home"),
    "died": _("The worker has died"),
}

PROBLEMS: dict[str, Promise] = {
    "finding_not_waivable": _("Choose a hindrance from the list."),
    "waiver_reason_missing": _("Say why this may be set aside for a time."),
    "until_missing": _("Enter the last day on which it is set aside."),
    "until_passed": _("The day must be today or later."),
    "until_far": _("The day must be %(limit)s or earlier. Make it anew when it is over."),
    "case_of_employer_unknown": _("Enter the reference of a case of yours that an employer has sent."),
    "country_unknown": _("Choose a country from the list."),
    "record_kind_unknown": _("Choose what you have learned."),
    "day_missing": _("Enter the day."),
    "day_ahead": _("The day must be today or earlier."),
    "source_missing": _("Say where it is known from."),
}


def problem_sentence(code: str, params: Mapping[str, Any]) -> str:
    """What is wrong with the input of a form."""
    if code in PROBLEMS:
        return texts.in_words(PROBLEMS[code], params)
    return texts.problem_sentence(code, params)
