"""What an audit of one file found: a conclusion, what was checked and how it came out, what was not checked and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Conclusion(StrEnum):
    """The answer in one word."""

    IN_FORCE = "in_force"
    STATUS_UNKNOWN = "status_unknown"
    NOT_IN_FORCE = "not_in_force"
    ALTERED = "altered"
    NOT_OURS = "not_ours"
    CANNOT_CHECK = "cannot_check"

    @property
    def exit_status(self) -> int:
        """Of the command: 0 only where everything that decides was checked and is right."""
        return _EXITS[self]


_EXITS = {
    Conclusion.IN_FORCE: 0,
    Conclusion.NOT_IN_FORCE: 1,
    Conclusion.ALTERED: 3,
    Conclusion.NOT_OURS: 3,
    Conclusion.CANNOT_CHECK: 4,
    Conclusion.STATUS_UNKNOWN: 5,
}


@dataclass(slots=True)
class Findings:
    """What was found. `kind`: document, offline_code or credential."""

    kind: str = "unknown"
    conclusion: Conclusion = Conclusion.CANNOT_CHECK
    why: str = ""
    checked: list[tuple[str, bool]] = field(default_factory=list)
    not_checked: list[str] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict, repr=False)

    def check(self, what: str, passed: bool) -> bool:
        """Note that something was looked at, and how it came out."""
        self.checked.append((what, passed))
        return passed

    def conclude(self, conclusion: Conclusion, why: str) -> "Findings":
        """Say how it ends."""
        self.conclusion, self.why = conclusion, why
        return self

    def as_json(self) -> Mapping[str, Any]:
        """For programs."""
        return {
            "kind": self.kind,
            "conclusion": self.conclusion.value,
            "why": self.why,
            "exit_status": self.conclusion.exit_status,
            "checked": [{"what": what, "passed": passed} for what, passed in self.checked],
            "not_checked": self.not_checked,
            "facts": self.facts,
        }
