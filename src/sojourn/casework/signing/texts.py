"""Codes of proposals to words."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sojourn.casework.signing.acts import act_of
from sojourn.casework.texts import in_words

CAUSES: dict[str, Promise] = {
    "exception": _("It is about an exception by agreement."),
    "own_employer": _("A colleague at this institution belongs to the employer."),
    "over_limit": _("The certificate goes beyond the usual limit of the law."),
    "automatic_corrected": _("It changes what was decided automatically."),
    "hindrance": _("It sets aside a hindrance that two officers have to look at."),
}

STATES: dict[str, Promise] = {
    "open": _("Waits for a second signature"),
    "signed": _("Signed"),
    "returned": _("Returned"),
    "taken_back": _("Taken back"),
    "lapsed": _("Lapsed: the case changed"),
}

REFUSALS: dict[str, Promise] = {
    "second_signature_needed": _("This needs a second signature, so it can only be proposed."),
    "own_proposal": _("You proposed this. Another officer signs it."),
    "own_matter": _("You are party to this request, so another officer signs."),
    "proposal_open": _("Something waits for a second signature in this case already."),
    "proposal_not_open": _("This proposal has ended: %(state)s."),
    "proposal_stale": _("The case has changed since this was proposed. It has to be proposed anew."),
}

PROBLEMS: dict[str, Promise] = {
    "return_words_missing": _("Say what is to be mended."),
}


def act_words(code: str) -> str:
    """What is proposed, in the language of the day."""
    return str(act_of(code).title)


def cause_words(code: str) -> str:
    """Why two officers are needed."""
    return str(CAUSES.get(code, code))


def refusal_words(code: str, params: Mapping[str, Any]) -> str:
    """Why a step with a proposal was not possible."""
    state = str(params.get("state", ""))
    return in_words(REFUSALS[code], {**params, "state": str(STATES.get(state, state))})
