"""The vocabulary of questions: `law/facts.yaml`, read, checked and frozen.

Each fact of the situation and each particular has one entry there: what it is called, why it is asked, what
it means, which form it has, when it is asked and who may state it. Forms, checks, summaries and messages are
made from it. This module knows the vocabulary, not the answers: it opens the file once and asks nothing else.
"""

import hashlib
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    ValidationError,
    model_validator,
)

from sojourn.core.errors import InvalidInput, Problem
from sojourn.engine.lawbook.fact_words import ColumnWords as ColumnWords
from sojourn.engine.lawbook.fact_words import OtherWords as OtherWords
from sojourn.engine.lawbook.fact_words import Words as Words
from sojourn.engine.lawbook.facts_afterwards import Afterwards, AskingLate, misfits
from sojourn.engine.lawbook.law_files import law_directory
from sojourn.engine.telling.typesetting import typeset


class FactsError(InvalidInput):
    """The vocabulary cannot be used. Each problem names the entry and says what is wrong with it."""

    def __str__(self) -> str:
        return "\n".join(
            f"{problem.field}: {problem.params.get('why', problem.code)}" for problem in self.problems
        )


class FactType(StrEnum):
    """The form of an answer."""

    COUNTRY = "country"
    COUNTRIES = "countries"
    DATE = "date"
    OPEN_DATE = "open_date"
    CHOICE = "choice"
    YES_NO = "yes_no"
    TEXT = "text"
    PERSON_NAME = "person_name"
    ADDRESS_LINE = "address_line"
    POSTCODE = "postcode"
    US_STATE = "us_state"
    US_SSN = "us_ssn"
    US_EIN = "us_ein"
    FOREIGN_NUMBER = "foreign_number"
    PERCENT = "percent"
    LONG_TEXT = "long_text"
    ROWS = "rows"


class Kind(StrEnum):
    """`fact` and `question` speak of the situation, `particular` of who the people are."""

    FACT = "fact"
    PARTICULAR = "particular"
    QUESTION = "question"


class Applicant(StrEnum):
    """Who asks for the certificate. A worker asks for the own one, as somebody's employee."""

    EMPLOYER = "employer"
    SELF_EMPLOYED = "self_employed"
    WORKER = "worker"

    @property
    def is_person(self) -> bool:
        """Whether somebody asks for themselves."""
        return self is not Applicant.EMPLOYER

    @property
    def is_about_employee(self) -> bool:
        """Whether the certificate is for an employee."""
        return self is not Applicant.SELF_EMPLOYED

    @property
    def asked_like(self) -> "Applicant":
        """Whose questions are asked: those about an employee are the same, whoever asks."""
        return Applicant.EMPLOYER if self is Applicant.WORKER else self


class Sensitivity(StrEnum):
    """How carefully the answer is treated when shown or printed."""

    OPEN = "open"
    PERSONAL = "personal"
    NUMBER = "number"


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Clause(_Entry):
    """One occasion for asking. All parts that are given must hold; an entry's clauses are alternatives.

    `when`: `always`, or `missing` (the engine names the fact for the present situation).
    `from`/`to`: the corridor. `given`: other answers. `not_latin`: a name among these is in another script.
    """

    when: Literal["always", "missing"] | None = None
    from_: tuple[str, ...] = Field(default=(), alias="from")
    to: tuple[str, ...] = ()
    given: Mapping[str, tuple[str | bool, ...]] = Field(default_factory=dict)
    not_latin: tuple[str, ...] = ()
    applicant: Applicant | None = None
    source: str | None = None

    @model_validator(mode="after")
    def _corridors_have_a_source(self) -> Self:
        if (self.from_ or self.to) and not self.source:
            raise ValueError("a corridor needs a source")
        if not (self.when or self.from_ or self.to or self.given or self.not_latin):
            raise ValueError("a clause without a condition")
        return self


def _spelled_out(clause: object) -> object:
    return {"when": clause} if isinstance(clause, str) else clause


type Clauses = tuple[Annotated[Clause, BeforeValidator(_spelled_out)], ...]
ALWAYS: Clauses = (Clause(when="always"),)


def _typeset_words(words: object) -> object:
    """The marks of each language set as it wants them, so that the file can be typed plainly."""
    return {code: _set_all(each, code) for code, each in words.items()} if isinstance(words, dict) else words


def _set_all(words: object, language: object) -> object:
    if isinstance(words, dict):
        return {name: _set_all(each, language) for name, each in words.items()}
    return typeset(words, str(language)) if isinstance(words, str) else words


