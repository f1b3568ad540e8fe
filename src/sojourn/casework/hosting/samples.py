"""Sample requests for trying an institution out: made from its own corridors, of a person who does not exist."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, Literal

from sojourn.casework.checks.facts import CaseFacts
from sojourn.casework.hosting.corridors import Corridor, corridors_of
from sojourn.casework.models import InstitutionSetting
from sojourn.core import clock
from sojourn.core.periods import last_day_of
from sojourn.engine import Law, determine, read_situation

type Outcome = Literal["certificate", "question", "refusal"]

# What becomes of the five: three are approved with their paper, one waits for an answer, one is refused.
OUTCOMES: Final[tuple[Outcome, ...]] = ("certificate", "certificate", "certificate", "question", "refusal")
MONTHS: Final = 12
_PARTICULARS: Final[Mapping[str, str]] = {
    "worker.given_names": "Sam",
    "worker.family_name": "Specimen",
    "worker.birth_date": "1985-05-17",
    "worker.birth_place": "Specimen Town",
    "sender.name": "Specimen Works",
    "sender.street": "1 Example Street",
    "sender.postcode": "00000",
    "sender.city": "Specimen Town",
    "receiver.name": "Specimen Works Abroad",
    "receiver.street": "2 Example Street",
    "receiver.city": "Exampleville",
}


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample request: where to, as what, and what is to become of it. `facts` with the law's answer."""

    number: int
    host: str
    status: str
    outcome: Outcome
    facts: CaseFacts


def samples_of(law: Law, setting: InstitutionSetting) -> tuple[Sample, ...]:
    """Five samples, of different corridors where the institution has as many; fewer where the law gives fewer.

    Only corridors and kinds of worker for which the law's answer is a certificate of this institution.
    """
    found = _deciding(law, setting)
    if not found:
        return ()
    chosen = [found[number % len(found)] for number in range(len(OUTCOMES))]
    return tuple(
        Sample(number + 1, host, status, OUTCOMES[number], facts)
        for number, (host, status, facts) in enumerate(chosen)
    )


def _deciding(law: Law, setting: InstitutionSetting) -> list[tuple[str, str, CaseFacts]]:
    """What the law decides for this institution, up to five corridors."""
    found: list[tuple[str, str, CaseFacts]] = []
    for corridor in corridors_of(law, setting.pk):
        if setting.read.corridors.cell(corridor.host, "first").mode == "elsewhere":
            continue
        for status in _statuses(corridor):
            facts = _facts(law, setting, corridor.host, status)
            if facts is not None:
                found.append((corridor.host, status, facts))
                break
        if len(found) == len(OUTCOMES):
            break
    return found


def _statuses(corridor: Corridor) -> Iterator[str]:
    known = {status for law in corridor.laws for status in law.statuses}
    yield from (status for status in ("employee", "self_employed") if status in known)


def _facts(law: Law, setting: InstitutionSetting, host: str, status: str) -> CaseFacts | None:
    """A plain posting for a year, with the law's answer; None where that is no certificate of this institution."""
    situation = _situation(setting.country, host, status)
    answer = determine(read_situation(situation), law).to_json()
    certificates = [period.get("certificate") or {} for period in answer["periods"]]
    if not any(paper.get("issuer") == setting.pk for paper in certificates):
        return None
    return CaseFacts(
        today=clock.today(),
        institution_id=setting.pk,
        country=setting.country,
        accepted_confidence=setting.weakest_confidence(host, "first"),
        applicant_kind="employer" if status == "employee" else "self_employed",
        situation=situation,
        particulars=dict(_PARTICULARS),
        determination=answer,
    )


def _situation(home: str, host: str, status: str) -> dict[str, Any]:
    start: date = clock.today() + timedelta(days=60)
    activity: dict[str, Any] = {
        "id": "a1",
        "country": host,
        "status": status,
        "start": start.isoformat(),
        "end": last_day_of(start, MONTHS).isoformat(),
        "pattern": "temporary",
        "sent_from": home,
    }
    situation: dict[str, Any] = {
        "person": {
            "nationalities": [home],
            "residence": home,
            "insured": [{"country": home, "start": (start - timedelta(days=5 * 365)).isoformat()}],
        },
        "activities": [activity],
    }
    if status == "employee":
        situation["employers"] = [
            {"id": "e1", "seat": home, "kind": "private", "substantial_activity": [home]}
        ]
        activity |= {
            "employer": "e1",
            "works_for_sender": True,
            "hired_locally": False,
            "local_contract": False,
            "lent_onward": False,
            "replaces_posted_person": False,
            "employed_since": (start - timedelta(days=4 * 365)).isoformat(),
        }
    else:
        activity |= {
            "home_activity_since": (start - timedelta(days=4 * 365)).isoformat(),
            "similar_activity": True,
            "home_infrastructure_kept": True,
        }
    return situation
