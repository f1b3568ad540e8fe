"""A plain posting as checks see it, to change one fact at a time. Nothing here needs the database."""

from copy import deepcopy
from dataclasses import replace
from datetime import date
from typing import Any

from sojourn.casework.checks.facts import CaseFacts

SITUATION: dict[str, Any] = {
    "person": {"nationalities": ["US"], "residence": "US"},
    "employers": [{"id": "e1", "seat": "US", "kind": "private"}],
    "activities": [
        {
            "id": "a1",
            "country": "DE",
            "status": "employee",
            "employer": "e1",
            "start": "2027-03-01",
            "end": "2030-02-28",
            "pattern": "temporary",
            "sent_from": "US",
            "works_for_sender": True,
            "hired_locally": False,
            "employed_since": "2020-01-01",
        }
    ],
}

PARTICULARS: dict[str, str] = {
    "worker.given_names": "Anna Maria",
    "worker.family_name": "Smith",
    "worker.birth_date": "1988-05-17",
    "worker.birth_place": "Boston",
    "worker.ssn": "536-90-4399",
    "sender.name": "Prairie Turbines Inc.",
    "sender.street": "1 Mill Road",
    "sender.postcode": "50309",
    "sender.city": "Des Moines",
    "sender.state": "IA",
    "sender.ein": "04-2103594",
    "receiver.name": "Windpark Nord GmbH",
    "receiver.street": "Hafenstraße 1",
    "receiver.postcode": "20457",
    "receiver.city": "Hamburg",
}

DETERMINATION: dict[str, Any] = {
    "law": "law-of-the-day",
    "missing": [],
    "warnings": [],
    "periods": [
        {
            "start": "2027-03-01",
            "end": "2030-02-28",
            "countries": ["US", "DE"],
            "outcome": "decided",
            "legislation": "US",
            "basis": {"instrument": "us-de", "article": "6(2)", "category": "posting"},
            "certificate": {
                "kind": "coverage",
                "country": "US",
                "issuer": "us-ssa",
                "form": "USA/D 101",
                "until": "2030-02-28",
                "max_months": 60,
                "apply": "employer",
            },
            "conditions": [],
            "missing": [],
            "refer_reasons": [],
            "confidence": "high",
        }
    ],
}

TODAY = date(2026, 11, 23)


def facts(
    *,
    activity: dict[str, Any] | None = None,
    employer: dict[str, Any] | None = None,
    particulars: dict[str, str] | None = None,
    period: dict[str, Any] | None = None,
    certificate: dict[str, Any] | None = None,
    **changes: Any,
) -> CaseFacts:
    """A plain posting from the U.S. to Germany on which no check finds anything, changed as told."""
    situation, determination = deepcopy(SITUATION), deepcopy(DETERMINATION)
    situation["activities"][0] |= activity or {}
    situation["employers"][0] |= employer or {}
    determination["periods"][0] |= period or {}
    if certificate is not None:
        determination["periods"][0]["certificate"] |= certificate
    plain = CaseFacts(
        today=TODAY,
        institution_id="us-ssa",
        country="US",
        accepted_confidence="medium",
        applicant_kind="employer",
        situation=situation,
        particulars=PARTICULARS | (particulars or {}),
        determination=determination,
    )
    return replace(plain, **changes)
