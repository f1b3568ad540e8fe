"""The cover of trips, worked out: the law's answer joined with what was asked and certified, and what follows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import ceil
from typing import Final
from uuid import UUID

from sojourn.casework.asking.access import due_days
from sojourn.casework.processing_times import processing_times
from sojourn.certificates.for_register import CertifiedPeriod, certified_periods
from sojourn.core import clock
from sojourn.engine import load_law
from sojourn.parties.for_register import employer_view
from sojourn.register.cover.answers import Known, Stay, answers_of, stays_of
from sojourn.register.cover.law_of_trip import NOTHING_NEEDED, LawOfTrip, determination_of_trip, law_of
from sojourn.register.dossier.periods import kept_periods, wishes_of
from sojourn.register.models import Assignment, HealthPolicy, Traveller, UsualFacts
from sojourn.register.states import Cover, TripKind
from sojourn.register.to_do.acts import NOT_ASKED, USUAL_WISH, Asked, Due, Wish, dues_of
from sojourn.requests.for_register import AskedFor, asked_for
from sojourn.requests.states import State

WORKED_OUT: Final = (
    "law_cover",
    "law_reasons",
    "cover",
    "reasons",
    "missing",
    "warnings",
    "legislation",
    "instrument",
    "article",
    "form",
    "issuer",
    "law_until",
    "covered_from",
    "covered_until",
    "certificate_number",
    "request_state",
    "act_by",
    "law_version",
    "determined_at",
)
"""The columns of a trip that are worked out."""


@dataclass(frozen=True, slots=True)
class Linked:
    """What the trips' requests have come to, read once for all of them."""

    asked: Mapping[UUID, AskedFor]
    certified: Mapping[str, CertifiedPeriod]
    answer_by: Mapping[UUID, date]
    kept: Mapping[UUID, CertifiedPeriod] = field(default_factory=dict)
    wishes: Mapping[UUID, Wish] = field(default_factory=dict)

    @classmethod
    def of(cls, trips: Iterable[Assignment]) -> "Linked":
        """Six queries, however many trips there are; two where nothing was asked."""
        trips = list(trips)
        asked = asked_for({trip.request_id for trip in trips if trip.request_id})
        certified = certified_periods(each.number for each in asked.values())
        waiting = [pk for pk, each in asked.items() if each.state is State.INFORMATION_REQUESTED]
        answer_by = due_days(waiting) if waiting else {}
        employers = {trip.employer_id for trip in trips}
        return cls(asked, certified, answer_by, kept_periods(trips), wishes_of(employers))


def known_of(employer_id: UUID) -> Known:
    """What holds for all trips of the employer."""
    view = employer_view(employer_id)
    sender = {f"sender.{part}": text for part, text in view.particulars.items() if text}
    usual = UsualFacts.objects.filter(pk=employer_id).first()
    record = {"employers[0].seat": view.seat, "employers[0].kind": view.kind, **sender}
    return Known(view.seat, record, usual.plain if usual else {})


def law_of_one(
    known: Known, traveller: Traveller, trip: Assignment, stays: Sequence[Stay], *, insured: bool
) -> LawOfTrip:
    """The law's answer to one trip. `insured`: travel health insurance holds for all of it, which some laws ask."""
    if not TripKind(trip.kind).is_work:
        return NOTHING_NEEDED
    answers = answers_of(known, traveller, trip, stays, insured=insured)
    return law_of(determination_of_trip(answers, trip), trip.end)


def put_law(trip: Assignment, law: LawOfTrip) -> None:
    """Put the law's answer into the row (unsaved)."""
    trip.law_cover, trip.law_reasons = law.cover.value, list(law.reasons)
    trip.missing, trip.warnings = list(law.missing), list(law.warnings)
    trip.legislation, trip.instrument, trip.article = law.legislation, law.instrument, law.article[:80]
    trip.form, trip.issuer, trip.law_until = law.form[:60], law.issuer, law.until
    trip.law_version, trip.determined_at = load_law().version[:80], clock.now()


def put_linked(trip: Assignment, linked: Linked) -> None:
    """Put what was asked and certified over the law's answer (unsaved). "Requested" is not "covered"."""
    trip.cover, trip.reasons = trip.law_cover, list(trip.law_reasons)
    trip.covered_from = trip.covered_until = None
    trip.certificate_number = trip.request_state = ""
    asked = linked.asked.get(trip.request_id) if trip.request_id else None
    if asked is None:
        _put_kept(trip, linked)
        return
    trip.request_state = asked.state.value
    if asked.number:
        _put_certificate(trip, linked.certified.get(asked.number), asked.number)
    elif asked.elsewhere is not None:
        _put_days(trip, *asked.elsewhere)
    elif asked.state is State.DRAFT:
        trip.reasons = [*trip.reasons, "draft_begun"]
    elif asked.state.is_open or asked.state is State.FORWARDED:
        trip.cover = Cover.REQUESTED.value
    elif asked.state in {State.REFUSED, State.PACKAGE_ANSWERED}:
        trip.cover, trip.reasons = Cover.AT_RISK.value, ["refused"]
    if trip.cover != Cover.COVERED:
        _put_kept(trip, linked)


