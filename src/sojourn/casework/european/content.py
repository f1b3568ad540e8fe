"""One European notification as data: the same for the download, the inbox of a hosted partner, and the package."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from sojourn.casework.european.mapping import table

FORMAT: Final = "sojourn-european-notice/1"
type Code = Literal[
    "A001", "A002", "A003", "A004", "A005", "A006", "A008", "A009", "A010", "A011", "A012", "X008"
]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class PartyData(_Record):
    """An institution, by its id in the law data."""

    id: str
    country: str
    name: str


class NumberData(_Record):
    """A number under which a country knows the person."""

    number: str
    country: str


class AddressData(_Record):
    """A place: of residence, of an employer, of work."""

    name: str | None = None
    street: str | None = None
    postcode: str | None = None
    city: str | None = None
    country: str | None = None


class ResidenceData(_Record):
    """Where the person lives."""

    street: str | None = None
    postcode: str | None = None
    city: str | None = None
    country: str


class NoticePerson(_Record):
    """Whom it is about."""

    given_names: str
    family_name: str
    birth_date: date | None = None
    birth_place: str | None = None
    nationalities: tuple[str, ...] = ()
    numbers: tuple[NumberData, ...] = ()
    residence: ResidenceData | None = None


class DeterminationData(_Record):
    """Whose legislation applies, by which article, for which days. `provisional`: other states may still object."""

    legislation: str
    article: str
    start: date
    end: date | None = None
    provisional: bool = False
    objection_months: int | None = None


class ExceptionData(_Record):
    """What is proposed (A001)."""

    legislation: str
    instead_of: str
    start: date
    end: date
    text: str


class AnswerData(_Record):
    """The answer to a proposal (A002, A011)."""

    result: Literal["full", "part", "refused"]
    start: date | None = None
    end: date | None = None
    remarks: str = ""


class ObjectionData(_Record):
    """Why another state does not agree with a determination (A004), and whose legislation it thinks applies."""

    reasons: str
    legislation: str | None = None


class InformationData(_Record):
    """What another institution should know (A008)."""

    purpose: Literal["request_sent_on"]
    text: str = ""


class QuestionData(_Record):
    """A question (A005), or the answer to one (A006)."""

    text: str


class InvalidationData(_Record):
    """Which notification holds no more (X008). `reason`: the case was reconsidered, and its grounds hold no more."""

    reference: str
    message: str
    issued_on: date
    reason: Literal["reconsidered"] = "reconsidered"


class NoticeContent(_Record):
    """A notification between institutions. `first`: it changes no earlier one, of which `previous_on` is the day."""

    format: Literal["sojourn-european-notice/1"] = FORMAT
    message: Code
    use_case: str
    reference: str
    version: int = Field(ge=1)
    first: bool
    previous_on: date | None = None
    answers: str | None = Field(None, description="The reference of the notification that it answers")
    issued_on: date
    sender: PartyData
    recipients: tuple[PartyData, ...]
    case_reference: str
    certificate_number: str | None = None
    person: NoticePerson
    self_employed: bool = False
    employers: tuple[AddressData, ...] = ()
    workplaces: tuple[AddressData, ...] = ()
    determination: DeterminationData | None = None
    exception: ExceptionData | None = None
    answer: AnswerData | None = None
    objection: ObjectionData | None = None
    information: InformationData | None = None
    question: QuestionData | None = None
    invalidation: InvalidationData | None = None

    def as_json(self) -> bytes:
        """The document; parts that the message does not have are left out."""
        said = self.model_dump(mode="json", exclude_none=True)
        return json.dumps(said, ensure_ascii=False, indent=1).encode()


def schema() -> dict[str, Any]:
    """The JSON schema of a notification: ours, not that of the network."""
    named = {"$id": "urn:sojourn:european-notice:1", "title": "European notification"}
    return NoticeContent.model_json_schema() | named


def schema_paths() -> Iterator[str]:
    """Every field of the document as a path, lists with []."""
    yield from _paths(NoticeContent, "")


def use_case_of(message: str) -> str:
    """The use case to which a message belongs."""
    return table().messages[message].use_case


def _paths(model: type[BaseModel], before: str) -> Iterator[str]:
    for name, field in model.model_fields.items():
        inner, many = _inner(field.annotation)
        path = f"{before}{name}{'[]' if many else ''}"
        if inner is None:
            yield path
        else:
            yield from _paths(inner, f"{path}.")


def _inner(annotation: Any) -> tuple[type[BaseModel] | None, bool]:
    """The record within an annotation, and whether it is a list."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation, False
    parts = [part for part in getattr(annotation, "__args__", ()) if part is not Ellipsis]
    many = getattr(annotation, "__origin__", None) is tuple
    for part in parts:
        found, _ = _inner(part)
        if found is not None:
            return found, many
    return None, many
