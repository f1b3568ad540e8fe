"""How what the engine finds is kept: records that nobody can change.

A frozen dataclass does the same and takes some six times as long to make. An answer is made of forty records, so what
is made for each answer is a record; what is made once, as the law or a situation, is a frozen dataclass.
"""

from msgspec import Struct, field

__all__ = ["Record", "field"]


class Record(Struct, frozen=True, gc=False):
    """Fields with their kinds, set once. Left to its count of references, since a record never leads back to itself."""
