"""What a certificate says: codes and values, no sentence. Every face of the certificate is drawn from this record."""

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Any, Final, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)
from pydantic_core import PydanticCustomError

from sojourn.core import countries
from sojourn.core.errors import InvalidInput, Problem

LONGEST_TEXT: Final = 300
MOST_WORKPLACES: Final = 20

_DIRECTION_CONTROLS: Final = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_UNSEEN_CATEGORIES: Final = frozenset({"Cc", "Cs", "Cn", "Co", "Zl", "Zp"})
# Two of the format characters are letters' companions in Persian and Indic names; the rest are unseen.
_SEEN_FORMAT: Final = frozenset("\u200c\u200d")


def _measured(value: object) -> object:
    """Refuse absurd lengths before anything else looks at the text."""
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        raise PydanticCustomError(
            "too_long", "longer than {limit} characters", {"limit": LONGEST_TEXT, "length": len(value)}
        )
    return value


def _clean(value: str) -> str:
    """One line of text: composed letters, single spaces, nothing unseen that could change what is read."""
    # Of what can be printed in ASCII nothing is unseen.
    for character in "" if value.isascii() and value.isprintable() else value:
        if character in _DIRECTION_CONTROLS:
            raise PydanticCustomError("direction_control", "hidden text direction", _code_point(character))
        category = unicodedata.category(character)
        if category in _UNSEEN_CATEGORIES or (category == "Cf" and character not in _SEEN_FORMAT):
            raise PydanticCustomError("control_character", "unseen character", _code_point(character))
    text = " ".join(unicodedata.normalize("NFC", value).split())
    if not text:
        raise PydanticCustomError("missing", "nothing visible")
    return text


def _known_country(code: str) -> str:
    if not countries.is_known(code):
        raise PydanticCustomError("unknown_country", "no country that the service knows")
    return code


def _code_point(character: str) -> dict[str, Any]:
    return {"character": f"U+{ord(character):04X}"}


type Text = Annotated[str, BeforeValidator(_measured), AfterValidator(_clean)]
type Country = Annotated[str, AfterValidator(_known_country)]
type Code = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_.-]{0,63}$")]
type Language = Annotated[str, Field(pattern=r"^[a-z]{2}$")]


class _Record(BaseModel):
    """Frozen, strict about names, and silent: what is logged or shown in a traceback repeats no particulars."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    def __repr_args__(self) -> Iterable[tuple[str | None, Any]]:
        return ()


class Issuer(_Record):
    """The institution that answers for the certificate."""

    id: Code
    name: Text
    address: Annotated[tuple[Text, ...], Field(max_length=10)] = ()
    country: Country
    phone: Text | None = None
    email: Text | None = None
    url: Text | None = None


class Residence(_Record):
    """Where the holder lives."""

    street: Text | None = None
    city: Text | None = None
    postcode: Text | None = None
    country: Country


class Holder(_Record):
    """The person whose cover is certified. `number_kind` is a code such as us_ssn; a number needs its kind."""

    given_names: Text
    family_name: Text
    birth_name: Text | None = None
    birth_date: date
    birth_place: Text | None = None
    nationalities: Annotated[tuple[Country, ...], Field(max_length=5)] = ()
    number: Text | None = None
    number_kind: Code | None = None
    host_number: Text | None = None
    residence: Residence | None = None

    @property
    def name(self) -> str:
        """Given names, then family name, as written on the paper."""
        return f"{self.given_names} {self.family_name}"

    @model_validator(mode="after")
    def _number_has_kind(self) -> Self:
        if self.number is not None and self.number_kind is None:
            raise PydanticCustomError("number_without_kind", "a number needs its kind")
        return self


class Employer(_Record):
    """The employer at home; for a self-employed person the own business."""

    name: Text
    street: Text | None = None
    city: Text | None = None
    postcode: Text | None = None
    state: Text | None = None
    country: Country


class Workplace(_Record):
    """Where the work abroad is done."""

    name: Text | None = None
    street: Text | None = None
    city: Text | None = None
    postcode: Text | None = None
    country: Country


class Exemption(_Record):
    """Branches for which nothing is due in a country."""

    country: Country
    branches: Annotated[tuple[Code, ...], Field(min_length=1, max_length=20)]


class CertificateContent(_Record):
    """One certificate, as decided.

    `titles`: the instrument's title by language; English always. `article`: None where the law data do not know it.
    `status_code`: of an A1, 01 to 12 (see a1.py). `provisional`: other institutions can still object (Regulation (EC)
    No 987/2009 article 16). `period_end`: None where the instrument knows no end. `period_limit`: the latest day the
    instrument allows without extension. `languages`: of the labels, the first leads.
    """

    version: Literal[1] = 1
    kind: Literal["coverage", "a1"]
    instrument: Code
    titles: Annotated[dict[Language, Text], Field(max_length=6)]
    article: Annotated[Text | None, BeforeValidator(lambda value: value or None)] = None
    category: Code
    status_code: Annotated[str, Field(pattern=r"^(0[1-9]|1[0-2])$")] | None = None
    provisional: bool = False
    issuer: Issuer
    legislation: Country
    host: Country
    holder: Holder
    employer: Employer | None = None
    workplaces: Annotated[tuple[Workplace, ...], Field(max_length=MOST_WORKPLACES)] = ()
    self_employed: bool = False
    period_start: date
    period_end: date | None = None
    period_limit: date | None = None
    exempt: Annotated[tuple[Exemption, ...], Field(max_length=10)] = ()
    form: Text | None = None
    languages: Annotated[tuple[Language, ...], Field(min_length=1, max_length=3)] = ("en",)
    law_version: Text
    decided_on: date

    @property
    def law_version_on_paper(self) -> str:
        """Enough of the law data's version to find it by; the attached data hold all of it."""
        return self.law_version[:12]

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if "en" not in self.titles:
            raise PydanticCustomError("title_missing", "the instrument's English title is missing")
        if self.legislation == self.host:
            raise PydanticCustomError("same_country", "home and host country are the same")
        if self.period_end is not None and self.period_end < self.period_start:
            raise PydanticCustomError("ends_before_start", "the period ends before it starts")
        if self.holder.birth_date >= self.decided_on:
            raise PydanticCustomError("born_after_decision", "the birth date is not in the past")
        if self.employer is None and not self.self_employed:
            raise PydanticCustomError("employer_missing", "an employee's certificate names the employer")
        return self


def read_content(data: Mapping[str, Any]) -> CertificateContent:
    """Read a content from plain values, e.g. JSON that was kept.

    Raises InvalidInput with one Problem for each thing wrong; its field is the path ("holder.family_name") and its
    code says what (missing, too_long, control_character, direction_control, ends_before_start, ...). No value is
    repeated.
    """
    try:
        return CertificateContent.model_validate(data)
    except ValidationError as error:
        raise InvalidInput([_problem(detail) for detail in error.errors(include_input=False)]) from None


def _problem(detail: Mapping[str, Any]) -> Problem:
    context = detail.get("ctx") or {}
    params = {name: value for name, value in context.items() if isinstance(value, str | int)}
    return Problem(".".join(str(step) for step in detail["loc"]), detail["type"], params)
