"""The words of an entry of the vocabulary, in one language and in each voice."""

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(_Entry):
    """The words of one entry in one language. `you` speaks to a self-employed person, and to a worker who asks for
    the own certificate where `worker` says nothing else."""

    label: str
    why: str = Field(min_length=1)
    thing: str | None = None
    hint: str | None = None
    missing: str | None = None
    meaning: str | None = None
    example: str | None = None
    unknown: str | None = None
    options: Mapping[str, str] = Field(default_factory=dict)
    columns: Mapping[str, "ColumnWords"] = Field(default_factory=dict)
    row: str | None = None
    you: "OtherWords | None" = None
    worker: "OtherWords | None" = None

    @property
    def name(self) -> str:
        """The noun with which sentences and summaries name the fact."""
        return self.thing or self.label


class OtherWords(_Entry):
    """What is said differently to somebody who asks for themselves."""

    label: str | None = None
    why: str | None = None
    thing: str | None = None
    hint: str | None = None
    missing: str | None = None
    meaning: str | None = None
    example: str | None = None
    options: Mapping[str, str] | None = None
    columns: Mapping[str, "ColumnWords"] | None = None


class ColumnWords(_Entry):
    """The words of one column of a fact that has rows."""

    label: str
    missing: str | None = None
    options: Mapping[str, str] = Field(default_factory=dict)