class Option(_Entry):
    """One choice; `sets` gives values to paths of the situation (null: the path is left out)."""

    code: str
    sets: Mapping[str, str | bool | None] = Field(default_factory=dict)
    applicant: Applicant | None = None


class Column(_Entry):
    """One part of each row."""

    id: str
    type: FactType
    options: tuple[Option, ...] = ()
    optional: bool = False


class Fact(_Entry):
    """One entry of the vocabulary."""

    id: str
    kind: Kind
    type: FactType
    matter: str | Mapping[Applicant, str]
    asked: Clauses = Field(min_length=1)
    required: Clauses = ALWAYS
    gives: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    columns: tuple[Column, ...] = ()
    rows_at_most: int = 10
    among: Literal["home_or_host"] | None = None
    by: Literal["employer", "worker", "either"] = "either"
    applicant_sees: Literal["answer", "that_answered"] = "answer"
    sensitivity: Sensitivity = Sensitivity.OPEN
    unknown_allowed: bool = False
    checks: tuple[str, ...] = ()
    words: Annotated[Mapping[str, Words], BeforeValidator(_typeset_words)]

    @cached_property
    def wording(self) -> str:
        """A short hash of what the question is and says, in English: a better translation is no new question."""
        said = self.model_dump_json(include={"id", "type", "options", "columns", "gives"})
        # How a worker is asked came later, and makes no question of before a new one.
        said += self.words["en"].model_dump_json(exclude={"worker"})
        return hashlib.sha256(said.encode()).hexdigest()[:12]

    @property
    def slug(self) -> str:
        """The id in a form that may stand in HTML ids and addresses."""
        return "".join(c if c.isalnum() else "-" for c in self.id).replace("--", "-").strip("-")

    @property
    def offers_unknown(self) -> bool:
        """Whether there is a choice beside the field: "I don't know", "No end set", "Not yet issued"."""
        return self.unknown_allowed or self.type is FactType.OPEN_DATE

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of the situation to which an answer gives values."""
        own = (self.id,) if self.kind is Kind.FACT else ()
        return own + self.gives + tuple(path for option in self.options for path in option.sets)

    def matter_for(self, applicant: Applicant) -> str | None:
        """The page on which the fact stands for this applicant, or None if it is not theirs."""
        return self.matter if isinstance(self.matter, str) else self.matter.get(applicant.asked_like)

    def options_for(self, applicant: Applicant) -> tuple[Option, ...]:
        """The choices that this applicant has."""
        return tuple(option for option in self.options if option.applicant in (None, applicant.asked_like))

    def words_in(self, language: str, applicant: Applicant = Applicant.EMPLOYER) -> Words:
        """The words in `language` (English where it has none), in the applicant's voice."""
        words = self.words.get(language) or self.words["en"]
        own = words.you
        if applicant is Applicant.WORKER:
            # What a self-employed person is told of the own business is not what an employee is asked.
            own = words.worker or (None if self.is_about_business else words.you)
        if applicant is Applicant.EMPLOYER or own is None:
            return words
        said: dict[str, object] = own.model_dump(exclude_none=True, exclude={"columns"})
        if own.columns:
            said["columns"] = {**words.columns, **own.columns}
        return words.model_copy(update=said)

    @property
    def is_about_business(self) -> bool:
        """Whether it is about whoever runs a business: the employer, or the self-employed person."""
        return self.id.startswith(("sender.", "employers["))

    @model_validator(mode="after")
    def _whole(self) -> Self:
        for language, words in self.words.items():
            for name, said, meant in (
                ("options", set(words.options), {option.code for option in self.options}),
                ("columns", set(words.columns), {column.id for column in self.columns}),
            ):
                if said != meant:
                    raise ValueError(
                        f"{language}: words for {name} {sorted(said)} but {name} {sorted(meant)}"
                    )
            for column in self.columns:
                if set(words.columns[column.id].options) != {option.code for option in column.options}:
                    raise ValueError(f"{language}: words for the options of column {column.id} do not fit")
            if self.required and not words.missing:
                raise ValueError(
                    f"{language}: an answer is required, but no sentence says that it is missing"
                )
            if self.offers_unknown and not words.unknown:
                raise ValueError(f"{language}: unknown is an answer, but has no words")
        if (self.type is FactType.CHOICE) != bool(self.options):
            raise ValueError("a choice has options, and nothing else has")
        if (self.type is FactType.ROWS) != bool(self.columns):
            raise ValueError("rows have columns, and nothing else has")
        return self


class Matter(_Entry):
    """One page of the interview."""

    title: Mapping[str, str]


