"""What an answered fact changes: the declared value, the new one, and the law's answer with each."""

from dataclasses import dataclass, field
from uuid import UUID

from sojourn.casework.asking.established import established_in
from sojourn.casework.asking.events import is_empty
from sojourn.casework.asking.models import Question
from sojourn.casework.asking.states import InquiryState
from sojourn.casework.models import Case
from sojourn.casework.moves import NOT_ALLOWED
from sojourn.casework.permissions import require_officer
from sojourn.core.errors import NotAllowed
from sojourn.engine import determine, explain, load_law, read_situation
from sojourn.parties.acting import ActingAs
from sojourn.requests.amending import amended_file, value_of
from sojourn.requests.entry import Value
from sojourn.requests.for_casework import RequestFile, request_file


@dataclass(frozen=True, slots=True)
class Difference:
    """A fact before and after, and the verdicts of the law with each, period by period."""

    question_id: UUID
    fact: str
    case_version: int
    is_established: bool
    law_before: tuple[str, ...]
    law_after: tuple[str, ...]
    before: Value | None = field(repr=False, default=None)
    after: Value | None = field(repr=False, default=None)

    @property
    def changes_law(self) -> bool:
        """Whether the law answers otherwise."""
        return self.law_before != self.law_after


def difference_of(acting: ActingAs, reference: str, question_id: UUID, language: str) -> Difference:
    """What the answer to this question changes, in `language`.

    Raises NotAllowed for another institution's case, and for a question without an answered fact.
    """
    acting = require_officer(acting)
    question = (
        Question.objects.select_related("inquiry__case")
        .filter(
            pk=question_id,
            inquiry__case__reference=reference,
            inquiry__case__institution_id=acting.institution_id,
            inquiry__state=InquiryState.ANSWERED.value,
        )
        .first()
    )
    typed = (question.answer or {}).get("typed") if question else None
    if question is None or not question.fact or is_empty(typed):
        raise NotAllowed(NOT_ALLOWED)
    case: Case = question.inquiry.case
    file = request_file(case.request_id)
    others = {fact: said for fact, said in established_in(case.pk).items() if fact != question.fact}
    before, after = value_of(file, question.fact, typed)
    return Difference(
        question_id=question.pk,
        fact=question.fact,
        case_version=case.version,
        is_established=hasattr(question, "established"),
        law_before=_verdicts(amended_file(file, others), language),
        law_after=_verdicts(amended_file(file, {**others, question.fact: typed}), language),
        before=before,
        after=after,
    )


def _verdicts(file: RequestFile, language: str) -> tuple[str, ...]:
    """The law's answer in sentences: verdict, last day and article of each period."""
    law = load_law()
    told = explain(determine(read_situation(file.situation), law), law, language)
    return tuple(
        " ".join(part for part in (period.verdict, period.certificate, period.citation) if part)
        for period in told.periods
    )
