"""Checking certificates for programs: what the page tells anybody, as codes and values."""

import json
from datetime import date
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sojourn.api.bodies import JSON, body_of, json_answer
from sojourn.api.languages import preferred
from sojourn.api.problems import Refusal
from sojourn.api.queries import Telling, fault, refuse_unknown
from sojourn.casework.foreign.dispute_access import in_dispute
from sojourn.certificates.checking.by_code import Answer, check_code
from sojourn.certificates.checking.by_document import check_document
from sojourn.certificates.checking.by_text import LONGEST_TEXT, check_text
from sojourn.certificates.proofs.verification import ProofVerdict
from sojourn.certificates.verdict import Check, Shown, Verdict
from sojourn.certificates.verification import LARGEST_DOCUMENT
from sojourn.parties.client_network import client_network
from sojourn.parties.guessing.limits import TooManyTries

PDF: Final = "application/pdf"
_MOST_BYTES: Final = LONGEST_TEXT + 4 * 1024
router = Router(tags=["Verifications"])


class VerificationAsked(BaseModel):
    """Number and code, or a text: the offline code or a credential."""

    model_config = ConfigDict(extra="forbid")

    number: str | None = Field(
        None, max_length=200, description="Of a certificate, or the reference of a proof."
    )
    code: str | None = Field(None, max_length=200, description="The code that stands below the number.")
    birth_date: date | None = Field(None, description="Of the person, with number and code: opens the names.")
    text: str | None = Field(
        None, max_length=LONGEST_TEXT, description="The offline code (SJ1:…), or a presented SD-JWT VC."
    )
    audience: str | None = Field(
        None, max_length=500, description="What the holder’s proof must be made out for."
    )
    nonce: str | None = Field(None, max_length=200, description="What the holder’s proof must repeat.")


class CheckForm(BaseModel):
    """One thing that was looked at."""

    code: str
    result: str = Field(description="passed, failed or not_done.")


class ShownForm(BaseModel):
    """What the check may show. The person is in initials unless `named`."""

    number: str
    institution: str
    issuer: str
    issued_on: date
    period_start: date
    period_end: date | None
    legislation: str
    host: str
    instrument: str
    article: str | None
    named: bool
    person: str
    birth_date: date | None
    employer: str | None
    changed_on: date | None
    effective_on: date | None

    @classmethod
    def of(cls, shown: Shown) -> "ShownForm":
        """From the verdict."""
        return cls(
            number=shown.number,
            institution=shown.institution_id,
            issuer=shown.issuer,
            issued_on=shown.issued_on,
            period_start=shown.period_start,
            period_end=shown.period_end,
            legislation=shown.legislation,
            host=shown.host,
            instrument=shown.instrument,
            article=shown.article,
            named=shown.named,
            person=shown.holder,
            birth_date=shown.birth_date,
            employer=shown.employer,
            changed_on=shown.changed_on,
            effective_on=shown.effective_on,
        )


class VerificationForm(BaseModel):
    """The verdict."""

    verdict: str = Field(
        description="in_force, ended, superseded, withdrawn, altered, no_match, not_ours, cannot_check, erased; of a "
        "proof of application proof or cannot_check. Values are only ever added."
    )
    reason: str | None = Field(description="Why, where the verdict alone does not say it.")
    notices: list[str] = Field(description="not_begun, suspended, in_dispute, proves_paper, names_closed.")
    checks: list[CheckForm]
    not_proven: list[str] = Field(description="identity, pay, tax: what no certificate proves.")
    checked_at: str = Field(description="When, in UTC.")
    sealed_by: str | None = Field(description="Who sealed, where it is somebody else.")
    certificate: ShownForm | None


@router.post(
    "/verifications", url_name="verifications", operation_id="verify", response={200: VerificationForm}
)
def verifications(request: HttpRequest, query: Query[Telling]) -> HttpResponse:
    """Check a certificate.

    Number and code, an offline code or a credential as JSON; or the PDF itself, as application/pdf of at most 1 MiB.
    Whatever is found is an answer with a verdict; who asks is not kept, only how often was asked. An unknown number and
    a wrong code are the same answer. After ten wrong tries from one address in ten minutes the answer is 429.
    """
    refuse_unknown(request, Telling.model_fields)
    client = client_network(request)
    try:
        if request.content_type == PDF:
            data = body_of(request, PDF, LARGEST_DOCUMENT)
            return json_answer(_told(Answer(check_document(data, client=client))))
        return json_answer(_told(_answered(_asked(request), client)))
    except TooManyTries as refused:
        raise Refusal("too_many_tries", headers={"Retry-After": str(refused.minutes * 60)}) from None


def _answered(asked: VerificationAsked, client: str) -> Answer:
    if asked.text is not None:
        return Answer(check_text(asked.text, audience=asked.audience, nonce=asked.nonce))
    return check_code(asked.number or "", asked.code or "", client=client, birth_date=asked.birth_date)


def _asked(request: HttpRequest) -> VerificationAsked:
    """What is asked. Raises Refusal: wrong_content_type, too_large, not_json, invalid_verification."""
    content = body_of(request, JSON, _MOST_BYTES)
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        raise Refusal("not_json") from None
    language = preferred(request)
    try:
        asked = VerificationAsked.model_validate(data)
    except ValidationError as error:
        paths = sorted({str(each["loc"][0])[:40] if each["loc"] else "" for each in error.errors()})
        faults = [fault(path, "wrong_form", language) for path in paths]
        raise Refusal("invalid_verification", faults) from None
    by_code, by_text = asked.number and asked.code, asked.text
    if bool(by_code) == bool(by_text) or (asked.audience is None) != (asked.nonce is None):
        raise Refusal("invalid_verification")
    return asked


def _told(answer: Answer) -> dict[str, Any]:
    found = answer.found
    form = _of_proof(found) if isinstance(found, ProofVerdict) else _of_verdict(found)
    if answer.names_closed:
        form.notices.append("names_closed")
    return form.model_dump(mode="json")


def _of_verdict(found: Verdict) -> VerificationForm:
    shown = found.certificate
    notices = [each.value for each in found.modifiers]
    if shown is not None and in_dispute(shown.number):
        notices.append("in_dispute")
    return VerificationForm(
        verdict=found.code.value,
        reason=found.reason.value if found.reason else None,
        notices=notices,
        checks=_checks(found.checks),
        not_proven=[each.value for each in found.not_proven],
        checked_at=found.checked_at.isoformat(timespec="seconds"),
        sealed_by=found.sealed_by,
        certificate=ShownForm.of(shown) if shown else None,
    )


def _of_proof(found: ProofVerdict) -> VerificationForm:
    """A proof of application is told without what it holds: it is no certificate, whoever asks."""
    return VerificationForm(
        verdict="proof" if found.genuine else "cannot_check",
        reason=None if found.genuine else "seal_faulty",
        notices=[],
        checks=_checks(found.checks),
        not_proven=[],
        checked_at=found.checked_at.isoformat(timespec="seconds"),
        sealed_by=found.proof.sealed_by,
        certificate=None,
    )


def _checks(checks: tuple[Check, ...]) -> list[CheckForm]:
    return [CheckForm(code=each.code, result=each.result.value) for each in checks]
