"""Mandates that end by themselves: both sides are told in time."""

from datetime import timedelta
from typing import Final

from django.db import transaction

from sojourn.core import clock
from sojourn.parties import letters
from sojourn.parties.models import Mandate

IN_TIME: Final = timedelta(days=14)
"""So long before its last day both sides are told that a mandate ends."""


def tell_of_endings(limit: int = 100) -> int:
    """Write to both sides of mandates that end soon, once each; of how many. Run by the worker."""
    today = clock.today()
    told = 0
    ending = Mandate.objects.in_force(today).filter(
        valid_until__lte=today + IN_TIME, end_told_at__isnull=True
    )
    for mandate in ending.order_by("pk")[:limit]:
        with transaction.atomic():
            if mandate.valid_until is not None:
                letters.tell_mandate_ends(mandate, mandate.valid_until)
                told += 1
            mandate.end_told_at = clock.now()
            mandate.save(update_fields=["end_told_at"])
    return told
