"""What is odd about a trip in words: said after it was entered or changed, and nothing is refused."""

from typing import Final

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from sojourn.register.access import Assignment
from sojourn.register.notes import NoteCode, notes_for
from sojourn.register.seats import Seat

_WORDS: Final = {
    NoteCode.TWO_COUNTRIES: _(
        "On some of these days the person works in another country, too. Check the days."
    ),
    NoteCode.SAME_COUNTRY_TWICE: _("The person has another trip to this country on some of these days."),
    NoteCode.WORK_DURING_HOLIDAY: _("On some of these days one trip is a holiday and another one is work."),
    NoteCode.TWO_HOMES: _("Another trip on these days starts from another country."),
    NoteCode.STARTS_TODAY: _("The trip starts today and is not covered."),
    NoteCode.HAS_BEGUN: _("The trip has begun and is not covered."),
}


def tell_notes(request: HttpRequest, seat: Seat, trip: Assignment) -> None:
    """Say on the next page what is odd about the trip."""
    for note in notes_for(seat, trip):
        messages.warning(request, str(_WORDS[note.code]))
