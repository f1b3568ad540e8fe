"""The worker's pages: the same questions, in the same order and with the same checks, on the worker's own answers."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from sojourn.core.errors import Problem
from sojourn.engine.lawbook.facts import Facts, load_facts
from sojourn.requests import interview
from sojourn.requests.answers import Answers
from sojourn.requests.checks.gathered import Finding
from sojourn.requests.models import Request
from sojourn.requests.texts import fact_id_of
from sojourn.requests.worker_part.models import WorkerPart
from sojourn.requests.worker_questions import PERSON, SHOWN_TO_WORKER, dispute, workers_questions

YOU: Final = "you"
WORK: Final = "work"
PAGES: Final = (YOU, WORK)
_NOT_ABOUT_YOU: Final = frozenset({"worker.family"})
_ABOUT_YOU: Final = frozenset({"person.nationalities"})


@dataclass(frozen=True, slots=True)
class Topic:
    """Something of the applicant's that the worker is asked about: whether it looks right, and why not."""

    name: str
    fact_ids: tuple[str, ...]
    right: bool | None
    reason: str


@dataclass(frozen=True, slots=True)
class WorkersPage:
    """One page of the worker: its questions, what is wrong or unusual, and what to confirm."""

    name: str
    answers: Answers
    questions: tuple[interview.Question, ...]
    problems: tuple[Problem, ...]
    warnings: tuple[Finding, ...]
    topics: tuple[Topic, ...]

    @property
    def is_complete(self) -> bool:
        """Whether the worker can go on from here."""
        return not self.problems and not self.warnings


def page_of(part: WorkerPart, name: str) -> WorkersPage:
    """The page as it stands now. Raises KeyError for a page that there is not."""
    if name not in PAGES:
        raise KeyError(name)
    facts = load_facts()
    answers = merged(part.request.answers, part.answers, facts)
    shadow = Request(
        kind=part.request.kind, applicant_kind=part.request.applicant_kind, acknowledged=part.acknowledged
    )
    shadow.hold(answers, facts)
    whole = interview.page(shadow, PERSON, interview.standing_of(answers))
    here = workers_questions(facts) & {
        fact_id for fact_id in workers_questions(facts) if page_name(fact_id) == name
    }
    topics = topics_of(part) if name == WORK else ()
    unanswered = [Problem(f"topic.{topic.name}", "topic_missing") for topic in topics if topic.right is None]
    unreasoned = [
        Problem(f"reason.{topic.name}", "topic_reason_missing")
        for topic in topics
        if topic.right is False and not topic.reason
    ]
    return WorkersPage(
        name=name,
        answers=answers,
        questions=tuple(each for each in whole.questions if each.asked.fact.id in here),
        problems=(
            *unanswered,
            *unreasoned,
            *(each for each in whole.problems if fact_id_of(each.field, facts) in here),
        ),
        warnings=tuple(each for each in whole.warnings if _where(each, facts) == name),
        topics=topics,
    )


def merged(applicants: Answers, workers: Answers, facts: Facts) -> Answers:
    """The applicant's answers with the worker's in the place of those that are the worker's."""
    theirs = workers_questions(facts)
    return replace(
        applicants,
        values={
            **{k: v for k, v in applicants.values.items() if k not in theirs},
            **workers.only(theirs).values,
        },
        unknown=(applicants.unknown - theirs) | workers.only(theirs).unknown,
        entered={
            **{k: v for k, v in applicants.entered.items() if k not in theirs},
            **workers.only(theirs).entered,
        },
    )


def topics_of(part: WorkerPart) -> tuple[Topic, ...]:
    """What the worker is shown of the applicant's answers, with what the worker has said of it while it was so."""
    answers = part.request.answers
    found = []
    for name, fact_ids in SHOWN_TO_WORKER.items():
        given = tuple(fact_id for fact_id in fact_ids if answers.is_given(fact_id))
        said: Mapping[str, object] = part.confirmed.get(name, {})
        stands = said.get("mark") == dispute(answers, name, "")["mark"]
        if given:
            right = bool(said["right"]) if stands else None
            found.append(Topic(name, given, right, part.disputes.get(name, "") if stands else ""))
    return tuple(found)


def page_name(fact_id: str) -> str:
    """On which of the worker's pages a question stands."""
    about_you = fact_id in _ABOUT_YOU or (fact_id.startswith("worker.") and fact_id not in _NOT_ABOUT_YOU)
    return YOU if about_you else WORK


def first_open_page(part: WorkerPart) -> str | None:
    """The first page on which something is left to do; None when all is complete."""
    return next((name for name in PAGES if not page_of(part, name).is_complete), None)


def _where(finding: Finding, facts: Facts) -> str:
    """The last page that a finding speaks of."""
    named = [page_name(fact_id) for field in finding.fields if (fact_id := fact_id_of(field, facts))]
    return WORK if WORK in named else YOU
