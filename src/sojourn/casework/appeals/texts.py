"""Codes of appeals to words."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sojourn.casework.texts import in_words

STATES: dict[str, Promise] = {
    "received": _("Received"),
    "admitted": _("Being examined"),
    "inadmissible": _("Not admitted"),
    "upheld": _("Decision upheld"),
    "changed": _("Decision changed"),
    "taken_back": _("Taken back"),
}

SENTENCES: dict[str, Promise] = {
    "received": _("Your appeal is with the institution. Somebody who did not decide looks at it."),
    "admitted": _("Your appeal is being examined by somebody who did not decide."),
    "inadmissible": _("We have not admitted your appeal. The decision stands."),
    "upheld": _("We have examined the decision again. It stands."),
    "changed": _("We have examined the decision again and decided anew."),
    "taken_back": _("You took your appeal back. The decision stands."),
}

REASONS: dict[str, Promise] = {
    "late": _("The appeal came after the last day for it."),
    "not_entitled": _("The appeal was made by somebody who may not make it."),
    "no_decision_touched": _("What was written is not directed against a decision."),
}

PROBLEMS: dict[str, Promise] = {
    "appeal_words_missing": _("Say what is wrong or new."),
    "answer_missing": _("Write the answer that the applicant reads."),
    "appeal_reason_missing": _("Choose a reason that is true of this appeal."),
}

REFUSALS: dict[str, Promise] = {
    "nothing_to_appeal": _("There is no decision to appeal against."),
    "appeal_made": _("There was an appeal against this decision already."),
    "appeal_not_open": _("This appeal was answered or taken back meanwhile."),
    "decided_before": _("You took part in the decision, so another officer examines the appeal."),
}


def state_words(state: str) -> str:
    """Where an appeal stands, in a word or two."""
    return str(STATES[state])


def state_sentence(state: str) -> str:
    """Where an appeal stands, as the applicant reads it."""
    return str(SENTENCES[state])


def reason_words(code: str) -> str:
    """Why an appeal is not admitted."""
    return str(REASONS[code])


def problem_words(code: str, params: Mapping[str, Any]) -> str | None:
    """What is wrong with the input; None for a code of another room."""
    return in_words(PROBLEMS[code], params) if code in PROBLEMS else None
