"""Codes of notifications to words."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sojourn.casework.texts import in_words

MESSAGES: dict[str, Promise] = {
    "A001": _("Request for an exception"),
    "A002": _("Answer to a request for an exception: refused, or another period"),
    "A011": _("Answer to a request for an exception: approved"),
    "A003": _("Determination of the applicable legislation"),
    "A004": _("Objection to a determination"),
    "A012": _("Approval of a determination"),
    "A008": _("Information: a request sent on"),
    "A009": _("Notice of a posting"),
    "A010": _("Notice of the applicable legislation"),
    "A005": _("Question"),
    "A006": _("Answer to a question"),
    "X008": _("Invalidation of an earlier notification"),
}
STATES: dict[str, Promise] = {
    "kept": _("Kept"),
    "waiting": _("Not every state has been told"),
    "provisional": _("Provisional"),
    "objected": _("A state objects"),
    "final": _("Final"),
    "superseded": _("Replaced by a newer one"),
}
RESULTS: dict[str, Promise] = {"agreed": _("agrees"), "objected": _("objects")}
LINES: dict[str, Promise] = {
    "notice.made": _("Made"),
    "notice.looked_at": _("Looked at"),
    "notice.sent": _("Sent on paper"),
    "notice.all_informed": _("Every state has been told"),
    "notice.answered": _("A state answered"),
    "notice.objected": _("A state objected"),
    "notice.became_final": _("Became final"),
    "notice.superseded": _("Replaced by a newer one"),
    "notice.looked_into": _("Looked into by an officer"),
}
PROBLEMS: dict[str, Promise] = {
    "day_missing": _("Enter the day."),
    "day_not_possible": _("The day must lie between %(limit)s and today."),
    "day_not_readable": _("Enter a day, a month and a year."),
    "way_missing": _("Say how it was sent."),
    "objection_unexplained": _("Say why you object."),
    "country_unknown": _("Choose a country from the list."),
    "question_missing": _("Write the question."),
    "answer_missing": _("Write the answer."),
    "too_long": _("Shorten the text to %(limit)s characters or fewer."),
    "control_characters": _("The text holds characters that cannot be seen. Type it anew."),
    "direction_marks": _("The text holds marks that change its direction. Type it anew."),
    "too_many_marks": _("The text holds letters with too many marks on them. Type it anew."),
}
REFUSALS: dict[str, Promise] = {
    "notice_answered": _("It has been answered already."),
    "notice_step_not_open": _("That is not possible any more."),
}


def problem_words(code: str, params: Mapping[str, Any]) -> str:
    """What is wrong with what was filled in."""
    return in_words(PROBLEMS[code], params)


def refusal_words(code: str, params: Mapping[str, Any]) -> str | None:
    """Why a step was not possible; None for a refusal that is the case's own."""
    return in_words(REFUSALS[code], params) if code in REFUSALS else None
