"""The proof of application: made right after a request was handed in, by whoever received it."""

import logging
from collections.abc import Mapping
from datetime import date
from typing import Any, Final, Literal
from uuid import UUID

from pydantic import ValidationError

from sojourn.casework.moves import setting_of
from sojourn.certificates.errors import NotIssued, SealUnavailable
from sojourn.certificates.proofs.content import ProofContent, ProofSealer
from sojourn.certificates.proofs.events import issue_proof
from sojourn.core.actors import SYSTEM
from sojourn.engine import load_law
from sojourn.requests.for_casework import RequestFile, request_file
from sojourn.requests.for_proofs import fingerprint, language_of, note_proof
from sojourn.requests.receiving import receiving_name

_LOG = logging.getLogger(__name__)
SERVICE: Final = ProofSealer(id="sojourn", name="Sojourn")
"""The service itself, which seals what is meant for an institution that does not work here."""


def prove(request_id: UUID) -> bool:
    """Make the proof of a request that was handed in, once; whether it is there now.

    Whatever stands in the way is written to the log and leaves the request as it is: the worker tries again.
    """
    try:
        file = request_file(request_id)
        issue_proof(content=_content(file), request_id=request_id, actor=SYSTEM)
        note_proof(request_id)
    except (SealUnavailable, NotIssued, ValidationError) as error:
        # A message may quote the content.
        _LOG.error("request %s has no proof of application yet: %s", request_id, type(error).__name__)
        return False
    return True


def _content(file: RequestFile) -> ProofContent:
    known, language = file.particulars, language_of(file.id)
    hosted = setting_of(file.institution_id) is not None
    given, family = (known.get(f"worker.{name}_latin") or known[f"worker.{name}"] for name in _NAMES)
    activity = file.situation["activities"][0]
    employed = file.applicant_kind == "employer"
    own_name = f"{given} {family}"
    return ProofContent(
        reference=file.reference,
        request_kind=file.kind,
        applicant_kind=_KINDS[file.applicant_kind],
        applicant=known.get("sender.name", own_name) if employed else own_name,
        birth_date=date.fromisoformat(known["worker.birth_date"]),
        institution=receiving_name(file.institution_id, language),
        hosted=hosted,
        home=_home(file),
        host=activity["country"],
        period_start=activity["start"],
        period_end=activity.get("end"),
        received_at=file.handed_in_at,
        answers_sha256=fingerprint(file.id),
        law_version=file.law_version,
        questions_version=file.questions_version,
        sealed_by=_sealer(file.institution_id) if hosted else SERVICE,
        languages=tuple(dict.fromkeys((language, "en"))),
        given_names=given,
        family_name=family,
    )


_NAMES: Final = ("given_names", "family_name")
_KINDS: Final[Mapping[str, Literal["employer", "self_employed", "worker"]]] = {
    "employer": "employer",
    "self_employed": "self_employed",
    "worker": "worker",
}


def _home(file: RequestFile) -> str:
    situation: Mapping[str, Any] = file.situation
    activity = situation["activities"][0]
    seats = [each["seat"] for each in situation.get("employers", ()) if each.get("seat")]
    return activity.get("sent_from") or (seats[0] if seats else situation["person"]["residence"])


def _sealer(institution_id: str) -> ProofSealer:
    institution = load_law().institutions[institution_id]
    return ProofSealer(id=institution.id, name=institution.name, country=institution.country)
