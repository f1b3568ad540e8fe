"""A request written as a file: the answers by the ids of the vocabulary, and what the applicant says to warnings.

{"applicant": "employer",
 "situation": {"activities[0].country": "DE", "question.for_whom": "customer", ...},
 "particulars": {"worker.family_name": "Okafor", ...},
 "acknowledge": {"start_passed": "We learned of the agreement only in May."},
 "declared": true}
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sojourn.core.errors import InvalidInput, Problem
from sojourn.engine.lawbook.facts import Applicant, Kind, load_facts
from sojourn.parties.acting import ActingAs
from sojourn.requests.entry import Typed

_MOST_ANSWERS = 200
_Cell = str | bool | int | float | None
_Answer = _Cell | list[str] | dict[str, str] | list[dict[str, _Cell | dict[str, str]]]


class RequestFromFile(BaseModel):
    """What a file holds. Nothing else may stand in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    applicant: Applicant
    situation: Annotated[Mapping[str, _Answer], Field(max_length=_MOST_ANSWERS)]
    particulars: Annotated[Mapping[str, _Answer], Field(max_length=_MOST_ANSWERS)]
    acknowledge: Mapping[str, str] = Field(default_factory=dict)
    declared: bool

    @classmethod
    def read(cls, data: object) -> Self:
        """The file's content, if it is one. Raises InvalidInput with each path and reason, never the value."""
        try:
            file = cls.model_validate(data)
        except ValidationError as error:
            details = error.errors(include_url=False, include_context=False, include_input=False)
            raise InvalidInput([_problem(dict(detail)) for detail in details]) from None
        if misplaced := file._misplaced():
            raise InvalidInput(misplaced)
        return file

    @property
    def answers(self) -> dict[str, Typed]:
        """All answers, as the pages would hand them over."""
        both: dict[str, Any] = {**self.situation, **self.particulars}
        return both

    def key_for(self, acting: ActingAs) -> UUID:
        """The same content of the same applicant makes the same draft."""
        content = json.dumps(self.model_dump(mode="json"), sort_keys=True, ensure_ascii=True)
        return UUID(bytes=hashlib.sha256(f"{acting.token}\x1f{content}".encode()).digest()[:16])

    def _misplaced(self) -> list[Problem]:
        facts, problems = load_facts(), []
        for part, answers, named in (
            ("situation", self.situation, False),
            ("particulars", self.particulars, True),
        ):
            for name in answers:
                fact = facts.get(name)
                if fact is None or fact.matter_for(self.applicant) is None:
                    problems.append(Problem(f"{part}.{name[:100]}", "unknown_question"))
                elif (fact.kind is Kind.PARTICULAR) is not named:
                    problems.append(Problem(f"{part}.{name}", "wrong_part"))
        return problems


def _problem(detail: dict[str, Any]) -> Problem:
    path = ".".join(str(part)[:100] for part in detail["loc"]) or "file"
    return Problem(path, f"file_{detail['type']}", {"why": detail["msg"]})
