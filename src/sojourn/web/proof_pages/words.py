"""Codes of what is kept and proven, in words."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sojourn.core.errors import InvalidInput
from sojourn.register.dossier.events import Choice, Point
from sojourn.register.dossier.kept_events import KeptState
from sojourn.register.proof.events import PackState
from sojourn.web.register_pages.words import told

CHOICES: Final[Mapping[str, Any]] = {
    Choice.KEEP_HOME: _("Keep the insurance at home"),
    Choice.VOLUNTARY: _("Pay voluntary contributions at home"),
    Choice.REGISTER_THERE: _("Register the person in the country of work"),
    Choice.ASK: _("Ask both institutions first"),
}
CHOICE_HINTS: Final[Mapping[str, Any]] = {
    Choice.KEEP_HOME: _(
        "Where the home country’s own law insures work abroad; contributions there may come on top"
    ),
    Choice.VOLUNTARY: _("Where the home country lets people stay insured on request; mind its deadline"),
    Choice.REGISTER_THERE: _("Where the country of work insures everybody who works there"),
    Choice.ASK: _("Where one of the two is not clear"),
}
POINTS: Final[Mapping[str, Any]] = {
    Point.CLEAR_END: _("The last day was set before the work began"),
    Point.WILL_RETURN: _("The person is going to come back"),
    Point.JOB_WAITS: _("A job at home waits for the person"),
    Point.NOT_USUAL: _("Work abroad is not what the person usually does"),
}
KEPT: Final[Mapping[str, Any]] = {
    KeptState.READ: _("Waits for somebody to confirm it"),
    KeptState.CONFIRMED: _("Confirmed"),
    KeptState.SET_ASIDE: _("Set aside"),
}
PACKS: Final[Mapping[str, Any]] = {
    PackState.MAKING: _("Being made"),
    PackState.READY: _("Ready"),
    PackState.STOPPED: _("Stopped: whoever asked for it may not any more"),
    PackState.GONE: _("Gone"),
}
_OWN: Final[Mapping[str, Any]] = {
    "pack_until": _("Choose a last day from today on, within a year."),
    "no_trips": _("No trip fits. Choose other days, another country or another person."),
    "too_many_trips": _(
        "These are too many trips for one pack: at most %(limit)s. Choose fewer days or one country."
    ),
    "certificate_file": _("Choose a PDF, a picture, a credential or an offline code."),
    "certificate_for_another_country": _("The certificate is for another country than this trip."),
    "certificate_of_another": _("The certificate names another person."),
    "certificate_withdrawn": _("The certificate was withdrawn or replaced."),
    "issuer_missing": _("Enter who issued it."),
    "evidence_file": _("Choose a PDF or a picture."),
    "evidence_many": _("There are %(limit)s files already."),
    "choice_missing": _("Choose what to do."),
    "decision_reason_missing": _("Enter why."),
    "days_range": _("Enter a number of days from 0 to 365."),
    "file_missing": _("Choose a file."),
    "file_empty": _("The file is empty."),
    "file_too_large": _("The file is larger than 10 MB."),
    "trip_missing": _("Choose the trip for which it is."),
}


def told_by(refused: InvalidInput) -> dict[str, str]:
    """The sentences of a refusal by the field at which they stand."""
    found: dict[str, str] = {}
    for each in refused.problems:
        words = _OWN.get(each.code)
        found.setdefault(each.field, str(words) % dict(each.params) if words is not None else told(each))
    return found


def file_words(media: str) -> str:
    """What kind of file it is."""
    return {"application/pdf": "PDF", "image/jpeg": "JPEG", "image/png": "PNG"}.get(
        media, gettext("Credential or offline code")
    )
