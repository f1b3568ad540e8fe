"""What a case is given of waivers and records, each in one query."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q

from sojourn.casework.checks.facts import as_date
from sojourn.casework.checks.findings import Finding
from sojourn.casework.grounds.models import EMPLOYER, WORKER, RecordedFact, StandingWaiver
from sojourn.casework.models import Case

CEASED, LITTLE_ACTIVITY, DIED = "ceased", "little_activity", "died"
KINDS: Mapping[str, str] = {CEASED: EMPLOYER, LITTLE_ACTIVITY: EMPLOYER, DIED: WORKER}


@dataclass(frozen=True, slots=True)
class OnRecord:
    """The first day of what is recorded of the employer and the worker of a case; None where nothing is."""

    ceased_on: date | None = None
    little_activity_since: date | None = None
    died_on: date | None = None


def on_record(case: Case) -> OnRecord:
    """What the institution has recorded of the case's employer and worker."""
    about = Q(pk__in=[])
    if case.employer_id:
        about |= Q(about=EMPLOYER, employer_id=case.employer_id)
    if case.number_index:
        about |= Q(about=WORKER, number_index=case.number_index)
    if case.identity_index:
        unnumbered = Q(number_index="") if case.number_index else Q()
        about |= Q(about=WORKER, identity_index=case.identity_index) & unnumbered
    days: dict[str, date] = {}
    for recorded in RecordedFact.objects.of_institution(case.institution_id).standing().filter(about):
        day = as_date(recorded.content.get("day"))
        if day is not None:
            days[recorded.kind] = min(day, days.get(recorded.kind, day))
    return OnRecord(days.get(CEASED), days.get(LITTLE_ACTIVITY), days.get(DIED))


def set_aside(findings: Iterable[Finding], case: Case, day: date) -> tuple[Finding, ...]:
    """The findings, each hindrance with the standing waiver that sets it aside on that day."""
    found = tuple(findings)
    codes = {each.code for each in found if each.hinders}
    if not codes:
        return found
    for_all = Q(employer_id__isnull=True)
    if case.employer_id:
        for_all |= Q(employer_id=case.employer_id)
    waivers = (
        StandingWaiver.objects.of_institution(case.institution_id)
        .standing(day)
        .filter(for_all, code__in=codes, host__in=["", case.host])
        .order_by("made_at", "pk")
    )
    by_code = {code: str(waiver_id) for code, waiver_id in waivers.values_list("code", "pk")}
    return tuple(
        replace(each, waiver=by_code[each.code]) if each.hinders and each.code in by_code else each
        for each in found
    )
