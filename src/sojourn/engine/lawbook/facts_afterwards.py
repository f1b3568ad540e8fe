"""The interviews of requests that follow another: what each kind asks, as `law/facts.yaml` has it."""

from collections.abc import Collection, Iterator, Mapping

from pydantic import BaseModel, ConfigDict, Field


class Ask(BaseModel):
    """One question of a request that follows another. `given`: asked only after one of these answers to each.

    `beyond_limit`: asked only where the last day lies beyond what the law gives without the consent of authorities.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    question: str
    given: Mapping[str, tuple[str | bool, ...]] = Field(default_factory=dict)
    beyond_limit: bool = False


class AskingLate(BaseModel):
    """The source that says of an instrument that its certificate can be issued after the work has begun."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str
    url: str


class Afterwards(BaseModel):
    """The interview of a kind of request that follows another: what differs is asked, the rest is taken over.

    `matters`: its pages in order; `asks` stand on the one that is called like the kind. `fresh`: answers that are
    not taken over. `spelling`: questions whose answer may be a slip of the pen, which changes nothing in law.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    matters: tuple[str, ...]
    asks: tuple[Ask, ...]
    fresh: tuple[str, ...] = ()
    spelling: tuple[str, ...] = ()

    @property
    def questions(self) -> tuple[str, ...]:
        """The ids of all questions that may be asked."""
        return tuple(dict.fromkeys(ask.question for ask in self.asks))

    @property
    def named(self) -> set[str]:
        """The ids of all questions of which it speaks."""
        given = {name for ask in self.asks for name in ask.given}
        return {*self.questions, *self.fresh, *self.spelling} | given


def misfits(
    interviews: Mapping[str, Afterwards], ids: Collection[str], matters: Collection[str]
) -> Iterator[str]:
    """What is wrong with the interviews beside the vocabulary: questions and pages that it does not have."""
    for kind, interview in interviews.items():
        if strangers := sorted(interview.named - set(ids)):
            yield f"{kind} speaks of {', '.join(strangers)}, which has no entry"
        if unknown := [matter for matter in (*interview.matters, kind) if matter not in matters]:
            yield f"{kind}: no matter is called {', '.join(unknown)}"
