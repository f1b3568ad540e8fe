"""The kinds of request in words, and from which address each begins."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KIND_WORDS: Final[dict[str, Promise]] = {
    "first": _("First certificate"),
    "extension": _("Extension"),
    "correction": _("Correction"),
    "early_end": _("Early end"),
    "exception": _("Exception by agreement"),
    "replacement": _("Replacement copy"),
}
KIND_OF_STEP: Final = {"extend": "extension", "correct": "correction", "end": "early_end"}
# What the page of the beginning asks; the rest stands on the kind's own page.
ASKED_FIRST: Final = {
    "extension": ("activities[0].end",),
    "correction": ("question.wrong_item",),
    "early_end": ("question.end_reason", "activities[0].end"),
    "replacement": ("question.copy_reason",),
}
