"""What has to be done, kept in step with the trips: nothing is written twice, and nothing stays that is settled."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sojourn.register.hooks.models import Kind
from sojourn.register.hooks.telling import tell_to_dos
from sojourn.register.models import Assignment
from sojourn.register.to_do.acts import Due
from sojourn.register.to_do.models import ToDo

_AT_ONCE = 500


def keep_in_step(trips: Sequence[Assignment], dues: Mapping[UUID, Sequence[Due]]) -> None:
    """Write what has to be done about these trips now, in the caller's transaction.

    What was marked as done stays so until its day changes; what is settled by itself goes.
    """
    wanted = {(trip.pk, due.act.value): (trip, due) for trip in trips for due in dues.get(trip.pk, ())}
    gone: list[ToDo] = []
    moved: list[ToDo] = []
    for start in range(0, len(trips), _AT_ONCE):
        part = [trip.pk for trip in trips[start : start + _AT_ONCE]]
        for row in ToDo.objects.filter(trip_id__in=part).defer("put_off_because"):
            known = wanted.pop((row.trip_id, row.act), None)
            if known is None:
                if row.done_at is None:
                    gone.append(row)
            elif (row.due_on, row.rule) != (known[1].on, known[1].rule.value):
                if row.due_on != known[1].on:
                    row.done_at, row.done_by_id = None, None
                row.due_on, row.rule = known[1].on, known[1].rule.value
                moved.append(row)
    if gone:
        _tell(Kind.TO_DO_SETTLED, gone)
        ToDo.objects.filter(pk__in=[row.pk for row in gone]).delete()
    ToDo.objects.bulk_update(moved, ["due_on", "rule", "done_at", "done_by"], batch_size=_AT_ONCE)
    _tell(Kind.TO_DO_MOVED, moved)
    put_down([made(trip, due) for trip, due in wanted.values()])


def made(trip: Assignment, due: Due) -> ToDo:
    """A thing to do, unsaved."""
    return ToDo(
        employer_id=trip.employer_id, trip=trip, act=due.act.value, due_on=due.on, rule=due.rule.value
    )


def put_down(rows: Sequence[ToDo]) -> None:
    """Save new ones."""
    ToDo.objects.bulk_create(rows, batch_size=_AT_ONCE)
    _tell(Kind.TO_DO_OPENED, rows)


def _tell(kind: Kind, rows: Sequence[ToDo]) -> None:
    of_employer: dict[UUID, list[ToDo]] = {}
    for row in rows:
        of_employer.setdefault(row.employer_id, []).append(row)
    for employer_id, theirs in of_employer.items():
        tell_to_dos(employer_id, kind, theirs)
