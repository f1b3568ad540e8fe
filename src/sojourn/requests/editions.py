"""The edition of questions and law under which a draft was last worked on, and what a newer one changes for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sojourn.engine.lawbook.facts import Fact, Facts, load_facts
from sojourn.requests.answers import Answers
from sojourn.requests.asking import Asked, asked_now
from sojourn.requests.law import Determination, determination_of, the_law
from sojourn.requests.models import Request


@dataclass(frozen=True, slots=True)
class EditionChange:
    """What a newer edition changes for one draft. All empty: nothing that concerns it.

    `new`: questions asked now and not before, without an answer yet. `reworded`: answered questions whose words
    or choices have changed. `dropped`: ids of questions no longer asked. `answer_changed`: the law says
    something else on the same answers.
    """

    law_changed: bool
    questions_changed: bool
    new: tuple[Fact, ...]
    reworded: tuple[Fact, ...]
    dropped: tuple[str, ...]
    answer_changed: bool

    @property
    def concerns_draft(self) -> bool:
        """Whether anything is different for this draft."""
        return bool(self.new or self.reworded or self.dropped or self.answer_changed)


def edition_of(
    answers: Answers, facts: Facts | None = None, asked: Iterable[Asked] | None = None
) -> dict[str, Any]:
    """The edition of now as a draft keeps it: versions, what is asked, what the law says. It names nobody.

    `asked`: the questions asked on these answers, where they are known already.
    """
    facts = facts or load_facts()
    determination = determination_of(answers, facts)
    if asked is None:
        asked = asked_now(answers, facts, determination.missing if determination else ())
    return {
        "questions": facts.version,
        "law": the_law().version,
        "asked": {each.fact.id: each.fact.wording for each in asked},
        "found": _found(determination),
    }


def change_of(request: Request, facts: Facts | None = None) -> EditionChange | None:
    """What has changed since the draft was last worked on; None where questions and law are the same."""
    then: Mapping[str, Any] = request.edition
    facts = facts or load_facts()
    if not then or (then["questions"], then["law"]) == (facts.version, the_law().version):
        return None
    now = edition_of(request.answers, facts)
    return EditionChange(
        law_changed=then["law"] != now["law"],
        questions_changed=then["questions"] != now["questions"],
        new=tuple(_new(request.answers, facts, then["asked"], now["asked"])),
        reworded=tuple(
            facts[name]
            for name, wording in now["asked"].items()
            if name in then["asked"] and then["asked"][name] != wording and request.answers.is_given(name)
        ),
        dropped=tuple(name for name in then["asked"] if name not in now["asked"]),
        answer_changed=then["found"] != now["found"],
    )


def _new(answers: Answers, facts: Facts, then: Mapping[str, str], now: Mapping[str, str]) -> Iterable[Fact]:
    return (facts[name] for name in now if name not in then and not answers.is_given(name))


def _found(determination: Determination | None) -> list[list[str | None]]:
    """What the law says, in so far as an applicant would notice a difference."""
    if determination is None:
        return []
    return [
        [
            period.start.isoformat(),
            period.end.isoformat() if period.end else None,
            period.outcome,
            period.legislation,
            period.provision.id if period.provision else None,
            period.certificate.until.isoformat() if period.certificate and period.certificate.until else None,
        ]
        for period in determination.periods
    ]
