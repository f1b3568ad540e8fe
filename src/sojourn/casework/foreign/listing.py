"""Lists of what an institution registered from abroad, and how one of them is found."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Count, Q, QuerySet

from sojourn.casework.foreign.gathering import certificate_index, person_number_index
from sojourn.casework.foreign.models import Dispute, ForeignCertificate, ForeignCertificateQuerySet
from sojourn.casework.foreign.states import ForeignState, Standing
from sojourn.casework.permissions import require_officer
from sojourn.core import clock
from sojourn.core.actors import Subject
from sojourn.journal.events import record
from sojourn.parties.acting import ActingAs
from sojourn.requests.worker_index import index_of_ssn
from sojourn.requests.written import digits_of

PAGE_LENGTH: Final = 50
ENDING_SOON: Final = timedelta(days=60)
MOST_FOUND: Final = 50
ENDINGS: Final = ("soon", "ended", "open")


@dataclass(frozen=True, slots=True)
class ForeignFilter:
    """Which of the registered certificates; empty means all. `ending`: "soon", "ended" or "open" (no end set)."""

    issuer_country: str = ""
    state: str = ""
    ending: str = ""


@dataclass(frozen=True, slots=True)
class ListedCertificate:
    """A registered certificate in a list: nothing in it names a person."""

    reference: str
    issuer_country: str
    issuer_name: str
    host: str
    start: date
    end: date | None
    standing: Standing
    state: ForeignState
    in_dispute: bool
    findings: int
    registered_at: datetime

    @property
    def ends_soon(self) -> bool:
        """Whether it stands and ends within the coming weeks."""
        today = clock.today()
        stands = self.state is ForeignState.REGISTERED
        return stands and self.end is not None and today <= self.end <= today + ENDING_SOON


@dataclass(frozen=True, slots=True)
class ForeignList:
    """One page of what an institution registered, with what there is to filter by."""

    rows: tuple[ListedCertificate, ...]
    fitting: int
    all: int
    ending_soon: int
    countries: tuple[str, ...]
    page: int
    pages: int


def foreign_list(acting: ActingAs, wanted: ForeignFilter | None = None, page: int = 1) -> ForeignList:
    """What the officer's institution registered, newest first; what ends soon by its end. Raises NotAllowed."""
    acting, wanted = require_officer(acting), wanted or ForeignFilter()
    rows = ForeignCertificate.objects.of_institution(str(acting.institution_id))
    today = clock.today()
    soon = Q(state=ForeignState.REGISTERED.value, end__gte=today, end__lte=today + ENDING_SOON)
    shape = list(
        rows.order_by().values("issuer_country").annotate(count=Count("pk"), soon=Count("pk", filter=soon))
    )
    fitting = _filtered(rows, wanted, today)
    count = fitting.count()
    pages = max(1, -(-count // PAGE_LENGTH))
    page = min(max(page, 1), pages)
    order = ("end", "pk") if wanted.ending == "soon" else ("-registered_at", "pk")
    return ForeignList(
        rows=_listed(fitting.order_by(*order)[(page - 1) * PAGE_LENGTH : page * PAGE_LENGTH]),
        fitting=count,
        all=sum(group["count"] for group in shape),
        ending_soon=sum(group["soon"] for group in shape),
        countries=tuple(sorted(group["issuer_country"] for group in shape)),
        page=page,
        pages=pages,
    )


def find_foreign(*, acting: ActingAs, typed: str) -> tuple[ListedCertificate, ...]:
    """By the whole reference, the certificate's number or the worker's number; that somebody searched is written down.

    The number of another country's certificate is found whichever country issued it. Raises NotAllowed.
    """
    acting, typed = require_officer(acting), typed.strip()[:100]
    rows = ForeignCertificate.objects.of_institution(str(acting.institution_id))
    countries = rows.order_by().values_list("issuer_country", flat=True).distinct()
    indexes = [index for country in countries if (index := certificate_index(country, typed))]
    wanted = Q(reference__iexact=typed) | Q(certificate_index__in=indexes)
    if len(digits_of(typed)) == 9:
        wanted |= Q(number_index=index_of_ssn(typed))
    wanted |= Q(number_index__in=[person_number_index(country, typed) for country in countries])
    found = _listed(rows.filter(wanted).order_by("-registered_at", "pk")[:MOST_FOUND]) if typed else ()
    record(
        event="foreign.searched",
        actor=acting.actor,
        subject=Subject("institution", str(acting.institution_id)),
        details={"found": len(found)},
    )
    return found


def _filtered(
    rows: ForeignCertificateQuerySet, wanted: ForeignFilter, today: date
) -> ForeignCertificateQuerySet:
    if wanted.issuer_country:
        rows = rows.filter(issuer_country=wanted.issuer_country)
    if wanted.state == "in_dispute":
        rows = rows.in_dispute()
    elif wanted.state:
        rows = rows.filter(state=wanted.state)
    match wanted.ending:
        case "soon":
            rows = rows.ending_by(today, today + ENDING_SOON)
        case "ended":
            rows = rows.filter(end__lt=today)
        case "open":
            rows = rows.filter(end__isnull=True)
    return rows


def _listed(rows: QuerySet[ForeignCertificate]) -> tuple[ListedCertificate, ...]:
    found = list(rows.defer("particulars"))
    disputed = set(
        Dispute.objects.open()
        .filter(certificate__in=[row.pk for row in found])
        .values_list("certificate_id", flat=True)
    )
    return tuple(listed_row(row, row.pk in disputed) for row in found)


def listed_row(row: ForeignCertificate, in_dispute: bool) -> ListedCertificate:
    return ListedCertificate(
        reference=row.reference,
        issuer_country=row.issuer_country,
        issuer_name=row.issuer_name,
        host=row.host,
        start=row.start,
        end=row.end,
        standing=Standing(row.standing),
        state=ForeignState(row.state),
        in_dispute=in_dispute,
        findings=len(row.findings),
        registered_at=row.registered_at,
    )
