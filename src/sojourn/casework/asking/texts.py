"""The words of questions and of what is wrong with answers, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sojourn.casework.asking.access import QuestionView
from sojourn.casework.asking.catalogue import LANGUAGES, known_questions, questions_for_worker
from sojourn.casework.texts import in_words

PROBLEMS: dict[str, Promise] = {
    "answer_missing": _("Answer this question."),
    "missing": _("Answer this question."),
    "file_or_words_missing": _("Choose a file, or say in words why there is none."),
    "text_missing": _("Write your message."),
    "too_long": _("Shorten the text to %(limit)s characters or fewer."),
    "control_characters": _("The text holds characters that cannot be seen. Type it anew."),
    "direction_marks": _("The text holds marks that change its direction. Type it anew."),
    "too_many_marks": _("The text holds letters with too many marks on them. Type it anew."),
    "files_too_many": _("Choose at most %(limit)s files at a time."),
    "files_full": _(
        "This request has %(limit)s files already. Send further papers to the institution by post."
    ),
    "file_empty": _("The file is empty. Nothing was stored."),
    "file_too_large": _("The file is too big: over %(limit)s MB. Nothing was stored."),
    "file_type_not_allowed": _("The file is not a PDF, JPG or PNG. Nothing was stored."),
    "file_locked": _("The file is locked with a password. Nothing was stored."),
    "file_not_safe": _("The file is not safe to open. Nothing was stored."),
    "more_time_early": _("The new day must be later than %(day)s."),
    "more_time_late": _("The new day must be %(day)s or earlier."),
    "more_time_reason_missing": _("Say why you need more time."),
    "day_not_readable": _("Enter a day, a month and a year."),
}


def question_words(question: QuestionView, *, to_worker: bool = False) -> str:
    """What is asked: the officer's own words, or the catalogue's in the language of the day, for whom it asks."""
    if question.words:
        return question.words
    known = known_questions()[question.code]
    return (known.to_worker if to_worker else known.ask)[_language()]


def why_words(question: QuestionView) -> str:
    """Why it is asked; '' for a question in own words."""
    return known_questions()[question.code].why[_language()] if question.code else ""


def catalogue_options() -> list[tuple[str, str]]:
    """The questions that can be sent, by code, in the language of the day."""
    return [(code, question.ask[_language()]) for code, question in known_questions().items()]


def catalogue_for_worker() -> list[tuple[str, str]]:
    """The same of those that a worker can be asked, as the worker reads them."""
    return [(code, question.to_worker[_language()]) for code, question in questions_for_worker().items()]


def problem_words(code: str, params: Mapping[str, Any]) -> str:
    """What is wrong with an answer, a message or a file."""
    return in_words(PROBLEMS[code], params)


def _language() -> str:
    short = (get_language() or "en")[:2]
    return short if short in LANGUAGES else "en"
