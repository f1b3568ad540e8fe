"""What the test of one condition found."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from sojourn.engine.record import Record, field


class Result(StrEnum):
    """Three values; REFER is an unknown that no fact of the situation can settle, only an officer."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"
    REFER = "refer"


class Finding(Record, frozen=True):
    """The result of a condition, with the sentence that tells it (as a code), its values and the facts behind it.

    `facts`: the paths that were read; `missing`: the paths that would settle it, most decisive first.
    """

    condition: str
    result: Result
    variant: str
    facts: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    values: Mapping[str, object] = field(default_factory=dict)


def joint(findings: Iterable[Finding]) -> Result:
    """What conditions that all have to hold come to: one that fails decides, then what only an officer can settle."""
    result = Result.MET
    for finding in findings:
        found = finding.result
        if found is Result.NOT_MET:
            return found
        if found is not Result.MET and result is not Result.REFER:
            result = found
    return result
