"""What a proof of application says: codes and values, no sentence."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from sojourn.certificates.content import Code, Country, Language, Text


class _Record(BaseModel):
    """Frozen and silent: what is logged or shown in a traceback repeats no particulars."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    def __repr_args__(self) -> list[tuple[str | None, Any]]:
        return []


class ProofSealer(_Record):
    """Who seals: the institution where it works here, else the service itself, which belongs to no country."""

    id: Code
    name: Text
    country: Country | Literal[""] = ""


class ProofContent(_Record):
    """One application, as it was received.

    `applicant`: who asks, an employer, a self-employed person or a worker. `institution`: the name of the one asked.
    `hosted`: whether it works here; if not, the applicant sends the request on. `answers_sha256`: of all answers as
    they were frozen, with the request's id, so that nobody can guess answers from it.
    """

    version: Literal[1] = 1
    reference: Annotated[str, Field(pattern=r"^SJ-[0-9A-Z]{4}-[0-9A-Z]{4}$")]
    request_kind: Code
    applicant_kind: Literal["employer", "self_employed", "worker"]
    applicant: Text
    given_names: Text
    family_name: Text
    birth_date: date
    institution: Text
    hosted: bool
    home: Country
    host: Country
    period_start: date
    period_end: date | None = None
    received_at: AwareDatetime
    answers_sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    law_version: Text
    questions_version: Text
    sealed_by: ProofSealer
    languages: Annotated[tuple[Language, ...], Field(min_length=1, max_length=3)] = ("en",)

    @property
    def person(self) -> str:
        """Given names, then family name."""
        return f"{self.given_names} {self.family_name}"

    def plain(self) -> dict[str, Any]:
        """As plain data, to be kept and attached."""
        return self.model_dump(mode="json")


def read_proof(data: Mapping[str, Any]) -> ProofContent:
    """A content that was kept. Raises ValueError where it is none."""
    return ProofContent.model_validate(data)


def moment_words(moment: datetime) -> str:
    """The moment to the second, in the one form that is read alike everywhere."""
    return moment.strftime("%Y-%m-%d %H:%M:%S UTC")
