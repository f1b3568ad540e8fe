"""Which questions are the worker's, once the worker was asked, and what the applicant sees of the answers."""

from enum import StrEnum

from sojourn.engine.lawbook.facts import Applicant, Facts
from sojourn.requests.models import Request

PERSON = "person"


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
    """Those whose answers the applicant does not see, although the worker has given them: only that they are there."""
    return frozenset(
        fact_id for fact_id in given_away(request, facts) if facts[fact_id].applicant_sees != "answer"
    )
