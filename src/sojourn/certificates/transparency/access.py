"""What the log tells: to anybody what is public, to who holds a paper the proof that it stands in the log."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sojourn.certificates.models import Certificate
from sojourn.certificates.number import check_index, normal_number, normal_secret
from sojourn.certificates.transparency.entries import digest_of
from sojourn.certificates.transparency.heads import SignedHead, latest_head
from sojourn.certificates.transparency.models import Entry, Head
from sojourn.certificates.transparency.signing_key import log_key
from sojourn.certificates.transparency.tree import hashes_of, row_of
from sojourn.core.errors import InvalidInput, SojournError
from sojourn.core.merkle import consistency_ranges, inclusion_ranges, leaf_hash, root_from_inclusion

TILE_HEIGHT: Final = 8
TILE_WIDTH: Final = 1 << TILE_HEIGHT


class NotInLog(SojournError):
    """The log has no such entry, size or tile."""


@dataclass(frozen=True, slots=True)
class Inclusion:
    """The proof that one entry is in the log as `head` states it."""

    position: int
    digest: bytes
    proof: tuple[bytes, ...]
    head: SignedHead


@dataclass(frozen=True, slots=True)
class EntryTold:
    """One entry as the holder of the paper is told it: from `salt` and `told` anybody makes the digest.

    `inclusion`: None while the entry waits to be merged.
    """

    told: Mapping[str, Any]
    salt: str
    digest: bytes
    inclusion: Inclusion | None


def verifier_key() -> str:
    """What somebody needs to check the log's signatures."""
    return log_key().verifier


def checkpoint() -> str:
    """The newest signed head, as text."""
    return latest_head().note


def tile(level: int, index: int, width: int = TILE_WIDTH) -> bytes:
    """The hashes of a tile (c2sp.org/tlog-tiles): `width` neighbouring nodes of every eighth level.

    Raises NotInLog for one that the newest head does not cover.
    """
    there = latest_head().size >> (TILE_HEIGHT * level)
    start = index * TILE_WIDTH
    if not 0 < width <= TILE_WIDTH or start + width > there:
        raise NotInLog("tile_not_there")
    return b"".join(row_of(TILE_HEIGHT * level, start, width))


def entry_bundle(index: int, width: int = TILE_WIDTH) -> bytes:
    """The entries below a tile of level 0: each with its length in two bytes before it. Raises as `tile`."""
    start = index * TILE_WIDTH
    if not 0 < width <= TILE_WIDTH or start + width > latest_head().size:
        raise NotInLog("tile_not_there")
    rows = Entry.objects.filter(position__gte=start, position__lt=start + width).order_by("position")
    digests = [bytes(digest) for digest in rows.values_list("digest", flat=True)]
    return b"".join(len(digest).to_bytes(2) + digest for digest in digests)


def consistency(first: int, second: int) -> list[bytes]:
    """The proof that the log of `second` entries begins with that of `first`. Raises NotInLog."""
    if second > latest_head().size:
        raise NotInLog("size_not_there")
    try:
        return hashes_of(consistency_ranges(first, second))
    except ValueError:
        raise NotInLog("size_not_there") from None


def inclusion(digest: bytes) -> Inclusion:
    """The proof for the entry with this digest, in the newest head. Raises NotInLog."""
    # Only what is needed of the row: a proof is asked for more often than anything else.
    positions = list(Entry.objects.filter(digest=digest).values_list("position", flat=True))
    found = _inclusion_at(positions[0], digest) if positions else None
    if found is None:
        raise NotInLog("entry_not_there")
    return found


def told_to_holder(number: str, secret: str) -> tuple[EntryTold, ...]:
    """All entries about one certificate, for who knows its number and secret; oldest first.

    Raises NotInLog for a number and secret that do not belong together, which says nothing about either.
    """
    try:
        index = check_index(normal_number(number), normal_secret(secret))
    except InvalidInput:
        raise NotInLog("entry_not_there") from None
    certificate = Certificate.objects.filter(check_index=index).first()
    if certificate is None:
        raise NotInLog("entry_not_there")
    return entries_about(certificate.number)


def entries_about(number: str) -> tuple[EntryTold, ...]:
    """The entries about a certificate, oldest first. For rooms that know that the reader may see it."""
    entries = Entry.objects.filter(certificate__number=number).order_by("made_at", "pk")
    return tuple(EntryTold(each.told, each.salt, bytes(each.digest), _inclusion(each)) for each in entries)


def stands_in_log(number: str, document: str) -> bool | None:
    """Whether the log shows that this document was issued under this number: entry, proof and signed root agree.

    None while the entry waits for its place.
    """
    issue = Entry.objects.filter(certificate__number=number, change__isnull=True).first()
    found = _inclusion(issue) if issue else None
    if issue is None or found is None:
        return None
    right = issue.told.get("number") == number and issue.told.get("document") == document
    digest = digest_of(issue.salt, issue.told)
    root = root_from_inclusion(found.position, found.head.size, leaf_hash(digest), found.proof)
    return right and root == found.head.root


def entered_before(moment: datetime, number: str, document: str) -> bool:
    """Whether a head that was signed before `moment` proves that this document was issued under this number."""
    entry = Entry.objects.filter(certificate__number=number, change__isnull=True).first()
    if entry is None or entry.position is None or not stands_in_log(number, document):
        return False
    return Head.objects.filter(size__gt=entry.position, signed_at__lt=moment).exists()


def _inclusion(entry: Entry) -> Inclusion | None:
    return _inclusion_at(entry.position, bytes(entry.digest))


def _inclusion_at(position: int | None, digest: bytes) -> Inclusion | None:
    if position is None:
        return None
    head = latest_head()
    if position >= head.size:
        return None
    return Inclusion(position, digest, tuple(hashes_of(inclusion_ranges(position, head.size))), head)
