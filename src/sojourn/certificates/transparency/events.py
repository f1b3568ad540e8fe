"""What happens to the log: entries are merged in their order, and a new head is signed."""

from threading import Event
from typing import Final
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import Max

from sojourn.certificates.models import Certificate, StatusChange
from sojourn.certificates.transparency import tree
from sojourn.certificates.transparency.entries import enter_change, enter_issued
from sojourn.certificates.transparency.heads import sign_head
from sojourn.certificates.transparency.models import Entry, Head
from sojourn.core.merkle import appended, hash_of, leaf_hash, places_of

AT_ONCE: Final = 1_000
_all_entered: Final = Event()


def tend_log(limit: int = AT_ONCE) -> int:
    """Enter what is not in the log yet and merge what waits; how many entries were merged.

    What was issued before there was a log is looked for until nothing is found: looking reads all certificates, and
    what is issued since makes its entry itself.
    """
    if not _all_entered.is_set() and enter_missing(limit) == 0:
        _all_entered.set()
    return merge(limit)


def merge(limit: int = AT_ONCE) -> int:
    """Give the waiting entries their places, oldest first, and sign the new head; how many were merged.

    Two at once: one merges, the other does nothing and comes again. Run by the worker, so that an entry waits seconds.
    """
    try:
        with transaction.atomic():
            # Whoever merges holds the newest head; what the other has merged meanwhile is then seen below.
            list(Head.objects.select_for_update()[:1])
            rows = Entry.objects.filter(position__isnull=True).order_by("made_at", "pk")
            waiting = [(pk, bytes(digest)) for pk, digest in rows.values_list("pk", "digest")[:limit]]
            return _append(waiting) if waiting else 0
    except IntegrityError:
        # A place in the tree was taken in the same moment: the keys of nodes and positions let nobody write over it.
        return 0


def enter_missing(limit: int = AT_ONCE) -> int:
    """Make entries for what was issued or changed before there was a log; how many were made."""
    with transaction.atomic():
        issued = Certificate.objects.exclude(
            pk__in=Entry.objects.filter(change__isnull=True).values("certificate")
        )
        changed = StatusChange.objects.exclude(
            pk__in=Entry.objects.filter(change__isnull=False).values("change")
        )
        made = 0
        for certificate in issued.order_by("issued_at", "pk")[:limit]:
            enter_issued(certificate)
            made += 1
        for change in changed.select_related("certificate", "replaced_by").order_by("changed_at")[:limit]:
            enter_change(change)
            made += 1
        return made


def _append(entries: list[tuple[UUID, bytes]]) -> int:
    last = Entry.objects.aggregate(last=Max("position"))["last"]
    size = 0 if last is None else last + 1
    peaks = tree.nodes_at(places_of((0, size)))
    new = appended(size, [leaf_hash(digest) for _, digest in entries], peaks)
    tree.keep(new)
    _place([(size + offset, pk) for offset, (pk, _) in enumerate(entries)])
    sign_head(size + len(entries), hash_of((0, size + len(entries)), peaks | new))
    return len(entries)


def _place(places: list[tuple[int, UUID]]) -> None:
    """Give entries their positions: one prepared statement for all, where Django would write out each case."""
    table, key = Entry._meta.db_table, Entry._meta.pk
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {connection.ops.quote_name(table)} SET position = %s WHERE id = %s",  # noqa: S608  our own name
            [(position, key.get_db_prep_value(pk, connection)) for position, pk in places],
        )
