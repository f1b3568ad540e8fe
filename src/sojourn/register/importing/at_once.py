"""Rows taken in while a program waits: matched and saved as the rows of a table are, in one transaction."""

from collections.abc import Sequence
from uuid import UUID

from sojourn.core.actors import Subject
from sojourn.journal.events import record, together
from sojourn.parties.for_register import employer_view
from sojourn.register.access import require_manage
from sojourn.register.importing.matching import OUTCOMES, Matched, Matcher
from sojourn.register.importing.rows import RowRead
from sojourn.register.importing.taking import Taker
from sojourn.register.models import Assignment
from sojourn.register.seats import Seat


def take_rows(*, seat: Seat, rows: Sequence[RowRead]) -> list[Matched]:
    """What became of each row, in their order; contradictory rows say why and change nothing.

    The same rows again change nothing. Raises NotAllowed.
    """
    seat = require_manage(seat)
    with together():
        matched = Matcher(seat, employer_view(seat.employer_id).seat).match(rows)
        Taker(seat.employer_id).take(matched)
        counts = {outcome: sum(each.outcome == outcome for each in matched) for outcome in OUTCOMES}
        if matched:
            record(
                event="register.rows_taken",
                actor=seat.actor,
                subject=Subject("employer", str(seat.employer_id)),
                details={**counts},
            )
    return matched


def trips_of(seat: Seat, matched: Sequence[Matched]) -> dict[UUID, Assignment]:
    """The trips of these rows as they stand after all were worked out, by id."""
    ids = [each.trip.pk for each in matched if each.trip is not None]
    return {trip.pk: trip for trip in Assignment.objects.for_actor(seat).filter(pk__in=ids)}