def _put_kept(trip: Assignment, linked: Linked) -> None:
    """A certificate from elsewhere that a person has confirmed for this trip."""
    kept = linked.kept.get(trip.pk)
    if kept is not None:
        _put_certificate(trip, kept, kept.number)


def _put_certificate(trip: Assignment, found: CertifiedPeriod | None, number: str) -> None:
    if found is None or not found.valid:
        trip.certificate_number = ""
        trip.cover, trip.reasons = Cover.AT_RISK.value, ["certificate_withdrawn"]
        return
    trip.certificate_number = found.number
    _put_days(trip, found.start, found.end)


def _put_days(trip: Assignment, start: date, end: date | None) -> None:
    trip.covered_from, trip.covered_until = start, end
    if start > trip.last or (end is not None and end < trip.start):
        trip.cover, trip.reasons = Cover.AT_RISK.value, ["certificate_for_other_days"]
        return
    trip.cover, trip.reasons = Cover.COVERED.value, []
    if start > trip.start:
        trip.cover, trip.reasons = Cover.AT_RISK.value, ["cover_begins_later"]
    elif end is not None and end < trip.last:
        trip.reasons = ["cover_ends_before"]


def asked_of(trip: Assignment, linked: Linked) -> Asked:
    """What matters of the trip's request for what has to be done."""
    found = linked.asked.get(trip.request_id) if trip.request_id else None
    if found is None:
        return NOT_ASKED
    return Asked(
        found.state.value, found.start, found.end, linked.answer_by.get(found.id), found.state.is_open
    )


def lead_of(issuer: str) -> timedelta:
    """How long the issuer takes: measured where enough was decided, else as it says of itself, else nothing known.

    Working days are counted as calendar days of a five-day week.
    """
    if not issuer:
        return timedelta(0)
    ninetieth = processing_times(issuer, "first").ninetieth
    if ninetieth is not None:
        return timedelta(days=ceil(ninetieth.total_seconds() / 86_400))
    institution = load_law().institutions.get(issuer)
    for said in institution.processing_times if institution else ():
        if said.days and (not said.persons or "employees" in said.persons):
            return timedelta(days=ceil(said.days * 7 / 5) if said.count == "working" else said.days)
    return timedelta(0)


class Leads:
    """How long each issuer takes, asked once."""

    def __init__(self) -> None:
        self._known: dict[str, timedelta] = {}

    def of(self, issuer: str) -> timedelta:
        """The same as `lead_of`."""
        if issuer not in self._known:
            self._known[issuer] = lead_of(issuer)
        return self._known[issuer]


def is_insured(trip: Assignment, policies: Iterable[HealthPolicy]) -> bool:
    """Whether one policy holds for the whole trip."""
    return any(
        policy.start <= trip.start
        and (policy.end is None or (trip.end is not None and policy.end >= trip.end))
        and (not policy.territory or trip.host in policy.territory or trip.host[:2] in policy.territory)
        for policy in policies
    )


def put_dues(
    trip: Assignment, linked: Linked, leads: Leads, policies: Iterable[HealthPolicy], today: date
) -> list[Due]:
    """What has to be done about the trip; the first day goes into the row (unsaved)."""
    wish = linked.wishes.get(trip.employer_id, USUAL_WISH)
    found = dues_of(
        trip, asked_of(trip, linked), leads.of(trip.issuer), is_insured(trip, policies), today, wish
    )
    trip.act_by = min((due.on for due in found), default=None)
    return found


def work_out_traveller(
    known: Known, traveller: Traveller, trips: Sequence[Assignment], linked: Linked, leads: Leads
) -> dict[UUID, list[Due]]:
    """Work out the cover of all trips of one traveller (unsaved), each with the others as its history."""
    today = clock.today()
    policies = list(traveller.policies.all())
    dues: dict[UUID, list[Due]] = {}
    for trip in sorted(trips, key=lambda each: each.start):
        if trip.stands.counts:
            insured = is_insured(trip, policies)
            put_law(trip, law_of_one(known, traveller, trip, stays_of(trips, trip), insured=insured))
        put_linked(trip, linked)
        dues[trip.pk] = put_dues(trip, linked, leads, policies, today)
    return dues
