"""The change that established facts ask for, as the officer's forms show it: filled in, one press from done."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import override

from sojourn.casework.case_view import CaseView
from sojourn.casework.certificate_acts import CORRECT, SHORTEN, WITHDRAW
from sojourn.casework.repairing import Repair, repair_of
from sojourn.desk.facts import fact_name
from sojourn.parties.acting import ActingAs

REPAIRS: Final = {CORRECT: "desk:correct", SHORTEN: "desk:shorten", WITHDRAW: "desk:withdraw"}
"""The page of each change."""


def filled_in(acting: ActingAs, case: CaseView, act: str) -> Mapping[str, Any]:
    """The boxes of the form of this change as the established facts fill them; empty where they ask for another."""
    repair = repair_of(acting, case.reference)
    if repair is None or repair.act != act:
        return {}
    values: dict[str, Any] = {f"item-{path}": value for path, value in repair.items.items()}
    for name, day in (("last_day", repair.last_day), ("effective_on", repair.effective_on)):
        if day is not None:
            values |= {f"{name}-day": day.day, f"{name}-month": day.month, f"{name}-year": day.year}
    if repair.reason:
        values["reason"] = repair.reason
    return {name: str(value) for name, value in values.items()} | {"own_words": _words(repair, case)}


def _words(repair: Repair, case: CaseView) -> str:
    """What the applicant reads of it, in the applicant's language: which facts, not their values."""
    with override(case.language):
        names = ", ".join(fact_name(each, case) for each in repair.facts)
        return _("We have established: %(facts)s.") % {"facts": names}
