"""The days on which an instrument changes, from the spans of time in its file."""

from collections.abc import Iterable
from datetime import date

from sojourn.core.periods import next_day
from sojourn.engine.lawbook import schema


def cuts_of(form: schema.Instrument) -> set[date]:
    """The days on which a new state of the instrument begins."""
    validities = [
        *(provision.valid for provision in form.provisions),
        *(
            branch.valid
            for listed in form.branches.values()
            for branch in listed
            if isinstance(branch, schema.CoordinatedBranch)
        ),
    ]
    days: set[date] = {day for day in (form.in_force,) if day}
    if form.ended and form.ended < date.max:
        days.add(next_day(form.ended))
    validities.extend(scope.valid for scope in form.persons)
    return days | _edges(validities)


def _edges(spans: Iterable[schema.Validity | schema.PartyTime]) -> set[date]:
    """The days on which a span of time begins, or has just ended."""
    days: set[date] = set()
    for span in spans:
        if span.from_:
            days.add(span.from_)
        if span.until and span.until < date.max:
            days.add(next_day(span.until))
    return days


def party_cuts_of(forms: Iterable[schema.Instrument]) -> dict[str, tuple[date, ...]]:
    """By party: the days on which its being bound begins or ends."""
    days: dict[str, set[date]] = {}
    for form in forms:
        for party, times in form.party_times.items():
            days.setdefault(party, set()).update(_edges(times))
    return {party: tuple(sorted(found)) for party, found in days.items()}
