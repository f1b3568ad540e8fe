"""Status lists: what has become of each certificate, in signed lists that name nobody (Token Status List)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StatusReference:
    """Where a certificate's status stands: the address of a list, and its place there, counted from 0."""

    uri: str
    index: int
