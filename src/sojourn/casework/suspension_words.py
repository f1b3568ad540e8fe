"""The words of a suspension: why a certificate is examined anew."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASON_WORDS: dict[str, Promise] = {
    "doubts_from_abroad": _("An institution of another country doubts it."),
    "report_received": _("Something was reported about it that has to be looked into."),
    "decision_reconsidered": _("The decision on which it rests is looked at again."),
    "facts_in_question": _("Facts on which it rests have to be established anew."),
}


def suspension_words(code: str) -> str:
    """Why a certificate is suspended, in the language of the day; the code where it has no words."""
    return str(REASON_WORDS.get(code, code))
