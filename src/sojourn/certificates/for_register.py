"""How far certificates cover, as they stand now: for the register, which knows them by their numbers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sojourn.certificates.models import Certificate, StatusChange
from sojourn.certificates.states import Status


@dataclass(frozen=True, slots=True)
class CertifiedPeriod:
    """What one certificate covers. `number`: of the newest one, where it was replaced; `valid`: neither replaced nor
    withdrawn."""

    number: str
    start: date
    end: date | None
    valid: bool


def certified_periods(numbers: Iterable[str]) -> dict[str, CertifiedPeriod]:
    """By the number asked for: what it covers now, a replaced one by its successor. Unknown numbers are left out.

    Whether the asker may know is for the room that has the request to say.
    """
    asked = {number for number in numbers if number}
    if not asked:
        return {}
    current = {number: number for number in asked}
    while successors := _successors(set(current.values())):
        current = {old: successors.get(now, now) for old, now in current.items()}
    rows = Certificate.objects.filter(number__in=set(current.values()))
    found = {
        # One that is suspended covers until it is withdrawn.
        number: CertifiedPeriod(number, start, end, Status(status).stands)
        for number, start, end, status in rows.values_list("number", "period_start", "period_end", "status")
    }
    return {old: found[now] for old, now in current.items() if now in found}


def _successors(numbers: set[str]) -> dict[str, str]:
    changes = StatusChange.objects.filter(certificate__number__in=numbers, replaced_by__isnull=False)
    return dict(changes.values_list("certificate__number", "replaced_by__number"))


def changed_since(moment: datetime) -> set[str]:
    """The numbers of the certificates that were replaced or withdrawn since then."""
    changes = StatusChange.objects.filter(changed_at__gte=moment)
    return set(changes.values_list("certificate__number", flat=True))


def is_issued_here(number: str) -> bool:
    """Whether a certificate of this service has the number. Whether the asker may know is for the caller to say."""
    return Certificate.objects.filter(number=number, erased_at__isnull=True).exists()
