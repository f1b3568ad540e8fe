"""Digests: as often as somebody wants, only where there is something to do, and naming nobody."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from sojourn.core import clock
from sojourn.core.errors import InvalidInput
from sojourn.messages.models import Letter
from sojourn.parties.models import Membership
from sojourn.register.digests.events import Frequency, choose, frequency_of, write_due
from sojourn.register.importing.events import begin_taking_in, bring, go_on, look_at
from sojourn.register.seats import Seat
from sojourn.register.to_do.events import ToDo, mark_done
from tests.register.builders import a_register, a_trip
from tests.register.test_importing import a_csv, row

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def written(moment: datetime) -> int:
    with clock.fixed(moment):
        return write_due()


def a_busy_register() -> Seat:
    with clock.fixed(MONDAY):
        seat = a_register()
        a_trip(seat, None, "DE", "2026-11-20", "2027-11-19")
    return seat


@pytest.mark.parametrize(("frequency", "letters"), [("daily", 4), ("weekly", 1), ("none", 0)])
def test_so_often_and_on_working_days(frequency: str, letters: int) -> None:
    seat = a_busy_register()
    assert frequency_of(seat) is Frequency.NONE
    assert choose(seat=seat, frequency=frequency) == frequency_of(seat) == frequency
    hours = [MONDAY + timedelta(hours=6 * each) for each in range(-4, 26)]
    # A week with Thanksgiving, which is a holiday where the employer is.
    assert sum(written(moment) for moment in hours) == letters


def test_it_says_how_much_and_names_nobody() -> None:
    seat = a_busy_register()
    choose(seat=seat, frequency="daily")
    assert written(MONDAY.replace(hour=3)) == 0, "not in the night"
    assert written(MONDAY) == 1
    assert written(MONDAY) == 0, "once"
    letter = Letter.objects.get(template="register_digest")
    assert letter.content["subject"].startswith("What has to be done by")
    assert "/register/to-do" in letter.content["text"]
    assert not any(
        word in str(letter.content) for word in ("Okafor", "Adaeze", "Germany", "Windwerk", "Lakeshore")
    )


def test_nobody_is_written_to_without_something_to_do_or_without_a_place() -> None:
    seat = a_busy_register()
    choose(seat=seat, frequency="daily")
    Membership.objects.filter(person_id=seat.person_id).update(role="viewer")
    assert written(MONDAY) == 1, "who may read is written to, too"
    Membership.objects.filter(person_id=seat.person_id).update(role="administrator")
    for item in ToDo.objects.all():
        mark_done(seat=seat, to_do_id=item.pk)
    assert written(MONDAY + timedelta(days=1)) == 0
    ToDo.objects.update(done_at=None, done_by=None)
    Membership.objects.filter(person_id=seat.person_id).delete()
    assert written(MONDAY + timedelta(days=2)) == 0
    with pytest.raises(InvalidInput):
        choose(seat=a_register(), frequency="hourly")


def test_a_letter_says_that_a_table_is_in() -> None:
    seat = a_register()
    brought = bring(seat=seat, data=a_csv([row(1)]), name="trips.csv", key=uuid.uuid4())
    look_at(seat=seat, import_id=brought.pk, mapping=brought.mapping)
    begin_taking_in(seat=seat, import_id=brought.pk)
    go_on(brought.pk)
    letter = Letter.objects.get(template="upload_ready")
    assert f"/register/import/{brought.pk}" in letter.content["text"]
    assert "trips.csv" not in str(letter.content)
