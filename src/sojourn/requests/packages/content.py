"""What a package says, as data: the JSON that goes with it. Its schema stands in docs/reference/package.schema.json."""

import json
from datetime import date, datetime
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from sojourn.engine.lawbook.facts import Kind, load_facts
from sojourn.engine.lawbook.schema_institutions import Institution
from sojourn.engine.telling.outline import told_lines
from sojourn.requests.law import determination_of, explanation_of, the_law
from sojourn.requests.models import Request
from sojourn.requests.packages.answers_told import answers_told
from sojourn.requests.packages.models import Package
from sojourn.requests.packages.words import language_of
from sojourn.requests.receiving import (
    IN_GENERAL_WORDS,
    country_of,
    is_unnamed,
    known_institution,
    receiving_name,
)

FORMAT: Final = "sojourn-package/1"


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class TimeData(_Record):
    """How long it takes, as the source says it."""

    text: str
    source: tuple[str, ...]


class PortalData(_Record):
    """A service on the web."""

    name: str
    url: str | None = None
    for_whom: str | None = None


class FormData(_Record):
    """A form of the institution; `asks_for`: what is known of its questions, in the words of the source."""

    form: str | None = None
    situation: str | None = None
    note: str | None = None
    asks_for: tuple[str, ...] = ()


class InstitutionData(_Record):
    """To whom the request goes. `named`: by itself, in general words (one of several), or by nobody."""

    id: str
    country: str
    name: str
    named: Literal["itself", "in_general", "not_at_all"]
    office_name: str = ""
    office_address: tuple[str, ...] = ()
    address: str | None = None
    email: str | None = None
    phone: str | None = None
    fax: str | None = None
    website: str | None = None
    channels: tuple[str, ...] = ()
    channel_notes: tuple[str, ...] = ()
    portals: tuple[PortalData, ...] = ()
    forms: tuple[FormData, ...] = ()
    requires: tuple[str, ...] = ()
    processing_times: tuple[TimeData, ...] = ()
    apply_from: str | None = None
    cost: str | None = None
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


class LawData(_Record):
    """The law as it was applied. `reasons` are in `reasons_language`."""

    instrument: str | None = None
    title: str | None = None
    article: str | None = None
    form: str | None = None
    certificate: Literal["a1", "coverage"] = "coverage"
    required_information: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    reasons_language: str = "en"
    law_version: str
    questions_version: str


class AnswerData(_Record):
    """One answer: the question's id in law/facts.yaml, its label, the value as kept, and the value in words."""

    question: str
    about: Literal["situation", "person_or_employer"]
    label: str
    value: Any = None
    text: tuple[str, ...]


class PackageData(_Record):
    """A request as it is sent to an institution that does not decide in this service."""

    format: Literal["sojourn-package/1"] = FORMAT
    reference: str
    kind: str
    applicant: Literal["employer", "self_employed", "worker"]
    handed_in_at: datetime
    home: str
    host: str
    period_start: date
    period_end: date | None = None
    language: str = Field(description="Of labels, texts and reasons")
    institution: InstitutionData
    law: LawData
    answers: tuple[AnswerData, ...]

    def as_json(self) -> bytes:
        """The JSON that travels with the PDF."""
        return json.dumps(self.model_dump(mode="json"), ensure_ascii=False, indent=1).encode()


def schema() -> dict[str, Any]:
    """The JSON schema of a package."""
    return PackageData.model_json_schema() | {"$id": "urn:sojourn:package:1", "title": "Package"}


