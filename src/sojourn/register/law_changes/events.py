"""The law has changed: every open trip of every employer is judged anew, once, and what that changed is kept."""

import time
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from sojourn.core import clock
from sojourn.core.actors import SYSTEM, Subject
from sojourn.core.errors import NotAllowed
from sojourn.engine import load_law
from sojourn.engine.lawkeeping.fingerprints import differing, fingerprints
from sojourn.journal.events import record, together
from sojourn.parties.access import NOT_ALLOWED
from sojourn.register.access import confirm_seat
from sojourn.register.law_changes.judging import Judge
from sojourn.register.law_changes.models import LawEffect, LawRun
from sojourn.register.models import Assignment, Traveller
from sojourn.register.seats import Seat

__all__ = ["LawEffect", "LawRun"]

PART: Final = 300
SLICE_SECONDS: Final = 20.0
CLAIM: Final = timedelta(minutes=5)
_MOVING: Final = ("law_after", "reached", "claimed_until", "travellers", "trips", "changed")
_looked_on: dict[str, date] = {}
"""By version of the law: the day on which this process has last looked for trips that stand under another one."""


def judge_anew(seconds: float = SLICE_SECONDS) -> int:
    """Go on with judging open trips by the law of today, for a while. How many travellers. For the worker."""
    version, today = load_law().version[:80], clock.today()
    if _looked_on.get(version) != today:
        begin_where_needed()
        _looked_on[version] = today
    until, judged = time.monotonic() + seconds, 0
    for run_id in list(_waiting().order_by("begun_at").values_list("pk", flat=True)[:50]):
        judged += go_on(run_id, until)
        if time.monotonic() >= until:
            break
    return judged


def begin_where_needed() -> int:
    """Begin a run for every employer with an open trip that stands under another version of the law. How many."""
    return sum(begin(employer_id) is not None for employer_id in _employers())


def begin(employer_id: UUID) -> LawRun | None:
    """Begin one for this employer; None where nothing stands under another version, or one goes on already."""
    version = load_law().version[:80]
    stale = Assignment.objects.filter(employer_id=employer_id).going_on(clock.today())
    first = stale.exclude(law_version=version).order_by().values_list("law_version", flat=True).first()
    if first is None:
        return None
    try:
        with transaction.atomic():
            return LawRun.objects.create(employer_id=employer_id, law_before=first, law_after=version)
    except IntegrityError:
        return None


def go_on(run_id: UUID, until: float) -> int:
    """Go on with one run until a moment of the monotonic clock. How many travellers were looked at."""
    if not _waiting().filter(pk=run_id).update(claimed_until=clock.now() + CLAIM):
        return 0
    run = LawRun.objects.get(pk=run_id)
    version = load_law().version[:80]
    if run.law_after != version:
        # The law has changed again: those who were judged already are judged once more.
        run.law_after, run.reached = version, None
    judge, looked_at = Judge(run.employer_id), 0
    try:
        while True:
            ids = _next_travellers(run)
            with together():
                held = LawRun.objects.select_for_update().get(pk=run_id)
                if held.all_trips and not run.all_trips:
                    # Something else has changed meanwhile: from the beginning.
                    run.all_trips, run.reached = True, None
                    continue
                if not ids:
                    _finish(run)
                    return looked_at
                judge.judge(run, ids)
                run.reached, run.claimed_until = ids[-1], clock.now() + CLAIM
                run.save(update_fields=_MOVING)
            looked_at += len(ids)
            if time.monotonic() >= until:
                return looked_at
    finally:
        LawRun.objects.filter(pk=run_id).update(claimed_until=None)


def runs_for(seat: Seat) -> QuerySet[LawRun]:
    """Runs of the employer, newest first. Raises NotAllowed for whoever sees only some travellers."""
    now = confirm_seat(seat)
    if not now.sees_all:
        raise NotAllowed(NOT_ALLOWED)
    return LawRun.objects.filter(employer_id=now.employer_id).order_by("-begun_at", "id")


def run_for(seat: Seat, run_id: UUID) -> LawRun:
    """One of them. Raises NotAllowed for any other."""
    found = runs_for(seat).filter(pk=run_id).first()
    if found is None:
        raise NotAllowed(NOT_ALLOWED)
    return found


def effects_for(seat: Seat, run: LawRun) -> QuerySet[LawEffect]:
    """The trips in sight whose answer became another one in the run, first begun first."""
    now = confirm_seat(seat)
    if run.employer_id != now.employer_id:
        raise NotAllowed(NOT_ALLOWED)
    found = run.effects.filter(trip__traveller__left_on__isnull=True).order_by("start", "id")
    if now.sees_all and not now.countries:
        return found
    return found.filter(trip__in=Assignment.objects.for_actor(now).values("pk"))


def _waiting() -> QuerySet[LawRun]:
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lt=clock.now())
    return LawRun.objects.filter(free, ended_at__isnull=True)


def _employers() -> list[UUID]:
    """Those with trips: one look into the index for each, however many trips there are."""
    found: list[UUID] = []
    rows = Assignment.objects.order_by("employer_id").values_list("employer_id", flat=True)
    following = rows.first()
    while following is not None:
        found.append(following)
        following = rows.filter(employer_id__gt=following).first()
    return found


def _next_travellers(run: LawRun) -> list[UUID]:
    rows = Traveller.objects.filter(employer_id=run.employer_id)
    if run.reached is not None:
        rows = rows.filter(pk__gt=run.reached)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:PART])


def _finish(run: LawRun) -> None:
    """Say which provisions differ from the last time, and keep what they say now."""
    in_use = Assignment.objects.filter(employer_id=run.employer_id).going_on(clock.today())
    ids = set(in_use.exclude(instrument="").order_by().values_list("instrument", flat=True).distinct())
    earlier = LawRun.objects.filter(employer_id=run.employer_id, ended_at__isnull=False)
    last = earlier.order_by("-ended_at").first()
    run.provisions = fingerprints(load_law(), ids | set(last.provisions if last else ()))
    run.changed_law = None if last is None else _changed(last.provisions, run.provisions)
    run.ended_at, run.claimed_until = clock.now(), None
    run.save()
    record(
        event="register.judged_anew",
        actor=SYSTEM,
        subject=Subject("employer", str(run.employer_id)),
        details={"trips": run.trips, "changed": run.changed, "law": run.law_after[:40]},
    )


def _changed(before: dict[str, dict[str, str]], after: dict[str, dict[str, str]]) -> dict[str, list[str]]:
    both = before.keys() & after.keys()
    found = {key: differing(before[key], after[key]) for key in sorted(both)}
    return {key: names for key, names in found.items() if names}