class Facts(_Entry):
    """The whole vocabulary. `version` is the hash of the file's content."""

    languages: tuple[str, ...]
    matters: Mapping[str, Matter]
    interviews: Mapping[Applicant, tuple[str, ...]]
    afterwards: Mapping[str, Afterwards] = Field(default_factory=dict)
    asking_late: Mapping[str, AskingLate] = Field(default_factory=dict)
    facts: tuple[Fact, ...]
    _version: str = PrivateAttr(default="")

    @property
    def version(self) -> str:
        """Content hash of the vocabulary, kept with each request."""
        return self._version

    @cached_property
    def by_id(self) -> Mapping[str, Fact]:
        """The entries by their ids."""
        return {fact.id: fact for fact in self.facts}

    def get(self, fact_id: str) -> Fact | None:
        """The entry with this id, or None."""
        return self.by_id.get(fact_id)

    def __getitem__(self, fact_id: str) -> Fact:
        return self.by_id[fact_id]

    def __contains__(self, fact_id: object) -> bool:
        return fact_id in self.by_id

    def of_matter(self, matter: str, applicant: Applicant) -> tuple[Fact, ...]:
        """The entries that may stand on this page for this applicant, in the order of the file."""
        return tuple(fact for fact in self.facts if fact.matter_for(applicant) == matter)

    def asked_afterwards(self, kind: str) -> tuple[str, ...]:
        """The ids of the questions that a kind of request asks of its own; none for a first request."""
        return self.afterwards[kind].questions if kind in self.afterwards else ()

    def covering(self, path: str, applicant: Applicant) -> tuple[Fact, ...]:
        """The entries by which this applicant can give a value to `path` or to a part of it."""
        return tuple(
            fact
            for fact in self.facts
            if fact.matter_for(applicant) is not None and any(_touches(given, path) for given in fact.paths)
        )

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        ids = [fact.id for fact in self.facts]
        if doubled := sorted({fact_id for fact_id in ids if ids.count(fact_id) > 1}):
            raise ValueError(f"entered twice: {', '.join(doubled)}")
        for fact in self.facts:
            for trouble in self._troubles(fact, set(ids)):
                raise ValueError(f"{fact.id}: {trouble}")
        for trouble in misfits(self.afterwards, set(ids), self.matters):
            raise ValueError(trouble)
        return self

    def _troubles(self, fact: Fact, ids: set[str]) -> Iterable[str]:
        if absent := sorted(set(self.languages) - set(fact.words)):
            yield f"no words in {', '.join(absent)}"
        matters = [fact.matter] if isinstance(fact.matter, str) else list(fact.matter.values())
        if unknown := [matter for matter in matters if matter not in self.matters]:
            yield f"no matter is called {', '.join(unknown)}"
        for clause in (*fact.asked, *fact.required):
            if strangers := sorted((set(clause.given) | set(clause.not_latin)) - ids):
                yield f"a clause speaks of {', '.join(strangers)}, which has no entry"


def _touches(given: str, path: str) -> bool:
    """Whether a value at `given` says something about `path`: the same, a part, or the whole around it."""
    return (
        given == path
        or path.startswith((f"{given}[", f"{given}."))
        or given.startswith((f"{path}[", f"{path}."))
    )


def read_facts(content: bytes) -> Facts:
    """The vocabulary in `content` (YAML).

    Raises FactsError with one problem for each entry that cannot be used: without `why`, with unknown keys,
    without words in one of the languages, entered twice, and so on.
    """
    try:
        raw: Any = yaml.load(content, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  a safe loader
    except yaml.YAMLError as error:
        raise FactsError([Problem("facts", "not_yaml", {"why": str(error)})]) from error
    try:
        facts = Facts.model_validate(raw)
    except ValidationError as error:
        raise FactsError([_problem(raw, dict(detail)) for detail in error.errors()]) from error
    facts._version = hashlib.sha256(content).hexdigest()[:16]
    return facts


def _problem(raw: Any, detail: dict[str, Any]) -> Problem:
    """What pydantic found, with the entry's id in place of its number."""
    location = list(detail["loc"])
    if location[:1] == ["facts"] and len(location) > 1:
        entry = raw["facts"][location[1]]
        location[:2] = [str(entry.get("id", location[1])) if isinstance(entry, dict) else str(location[1])]
    return Problem(" ".join(map(str, location)) or "facts", detail["type"], {"why": detail["msg"]})


@cache
def load_facts(path: Path | None = None) -> Facts:
    """The vocabulary of the service (or of the file at `path`), read once.

    Raises FactsError if it cannot be used, OSError if it is not there.
    """
    return read_facts((path or law_directory() / "facts.yaml").read_bytes())
