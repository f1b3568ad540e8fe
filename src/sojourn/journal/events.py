"""Writing the journal."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction

from sojourn.core import clock
from sojourn.core.actors import Actor, Subject
from sojourn.journal.chain import START, line_hash
from sojourn.journal.codes import Detail, checked_details, checked_event, checked_id
from sojourn.journal.errors import APPEND_ONLY, JournalError
from sojourn.journal.models import JournalHead, JournalLine

_waiting: ContextVar["list[_Mark] | None"] = ContextVar("sojourn_journal_waiting", default=None)


def record(
    *, event: str, actor: Actor, subject: Subject, details: Mapping[str, Detail] | None = None
) -> None:
    """Write one line, in the transaction of the caller: both stand or neither.

    All writers queue at the head of the chain until they commit, so call this last in an event; an event that
    calls other events wraps itself in `together`. Raises JournalError("journal_not_a_code") for an event,
    reference or detail that is not a short code: particulars have no place here.
    """
    line = JournalLine(
        at=clock.now(),
        event=checked_event(event),
        capacity=actor.capacity.value,
        person_id=checked_id("person", actor.person_id),
        party_id=checked_id("party", actor.party_id),
        firm_id=checked_id("firm", actor.firm_id),
        subject_kind=checked_id("subject_kind", subject.kind, 40),
        subject_id=checked_id("subject_id", subject.id),
        details=checked_details(details),
    )
    waiting = _waiting.get()
    if waiting is None:
        _append([line])
    else:
        mark = _Mark(line)
        transaction.on_commit(mark)
        waiting.append(mark)


@contextmanager
def together() -> Iterator[None]:
    """One transaction whose lines are written at its end, so that the head is locked once and late.

    Without this, an event that writes a line and then locks another row can meet an event that does the opposite,
    and the database must break one of them. Blocks nest: the outermost writes. Lines of work that was rolled back
    on the way are forgotten with it.
    """
    if _waiting.get() is not None:
        with transaction.atomic():
            yield
        return
    waiting: list[_Mark] = []
    with transaction.atomic():
        token = _waiting.set(waiting)
        try:
            yield
        finally:
            _waiting.reset(token)
        _append(_standing(waiting))


class _Mark:
    """A line that waits, registered as something to do on commit.

    Django forgets what was registered inside a savepoint when that is rolled back: so a line whose mark is gone
    belongs to work that was undone.
    """

    def __init__(self, line: JournalLine) -> None:
        self.line = line

    def __call__(self) -> None:
        """Nothing is left to do on commit: the marks are taken off when the lines are written."""


def _standing(waiting: list[_Mark]) -> list[JournalLine]:
    """The lines whose work still stands, in order; takes their marks off."""
    connection = transaction.get_connection()
    registered = connection.run_on_commit
    standing = {id(function) for _, function, _ in registered if isinstance(function, _Mark)}
    connection.run_on_commit = [entry for entry in registered if not isinstance(entry[1], _Mark)]
    return [mark.line for mark in waiting if id(mark) in standing]


def _append(lines: list[JournalLine]) -> None:
    if not lines:
        return
    # Whoever meets an error here undoes more than these lines, so that no savepoint is needed.
    with transaction.atomic(savepoint=False):
        head = _locked_head()
        for line in lines:
            line.number = head.length + 1
            line.previous_hash = head.hash
            line.hash = line_hash(line)
            head.length, head.hash = line.number, line.hash
        JournalLine.objects.bulk_create(lines)
        head.save(update_fields=["length", "hash"])


def _locked_head() -> JournalHead:
    """The head row, locked until commit. (SQLite locks the whole database when the transaction begins.)"""
    heads = JournalHead.objects.select_for_update().filter(pk=1)
    head = heads.first()
    if head is None and JournalLine.objects.exists():
        # Either somebody has written the very first line just now, and then the head has come with it; or somebody
        # has removed the head, and a new one would hide that.
        head = heads.first()
        if head is None:
            raise JournalError(APPEND_ONLY, place="head")
    if head is None:
        JournalHead.objects.get_or_create(pk=1, defaults={"length": 0, "hash": START})
        head = heads.get()
    return head
