"""Codes of packages in the words of the pages."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sojourn.core.errors import Problem

OUTCOMES: Mapping[str, Promise] = {
    "certificate": _("A certificate"),
    "refusal": _("A refusal"),
    "other": _("Something else"),
}
PROBLEMS: Mapping[str, Promise] = {
    "day_missing": _("Enter the day."),
    "day_wrong": _("Day must be a date, like 1 March 2027."),
    "day_to_come": _("Day must be today or earlier."),
    "day_before": _("Day must not be before the step that comes before it."),
    "day_over": _("Day of the reminder must be tomorrow or later."),
    "choice_unknown": _("Choose one of the answers."),
    "missing": _("Enter this; it stands on the certificate."),
    "end_before_start": _("Last day must be on the first day or later."),
    "too_long": _("This must be shorter."),
    "too_many_lines": _("Address must have at most 6 lines."),
    "file_empty": _("Choose a file. An empty one cannot be taken."),
    "file_too_large": _("The file is too big: over 10 MB. Nothing was stored."),
    "file_type_not_allowed": _("The file is not a PDF, JPG or PNG. Nothing was stored."),
    "file_not_what_it_says": _("The file is not a PDF, JPG or PNG. Nothing was stored."),
    "file_encrypted": _("The file is locked with a password. Nothing was stored."),
    "file_unreadable": _("The file cannot be read: it is damaged. Nothing was stored."),
    "file_not_safe": _(
        "The file is not safe to open: it holds more than pages or a picture. Nothing was stored."
    ),
    "files_full": _("There are 20 papers already; no more can be added."),
}
_OTHER = _("This cannot be taken. Type it again.")


def outcome_words(code: str) -> str:
    """What came back."""
    return str(OUTCOMES[code])


def problem_words(problem: Problem | str) -> str:
    """What is wrong, and how to mend it."""
    code = problem if isinstance(problem, str) else problem.code
    return str(PROBLEMS.get(code, _OTHER))
