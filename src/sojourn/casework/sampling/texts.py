"""Codes of samples to words."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sojourn.casework import texts

STATES: dict[str, Promise] = {
    "drawn": _("Waiting for a look"),
    "in_hand": _("Being looked at"),
    "judged": _("Looked at"),
}

VERDICTS: dict[str, Promise] = {
    "right": _("Right"),
    "poor_reason": _("Right, but poorly reasoned"),
    "wrong": _("Wrong"),
}

CAUSES: dict[str, Promise] = {
    "law_data": _("The law data are wrong or incomplete"),
    "check_missing": _("A check is missing or lets too much through"),
    "fact_untrue": _("A fact was declared that is not true"),
    "fact_misread": _("A fact was understood otherwise than it was meant"),
    "identity": _("It is about the wrong person or employer"),
    "reasons": _("The reasons do not fit the decision"),
    "paper": _("The certificate says something wrong or misleading"),
    "other": _("Something else"),
}

PROBLEMS: dict[str, Promise] = {
    "verdict_missing": _("Say whether the decision was right."),
    "cause_missing": _("Choose where the fault lay, from those that fit the verdict."),
    "cause_without_fault": _("Leave the cause empty where the decision was right."),
    "too_long": _("Shorten the text to %(limit)s characters or fewer."),
    "percent_range": _("Enter a whole number from 0 to 100, or leave it empty."),
    "judged_range": _("Enter a whole number from 1 to 1,000."),
    "bases_missing": _("Choose at least one."),
}

REFUSALS: dict[str, Promise] = {
    "own_matter": _("You are party to this request, so another officer looks at it."),
    "sample_changed": _(
        "Somebody else took a step here while you had the page open. This is how it stands now."
    ),
    "sample_judged": _("This sample has its verdict already."),
    "sample_not_in_hand": _("Take the sample in hand first."),
    "sample_not_yours": _("A colleague has this sample in hand."),
    "sample_step_not_open": _("This step is not open any more."),
    "terms_changed": _("The settings were changed while you had the page open. These are the present ones."),
}


def problem_sentence(code: str, params: Mapping[str, Any]) -> str:
    """What is wrong with the input of the form."""
    if code in PROBLEMS:
        return texts.in_words(PROBLEMS[code], params)
    return texts.problem_sentence(code, params)


def refusal_sentence(code: str, params: Mapping[str, Any]) -> str:
    """Why a step was not possible."""
    return texts.in_words(REFUSALS.get(code, REFUSALS["sample_step_not_open"]), params)
