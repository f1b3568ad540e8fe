"""How what the engine finds is kept: records that the type checker keeps from being changed.

A frozen dataclass does the same at run time, and takes four times as long to make. An answer is made of some forty of
them, so what is made for each answer is a record; what is made once, as the law or a situation, is a frozen dataclass.
"""

from dataclasses import dataclass
from typing import dataclass_transform


@dataclass_transform(frozen_default=True)
def record[Kind](kind: type[Kind]) -> type[Kind]:
    """A dataclass with slots whose fields nobody sets again."""
    return dataclass(slots=True)(kind)


@dataclass_transform(frozen_default=True, kw_only_default=True)
def named_record[Kind](kind: type[Kind]) -> type[Kind]:
    """A record whose fields are always given by name."""
    return dataclass(slots=True, kw_only=True)(kind)
