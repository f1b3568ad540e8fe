"""How long an institution's decisions took lately: measured, not promised."""

import statistics
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.core.cache import caches

from sojourn.casework.models import Decision, InstitutionSetting
from sojourn.casework.texts import KINDS
from sojourn.core import clock
from sojourn.engine import load_law

WINDOW: Final = timedelta(days=90)
FEWEST: Final = 10
# The newest are enough for two percentiles, and bound the work where millions are decided.
MOST_LOOKED_AT: Final = 5000
KEPT_SECONDS: Final = 600


@dataclass(frozen=True, slots=True)
class ProcessingTimes:
    """Half were decided within `median`, nine in ten within `ninetieth`, from the day they were sent.

    `decided` counts all decisions of the last 90 days that were looked at, `by_officers` those on which a person
    decided. `median` and `ninetieth` are of those, because a request that waits is one of those; None where they
    are fewer than ten.
    """

    decided: int
    by_officers: int
    median: timedelta | None
    ninetieth: timedelta | None

    def is_overdue(self, sent_at: datetime) -> bool:
        """Whether a request sent then, and not decided, has waited longer than nine in ten of the others."""
        return self.ninetieth is not None and clock.now() - sent_at > max(self.ninetieth, timedelta(days=1))


def processing_times(institution_id: str, kind: str) -> ProcessingTimes:
    """The times of this institution and kind of request over the last 90 days, at most ten minutes old."""
    kept = caches["process"]
    key = f"processing_times:{institution_id}:{kind}"
    known: ProcessingTimes | None = kept.get(key)
    if known is None:
        known = measured(institution_id, kind)
        kept.set(key, known, KEPT_SECONDS)
    return known


@dataclass(frozen=True, slots=True)
class KindTimes:
    """The times of one kind of request at one institution."""

    institution_id: str
    name: str
    country: str
    kind: str
    times: ProcessingTimes

    @property
    def kind_words(self) -> str:
        """The kind in words."""
        return str(KINDS.get(self.kind, self.kind))


def all_times() -> list[KindTimes]:
    """The times of every institution that takes requests here and every kind, in the order of their names."""
    open_ones = InstitutionSetting.objects.filter(open_to_applicants=True).values_list("pk", "country")
    institutions = load_law().institutions
    found = [
        KindTimes(pk, institutions[pk].name, country, kind, processing_times(pk, kind))
        for pk, country in open_ones
        for kind in KINDS
    ]
    return sorted(found, key=lambda each: each.name)


def measured(institution_id: str, kind: str) -> ProcessingTimes:
    """The same, measured now."""
    rows = list(
        Decision.objects.first_of_their_case()
        .filter(case__institution_id=institution_id, case__kind=kind, decided_at__gte=clock.now() - WINDOW)
        .order_by("-decided_at")
        .values_list("case__request__handed_in_at", "decided_at", "decided_by")[:MOST_LOOKED_AT]
    )
    taken = [(decided - sent).total_seconds() for sent, decided, officer in rows if officer and sent]
    if len(taken) < FEWEST:
        return ProcessingTimes(len(rows), len(taken), None, None)
    cuts = statistics.quantiles(taken, n=10, method="inclusive")
    return ProcessingTimes(
        len(rows),
        len(taken),
        timedelta(seconds=statistics.median(taken)),
        timedelta(seconds=cuts[8]),
    )
