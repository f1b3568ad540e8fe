"""What officers see of samples and of the error rates measured with them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count

from sojourn.casework.grounds.access import Grounds, grounds_of
from sojourn.casework.models import InstitutionSetting
from sojourn.casework.moves import NOT_ALLOWED
from sojourn.casework.permissions import LEADING_ROLES, cases_in_sight, is_party, officer_id, require_officer
from sojourn.casework.sampling.models import Sample, SamplingStop
from sojourn.casework.sampling.rates import ErrorRate, counted
from sojourn.casework.sampling.states import SampleState, Verdict
from sojourn.core.errors import NotAllowed
from sojourn.parties.acting import ActingAs

PAGE_LENGTH = 50


@dataclass(frozen=True, slots=True)
class SampleRow:
    """A sample in a list: nothing in it names a person."""

    id: UUID
    reference: str
    host: str
    kind: str
    decided_at: datetime
    drawn_at: datetime
    state: SampleState
    taken_by: str
    verdict: str
    cause: str
    judged_by: str
    judged_at: datetime | None


@dataclass(frozen=True, slots=True)
class CorridorRate:
    """The error rate of one country of work and kind of request, with when the last one was wrong."""

    host: str
    kind: str
    rate: ErrorRate
    waiting: int
    last_wrong: datetime | None


@dataclass(frozen=True, slots=True)
class Stop:
    """A corridor that was stopped because of its samples."""

    host: str
    judged: int
    wrong: int
    above_percent: int
    stopped_at: datetime
    still: bool


@dataclass(frozen=True, slots=True)
class Samples:
    """What waits, what is in one's hands, what was judged last, and the rates. `may_set`: the reader leads."""

    mine: tuple[SampleRow, ...]
    waiting: int
    oldest: datetime | None
    judged: tuple[SampleRow, ...]
    whole: ErrorRate
    rates: tuple[CorridorRate, ...]
    stops: tuple[Stop, ...]
    usual_percent: int
    above_percent: int | None
    least_judged: int
    accepted_bases: tuple[str, ...]
    version: int
    may_set: bool


@dataclass(frozen=True, slots=True)
class SampleView:
    """One sample with the decision that it is about. The person is shown by a look of its own."""

    row: SampleRow
    version: int
    case_id: UUID
    in_my_hands: bool
    own_matter: bool
    may_stop: bool
    corridor_stopped: bool
    certificate_number: str | None
    certificate_stands: bool
    certified_from: date | None
    certified_until: date | None
    reasons: tuple[str, ...]
    remedy: str
    law_version: str
    checks_version: str
    determination: Mapping[str, Any]
    grounds: Grounds | None
    words: str = field(repr=False, default="")


def error_rate(
    institution_id: str,
    host: str = "",
    kind: str = "",
    *,
    decided_from: datetime | None = None,
    decided_before: datetime | None = None,
) -> ErrorRate:
    """The measured error rate of an institution's automatic decisions; empty `host` or `kind`: all of them.

    Counted are judged samples of decisions made from `decided_from` up to before `decided_before`. For callers that
    have asked who may know.
    """
    judged = Sample.objects.of_institution(institution_id).judged()
    judged = judged.filter(**{name: value for name, value in (("host", host), ("kind", kind)) if value})
    judged = judged.decided_between(decided_from, decided_before)
    return counted(judged.order_by().values_list("verdict").annotate(Count("pk")))


def error_rates(
    institution_id: str, *, decided_from: datetime | None = None, decided_before: datetime | None = None
) -> dict[tuple[str, str], ErrorRate]:
    """The same by country of work and kind, in one query; only where something was judged."""
    judged = Sample.objects.of_institution(institution_id).judged()
    rows = judged.decided_between(decided_from, decided_before).order_by()
    grouped: dict[tuple[str, str], list[tuple[str, int]]] = {}
    for host, kind, verdict, count in rows.values_list("host", "kind", "verdict").annotate(Count("pk")):
        grouped.setdefault((host, kind), []).append((verdict, count))
    return {corridor: counted(verdicts) for corridor, verdicts in grouped.items()}


