"""Whoever changes the journal behind the service's back is found out."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection, transaction

from sojourn.journal import guard
from sojourn.journal.chain import Fault, line_hash, verify
from sojourn.journal.models import JournalHead, JournalLine
from tests.journal.builders import write

pytestmark = pytest.mark.django_db


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def five(db: None) -> None:
    write("one", "two", "three", "four", "five")


def change_event() -> None:
    sql("UPDATE journal_journalline SET event = 'forged' WHERE number = 3")


def change_details() -> None:
    sql("""UPDATE journal_journalline SET details = '{"count": 4, "status": "submitted"}' WHERE number = 3""")


def remove() -> None:
    sql("DELETE FROM journal_journalline WHERE number = 3")


def remove_and_close_ranks() -> None:
    sql("DELETE FROM journal_journalline WHERE number = 3")
    sql("UPDATE journal_journalline SET number = 3 WHERE number = 4")
    sql("UPDATE journal_journalline SET number = 4 WHERE number = 5")


def swap() -> None:
    sql("UPDATE journal_journalline SET number = 99 WHERE number = 3")
    sql("UPDATE journal_journalline SET number = 3 WHERE number = 4")
    sql("UPDATE journal_journalline SET number = 4 WHERE number = 99")


def reseal_one_line() -> None:
    change_event()
    line = JournalLine.objects.get(number=3)
    sql(f"UPDATE journal_journalline SET hash = '{line_hash(line)}' WHERE number = 3")  # noqa: S608


def cut_the_tail() -> None:
    sql("DELETE FROM journal_journalline WHERE number > 3")


def cut_everything() -> None:
    sql("DELETE FROM journal_journalline")


def append_uncounted() -> None:
    columns = "at, event, capacity, person_id, party_id, firm_id, subject_kind, subject_id, details"
    sql(
        f"INSERT INTO journal_journalline (number, {columns}, previous_hash, hash)"  # noqa: S608
        f" SELECT 6, {columns}, hash, 'x' FROM journal_journalline WHERE number = 5"
    )


def remove_the_head() -> None:
    sql("DELETE FROM journal_journalhead")


def change_the_head() -> None:
    sql("UPDATE journal_journalhead SET hash = 'x'")


@pytest.mark.parametrize(
    ("attack", "first_bad", "fault"),
    [
        (change_event, 3, Fault.CHANGED),
        (change_details, 3, Fault.CHANGED),
        (remove, 3, Fault.MISSING),
        (remove_and_close_ranks, 3, Fault.CHANGED),
        (swap, 3, Fault.CHANGED),
        (reseal_one_line, 4, Fault.MOVED),
        (cut_the_tail, 4, Fault.CUT_OFF),
        (cut_everything, 1, Fault.CUT_OFF),
        (append_uncounted, 6, Fault.FORGED_TAIL),
        (remove_the_head, 1, Fault.FORGED_TAIL),
        (change_the_head, 6, Fault.HEAD_CHANGED),
    ],
)
def test_an_attack_on_the_tables_is_found(
    five: None, attack: Callable[[], None], first_bad: int, fault: Fault
) -> None:
    assert verify().ok
    attack()
    report = verify()
    assert (report.ok, report.first_bad, report.fault) == (False, first_bad, fault)


def test_rewriting_everything_is_found_by_a_hash_kept_outside(five: None) -> None:
    noted = JournalLine.objects.get(number=4)
    sql("DELETE FROM journal_journalline")
    sql("DELETE FROM journal_journalhead")
    write("one", "two", "forged", "four", "five")
    assert verify().ok
    assert verify(seen=(4, noted.hash)).fault is Fault.NOT_AS_SEEN
    assert verify(seen=(6, noted.hash)).fault is Fault.CUT_OFF


def test_no_new_chain_begins_over_the_lines_of_an_old_one(five: None) -> None:
    remove_the_head()
    with pytest.raises(Exception, match="journal_append_only"):
        write("six")


def test_an_empty_journal_is_intact() -> None:
    report = verify()
    assert (report.ok, report.length) == (True, 0)


@pytest.mark.parametrize(
    "attack",
    [
        change_event,
        remove,
        cut_everything,
        remove_the_head,
        change_the_head,
        lambda: sql("UPDATE journal_journalhead SET length = 2"),
        lambda: sql("TRUNCATE journal_journalline"),
        lambda: sql("REPLACE INTO journal_journalhead (id, length, hash) VALUES (1, 9, 'x')"),
        lambda: sql("REPLACE INTO journal_journalline SELECT * FROM journal_journalline WHERE number = 3"),
    ],
)
def test_the_database_refuses(five: None, guarded: None, attack: Callable[[], None]) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        attack()
    assert verify().ok
    write("six")
    assert verify().length == 6


def test_the_guard_is_seen_to_be_down(guarded: None) -> None:
    assert guard.is_up(connection)
    guard.take_down(connection)
    assert not guard.is_up(connection)


@pytest.mark.django_db(transaction=True)
def test_the_guard_comes_and_goes_with_the_migration() -> None:
    call_command("migrate", "journal", "zero", verbosity=0)
    call_command("migrate", "journal", verbosity=0)
    assert guard.is_up(connection)
    guard.take_down(connection)


COLUMNS = {
    "at": "2020-01-01 00:00:00",
    "event": "forged",
    "capacity": "system",
    "person_id": "other",
    "party_id": "other",
    "firm_id": "other",
    "subject_kind": "other",
    "subject_id": "other",
    "details": "{}",
    "previous_hash": "0" * 63 + "1",
    "hash": "0" * 63 + "1",
}


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("number", [1, 3, 5])
def test_no_column_of_any_line_can_be_changed_unnoticed(five: None, column: str, number: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE journal_journalline SET {column} = %s WHERE number = %s",  # noqa: S608
            [COLUMNS[column], number],
        )
    assert verify().first_bad == number


def test_the_command_says_that_all_is_well(
    five: None, guarded: None, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("verify_journal", seen=f"5:{JournalHead.objects.get().hash}")
    assert "intact: 5 lines" in capsys.readouterr().out


def test_the_command_fails_on_a_broken_chain(five: None) -> None:
    change_event()
    with pytest.raises(CommandError, match="Line 3 was changed") as caught:
        call_command("verify_journal")
    assert caught.value.returncode == 1


def test_the_command_fails_when_the_guard_is_down(five: None) -> None:
    with pytest.raises(CommandError, match="triggers are missing"):
        call_command("verify_journal")


@pytest.mark.parametrize("seen", ["", "5", "0:" + "a" * 64, "5:xyz"])
def test_a_malformed_hash_is_refused(seen: str) -> None:
    with pytest.raises(CommandError, match="--seen must be"):
        call_command("verify_journal", seen=seen)
