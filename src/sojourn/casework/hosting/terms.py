"""The terms of a hosted institution: one value with all its settings, kept whole with every change.

What the institution has not set is empty here; `identity.py` fills it from the law data. Durations are settings of
the institution, from no law. Their defaults are where the service has always stood (90 days to decide, 20 working
days to answer) or left open (`None`), because what the law of a country says about them is not in the law data.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from sojourn.core import countries
from sojourn.core.errors import InvalidInput, Problem
from sojourn.engine.lawbook.schema_institutions import Weekday

type Kind = Literal["first", "extension", "correction", "early_end", "exception", "replacement"]
type Mode = Literal["elsewhere", "officer", "through"]
type Occasion = Literal["exception", "own_employer", "over_limit", "automatic_corrected"]
type Language = Literal["en", "de", "fr", "es"]
type Basis = Literal["declared", "verified", "established"]

MODES: Final = ("elsewhere", "officer", "through")
OCCASIONS: Final[tuple[Occasion, ...]] = ("exception", "own_employer", "over_limit", "automatic_corrected")
BASES: Final[tuple[Basis, ...]] = ("declared", "verified", "established")
LANGUAGES: Final[tuple[Language, ...]] = ("en", "de", "fr", "es")
# What authorities agree in a single case is decided by people, whatever the matrix says.
NEVER_AUTOMATIC: Final = frozenset({"exception"})
LETTERHEAD_LINES: Final = 5
MOST_QUEUES: Final = 12
DAYS_TO_DECIDE: Final = 90
QUESTION_WORKING_DAYS: Final = 20
SAMPLE_PERCENT: Final = 5


def _known_country(code: str) -> str:
    if not countries.is_known(code):
        raise PydanticCustomError("country_unknown", "no country that the service knows")
    return code


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise PydanticCustomError("zone_unknown", "no time zone that is known") from None
    return name


def _one_line(text: str) -> str:
    if not text.isprintable():
        raise PydanticCustomError("control_characters", "unseen characters")
    return " ".join(text.split())


type Line = Annotated[str, Field(max_length=200), AfterValidator(_one_line)]
type Country = Annotated[str, AfterValidator(_known_country)]
type Zone = Annotated[str, AfterValidator(_known_zone)]
type Time = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
type Days = Annotated[int, Field(ge=1, le=730)]
type Percent = Annotated[int, Field(ge=0, le=100)]


class _Terms(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Identity(_Terms):
    """How the institution is called and reached, where it differs from what the law data say."""

    name: Line = ""
    address: Annotated[tuple[Line, ...], Field(max_length=6)] = ()
    phone: Line = ""
    email: Line = ""
    url: Line = ""


class OpenHours(_Terms):
    """When somebody answers, in the institution's own time."""

    days: Annotated[tuple[Weekday, ...], Field(min_length=1, max_length=7)]
    opens: Time
    closes: Time

    @model_validator(mode="after")
    def _closes_later(self) -> Self:
        if self.closes <= self.opens:
            raise PydanticCustomError("closes_before_opening", "closes before it opens")
        return self


class Hours(_Terms):
    """All hours, and in which zone they are; no zone, no hours."""

    zone: Zone | None = None
    open: Annotated[tuple[OpenHours, ...], Field(max_length=7)] = ()

    @model_validator(mode="after")
    def _zone_is_known(self) -> Self:
        if self.open and self.zone is None:
            raise PydanticCustomError("zone_missing", "hours need a time zone")
        return self


class Writing(_Terms):
    """In which languages the institution writes, the usual one first; and what stands above its letters."""

    languages: Annotated[tuple[Language, ...], Field(max_length=4)] = ()
    letterhead: Annotated[tuple[Line, ...], Field(max_length=LETTERHEAD_LINES)] = ()


class Numbering(_Terms):
    """What stands before a case's reference in letters: "DVKA" gives DVKA/SJ-2K7M-4T9X.

    The number of a certificate has one form everywhere (country, year, nine characters, check) and no room for it.
    """

    prefix: Annotated[str, Field(pattern=r"^([A-Z0-9]{1,8})?$")] = ""

    def own_reference(self, reference: str) -> str:
        """The reference of a case as this institution writes it."""
        return f"{self.prefix}/{reference}" if self.prefix else reference


class Queue(_Terms):
    """A named part of the waiting cases. Empty means any; `older_than` in days since the case was opened;
    `hindered`: with a hindrance (True), without (False), either (None)."""

    name: Annotated[str, Field(min_length=1, max_length=60), AfterValidator(_one_line)]
    kinds: tuple[Kind, ...] = ()
    hosts: tuple[Country, ...] = ()
    languages: tuple[Language, ...] = ()
    older_than: Annotated[int, Field(ge=0, le=730)] = 0
    hindered: bool | None = None


