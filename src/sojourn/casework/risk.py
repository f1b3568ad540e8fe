"""How much stands against a case, from what the checks found: for the queues, so that hard cases do not hide."""

from collections.abc import Iterable
from enum import IntEnum
from typing import Final

from sojourn.casework.checks.findings import Finding


class Risk(IntEnum):
    """From a case on which no check found a hindrance to one whose statements contradict each other."""

    NOTHING = 0
    ONE = 1
    SEVERAL = 2
    CONTRADICTION = 3


# Two statements that cannot both be true, or a number that was given to nobody.
CONTRADICTIONS: Final = frozenset(
    {
        "applicant_contradicts_work",
        "certificate_overlap",
        "certificate_overlap_open",
        "duplicate_request",
        "employer_number_not_possible",
        "fact_disputed",
        "facts_corrected",
        "foreign_overlap",
        "foreign_overlap_open",
        "history_contradicted",
        "number_of_another",
        "number_not_possible",
        "worker_deceased",
        "worker_disagrees",
    }
)


def risk_of(findings: Iterable[Finding]) -> Risk:
    """The step to which these findings belong; warnings count for nothing."""
    codes = {finding.code for finding in findings if finding.hinders}
    if codes & CONTRADICTIONS:
        return Risk.CONTRADICTION
    return Risk(min(len(codes), Risk.SEVERAL))
