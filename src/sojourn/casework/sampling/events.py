"""What officers do with samples: take one, put it back, say whether it was right."""

from typing import Final
from uuid import UUID

from sojourn.casework.asking.writing import written
from sojourn.casework.permissions import cases_in_sight, employers_of_officer, officer_id, require_officer
from sojourn.casework.sampling.models import Sample
from sojourn.casework.sampling.moves import locked_sample, move
from sojourn.casework.sampling.states import CAUSES, CAUSES_OF_POOR_REASON, SampleState, Verdict
from sojourn.casework.sampling.stopping import stop_if_too_many
from sojourn.casework.sampling.telling import tell_of_wrong
from sojourn.core import clock
from sojourn.core.errors import InvalidInput, Problem, WrongState
from sojourn.journal.events import together
from sojourn.parties.acting import ActingAs

LONGEST_WORDS: Final = 2000


def take_next_sample(*, acting: ActingAs) -> UUID | None:
    """The officer's own sample in hand, else the one that waits longest and is not the officer's own matter.

    Two officers who press at once get two different samples. None where nothing waits. Raises NotAllowed.
    """
    acting = require_officer(acting)
    mine = Sample.objects.of_institution(str(acting.institution_id)).to_judge()
    held = mine.filter(taken_by_id=officer_id(acting)).order_by("taken_at", "pk").first()
    if held is not None:
        return held.pk
    own = employers_of_officer(acting)
    waiting = (
        mine.filter(state=SampleState.DRAWN.value, decision__case__in=cases_in_sight(acting))
        .exclude(decision__case__requester_id=acting.actor.person_id)
        .exclude(decision__case__employer_id__in=own)
        .order_by("drawn_at", "pk")
    )
    for sample_id in waiting.values_list("pk", flat=True)[:20]:
        with together():
            sample, _ = locked_sample(acting, sample_id)
            if sample.state == SampleState.DRAWN:
                move(sample, "take", acting=acting, taken_by_id=officer_id(acting), taken_at=clock.now())
                return sample.pk
    return None


def take_sample(*, acting: ActingAs, sample_id: UUID, version: int | None = None) -> None:
    """Take one sample in hand, also from a colleague. Again by the same officer changes nothing.

    Raises NotAllowed, WrongState "own_matter", "sample_changed", "sample_step_not_open" where it is judged.
    """
    acting = require_officer(acting)
    with together():
        sample, _ = locked_sample(acting, sample_id, version)
        if sample.state == SampleState.IN_HAND and sample.taken_by_id == officer_id(acting):
            return
        move(sample, "take", acting=acting, taken_by_id=officer_id(acting), taken_at=clock.now())


def put_back_sample(*, acting: ActingAs, sample_id: UUID, version: int) -> None:
    """Leave a sample to others. Raises as `take_sample`, and WrongState for one in other hands."""
    acting = require_officer(acting)
    with together():
        sample, _ = locked_sample(acting, sample_id, version)
        _require_in_hand(sample, acting)
        move(sample, "put_back", acting=acting, taken_by=None, taken_at=None)


def judge_sample(
    *, acting: ActingAs, sample_id: UUID, version: int, verdict: str, cause: str = "", words: str = ""
) -> None:
    """Say whether the decision was right; if not, where the fault lay.

    A wrong one is told to those who lead; where too many of the corridor's were wrong, its automation stops with it.
    The certificate stays as it is: that is a step of its own, in the case. Raises NotAllowed; WrongState for a
    sample that is not in the officer's hands, is judged, changed, or the officer's own matter; InvalidInput without
    a verdict, or without a cause that fits.
    """
    acting = require_officer(acting)
    said = written(words, at="words", longest=LONGEST_WORDS)
    _check(verdict, cause)
    with together():
        sample, case = locked_sample(acting, sample_id)
        _require_in_hand(sample, acting)
        if sample.version != version:
            raise WrongState("sample_changed")
        move(
            sample,
            "judge",
            acting=acting,
            details={"verdict": verdict, "cause": cause or None},
            verdict=verdict,
            cause=cause,
            words=said,
            judged_by_id=officer_id(acting),
            judged_at=clock.now(),
        )
        if verdict == Verdict.WRONG:
            stop_if_too_many(case.institution_id, case.host)
            tell_of_wrong(sample)


def _check(verdict: str, cause: str) -> None:
    if verdict not in set(Verdict):
        raise InvalidInput([Problem("verdict", "verdict_missing")])
    fitting = {
        Verdict.RIGHT: ("",),
        Verdict.POOR_REASON: CAUSES_OF_POOR_REASON,
        Verdict.WRONG: CAUSES,
    }[Verdict(verdict)]
    if cause not in fitting:
        code = "cause_without_fault" if verdict == Verdict.RIGHT else "cause_missing"
        raise InvalidInput([Problem("cause", code)])


def _require_in_hand(sample: Sample, acting: ActingAs) -> None:
    if sample.state == SampleState.JUDGED:
        raise WrongState("sample_judged")
    if sample.state != SampleState.IN_HAND:
        raise WrongState("sample_not_in_hand")
    if sample.taken_by_id != officer_id(acting):
        raise WrongState("sample_not_yours")
