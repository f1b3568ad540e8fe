"""What the institution knows beside a request: other cases, certificates, records. A constant number of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.db.models import Q

from sojourn.casework.checks.answer_as_told import answer_in_short
from sojourn.casework.checks.facts import (
    CaseFacts,
    Colleague,
    ForeignCertificate,
    LawBehind,
    OtherCertificate,
    OtherRequest,
    Surroundings,
    WithIssued,
)
from sojourn.casework.checks.issued_history import unstated_certificates
from sojourn.casework.checks.many_alike import MANY, WITHIN_DAYS
from sojourn.casework.grounds.standing import on_record
from sojourn.casework.models import Case, Decision
from sojourn.casework.states import OPEN_STATES, CaseState
from sojourn.core import clock
from sojourn.engine import Law, determine, read_situation
from sojourn.parties.for_casework import mandate_stands, somebody_reachable
from sojourn.requests.afterwards.for_casework import Followed
from sojourn.requests.for_casework import RequestFile
from sojourn.requests.worker_index import folded
from sojourn.vault.blind import blind_index

# Workers who were at one place of work more than so long ago did not make room for this one.
LOOKING_BACK: Final = timedelta(days=3 * 366)
MOST_COLLEAGUES: Final = 50


@dataclass(frozen=True, slots=True)
class OfWorker:
    """The other cases of a worker, read once: what is asked for, what stands, and whose number it is."""

    requests: tuple[OtherRequest, ...]
    certificates: tuple[OtherCertificate, ...]
    number_of_another: bool


def workplace_index(host: str, particulars: Mapping[str, str]) -> str:
    """The blind index of a place of work by its name, town and country; empty where it has no name or town."""
    name, city = (folded(particulars.get(f"receiver.{item}") or "") for item in ("name", "city"))
    return blind_index("casework.workplace", "\x1f".join((host, name, city))) if name and city else ""


def of_worker(case: Case, followed: Followed | None, law: Law) -> OfWorker:
    """Requests for the same worker that this institution has in hand, and certificates that stand, whichever hosted
    institution issued them: but the one that the request is about, which will be replaced. One query."""
    others = list(
        Case.objects.of_person(case.number_index, case.identity_index)
        .exclude(pk=case.pk)
        .select_related("decision")
        .order_by("opened_at", "pk")
    )
    requests = tuple(
        OtherRequest(other.reference, other.host, other.start, other.end)
        for other in others
        if other.start and other.institution_id == case.institution_id and other.state in OPEN_STATES
    )
    certificates = tuple(
        certificate
        for other in others
        if other.state in (CaseState.DECIDED, CaseState.REOPENED) and other.decision
        if (certificate := _certificate(other, other.decision, law))
        and (followed is None or certificate.number != followed.number)
    )
    another = any(
        other.number_index == case.number_index
        and other.identity_index not in ("", case.identity_index)
        and not (followed and other.request_id == followed.request_id)
        for other in others
        if case.number_index and case.identity_index
    )
    return OfWorker(requests, certificates, another)


def surroundings(case: Case, file: RequestFile, facts: CaseFacts, law: Law, worker: OfWorker) -> Surroundings:
    """What checks look at beside the request, as of this moment. `facts` hold the determination already."""
    recorded = on_record(case)
    return Surroundings(
        number_of_another=worker.number_of_another,
        alike=_alike(case),
        employer_known=_employer_known(case),
        ceased_on=recorded.ceased_on,
        little_activity_since=recorded.little_activity_since,
        died_on=recorded.died_on,
        mandate_over=_mandate_over(file),
        reachable=somebody_reachable(file.keeper_id, file.employer_id),
        worker_asked=file.worker_asked,
        answer_then=answer_in_short(file.determination.get("periods", [])) if file.determination else None,
        colleagues=_colleagues(case),
        foreign_certificates=_foreign(case),
        with_issued=_with_issued(facts, law),
    )


def law_behind(facts: CaseFacts, law: Law) -> LawBehind:
    """What the law data leave open about the rule that answers, and where its instrument applies."""
    period = next((period for period in facts.periods if period.get("basis")), None)
    instrument = law.instruments.get(period["basis"]["instrument"]) if period else None
    if period is None or instrument is None:
        return LawBehind()
    basis = period["basis"]
    left_open = sum(
        len(provision.open)
        for provision in instrument.provisions
        if provision.category == basis["category"]
        and (provision.article or None) == (basis.get("article") or None)
        and provision.home in (None, facts.country)
    )
    return LawBehind(left_open, frozenset(instrument.party_of))


def _certificate(case: Case, decision: Decision, law: Law) -> OtherCertificate | None:
    if decision.result != "approved" or not decision.certificate_number or not decision.certified_from:
        return None
    institution = law.institutions.get(case.institution_id)
    return OtherCertificate(
        decision.certificate_number,
        case.host,
        decision.certified_from,
        decision.certified_until,
        institution.country if institution else "",
    )


def _alike(case: Case) -> int:
    """Requests of the same employer for the same country and days, opened within a week before; counted to MANY."""
    if not case.employer_id or not case.start:
        return 0
    alike = Case.objects.filter(
        employer_id=case.employer_id,
        start=case.start,
        end=case.end,
        host=case.host,
        opened_at__gt=case.opened_at - timedelta(days=WITHIN_DAYS),
        opened_at__lte=case.opened_at,
    )
    # Read no more than matter: one employer may have thousands.
    return len(alike.order_by().values_list("pk", flat=True)[:MANY])


def _employer_known(case: Case) -> bool:
    if not case.employer_id:
        return True
    approved = Case.objects.filter(employer_id=case.employer_id, decision__result="approved")
    return approved.exclude(pk=case.pk).exists()


def _mandate_over(file: RequestFile) -> bool:
    if file.firm_id is None or file.employer_id is None:
        return False
    return not mandate_stands(file.firm_id, file.employer_id, clock.today())


def _colleagues(case: Case) -> tuple[Colleague, ...]:
    """Other workers whom the same employer had certified for the same place of work, the last ones first."""
    if not case.workplace_index or not case.employer_id or not case.start:
        return ()
    same = Q(number_index=case.number_index) if case.number_index else Q(pk__in=[])
    if case.identity_index:
        same |= Q(identity_index=case.identity_index)
    others = Case.objects.filter(
        workplace_index=case.workplace_index,
        employer_id=case.employer_id,
        state__in=[CaseState.DECIDED, CaseState.REOPENED],
        decision__result="approved",
        decision__certified_until__lt=case.start,
        decision__certified_until__gt=case.start - LOOKING_BACK,
    )
    rows = (
        others.exclude(same)
        .exclude(pk=case.pk)
        .order_by("-decision__certified_until", "pk")
        .values_list("reference", "decision__certified_from", "decision__certified_until")
    )
    return tuple(
        Colleague(reference, first, last)
        for reference, first, last in rows[:MOST_COLLEAGUES]
        if first and last
    )


def _foreign(case: Case) -> tuple[ForeignCertificate, ...]:
    # Late: what is kept from abroad is drawn for officers with what stands above this module.
    from sojourn.casework.foreign.access import certificates_of  # noqa: PLC0415

    return tuple(
        ForeignCertificate(row.reference, row.issuer_country, row.host, row.start, row.end)
        for row in certificates_of(case.number_index, case.identity_index)
        if row.stands
    )


def _with_issued(facts: CaseFacts, law: Law) -> WithIssued | None:
    """The law's answer with the stays added that were certified and not stated; None where there are none."""
    unstated = unstated_certificates(facts)
    if not unstated:
        return None
    stays = [*(facts.situation.get("history") or []), *(_stay(each, facts) for each in unstated)]
    history = sorted(stays, key=lambda stay: str(stay.get("start") or ""))
    answer = determine(read_situation({**facts.situation, "history": history}), law).to_json()
    before = _results(facts.determination.get("periods", []))
    after = _results(answer["periods"])
    first = answer["periods"][0] if answer["periods"] else {}
    return WithIssued(
        outcome=str(first.get("outcome")),
        legislation=str(first.get("legislation") or ""),
        failed=frozenset(after.get("not_met", set()) - before.get("not_met", set())),
        referred=frozenset(after.get("unknown", set()) - before.get("unknown", set())),
    )


def _stay(certificate: OtherCertificate, facts: CaseFacts) -> dict[str, Any]:
    return {
        "country": certificate.host,
        "start": certificate.start.isoformat(),
        "end": certificate.end.isoformat() if certificate.end else None,
        "legislation": certificate.country or facts.country,
        "status": facts.activity.get("status", "employee"),
        "certificate": True,
        "as": "posting",
    }


def _results(periods: Sequence[Mapping[str, Any]]) -> dict[str, set[str]]:
    """The conditions by their result."""
    found: dict[str, set[str]] = {}
    for period in periods:
        for condition in period.get("conditions", []):
            found.setdefault(str(condition["result"]), set()).add(str(condition["id"]))
    return found
