"""What a check finds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """A hindrance keeps a case from being approved unless an officer waives it; a warning is shown."""

    HINDRANCE = "hindrance"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found.

    `code` names it for ever; `fields` are paths of facts or particulars; `params` are what its sentence
    needs (dates as ISO text), never particulars: findings are stored in the clear.
    """

    code: str
    severity: Severity
    fields: tuple[str, ...] = ()
    params: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def hinders(self) -> bool:
        """Whether it keeps the case from being approved without a waiver."""
        return self.severity is Severity.HINDRANCE


def hindrance(code: str, *fields: str, **params: str | int) -> Finding:
    """A finding that keeps the case from being approved without a waiver."""
    return Finding(code, Severity.HINDRANCE, fields, params)


def warning(code: str, *fields: str, **params: str | int) -> Finding:
    """A finding that is shown and hinders nothing."""
    return Finding(code, Severity.WARNING, fields, params)