def package_data(request: Request, package: Package | None, language: str | None = None) -> PackageData:
    """What is sent, in the institution's language unless another is asked for."""
    institution_id = request.institution_id
    language = language or language_of(country_of(institution_id))
    if request.handed_in_at is None or request.period_start is None:
        raise ValueError("a package is made of a request that was handed in")
    return PackageData(
        reference=request.reference or "",
        kind=request.kind,
        applicant=request.applicant.value,
        handed_in_at=request.handed_in_at,
        home=request.home,
        host=request.host,
        period_start=request.period_start,
        period_end=request.period_end,
        language=language,
        institution=institution_data(
            institution_id, request.host, package.office if package else {}, language
        ),
        law=_law(request, language),
        answers=tuple(
            AnswerData(
                question=each.fact.id,
                about="person_or_employer" if each.fact.kind is Kind.PARTICULAR else "situation",
                label=each.label,
                value=each.value,
                text=each.lines,
            )
            for each in answers_told(request, language)
        ),
    )


def named_how(institution_id: str) -> Literal["itself", "in_general", "not_at_all"]:
    """Whether the data name the institution, one of several in general words, or nobody."""
    if is_unnamed(institution_id) or known_institution(institution_id) is None:
        return "not_at_all"
    return "in_general" if institution_id in IN_GENERAL_WORDS else "itself"


def institution_data(
    institution_id: str, host: str, office: dict[str, Any], language: str
) -> InstitutionData:
    """What the law data know of an institution, with the office that the applicant named."""
    known = known_institution(institution_id)
    given: dict[str, Any] = {
        "office_name": office.get("name", ""),
        "office_address": tuple(office.get("address", ())),
    }
    name = receiving_name(institution_id, language)
    basis: dict[str, Any] = {"id": institution_id, "country": country_of(institution_id), "name": name}
    basis |= {"named": named_how(institution_id)}
    if known is None:
        return InstitutionData(**basis, **given)
    return InstitutionData(
        **basis,
        **given,
        address=known.address,
        email=known.email,
        phone=known.phone,
        fax=known.fax,
        website=known.url,
        channels=known.channels,
        channel_notes=known.channel_notes,
        portals=tuple(PortalData(**each.model_dump()) for each in known.portals),
        forms=_forms(known, host),
        requires=known.requires,
        processing_times=tuple(
            TimeData(text=each.text, source=tuple(_source(known, key) for key in each.source))
            for each in known.processing_times
        ),
        apply_from=known.apply_from,
        cost=known.cost,
        notes=known.notes,
        sources=tuple(_source(known, key) for key in known.sources),
    )


def _forms(known: Institution, host: str) -> tuple[FormData, ...]:
    return tuple(
        FormData(form=each.form, situation=each.situation, note=each.note, asks_for=each.data_asked)
        for each in known.forms
        if not each.partners or host in each.partners
    )


def _source(known: Institution, key: str) -> str:
    source = known.sources.get(key)
    if source is None:
        return key
    parts = [source.title, source.url or "", source.as_of.isoformat() if source.as_of else ""]
    return ", ".join(part for part in parts if part)


def _law(request: Request, language: str) -> LawData:
    determination = request.determination or {}
    period: dict[str, Any] = next(iter(determination.get("periods", ())), {})
    basis, certificate = period.get("basis") or {}, period.get("certificate") or {}
    instrument = the_law().instruments.get(basis.get("instrument") or "")
    reasons, spoken = _reasons(request, language)
    return LawData(
        instrument=basis.get("instrument"),
        title=(instrument.short.get(language) or instrument.title) if instrument else None,
        article=basis.get("article"),
        form=certificate.get("form"),
        certificate="a1" if certificate.get("kind") == "a1" else "coverage",
        required_information=instrument.required_information if instrument else (),
        reasons=reasons,
        reasons_language=spoken,
        law_version=request.law_version,
        questions_version=request.questions_version,
    )


def _reasons(request: Request, language: str) -> tuple[tuple[str, ...], str]:
    """The reasons as frozen, which are English; in the language asked for while the law is still the same."""
    frozen = tuple((request.determination or {}).get("explanation", ()))
    if language != "en" and request.law_version == the_law().version:
        anew = determination_of(request.answers, load_facts())
        if anew is not None and anew.to_json().get("periods") == (request.determination or {}).get("periods"):
            return tuple(told_lines(explanation_of(anew, language), the_law())), language
    return frozen, "en"