class Deadlines(_Terms):
    """How long things may take. None: the institution has set nothing, and nothing is counted.

    `to_decide`: calendar days from handing in, by kind; other kinds take `usual`. `question`: working days.
    `liaison_reply`: calendar days until an authority abroad is reminded. `appeal`: calendar days from the decision.
    """

    usual: Days | None = None
    to_decide: dict[Kind, Days] = {}
    question: Annotated[int, Field(ge=1, le=60)] = QUESTION_WORKING_DAYS
    liaison_reply: Days | None = None
    appeal: Days | None = None

    def days_to_decide(self, kind: str, otherwise: int) -> int:
        """Calendar days in which a request of this kind is to be decided."""
        return self.to_decide.get(kind, self.usual or otherwise)  # type: ignore[call-overload]


class Cell(_Terms):
    """What becomes of requests of one kind for one country of work.

    `elsewhere`: they are no business of this service and become packages. `sample`: percent of the automatic
    decisions that an officer looks at afterwards; None: the institution's usual rate. `reason`: why requests go
    straight through although the law data are less sure than the institution accepts.
    """

    mode: Mode
    sample: Percent | None = None
    reason: Annotated[str, Field(max_length=500)] = ""


class Corridors(_Terms):
    """The matrix: `cells` by country of work and kind, over `usual` by kind, over what the service does itself."""

    usual: dict[Kind, Cell] = {}
    cells: dict[Country, dict[Kind, Cell]] = {}

    def cell(self, host: str, kind: str) -> Cell:
        """What is set for this country of work and kind."""
        return (
            self.cells.get(host, {}).get(kind)  # type: ignore[call-overload]
            or self.usual.get(kind)  # type: ignore[call-overload]
            or Cell(mode="officer" if kind in NEVER_AUTOMATIC else "through")
        )

    @model_validator(mode="after")
    def _people_decide_exceptions(self) -> Self:
        rows = [self.usual, *self.cells.values()]
        if any(row[kind].mode == "through" for row in rows for kind in row if kind in NEVER_AUTOMATIC):
            raise PydanticCustomError("never_automatic", "an exception is decided by people")
        return self


class SampleLimits(_Terms):
    """When samples of automatic decisions stop a corridor by themselves: more than `above_percent` of at least
    `least_judged` were wrong. None: never by themselves."""

    above_percent: Percent | None = 10
    least_judged: Annotated[int, Field(ge=1, le=1000)] = 10


class Terms(_Terms):
    """All settings of an institution, as of one version.

    `accepted_bases`: on what a fact may rest that decides without a person (see `casework.checks.facts.BASES`).
    """

    identity: Identity = Identity()
    hours: Hours = Hours()
    writing: Writing = Writing()
    numbering: Numbering = Numbering()
    queues: Annotated[tuple[Queue, ...], Field(max_length=MOST_QUEUES)] = ()
    deadlines: Deadlines = Deadlines()
    sample: Percent = SAMPLE_PERCENT
    sampling_stop: SampleLimits = SampleLimits()
    accepted_bases: Annotated[tuple[Basis, ...], Field(min_length=1)] = BASES
    second_signature: tuple[Occasion, ...] = OCCASIONS
    corridors: Corridors = Corridors()

    @model_validator(mode="after")
    def _exceptions_need_two(self) -> Self:
        if "exception" not in self.second_signature:
            raise PydanticCustomError("exceptions_need_two", "an exception is signed by two people")
        return self

    def sample_percent(self, host: str, kind: str) -> int:
        """The share of automatic decisions that an officer looks at afterwards, in percent."""
        own = self.corridors.cell(host, kind).sample
        return self.sample if own is None else own


def read_terms(content: Mapping[str, Any]) -> Terms:
    """Terms from plain values, e.g. JSON that was kept; `{}` gives all defaults.

    Raises InvalidInput with a Problem for each thing wrong, its field the path ("hours.open.0.closes").
    """
    try:
        return Terms.model_validate(content)
    except ValidationError as error:
        raise InvalidInput([_problem(detail) for detail in error.errors(include_input=False)]) from None


def _problem(detail: Mapping[str, Any]) -> Problem:
    context = detail.get("ctx") or {}
    params = {name: value for name, value in context.items() if isinstance(value, str | int)}
    return Problem(".".join(str(step) for step in detail["loc"]), str(detail["type"]), params)
