"""May a worker ask for the own certificate in this country?"""

from typing import Final

from sojourn.engine.lawbook.facts import Applicant
from sojourn.requests.checks.gathered import Finding, Gathered, hindrance

LETS_IN: Final = frozenset({"worker", "either"})
"""What the law data say of who applies, where it lets the worker in."""


def worker_may_ask(gathered: Gathered) -> list[Finding]:
    """Where the institution takes the request of an employee from the employer alone, nothing else is sent."""
    if gathered.answers.applicant is not Applicant.WORKER or gathered.who_asks <= LETS_IN:
        return []
    return [hindrance("worker_may_not_ask", "activities[0].sent_from")]
