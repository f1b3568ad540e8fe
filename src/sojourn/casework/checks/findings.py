"""What a check finds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


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

    def to_json(self) -> dict[str, Any]:
        """The finding as stored with its case."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "fields": list(self.fields),
            "params": dict(self.params),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Finding":
        """The finding that `to_json` stored."""
        return cls(
            code=stored["code"],
            severity=Severity(stored["severity"]),
            fields=tuple(stored["fields"]),
            params=dict(stored["params"]),
        )


def hindrance(code: str, *fields: str, **params: str | int) -> Finding:
    """A finding that keeps the case from being approved without a waiver."""
    return Finding(code, Severity.HINDRANCE, fields, params)


def warning(code: str, *fields: str, **params: str | int) -> Finding:
    """A finding that is shown and hinders nothing."""
    return Finding(code, Severity.WARNING, fields, params)
