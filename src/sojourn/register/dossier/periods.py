"""What covers of trips need to know of what is kept beside them: read in one go for many trips."""

from collections.abc import Iterable
from uuid import UUID

from sojourn.certificates.for_register import CertifiedPeriod, certified_periods
from sojourn.register.dossier.models import InsuranceWish, KeptCertificate, KeptState
from sojourn.register.models import Assignment
from sojourn.register.to_do.acts import Wish

_LONGEST_NUMBER = 40


def kept_periods(trips: Iterable[Assignment]) -> dict[UUID, CertifiedPeriod]:
    """By trip: what the certificate from elsewhere covers that was confirmed for it, the newest one of several.

    One that was issued here counts as it stands on record now.
    """
    travellers = {trip.traveller_id for trip in trips}
    rows = KeptCertificate.objects.filter(traveller_id__in=travellers, state=KeptState.CONFIRMED.value)
    kept = list(rows.order_by("confirmed_at", "id")) if travellers else []
    issued = certified_periods(row.fields["number"] for row in kept if row.sealed)
    found: dict[UUID, CertifiedPeriod] = {}
    for row in kept:
        if row.trip_id is None or row.start is None:
            continue
        number = row.fields["number"]
        typed = CertifiedPeriod(number[:_LONGEST_NUMBER], row.start, row.end, True)
        found[row.trip_id] = issued.get(number, typed) if row.sealed else typed
    return found


def wishes_of(employers: Iterable[UUID]) -> dict[UUID, Wish]:
    """By employer: from when on insurance is wanted, where that was said."""
    rows = InsuranceWish.objects.filter(employer_id__in=list(employers))
    return {row.employer_id: Wish(row.longer_than, frozenset(row.always_in)) for row in rows}
