"""Putting answers together: what goes on grows, what is alike becomes one, no country gets two answers."""

from copy import replace

from sojourn.core.periods import next_day
from sojourn.engine.telling.determination import PeriodAnswer, ReferReason


def append(answers: list[PeriodAnswer], answer: PeriodAnswer) -> None:
    """Add an answer; where it goes on from an earlier one that says the same, that one grows."""
    for place in range(len(answers) - 1, -1, -1):
        before = answers[place]
        if before.end is not None and next_day(before.end) == answer.start and before.same_answer(answer):
            answers[place] = replace(before, end=answer.end)
            return
    answers.append(answer)


def merged(answers: list[PeriodAnswer]) -> list[PeriodAnswer]:
    """Answers with the same outcome and legislation become one for all their countries; no country has two."""
    kept: list[PeriodAnswer] = []
    for answer in answers:
        for place, before in enumerate(kept):
            if _alike(before, answer):
                kept[place] = replace(before, countries=_joined(before.countries, answer.countries))
                break
            if set(before.countries) & set(answer.countries) or _one_law_for_all(before, answer):
                kept[place] = _both(before, answer)
                break
        else:
            kept.append(answer)
    if len(kept) < len(answers) and len(kept) > 1:
        return merged(kept)
    return kept


def _alike(before: PeriodAnswer, answer: PeriodAnswer) -> bool:
    return (
        before.outcome == answer.outcome == "decided"
        and before.legislation == answer.legislation
        and answer.instrument in (None, before.instrument)
    )


def _one_law_for_all(before: PeriodAnswer, answer: PeriodAnswer) -> bool:
    """Whether an instrument that puts all work under one legislation has named two."""
    named = before.instrument
    return named is not None and named is answer.instrument and named.many


def _joined[Item](one: tuple[Item, ...], other: tuple[Item, ...]) -> tuple[Item, ...]:
    return tuple(dict.fromkeys((*one, *other)))


def _both(before: PeriodAnswer, answer: PeriodAnswer) -> PeriodAnswer:
    """Two jobs in one country at one time that the law treats differently, as one answer."""
    outcomes = {before.outcome, answer.outcome}
    joint = replace(
        before,
        countries=_joined(before.countries, answer.countries),
        legislation=None,
        certificate=None,
        exempt=(),
        still_due=(),
        trials=(*before.trials, *answer.trials),
        missing=_joined(before.missing, answer.missing),
        refer_reasons=(*before.refer_reasons, *answer.refer_reasons),
        claims=(*before.claims, *(each for each in answer.claims if each.country not in _claimed(before))),
        warnings=(*before.warnings, *answer.warnings),
        duties=(*before.duties, *answer.duties),
    )
    if outcomes == {"uncoordinated"}:
        return joint
    joint = replace(joint, provision=None, claims=())
    if "undetermined" in outcomes:
        return replace(joint, outcome="undetermined", refer_reasons=())
    reasons = joint.refer_reasons or (ReferReason("two_jobs_differ"),)
    return replace(joint, outcome="refer", missing=(), refer_reasons=reasons)


def _claimed(answer: PeriodAnswer) -> set[str]:
    return {claim.country for claim in answer.claims}
