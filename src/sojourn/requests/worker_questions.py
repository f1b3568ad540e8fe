"""Which questions are the worker's, once the worker was asked; what the applicant sees of the answers; and what the
worker said is not right about the applicant's own."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from sojourn.engine.lawbook.facts import Applicant, Facts
from sojourn.requests.answers import Answers
from sojourn.requests.models import Request
from sojourn.requests.side_by_side import mark_of

PERSON: Final = "person"
# What the worker is shown of the applicant's answers and may say is not right, topic by topic.
SHOWN_TO_WORKER: Final[Mapping[str, tuple[str, ...]]] = {
    "trip": ("activities[0].country", "activities[0].start", "activities[0].end"),
    "place": ("question.for_whom", "receiver.name", "receiver.street", "receiver.postcode", "receiver.city"),
    "job": ("activities[0].employed_since", "activities[0].recruited_in", "question.worked_there_before"),
}
_DISPUTE: Final = "worker:"


class WorkersTurn(StrEnum):
    """Who gives the worker's details: the applicant (nobody else was asked), or the worker, who was asked for
    them or has finished."""

    NONE = ""
    ASKED = "asked"
    DONE = "done"


def workers_questions(facts: Facts) -> frozenset[str]:
    """The questions of a request of an employer that the worker answers when asked: the whole matter of the person,
    except what only the employer may state."""
    matter = facts.of_matter(PERSON, Applicant.EMPLOYER)
    return frozenset(fact.id for fact in matter if fact.by != "employer")


def given_away(request: Request, facts: Facts) -> frozenset[str]:
    """Those of them that the applicant cannot answer now, because the worker was asked."""
    return workers_questions(facts) if request.worker_part != WorkersTurn.NONE else frozenset()


def kept_from_applicant(request: Request, facts: Facts) -> frozenset[str]:
    """Those whose answers the applicant does not see, although the worker has given them: only that they are there.

    A request that follows another one has taken the worker's answers over, and keeps them just so.
    """
    if not _worker_was_asked(request):
        return frozenset()
    return frozenset(name for name in workers_questions(facts) if facts[name].applicant_sees != "answer")


def _worker_was_asked(request: Request) -> bool:
    if request.worker_part != WorkersTurn.NONE:
        return True
    return request.follows is not None and _worker_was_asked(request.follows)


def dispute(answers: Answers, topic: str, reason: str) -> dict[str, str]:
    """What is kept with the request when the worker says that a topic is not right, in words for the officer."""
    return {"code": f"worker_disagrees_{topic}", "reason": reason, "mark": _mark(answers, topic)}


def with_disputes(
    kept: Mapping[str, dict[str, str]], disputes: Mapping[str, dict[str, str]]
) -> dict[str, dict[str, str]]:
    """The remarks kept with a request, its disputes (by topic) replaced by these."""
    others = {key: said for key, said in kept.items() if not key.startswith(_DISPUTE)}
    return others | {f"{_DISPUTE}{topic}": said for topic, said in disputes.items()}


def still_disputed(request: Request) -> tuple[str, ...]:
    """The topics that the worker said are not right, of which nothing was changed since."""
    kept: Mapping[str, dict[str, str]] = request.acknowledged
    return tuple(
        topic
        for topic in SHOWN_TO_WORKER
        if (said := kept.get(f"{_DISPUTE}{topic}")) and said["mark"] == _mark(request.answers, topic)
    )


def standing_disputes(request: Request) -> frozenset[str]:
    """The keys under which they are kept with the request."""
    return frozenset(f"{_DISPUTE}{topic}" for topic in still_disputed(request))


def _mark(answers: Answers, topic: str) -> str:
    return ".".join(mark_of(answers, fact_id) for fact_id in SHOWN_TO_WORKER[topic])
