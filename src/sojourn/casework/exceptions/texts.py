"""Codes of exchanges to words: the only place in the room that has any, but for the letter's."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sojourn.casework.exceptions.criteria import LANGUAGES, catalogue
from sojourn.casework.texts import in_words
from sojourn.engine.telling.typesetting import typeset

STATES: dict[str, Promise] = {
    "draft": _("Being written"),
    "to_sign": _("Waiting for a second signature"),
    "signed": _("Signed, to be sent"),
    "sent": _("Waiting for the answer"),
    "answered": _("Answered"),
    "ended": _("Ended"),
}
KINDS: dict[str, Promise] = {
    "exception": _("Exception by agreement"),
    "extension": _("Extension with consent"),
}
RESULTS: dict[str, Promise] = {
    "full": _("Agreed as proposed"),
    "part": _("Agreed for another period"),
    "refused": _("Not agreed"),
}
VERDICTS: dict[str, Promise] = {
    "speaks_for": _("Speaks for it"),
    "speaks_against": _("Speaks against it"),
    "open": _("Open"),
    "not_relevant": _("Does not matter here"),
}
ENDED: dict[str, Promise] = {
    "given_up": _("The proposing institution went on without an agreement."),
    "request_withdrawn": _("The applicant withdrew the request."),
    "decided": _("The case was decided without an agreement."),
}
LINES: dict[str, Promise] = {
    "exception.begun": _("File opened"),
    "exception.looked_at": _("File looked at"),
    "exception.noted": _("Note written"),
    "exception.signed": _("Signed by a second officer"),
    "exception.taken_back": _("Taken back before sending"),
    "exception.sent": _("Sent to the other institution"),
    "exception.taken_up": _("Taken up by an officer"),
    "exception.reply_proposed": _("Reply handed to a second officer"),
    "exception.reply_taken_back": _("Reply taken back"),
    "exception.reply_sent_back": _("Reply not signed"),
    "exception.reply_signed": _("Reply signed by a second officer"),
    "exception.answered": _("Answered"),
    "exception.reminded": _("Reminded"),
    "exception.ended": _("Ended"),
    "exception.end_told": _("The other institution was told of the end"),
    "exception.reply_after_end": _("A reply came after the end"),
    "exception.late_reply_settled": _("Late reply looked at"),
}
# What an officer does for colleagues of the own side is not shown to the other.
INTERNAL_LINES = frozenset(
    {"exception.looked_at", "exception.noted", "exception.reply_taken_back", "exception.reply_sent_back"}
    | {"exception.reply_proposed", "exception.taken_back", "exception.late_reply_settled"}
    | {"exception.begun", "exception.taken_up"}
)
PROBLEMS: dict[str, Promise] = {
    "proposal_start_missing": _("Enter the first day of the exception."),
    "proposal_end_missing": _("Enter the last day of the exception."),
    "proposal_too_early": _("The first day can be %(limit)s at the earliest: that was asked for."),
    "proposal_ends_early": _("The last day must be %(limit)s or later."),
    "proposal_text_missing": _("Write to the other institution why the exception should be agreed."),
    "consent_beyond_asked": _("The last day can be %(limit)s at the latest: more was not asked for."),
    "consent_beyond_cap": _("The last day can be %(limit)s at the latest: the agreement allows no more."),
    "verdict_missing": _("Say how this weighs."),
    "verdict_unknown": _("Choose one of the answers."),
    "sent_day_missing": _("Enter the day on which it was sent."),
    "sent_day_not_possible": _("The day must lie between %(limit)s, when it was signed, and today."),
    "way_missing": _("Say how it was sent."),
    "reply_result_missing": _("Say what the answer is."),
    "refusal_unexplained": _("Say why it is not agreed."),
    "reply_start_missing": _("Enter the first day that is agreed."),
    "reply_end_missing": _("Enter the last day that is agreed."),
    "reply_ends_before": _("The last day lies before the first."),
    "reply_beyond_proposed": _("The days must lie within those that were proposed."),
    "reply_part_is_full": _("These are the days that were proposed: choose the first answer."),
    "reply_day_missing": _("Enter the day on which the answer came."),
    "reply_day_not_possible": _("The day must lie between %(limit)s, when the proposal was sent, and today."),
    "note_missing": _("Write something."),
    "too_many_lines": _("An address has at most %(limit)s lines."),
    "day_not_readable": _("Enter a day, a month and a year."),
    "too_long": _("Shorten the text to %(limit)s characters or fewer."),
    "control_characters": _("The text holds characters that cannot be seen. Type it anew."),
    "direction_marks": _("The text holds marks that change its direction. Type it anew."),
    "too_many_marks": _("The text holds letters with too many marks on them. Type it anew."),
    "files_too_many": _("Choose at most %(limit)s files at a time."),
    "file_empty": _("The file is empty. Nothing was stored."),
    "file_too_large": _("The file is too big. Nothing was stored."),
    "file_type_not_allowed": _("The file is not a PDF, JPG or PNG. Nothing was stored."),
    "file_encrypted": _("The file is locked with a password. Nothing was stored."),
    "file_unreadable": _("The file cannot be read. Nothing was stored."),
    "file_not_safe": _("The file is not safe to open. Nothing was stored."),
}
REFUSALS: dict[str, Promise] = {
    "exception_changed": _(
        "Somebody changed this file while the page was open. It is shown as it stands now."
    ),
    "exception_step_not_open": _("That is not possible any more. The file is shown as it stands now."),
    "exception_waits_for_signature": _(
        "A second officer has it. Take the proposal back before you change it."
    ),
    "exception_answered": _("It has been answered already."),
    "exception_ended": _("The other institution has ended it."),
    "exception_not_yours": _("A colleague has taken it up. Take it over first."),
    "exception_not_sent": _("It has not been sent yet."),
    "reply_comes_here": _("The other institution replies in this service."),
    "second_person_needed": _("You prepared it yourself, so another officer signs."),
    "other_side_signed": _("You acted for the other institution in this matter, so somebody else does this."),
    "no_clause": _("The law data know no clause by which the authorities can agree here."),
}


def criterion_words(code: str, language: str = "") -> str:
    """What is weighed, as a question."""
    short = (language or get_language() or "en")[:2]
    short = short if short in LANGUAGES else "en"
    return typeset(catalogue()[code].ask[short], short)


def verdict_words(verdict: str) -> str:
    """How something weighs."""
    return str(VERDICTS[verdict])


def problem_words(code: str, params: Mapping[str, Any]) -> str:
    """What is wrong with what was filled in."""
    return in_words(PROBLEMS[code], params)


def refusal_words(code: str, params: Mapping[str, Any]) -> str | None:
    """Why a step was not possible; None for a refusal that is the case's own."""
    return in_words(REFUSALS[code], params) if code in REFUSALS else None
