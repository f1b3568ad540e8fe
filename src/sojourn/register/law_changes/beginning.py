"""A reason to judge trips anew is written down at once; the judging is left to the worker."""

from uuid import UUID

from sojourn.engine import load_law
from sojourn.register.law_changes.models import LawRun


def judge_all_again(employer_id: UUID) -> None:
    """All open trips of the employer have to be judged anew, whatever law they stand under. In the caller's
    transaction. A run that goes on already begins again."""
    going_on = LawRun.objects.select_for_update().filter(employer_id=employer_id, ended_at__isnull=True)
    if not going_on.update(all_trips=True, reached=None):
        version = load_law().version[:80]
        LawRun.objects.create(employer_id=employer_id, law_after=version, all_trips=True)
