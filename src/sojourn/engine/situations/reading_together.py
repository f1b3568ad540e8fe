"""Faults of a situation that only show when its facts are laid side by side."""

from collections.abc import Callable
from datetime import date

from sojourn.engine.situations.showing import shown
from sojourn.engine.situations.situation import OpenDate, Situation

Fault = Callable[..., object]
"""Notes a fault: path, code, and the values that its sentence needs."""


def check_together(found: Situation, fault: Fault) -> None:
    """Faults that only show when facts are laid side by side."""
    if not found.activities and found.period is None:
        fault("activities", "empty")
    _check_ids(fault, "activities", [each.id for each in found.activities])
    _check_ids(fault, "employers", [each.id for each in found.employers or ()])
    known = {each.id for each in found.employers or ()}
    for number, activity in enumerate(found.activities):
        path = f"activities[{number}]"
        _check_order(fault, path, activity.start, activity.end, "end")
        _check_order(fault, path, activity.start, activity.planned_end, "planned_end")
        for pause, each in enumerate(activity.interruptions or ()):
            _check_order(fault, f"{path}.interruptions[{pause}]", each.start, each.end, "end")
        for name in ("employer", "receiving_employer"):
            reference = getattr(activity, name)
            if reference is not None and reference not in known:
                fault(f"{path}.{name}", "no_such_employer", value=shown(reference))
    for number, employer in enumerate(found.employers or ()):
        if employer.affiliate_of is not None and (
            employer.affiliate_of not in known or employer.affiliate_of == employer.id
        ):
            fault(f"employers[{number}].affiliate_of", "no_such_employer", value=shown(employer.affiliate_of))
    for number, stay in enumerate(found.history or ()):
        _check_order(fault, f"history[{number}]", stay.start, stay.end, "end")
    for number, cover in enumerate(found.person.insured or ()):
        _check_order(fault, f"person.insured[{number}]", cover.start, cover.end, "end")
    for number, asked in enumerate(found.requests or ()):
        if asked.start is not None:
            _check_order(fault, f"requests[{number}]", asked.start, asked.until, "until")
    for number, held in enumerate(found.certificates or ()):
        _check_order(fault, f"certificates[{number}]", held.start, held.end, "end")
    if found.period is not None:
        _check_order(fault, "period", found.period.start, found.period.end, "end")


def _check_order(fault: Fault, path: str, start: date, end: OpenDate, name: str) -> None:
    if isinstance(end, date) and end < start:
        fault(f"{path}.{name}", "ends_before_start", start=start.isoformat(), end=end.isoformat())


def _check_ids(fault: Fault, path: str, ids: list[str]) -> None:
    seen: set[str] = set()
    for number, each in enumerate(ids):
        if each in seen:
            fault(f"{path}[{number}].id", "repeated_id", value=shown(each))
        seen.add(each)
