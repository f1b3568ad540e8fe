"""How large the share of wrong decisions is, as far as a sample can tell."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import Final

from sojourn.casework.sampling.states import Verdict

CONFIDENCE: Final = 0.95


@dataclass(frozen=True, slots=True)
class ErrorRate:
    """Verdicts counted. `poor` are right decisions with a poor reason: they are no errors, and told apart."""

    judged: int = 0
    wrong: int = 0
    poor: int = 0

    @property
    def rate(self) -> float | None:
        """The share that was wrong; None where nothing was judged."""
        return self.wrong / self.judged if self.judged else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Within which the true share lies with 95 percent confidence; None where nothing was judged."""
        return wilson(self.wrong, self.judged) if self.judged else None

    def __add__(self, other: "ErrorRate") -> "ErrorRate":
        return ErrorRate(self.judged + other.judged, self.wrong + other.wrong, self.poor + other.poor)


def counted(verdicts: Iterable[tuple[str, int]]) -> ErrorRate:
    """The counts of verdicts, each with how often it was given."""
    by_verdict = {Verdict(verdict): count for verdict, count in verdicts}
    return ErrorRate(
        judged=sum(by_verdict.values()),
        wrong=by_verdict.get(Verdict.WRONG, 0),
        poor=by_verdict.get(Verdict.POOR_REASON, 0),
    )


def wilson(hits: int, of: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """The score interval of a share: it holds for small samples and for none wrong, where plus-minus does not.

    E. B. Wilson, Probable Inference, the Law of Succession, and Statistical Inference, Journal of the American
    Statistical Association 22 (1927), 209 to 212. `of` is at least 1. Raises ValueError otherwise.
    """
    if of < 1 or not 0 <= hits <= of:
        raise ValueError("a share needs something that it is a share of")
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share = hits / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return max(0.0, middle - half), min(1.0, middle + half)