def samples_of(acting: ActingAs) -> Samples:
    """The samples of the reader's institution. Raises NotAllowed for anyone but its staff."""
    acting = require_officer(acting)
    institution_id = str(acting.institution_id)
    setting = InstitutionSetting.objects.filter(pk=institution_id).first()
    if setting is None:
        raise NotAllowed(NOT_ALLOWED)
    samples = Sample.objects.of_institution(institution_id)
    seen = samples.filter(decision__case__in=cases_in_sight(acting))
    rows = seen.select_related("decision__case", "taken_by", "judged_by")
    waiting = seen.filter(state=SampleState.DRAWN.value)
    oldest = waiting.order_by("drawn_at").values_list("drawn_at", flat=True).first()
    terms = setting.read
    rates = _rates(institution_id)
    return Samples(
        mine=tuple(
            map(_row, rows.to_judge().filter(taken_by_id=officer_id(acting)).order_by("taken_at", "pk"))
        ),
        waiting=waiting.count(),
        oldest=oldest,
        judged=tuple(map(_row, rows.judged().order_by("-judged_at", "pk")[:PAGE_LENGTH])),
        whole=sum((each.rate for each in rates), ErrorRate()),
        rates=rates,
        stops=_stops(setting),
        usual_percent=terms.sample,
        above_percent=terms.sampling_stop.above_percent,
        least_judged=terms.sampling_stop.least_judged,
        accepted_bases=tuple(terms.accepted_bases),
        version=setting.version,
        may_set=acting.role in LEADING_ROLES,
    )


def waiting_samples(acting: ActingAs) -> int:
    """How many samples wait for anybody at the reader's institution. Raises NotAllowed."""
    acting = require_officer(acting)
    samples = Sample.objects.filter(decision__case__in=cases_in_sight(acting))
    return samples.filter(state=SampleState.DRAWN.value).count()


def sample_for(acting: ActingAs, sample_id: UUID) -> SampleView:
    """One sample of the reader's institution. Raises NotAllowed for another's."""
    acting = require_officer(acting)
    samples = Sample.objects.filter(decision__case__in=cases_in_sight(acting))
    found = samples.select_related("decision__case", "taken_by", "judged_by").filter(pk=sample_id).first()
    if found is None:
        raise NotAllowed(NOT_ALLOWED)
    decision, case = found.decision, found.decision.case
    setting = InstitutionSetting.objects.get(pk=case.institution_id)
    return SampleView(
        row=_row(found),
        version=found.version,
        case_id=case.pk,
        in_my_hands=found.state == SampleState.IN_HAND and found.taken_by_id == officer_id(acting),
        own_matter=is_party(acting, case),
        may_stop=acting.role in LEADING_ROLES,
        corridor_stopped=case.host in setting.stopped_corridors or not setting.straight_through,
        certificate_number=decision.certificate_number,
        certificate_stands=decision.certificate_number is not None and case.decision_id == decision.pk,
        certified_from=decision.certified_from,
        certified_until=decision.certified_until,
        reasons=tuple(decision.reasons),
        remedy=decision.remedy,
        law_version=decision.law_version,
        checks_version=decision.checks_version,
        determination=decision.determination,
        grounds=grounds_of(decision.pk),
        words=found.words,
    )


def _rates(institution_id: str) -> tuple[CorridorRate, ...]:
    """By country of work and kind, the worst first: two queries."""
    samples = Sample.objects.of_institution(institution_id)
    rates = error_rates(institution_id)
    waiting: dict[tuple[str, str], int] = {}
    for host, kind, count in samples.to_judge().order_by().values_list("host", "kind").annotate(Count("pk")):
        waiting[host, kind] = count
    wrong = samples.judged().filter(verdict=Verdict.WRONG.value).order_by("judged_at")
    last = {(host, kind): at for host, kind, at in wrong.values_list("host", "kind", "judged_at")}
    found = [
        CorridorRate(*each, rates.get(each, ErrorRate()), waiting.get(each, 0), last.get(each))
        for each in rates.keys() | waiting.keys()
    ]
    return tuple(sorted(found, key=lambda each: (-(each.rate.rate or 0), each.host, each.kind)))


def _stops(setting: InstitutionSetting) -> tuple[Stop, ...]:
    stops = SamplingStop.objects.filter(institution_id=setting.pk)[:PAGE_LENGTH]
    return tuple(
        Stop(
            stop.host,
            stop.judged,
            stop.wrong,
            stop.above_percent,
            stop.stopped_at,
            stop.host in setting.stopped_corridors,
        )
        for stop in stops
    )


def _row(sample: Sample) -> SampleRow:
    return SampleRow(
        id=sample.pk,
        reference=sample.decision.case.reference,
        host=sample.host,
        kind=sample.kind,
        decided_at=sample.decided_at,
        drawn_at=sample.drawn_at,
        state=SampleState(sample.state),
        taken_by=_name(sample.taken_by),
        verdict=sample.verdict,
        cause=sample.cause,
        judged_by=_name(sample.judged_by),
        judged_at=sample.judged_at,
    )


def _name(person: Any) -> str:
    return (person.name or person.email) if person is not None else ""
