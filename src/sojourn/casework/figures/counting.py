"""Counting: today again and again, each day that is over once more, and then never again."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Count
from django.db.models.functions import TruncMonth

from sojourn.casework.figures.measures import Measure, class_of
from sojourn.casework.figures.models import CountedDay, Figure, FigureQuerySet
from sojourn.casework.models import Decision, InstitutionSetting
from sojourn.core import clock
from sojourn.requests.for_figures import first_handed_in, handed_in_between

AGAIN_AFTER: Final = timedelta(minutes=5)
"""How old today's counts may grow."""
SETTLED_AFTER: Final = timedelta(hours=1)
"""So long after its end nothing is added to a day: no transaction takes longer."""
ENDS_AHEAD: Final = timedelta(days=366)
_DAY: Final = timedelta(days=1)
type _Counts = Counter[tuple[Measure, date, str, str, str]]


def count_days(limit: int = 100) -> int:
    """Count what is new for every hosted institution, at most `limit` days each; how many days were counted."""
    return sum(
        _count(institution_id, day)
        for institution_id in InstitutionSetting.objects.values_list("pk", flat=True)
        for day in _days_to_count(institution_id, limit)
    )


def _days_to_count(institution_id: str, limit: int) -> list[date]:
    """From the first day that is not settled up to today."""
    today = clock.today()
    settled = CountedDay.objects.filter(institution_id=institution_id, is_final=True).order_by("-day").first()
    if settled is not None:
        first = settled.day + _DAY
    else:
        begun = first_handed_in(institution_id)
        first = begun.date() if begun else today
    return [first + _DAY * at for at in range(min((today - first).days + 1, limit))]


@transaction.atomic
def _count(institution_id: str, day: date) -> bool:
    """Put the counts of a day in the place of what was counted before; whether that was due."""
    now, begins = clock.now(), datetime.combine(day, time.min, tzinfo=UTC)
    counted, is_new = CountedDay.objects.select_for_update().get_or_create(
        institution_id=institution_id, day=day, defaults={"counted_at": now}
    )
    if not is_new and (counted.is_final or now - counted.counted_at < AGAIN_AFTER):
        return False
    counts: _Counts = Counter()
    _add_received(counts, institution_id, day, begins)
    _add_decided(counts, institution_id, day, begins)
    _keep(
        institution_id,
        counts,
        Figure.objects.filter(institution_id=institution_id, day=day).exclude(measure=Measure.ENDS),
    )
    if is_new and day == clock.today():
        _count_ends(institution_id, day)
    counted.counted_at, counted.is_final = now, now - begins >= _DAY + SETTLED_AFTER
    counted.save(update_fields=["counted_at", "is_final"])
    return True


def _add_received(counts: _Counts, institution_id: str, day: date, begins: datetime) -> None:
    for kind, host, count in handed_in_between(institution_id, begins, begins + _DAY):
        counts[Measure.RECEIVED, day, kind, host[:8], ""] += count


def _add_decided(counts: _Counts, institution_id: str, day: date, begins: datetime) -> None:
    for kind, host, result, reasons, officer, sent, decided in _decisions(institution_id, begins):
        counts[Measure.DECIDED, day, kind, host, f"{'officer' if officer else 'automatic'}:{result}"] += 1
        if officer and sent:
            counts[Measure.LASTED, day, kind, host, str(class_of(decided - sent))] += 1
        if result == "refused":
            for reason in reasons:
                counts[Measure.REFUSED_FOR, day, kind, host, reason] += 1


def _decisions(institution_id: str, begins: datetime) -> Iterator[tuple]:
    """What was decided on requests that day: of each case the first decision."""
    decided = Decision.objects.first_of_their_case().filter(
        decided_at__gte=begins, decided_at__lt=begins + _DAY, case__institution_id=institution_id
    )
    return decided.values_list(
        "case__kind",
        "case__host",
        "result",
        "reasons",
        "decided_by",
        "case__request__handed_in_at",
        "decided_at",
    ).iterator()


def _count_ends(institution_id: str, today: date) -> None:
    """Count anew, once a day, in which months the certificates that stand will end."""
    standing = Decision.objects.in_force().filter(
        case__institution_id=institution_id,
        result="approved",
        case__state="decided",
        certified_until__gte=today,
        certified_until__lt=(today + ENDS_AHEAD).replace(day=1),
    )
    rows = standing.annotate(month=TruncMonth("certified_until")).values_list(
        "month", "case__kind", "case__host"
    )
    counts: _Counts = Counter()
    for month, kind, host, count in rows.annotate(Count("pk")).order_by():
        counts[Measure.ENDS, month, kind, host, ""] += count
    _keep(institution_id, counts, Figure.objects.of(institution_id, Measure.ENDS))


def _keep(institution_id: str, counts: _Counts, before: FigureQuerySet) -> None:
    before.delete()
    Figure.objects.bulk_create(
        Figure(
            institution_id=institution_id,
            measure=measure.value,
            day=day,
            kind=kind,
            host=host,
            detail=detail,
            count=count,
        )
        for (measure, day, kind, host, detail), count in counts.items()
    )
