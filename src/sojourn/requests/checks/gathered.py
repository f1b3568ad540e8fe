"""What checks are given, and what they give back. No check asks the database."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sojourn.core.errors import Problem
from sojourn.requests.answers import Answers


class Severity(StrEnum):
    """A hindrance has to be mended; a warning can be gone on from, with the reason kept."""

    HINDRANCE = "hindrance"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Earlier:
    """Another request of the same applicant for the same worker, which stands."""

    reference: str
    state: str
    host: str
    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything that the checks look at.

    `before`: the answers of the request that this one follows; `about_same_certificate`: the others that follow it.
    `issued_afterwards`: the law that applies is known to let certificates be issued after the work has begun.
    `who_asks`: who asks for the certificates that the law gives (employer, self_employed_person, worker, either).
    """

    answers: Answers
    today: date
    earlier: tuple[Earlier, ...] = ()
    before: Answers | None = None
    about_same_certificate: tuple[Earlier, ...] = ()
    issued_afterwards: bool = False
    who_asks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: a code, the questions concerned (the first one first), how grave, with which values.

    `params` never hold particulars.
    """

    code: str
    fields: tuple[str, ...]
    severity: Severity
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def hinders(self) -> bool:
        """Whether nothing can be sent before this is mended."""
        return self.severity is Severity.HINDRANCE

    @property
    def fingerprint(self) -> str:
        """The same for the same finding, another when its values change: a warning gone on from stays so
        only while it is the same."""
        said = [self.code, *self.fields, *(f"{key}={self.params[key]}" for key in sorted(self.params))]
        return hashlib.sha256("\x1f".join(said).encode()).hexdigest()[:20]

    def problems(self) -> tuple[Problem, ...]:
        """The finding as a problem of each question concerned."""
        return tuple(Problem(field, self.code, self.params) for field in self.fields)


def hindrance(code: str, *fields: str, **params: object) -> Finding:
    """A finding that has to be mended."""
    return Finding(code, fields, Severity.HINDRANCE, params)


def warning(code: str, *fields: str, **params: object) -> Finding:
    """A finding that is unusual but possible."""
    return Finding(code, fields, Severity.WARNING, params)


def rows_of(gathered: Gathered, fact_id: str) -> list[Mapping[str, object]]:
    """The rows of a question that has rows."""
    value = gathered.answers.values.get(fact_id)
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []


def day_in(row: Mapping[str, object], column: str) -> date | None:
    """A day in a row."""
    value = row.get(column)
    return date.fromisoformat(value) if isinstance(value, str) else None
