"""Certificates in sight, of this service and from elsewhere, page by page."""

from dataclasses import dataclass, field
from typing import Final

from django.db.models import Exists, OuterRef, Q

from sojourn.register.access import confirm_seat
from sojourn.register.dossier.kept_events import kept_in_sight, number_index
from sojourn.register.dossier.models import KeptCertificate, KeptState
from sojourn.register.models import Assignment
from sojourn.register.seats import Seat
from sojourn.register.traveller_events import family_index

PAGE: Final = 25


@dataclass(frozen=True, slots=True)
class CertificatePage:
    """Some of each kind. `waiting`: certificates from elsewhere that nobody has confirmed yet, in all."""

    trips: tuple[Assignment, ...] = field(repr=False)
    kept: tuple[KeptCertificate, ...] = field(repr=False)
    waiting: int
    number: int
    more: bool


def certificates_page(seat: Seat, search: str = "", country: str = "", number: int = 1) -> CertificatePage:
    """Certificates by a whole number or family name, and by country. The same number of queries for any register."""
    seat, number = confirm_seat(seat), max(1, number)
    trips = Assignment.objects.for_actor(seat).exclude(certificate_number="")
    confirmed = KeptCertificate.objects.filter(trip=OuterRef("pk"), state=KeptState.CONFIRMED.value)
    trips = trips.exclude(Exists(confirmed))
    kept = kept_in_sight(seat)
    waiting = kept.filter(state=KeptState.READ.value).count()
    if search.strip():
        plain, family, index = search.strip().upper(), family_index(search), number_index(search)
        trips = trips.filter(Q(certificate_number=plain) | Q(traveller__family_index=family))
        by_number = Q(number_index=index) & ~Q(number_index="")
        kept = kept.filter(by_number | Q(traveller__family_index=family))
    if country:
        trips, kept = trips.filter(host=country), kept.filter(Q(host=country) | Q(host=""))
    first = (number - 1) * PAGE
    found = list(trips.order_by("-start", "id").select_related("traveller")[first : first + PAGE + 1])
    others = list(kept.select_related("traveller")[first : first + PAGE + 1])
    more = len(found) > PAGE or len(others) > PAGE
    return CertificatePage(tuple(found[:PAGE]), tuple(others[:PAGE]), waiting, number, more)
