"""How institutions settle doubts about a certificate: `procedure.yaml`, and the times that institutions set."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from sojourn.casework.asking.working_days import last_day
from sojourn.casework.foreign.models import DisputeTerm
from sojourn.casework.foreign.states import DisputeState
from sojourn.core.errors import WrongState
from sojourn.core.periods import last_day_of, next_day
from sojourn.engine import load_law

EUROPEAN: Final = "eu"
AGREEMENT: Final = "agreement"
PROCEDURES: Final = (EUROPEAN, AGREEMENT)
# What is owed next while a dispute rests in a state.
OWED: Final[Mapping[DisputeState, str]] = {
    DisputeState.DOUBTED: "acknowledge",
    DisputeState.RECONSIDERED: "answer",
    DisputeState.COMMISSION: "reconcile",
}


@dataclass(frozen=True, slots=True)
class Term:
    """A step with the time that the law gives it, if one was read: at most `months`; not before `months_at_least`."""

    step: str
    owed_by: str
    months: int | None
    months_at_least: int | None
    basis: str
    source: str
    note: str


@cache
def terms(procedure: str) -> Mapping[str, Term]:
    """The steps of a procedure with their times, in order."""
    written = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    sources: Mapping[str, Mapping[str, str]] = written["sources"]
    return {step: _term(step, entry, sources) for step, entry in written["procedures"][procedure].items()}


def procedure_of(instrument_id: str) -> str:
    """By which procedure doubts under an agreement are settled: European coordination has one of its own."""
    instrument = load_law().instruments.get(instrument_id)
    return EUROPEAN if instrument is not None and instrument.many else AGREEMENT


def settable(procedure: str) -> tuple[str, ...]:
    """The steps whose time an institution sets, since the law read here sets none."""
    return tuple(
        step
        for step, term in terms(procedure).items()
        if term.months is None and term.months_at_least is None
    )


def due_after(
    procedure: str, state: DisputeState, on: date, institution_id: str, country: str
) -> tuple[str, date | None]:
    """What is owed once a dispute has come into `state` on a day, and by when; ("", None) where nothing is.

    A time of the law is in months from the next day on; one that the institution set is in working days of its country.
    """
    step = OWED.get(state, "")
    term = terms(procedure).get(step)
    if term is None:
        return "", None
    if term.months is not None:
        return step, last_day_of(next_day(on), term.months)
    own = DisputeTerm.objects.filter(institution_id=institution_id, procedure=procedure, step=step).first()
    return step, last_day(on, own.amount, country) if own else None


def earliest_before_commission(opened_on: date) -> date:
    """The first day on which the matter can be brought before the Administrative Commission."""
    months = terms(EUROPEAN)["bring_before_commission"].months_at_least or 0
    return next_day(last_day_of(next_day(opened_on), months)) if months else opened_on


def require_commission_open(procedure: str, opened_on: date, today: date) -> None:
    """Raises WrongState "commission_too_early", with the first day, or "commission_not_of_agreement"."""
    if procedure != EUROPEAN:
        raise WrongState("commission_not_of_agreement")
    first = earliest_before_commission(opened_on)
    if today < first:
        raise WrongState("commission_too_early", day=first.isoformat())


def _term(step: str, entry: Mapping[str, Any], sources: Mapping[str, Mapping[str, str]]) -> Term:
    source = sources[entry["source"]]
    return Term(
        step,
        entry["owed_by"],
        entry.get("months"),
        entry.get("months_at_least"),
        entry.get("basis", ""),
        source["title"],
        source["note"],
    )
