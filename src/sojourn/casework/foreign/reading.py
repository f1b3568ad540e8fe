"""Reading a certificate from abroad out of the file that came: our own sealed data, else text by careful rules.

Sealed data are taken as they are. What is found in the text of another PDF is only ever proposed: an officer compares
it with the paper. Nothing is guessed: a rule that finds two different values gives none.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sojourn.casework.foreign.states import Standing
from sojourn.casework.foreign.text_rules import fields_in_text
from sojourn.certificates.content import CertificateContent, read_content
from sojourn.certificates.document import ATTACHMENT
from sojourn.certificates.states import Status
from sojourn.certificates.unsealed import attached_to, printed_lines
from sojourn.certificates.verdict import Code, Verdict
from sojourn.certificates.verification import verify_document
from sojourn.core.errors import InvalidInput

SEALED: Final = "sealed"
READ: Final = "read"
FIELDS: Final = (
    "number",
    "issuer_country",
    "issuer_id",
    "issuer_name",
    "kind",
    "instrument",
    "article",
    "legislation",
    "host",
    "start",
    "end",
    "given_names",
    "family_name",
    "birth_date",
    "person_number",
    "person_number_kind",
    "employer",
    "workplace",
)
"""The items of a certificate from abroad. Days are ISO text; an unknown item is ''."""
_GENUINE: Final = frozenset({Code.IN_FORCE, Code.ENDED, Code.SUPERSEDED, Code.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says. `read`: by item, SEALED or READ; `verdict`: how the check of its seal came out."""

    standing: Standing
    verdict: str
    sha256: str
    fields: Mapping[str, str] = field(default_factory=dict, repr=False)
    read: Mapping[str, str] = field(default_factory=dict)


def read_certificate(data: bytes) -> Reading:
    """What the file says and how sure that is. Never raises for what was given; images say nothing by themselves."""
    verdict = verify_document(data)
    sha256 = hashlib.sha256(data).hexdigest()
    attached = _attached(data)
    if attached is not None:
        number, content = attached
        genuine = _is_proven(verdict, number)
        fields = fields_of_content(number, content)
        return Reading(
            Standing.VERIFIED if genuine else Standing.SEEN,
            verdict.code.value,
            sha256,
            fields,
            {name: SEALED if genuine else READ for name, value in fields.items() if value},
        )
    found = fields_in_text(printed_lines(data))
    return Reading(Standing.SEEN, verdict.code.value, sha256, found, dict.fromkeys(found, READ))


def fields_of_content(number: str, content: CertificateContent) -> dict[str, str]:
    """The items of a certificate of ours."""
    holder = content.holder
    places = [", ".join(part for part in (each.name, each.city) if part) for each in content.workplaces]
    values = {
        "number": number,
        "issuer_country": content.issuer.country,
        "issuer_id": content.issuer.id,
        "issuer_name": content.issuer.name,
        "kind": content.kind,
        "instrument": content.instrument,
        "article": content.article or "",
        "legislation": content.legislation,
        "host": content.host,
        "start": content.period_start.isoformat(),
        "end": content.period_end.isoformat() if content.period_end else "",
        "given_names": holder.given_names,
        "family_name": holder.family_name,
        "birth_date": holder.birth_date.isoformat(),
        "person_number": holder.number or "",
        "person_number_kind": holder.number_kind or "",
        "employer": content.employer.name if content.employer else "",
        "workplace": "; ".join(place for place in places if place),
    }
    return {name: values.get(name, "") for name in FIELDS}


def is_replaced(verdict: str) -> bool:
    """Whether the issuer's record says that the certificate stands no more."""
    return verdict in {Status.SUPERSEDED.value, Status.WITHDRAWN.value}


def _is_proven(verdict: Verdict, number: str) -> bool:
    return (
        verdict.code in _GENUINE and verdict.certificate is not None and verdict.certificate.number == number
    )


def _attached(data: bytes) -> tuple[str, CertificateContent] | None:
    """Number and content of the data attached to a certificate of this service's making; None for any other file.
    It may come from anybody, so only the careful reader opens it."""
    raw = attached_to(data, ATTACHMENT)
    if raw is None:
        return None
    try:
        record: Any = json.loads(raw)
        return str(record["number"])[:40], read_content(record["content"])
    except (ValueError, KeyError, TypeError, RecursionError, InvalidInput):
        return None
