"""Are the law data sure enough to decide on them without a person?"""

from sojourn.casework.checks.facts import CaseFacts
from sojourn.casework.checks.findings import HINDERS, Finding, examines, hindrance

WEAKEST_FIRST = ("low", "medium", "high")


@examines("the law's answer", "the institution's setting", finds={"law_confidence_low": HINDERS})
def law_confidence(facts: CaseFacts) -> list[Finding]:
    """The weakest confidence among the law data must be one that the institution accepts."""
    accepted = WEAKEST_FIRST.index(facts.accepted_confidence)
    stated = [str(period.get("confidence") or WEAKEST_FIRST[0]) for period in facts.periods]
    weakest = min(stated, key=WEAKEST_FIRST.index, default=None)
    if weakest is None or WEAKEST_FIRST.index(weakest) >= accepted:
        return []
    return [hindrance("law_confidence_low", confidence=weakest)]
