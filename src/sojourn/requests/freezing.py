"""Whether a draft may be sent, and what is fixed in its row when it is. The database is for `events` and `many`."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sojourn.core import clock
from sojourn.core.errors import InvalidInput, Problem
from sojourn.requests.checks.gathered import Finding
from sojourn.requests.interview import Standing, missing_in
from sojourn.requests.law import the_law, written_down
from sojourn.requests.models import Request
from sojourn.requests.moves import hold
from sojourn.requests.sending import NotSendable, Sendable, sendable
from sojourn.requests.worker_questions import standing_disputes


class WarningsOpen(InvalidInput):
    """Something is unusual and nobody has said yet that it is right."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__([problem for finding in findings for problem in finding.problems()])
        self.findings = findings


def require_sendable(now: Standing, gone_on_from: Collection[str]) -> Sendable:
    """The way on which it can be sent. `gone_on_from`: fingerprints of warnings that somebody has seen.

    Raises InvalidInput for what is missing or wrong, WarningsOpen, and NotSendable.
    """
    if problems := missing_in(now):
        raise InvalidInput(problems)
    if now.waits_for_worker:
        raise InvalidInput([Problem("worker", "worker_not_finished")])
    if unseen := tuple(finding for finding in now.findings if finding.fingerprint not in gone_on_from):
        raise WarningsOpen(unseen)
    open_way = sendable(now)
    if not open_way.possible:
        raise NotSendable(open_way)
    return open_way


def freeze(request: Request, now: Standing, open_way: Sendable, *, by: UUID, reference: str) -> None:
    """Fix what was asked, what was answered, and what the law said (unsaved)."""
    if open_way.determination is None or open_way.institution_id is None:
        raise NotSendable(open_way)
    asked = [each.fact.id for each in now.asked]
    hold(request, now.answers.only(asked))
    standing_warnings = {finding.fingerprint for finding in now.findings} | standing_disputes(request)
    kept: Mapping[str, dict[str, str]] = request.acknowledged
    request.acknowledged = {key: said for key, said in kept.items() if key in standing_warnings}
    request.determination = written_down(open_way.determination)
    request.institution_id = open_way.institution_id
    request.law_version = the_law().version
    request.questions_version = now.facts.version
    request.questions_asked = asked
    request.reference = reference
    request.handed_in_by_id = by
    request.handed_in_at = request.changed_at = clock.now()
