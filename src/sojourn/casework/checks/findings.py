"""What a check finds, and what it says about itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sojourn.casework.checks.facts import CaseFacts

type Check = Callable[[CaseFacts], list[Finding]]


class Severity(StrEnum):
    """A hindrance keeps a case from being approved unless an officer waives it; a warning is shown."""

    HINDRANCE = "hindrance"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found.

    `code` names it for ever; `fields` are paths of facts or particulars; `params` are what its sentence
    needs (dates as ISO text), never particulars: findings are stored in the clear. `waiver` is the id of the
    standing waiver that sets a hindrance aside; empty where none does.
    """

    code: str
    severity: Severity
    fields: tuple[str, ...] = ()
    params: Mapping[str, str | int] = field(default_factory=dict)
    waiver: str = ""

    @property
    def hinders(self) -> bool:
        """Whether it keeps the case from being approved without a waiver of its own."""
        return self.severity is Severity.HINDRANCE and not self.waiver


def hindrance(code: str, *fields: str, **params: str | int) -> Finding:
    """A finding that keeps the case from being approved without a waiver."""
    return Finding(code, Severity.HINDRANCE, fields, params)


def warning(code: str, *fields: str, **params: str | int) -> Finding:
    """A finding that is shown and hinders nothing."""
    return Finding(code, Severity.WARNING, fields, params)


@dataclass(frozen=True, slots=True)
class Examination:
    """What a check says about itself: which facts it reads, and which codes it can find.

    `finds` gives for each code "hindrance", "warning", or both where the case decides which it is.
    """

    check: Check
    reads: tuple[str, ...]
    finds: Mapping[str, frozenset[Severity]]


HINDERS: Final = frozenset({Severity.HINDRANCE})
WARNS: Final = frozenset({Severity.WARNING})
EITHER: Final = HINDERS | WARNS
EXAMINATIONS: Final[dict[str, Examination]] = {}
"""Each check by its name, as far as its module was read."""


def examines(*reads: str, finds: Mapping[str, frozenset[Severity]]) -> Callable[[Check], Check]:
    """Note what a check reads and can find, for the reference and for standing waivers; the check stays as it is."""

    def noted(check: Check) -> Check:
        EXAMINATIONS[check.__name__] = Examination(check, reads, dict(finds))
        return check

    return noted
