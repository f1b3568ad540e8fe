"""What goes to the other authority: frozen when the second officer signs, and the same for JSON, paper and queue."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from sojourn.casework.content import printed_parts
from sojourn.casework.exceptions.models import Exchange
from sojourn.casework.gathering import Gathered
from sojourn.engine.lawbook.facts import Applicant, load_facts
from sojourn.requests.packages.content import institution_data
from sojourn.requests.packages.words import language_of

FORMAT: Final = "sojourn-exception/1"


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class AuthorityData(_Record):
    """One of the two institutions. `office`: how the officer named the office, where the data do not."""

    id: str
    country: str
    name: str
    address: tuple[str, ...] = ()
    office: str = ""


class PersonData(_Record):
    """Whom it is about. `number` is that of the proposing country, `host_number` that of the other."""

    given_names: str
    family_name: str
    birth_date: date | None = None
    birth_place: str | None = None
    nationalities: tuple[str, ...] = ()
    number: str | None = None
    host_number: str | None = None


class PlaceData(_Record):
    """An employer or a place of work."""

    name: str | None = None
    street: str | None = None
    postcode: str | None = None
    city: str | None = None
    state: str | None = None
    country: str | None = None


class ReasonData(_Record):
    """What the applicant says: the question of law/facts.yaml, its label in `language`, the answer as written."""

    question: str
    label: str
    text: str


class ProposalContent(_Record):
    """A proposal to agree an exception, or an extension that needs consent, as it is sent to the other authority."""

    format: Literal["sojourn-exception/1"] = FORMAT
    reference: str
    case_reference: str
    kind: Literal["exception", "extension"]
    language: str = Field(description="Of labels")
    proposed_by: AuthorityData
    proposed_to: AuthorityData
    instrument: str
    instrument_title: str
    article: str
    legislation: str = Field(description="The country whose legislation is to apply")
    instead_of: str = Field(description="The other country")
    start: date
    end: date
    status: Literal["employee", "self_employed"]
    person: PersonData
    employer: PlaceData | None = None
    workplaces: tuple[PlaceData, ...] = ()
    reasons: tuple[ReasonData, ...] = ()
    text: str
    law_version: str

    def as_json(self) -> bytes:
        """The JSON that travels with the paper."""
        return json.dumps(self.model_dump(mode="json"), ensure_ascii=False, indent=1).encode()


def schema() -> dict[str, Any]:
    """The JSON schema of a proposal."""
    return ProposalContent.model_json_schema() | {"$id": "urn:sojourn:exception:1", "title": "Exception"}


def proposal_content(exchange: Exchange, gathered: Gathered) -> ProposalContent:
    """What is sent, as things stand. Raises ValueError for a proposal whose days are not chosen yet."""
    if exchange.end is None:
        raise ValueError("a proposal without a last day cannot be sent")
    facts, parts = gathered.facts, printed_parts(gathered.facts)
    language = language_of(exchange.other_country)
    instrument = gathered.law.instruments[exchange.instrument]
    holder: Mapping[str, Any] = parts["holder"]
    return ProposalContent(
        reference=exchange.reference,
        case_reference=exchange.case.reference,
        kind="extension" if exchange.kind == "extension" else "exception",
        language=language,
        proposed_by=_authority(exchange.institution_id, exchange.other_country, {}, language),
        proposed_to=_authority(exchange.liaison_id, exchange.country, exchange.office, language),
        instrument=exchange.instrument,
        instrument_title=instrument.short.get(language) or instrument.title,
        article=exchange.article,
        legislation=exchange.legislation,
        instead_of=exchange.other_country,
        start=exchange.start,
        end=exchange.end,
        status="employee" if facts.is_employee else "self_employed",
        person=PersonData(**{name: holder[name] for name in PersonData.model_fields}),
        employer=_place(parts["employer"]) if parts["employer"] else None,
        workplaces=tuple(_place(each) for each in parts["workplaces"]),
        reasons=_reasons(gathered, language),
        text=exchange.text,
        law_version=gathered.law.version,
    )


def reasons_of(gathered: Gathered) -> dict[str, str]:
    """What the applicant says for it, by the question."""
    particulars = gathered.facts.particulars
    return {
        name: str(words) for name, words in particulars.items() if name.startswith("exception.") and words
    }


def _reasons(gathered: Gathered, language: str) -> tuple[ReasonData, ...]:
    facts, applicant = load_facts(), Applicant(gathered.facts.applicant_kind)
    return tuple(
        ReasonData(question=name, label=facts[name].words_in(language, applicant).name, text=words)
        for name, words in reasons_of(gathered).items()
    )


def _authority(institution_id: str, partner: str, office: Mapping[str, Any], language: str) -> AuthorityData:
    known = institution_data(institution_id, partner, dict(office), language)
    typed = tuple(known.office_address)
    return AuthorityData(
        id=institution_id,
        country=known.country,
        name=known.name,
        address=typed or tuple(part.strip() for part in (known.address or "").split(", ") if part),
        office=known.office_name,
    )


def _place(given: Mapping[str, Any]) -> PlaceData:
    return PlaceData(**{name: given.get(name) for name in PlaceData.model_fields})
