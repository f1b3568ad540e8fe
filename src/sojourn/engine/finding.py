"""What the test of one condition found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Result(StrEnum):
    """Three values; REFER is an unknown that no fact of the situation can settle, only an officer."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"
    REFER = "refer"


@dataclass(slots=True)
class Finding:
    """The result of a condition, with the sentence that tells it (as a code), its values and the facts behind it.

    `facts`: the paths that were read; `missing`: the paths that would settle it, most decisive first.
    """

    condition: str
    result: Result
    variant: str
    facts: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    values: Mapping[str, object] = field(default_factory=dict)
