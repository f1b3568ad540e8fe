"""Giving a certificate its place: at random, in the open list of its institution, and never one that is taken."""

import secrets
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F

from sojourn.certificates.keys import SealHolder
from sojourn.certificates.models import Certificate
from sojourn.certificates.status_list import StatusReference
from sojourn.certificates.status_list.models import StatusList
from sojourn.core import clock

# No vowels, so that no word comes about; nothing that is taken for something else.
_LETTERS: Final = "bcdfghjkmnpqrstvwxz23456789"
_NAME_LENGTH: Final = 8
_CANDIDATES: Final = 8
# A list is left when half of it is taken: places stay hard to guess, and a draw nearly always finds a free one.
_FULL: Final = 0.5


@dataclass(frozen=True, slots=True)
class Holder:
    """An institution, as far as its lists need to know it."""

    id: str
    name: str
    country: str


def new_reference(holder: SealHolder) -> StatusReference:
    """A place that no certificate has, in the open list of this institution.

    It is taken by whoever keeps a certificate with it: the database refuses the second of two that drew the same one.
    """
    for _ in range(_CANDIDATES):
        open_list = _open_list(holder)
        free = _free_places(open_list)
        if free:
            return StatusReference(open_list.uri, free[0])
        # All that were drawn are taken: it happens once in 256 times when half is taken, and always when it is full.
        close_if_full(open_list.name)
    raise RuntimeError("no free place was found in a new status list")


def place_of(reference: StatusReference | None) -> dict[str, Any]:
    """The fields in which a certificate keeps its place."""
    if reference is None:
        return {}
    return {"status_list_id": _name_of(reference.uri), "status_index": reference.index}


def note_change(certificate: Certificate) -> None:
    """Say that the status of a certificate changed, in the transaction that changes it."""
    StatusList.objects.filter(pk=certificate.status_list_id).update(changes=F("changes") + 1)


def close_if_full(name: str) -> bool:
    """Close a list of which half is taken, so that the next certificate opens another one; whether it is closed."""
    with transaction.atomic():
        row = StatusList.objects.select_for_update(no_key=True).get(name=name)
        if row.closed_at is None and Certificate.objects.filter(status_list=row).count() >= row.size * _FULL:
            row.closed_at = clock.now()
            row.save(update_fields=["closed_at"])
        return row.closed_at is not None


def _name_of(uri: str) -> str:
    return uri.rpartition("/")[2]


def _open_list(holder: SealHolder) -> StatusList:
    found = StatusList.objects.filter(institution_id=holder.id, closed_at__isnull=True).first()
    return found or _opened(holder)


def _opened(holder: SealHolder) -> StatusList:
    name = "".join(secrets.choice(_LETTERS) for _ in range(_NAME_LENGTH))
    try:
        with transaction.atomic():
            return StatusList.objects.create(
                name=name,
                uri=f"{settings.SOJOURN_BASE_URL}/status/{name}",
                institution_id=holder.id,
                institution_name=holder.name,
                institution_country=holder.country[:2],
                size=settings.SOJOURN_STATUS_LIST_SIZE,
                opened_at=clock.now(),
            )
    except IntegrityError:
        # Another certificate of the institution opened one in the same moment.
        return StatusList.objects.get(institution_id=holder.id, closed_at__isnull=True)


def _free_places(row: StatusList) -> list[int]:
    drawn = list(dict.fromkeys(secrets.randbelow(row.size) for _ in range(_CANDIDATES)))
    taken = set(
        Certificate.objects.filter(status_list=row, status_index__in=drawn).values_list(
            "status_index", flat=True
        )
    )
    return [index for index in drawn if index not in taken]
