"""What can go wrong, as codes. Words are found at the edge, by language.

A code is stable once published: codes are added, never renamed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as made
from typing import Any


class SojournError(Exception):
    """A failure that a person can act upon.

    `code` is the stable name; `params` are the values that its sentence needs, never particulars.
    """

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class NotAllowed(SojournError):
    """The actor may not do this. Pages answer with 'not found', so that nothing is told."""


class WrongState(SojournError):
    """The thing is in a state from which this step does not lead."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with the input: where (a fact's path or a field's name), what, with which values."""

    field: str
    code: str
    params: Mapping[str, Any] = made(default_factory=dict)


class InvalidInput(SojournError):
    """Input that cannot be accepted, with one Problem for each thing to mend."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("invalid_input", problems=[problem.code for problem in problems])
        self.problems = tuple(problems)
