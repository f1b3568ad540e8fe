"""Limits guessing at certificates: ten wrong tries from one address in ten minutes.

The count rests in the database, because it must hold for all processes together. A try is counted *before* the
certificate is looked up and given back when it was right, so that many tries at once cannot slip past the limit.
"""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest

from sojourn.core import clock
from sojourn.parties.client_network import client_network
from sojourn.vault.blind import blind_index
from sojourn.web.models import WrongTries

LIMIT = 10
STRETCH = timedelta(minutes=10)


class TooManyTries(Exception):
    """The address has used up its wrong tries. `minutes`: how long to wait, rounded up."""

    def __init__(self, minutes: int) -> None:
        super().__init__("too many tries")
        self.minutes = minutes


@dataclass(slots=True)
class Try:
    """One try; stays counted unless it is said to have been right."""

    right: bool = False


@contextmanager
def counted_try(request: HttpRequest) -> Iterator[Try]:
    """Count one try of the request's address; inside the block say `right = True` to give it back.

    Raises TooManyTries, before the block is entered, when the address has none left.
    """
    client = blind_index("web.client", client_network(request))
    _take(client)
    attempt = Try()
    yield attempt
    if attempt.right:
        WrongTries.objects.filter(client=client, count__gt=0).update(count=F("count") - 1)


def _take(client: str) -> None:
    now = clock.now()
    with transaction.atomic():
        WrongTries.objects.filter(began_at__lte=now - STRETCH).delete()
        row, _ = WrongTries.objects.get_or_create(client=client, defaults={"began_at": now})
        taken = WrongTries.objects.filter(client=client, count__lt=LIMIT).update(count=F("count") + 1)
    if not taken:
        left = row.began_at + STRETCH - now
        raise TooManyTries(max(1, math.ceil(left.total_seconds() / 60)))
