"""Keeping how one side weighs the criteria, and what is still to weigh."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sojourn.casework.asking.writing import written
from sojourn.casework.exceptions.criteria import criteria_under
from sojourn.casework.exceptions.models import VERDICTS, Exchange, Weighing
from sojourn.casework.exceptions.states import Side
from sojourn.core.errors import InvalidInput, Problem

LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Weighed:
    """One criterion as weighed: a verdict, and words for the own side."""

    verdict: str
    words: str = field(default="", repr=False)


def keep_weighing(exchange: Exchange, side: Side, weighed: Mapping[str, Weighed]) -> None:
    """Put it in the place of what was kept before. Raises InvalidInput for what the catalogue does not have."""
    codes = {criterion.code for criterion in criteria_under(exchange.instrument)}
    rows = []
    for code, each in weighed.items():
        words = written(each.words, at=f"words-{code}", longest=LONGEST)
        if code not in codes or (each.verdict and each.verdict not in VERDICTS):
            raise InvalidInput([Problem(f"verdict-{code}", "verdict_unknown")])
        if each.verdict:
            rows.append(Weighing(exchange=exchange, side=side, code=code, verdict=each.verdict, words=words))
    Weighing.objects.filter(exchange=exchange, side=side).delete()
    Weighing.objects.bulk_create(rows)


def weighing_problems(exchange: Exchange, side: Side) -> list[Problem]:
    """A problem for each criterion that this side has not weighed."""
    kept = Weighing.objects.filter(exchange=exchange, side=side)
    known = set(kept.values_list("code", flat=True))
    lacking = [each.code for each in criteria_under(exchange.instrument) if each.code not in known]
    return [Problem(f"verdict-{code}", "verdict_missing") for code in lacking]
