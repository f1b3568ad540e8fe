"""What an answer or an officer's finding changes: the value that holds now, the new one, and the law with each."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sojourn.casework.asking.answering import is_empty
from sojourn.casework.asking.established import established_in
from sojourn.casework.asking.models import Question
from sojourn.casework.asking.states import InquiryState
from sojourn.casework.changing import with_consent
from sojourn.casework.models import Case, Decision
from sojourn.casework.moves import NOT_ALLOWED
from sojourn.casework.permissions import cases_in_sight
from sojourn.casework.states import CaseState
from sojourn.core.errors import InvalidInput, NotAllowed, Problem
from sojourn.engine import SituationError, determine, explain, load_law, read_situation
from sojourn.engine.lawbook.facts import Applicant, load_facts
from sojourn.parties.acting import ActingAs
from sojourn.requests.amending import amended_file, problems_of, value_of
from sojourn.requests.entry import Typed, Value
from sojourn.requests.for_casework import RequestFile, request_file


@dataclass(frozen=True, slots=True)
class Difference:
    """A fact before and after, and the verdicts of the law with each, period by period.

    `declared` is what the applicant said, `before` what holds now. `certificate`: the number of the certificate in
    force that was issued in the case, "" for none.
    """

    fact: str
    case_version: int
    is_established: bool
    law_before: tuple[str, ...]
    law_after: tuple[str, ...]
    outcome_before: tuple[Any, ...]
    outcome_after: tuple[Any, ...]
    certificate: str
    declared: Value | None = field(repr=False, default=None)
    before: Value | None = field(repr=False, default=None)
    after: Value | None = field(repr=False, default=None)

    @property
    def changes_law(self) -> bool:
        """Whether the law answers otherwise."""
        return self.law_before != self.law_after

    @property
    def turns_answer(self) -> bool:
        """Whether another legislation, another article, or another certificate comes out."""
        return self.outcome_before != self.outcome_after

    @property
    def confirms(self) -> bool:
        """Whether the fact is as it was declared."""
        return self.after == self.declared

    @property
    def makes_certificate_wrong(self) -> bool:
        """Whether a certificate in force says something else than it would with the new fact."""
        return bool(self.certificate) and (self.turns_answer or self._is_printed)

    @property
    def _is_printed(self) -> bool:
        """Names, days and places stand on the certificate, so that another value makes it wrong by itself."""
        printed = self.fact.startswith(
            ("worker.", "sender.", "receiver.", "activities[0].start", "activities[0].end")
        )
        return printed and self.after != self.before


def difference_with(acting: ActingAs, reference: str, fact: str, typed: Typed, language: str) -> Difference:
    """What it would change to take this as the fact, in `language`. Nothing is kept.

    Raises NotAllowed for a case out of sight; InvalidInput for a question that this applicant is not asked, for
    nothing typed, and for what cannot be read as an answer.
    """
    case = _case(acting, reference)
    file = request_file(case.request_id)
    require_readable(file, fact, typed)
    return _difference(case, file, fact, typed, language, is_established=False)


def difference_of(acting: ActingAs, reference: str, question_id: UUID, language: str) -> Difference:
    """What the answer to this question changes, in `language`.

    Raises NotAllowed for a case out of sight, and for a question without an answered fact.
    """
    case = _case(acting, reference)
    question = Question.objects.filter(
        pk=question_id, inquiry__case=case, inquiry__state=InquiryState.ANSWERED.value
    ).first()
    typed = (question.answer or {}).get("typed") if question else None
    if question is None or not question.fact or is_empty(typed):
        raise NotAllowed(NOT_ALLOWED)
    file = request_file(case.request_id)
    known = hasattr(question, "established")
    return _difference(case, file, question.fact, typed, language, is_established=known)


def require_readable(file: RequestFile, fact_id: str, typed: Typed) -> None:
    """Raises InvalidInput unless `typed` answers this question of the vocabulary for this applicant."""
    fact = load_facts().get(fact_id)
    if fact is None or fact.matter_for(Applicant(file.applicant_kind)) is None:
        raise InvalidInput([Problem("fact", "fact_unknown")])
    if is_empty(typed):
        raise InvalidInput([Problem(fact_id, "missing")])
    if problems := problems_of(file, fact_id, typed):
        raise InvalidInput(problems)


def certificate_in_force(case: Case) -> str:
    """The number of the certificate that was issued in the case and stands; "" for none."""
    if case.state != CaseState.DECIDED:
        return ""
    numbers = Decision.objects.filter(case=case, certificate_number__isnull=False).order_by("-position")
    return numbers.values_list("certificate_number", flat=True).first() or ""


def _case(acting: ActingAs, reference: str) -> Case:
    case = cases_in_sight(acting).filter(reference=reference).first()
    if case is None:
        raise NotAllowed(NOT_ALLOWED)
    return case


def _difference(
    case: Case, file: RequestFile, fact: str, typed: Typed, language: str, *, is_established: bool
) -> Difference:
    held = established_in(case.pk)
    others = {name: said for name, said in held.items() if name != fact}
    declared, after = value_of(file, fact, typed)
    # An answer that holds already is compared with what was declared: that is what it changed.
    start = others if is_established else held
    before = value_of(file, fact, held[fact])[1] if fact in held and not is_established else declared
    law_before, outcome_before = _law_of(amended_file(file, start), case, language)
    law_after, outcome_after = _law_of(amended_file(file, {**others, fact: typed}), case, language)
    return Difference(
        fact=fact,
        case_version=case.version,
        is_established=is_established,
        law_before=law_before,
        law_after=law_after,
        outcome_before=outcome_before,
        outcome_after=outcome_after,
        certificate=certificate_in_force(case),
        declared=declared,
        before=before,
        after=after,
    )


def law_outcome(file: RequestFile, case: Case) -> tuple[Any, ...]:
    """What the law says with these facts: outcome, legislation, article and last day of the certificate, by period.

    Raises InvalidInput where they make no situation.
    """
    return _law_of(file, case, "en")[1]


def _law_of(file: RequestFile, case: Case, language: str) -> tuple[tuple[str, ...], tuple[Any, ...]]:
    """The law's answer in sentences (verdict, last day and article of each period), and its outcome in codes."""
    law = load_law()
    try:
        determination = determine(read_situation(with_consent(file.situation, case.consent)), law)
    except SituationError as error:
        raise InvalidInput([Problem("fact", "situation_impossible")]) from error
    told = explain(determination, law, language)
    sentences = tuple(
        " ".join(part for part in (period.verdict, period.certificate, period.citation) if part)
        for period in told.periods
    )
    codes = tuple(
        (
            period["outcome"],
            period["legislation"],
            (period["basis"] or {}).get("article"),
            (period["certificate"] or {}).get("until"),
        )
        for period in determination.to_json()["periods"]
    )
    return sentences, codes
