"""Every event leaves one line, and a line names nobody."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from django.db import transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from sojourn.core import clock
from sojourn.core.actors import SYSTEM, Actor, Capacity, Subject
from sojourn.journal.access import lines_about
from sojourn.journal.chain import verify
from sojourn.journal.errors import JournalError
from sojourn.journal.events import record, together
from sojourn.journal.models import JournalLine
from tests.journal.builders import CLERK, REQUEST, write

pytestmark = pytest.mark.django_db


def test_a_line_says_who_did_what_when_on_what() -> None:
    moment = datetime(2027, 3, 1, 9, 30, 0, 123456, tzinfo=UTC)
    with clock.fixed(moment):
        record(
            event="request_handed_in", actor=CLERK, subject=REQUEST, details={"kind": "first", "late": False}
        )
    record(event="request_handed_in", actor=SYSTEM, subject=Subject("request", "other"))
    (line,) = lines_about(REQUEST)
    assert (line.number, line.at, line.event) == (1, moment, "request_handed_in")
    assert (line.actor, line.subject) == (CLERK, REQUEST)
    assert line.details == {"kind": "first", "late": False}


def test_a_line_falls_with_the_transaction_of_its_event() -> None:
    with suppress(RuntimeError), transaction.atomic():
        write("one")
        raise RuntimeError
    assert lines_about(REQUEST) == []
    write("two")
    assert verify().ok


@pytest.mark.parametrize(
    "value",
    [
        "Anna Muster",
        "Müller",
        "anna@example.org",
        "123-45-6789",
        "12-3456789",
        "123456789",
        123456789,
        1.5,
        "",
        "a" * 101,
        ["a"],
        {"a": 1},
        b"a",
        "two\nlines",
        "\u0000",
    ],
)
def test_details_that_look_like_particulars_are_refused_without_being_repeated(value: object) -> None:
    with pytest.raises(JournalError) as caught:
        record(event="one", actor=CLERK, subject=REQUEST, details={"reason": value})  # type: ignore[dict-item]
    assert str(caught.value) == "journal_not_a_code (place=reason)"
    assert lines_about(REQUEST) == []


@pytest.mark.parametrize(
    "value",
    ["submitted", "US-2027-7QK4", "2027-03-01", "us-de:6/1", 0, -3, 99_999_999, True, None, "a" * 100],
)
def test_codes_numbers_and_truth_values_are_kept_as_they_are(value: str | int | bool | None) -> None:
    record(event="one", actor=CLERK, subject=REQUEST, details={"reason": value})
    assert lines_about(REQUEST)[0].details == {"reason": value}


@pytest.mark.parametrize("event", ["", "Handed In", "handed in", "1st", "a" * 81, "x\ny"])
def test_an_event_is_a_code(event: str) -> None:
    with pytest.raises(JournalError):
        record(event=event, actor=CLERK, subject=REQUEST)


def test_references_to_people_and_things_are_codes() -> None:
    for actor, subject in [
        (Actor(Capacity.SELF, person_id="anna@example.org"), REQUEST),
        (CLERK, Subject("request", "Anna Muster")),
        (CLERK, Subject("a request", "1")),
        (CLERK, Subject("request", "")),
    ]:
        with pytest.raises(JournalError):
            record(event="one", actor=actor, subject=subject)


def test_events_that_call_events_write_their_lines_at_the_end_in_order() -> None:
    with together():
        write("outer_begins")
        with together():
            write("inner")
        assert not JournalLine.objects.exists()
        write("outer_ends")
    assert [line.event for line in lines_about(REQUEST)] == ["outer_begins", "inner", "outer_ends"]
    assert verify().ok


def test_an_inner_event_that_fails_leaves_no_line() -> None:
    with together():
        write("outer")
        with suppress(RuntimeError), together():
            write("inner")
            raise RuntimeError
    assert [line.event for line in lines_about(REQUEST)] == ["outer"]


def test_work_undone_inside_an_event_leaves_no_line_and_the_rest_stands() -> None:
    with together():
        write("before")
        with suppress(RuntimeError), transaction.atomic():
            write("undone")
            with together():
                write("undone_too")
            raise RuntimeError
        with transaction.atomic():
            write("after")
    assert [line.event for line in lines_about(REQUEST)] == ["before", "after"]
    assert verify().ok


def test_waiting_lines_leave_nothing_to_do_on_commit(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks() as callbacks, together():
        write("one")
    assert callbacks == []


def test_a_line_cannot_be_written_changed_or_deleted_through_the_models() -> None:
    write("one")
    line = JournalLine.objects.get()
    line.event = "two"
    for attempt in [
        line.save,
        line.delete,
        JournalLine.objects.all().delete,
        lambda: JournalLine.objects.update(event="two"),
        lambda: JournalLine.objects.create(number=2),
    ]:
        with pytest.raises(JournalError, match="journal_append_only"):
            attempt()
    assert verify().ok
