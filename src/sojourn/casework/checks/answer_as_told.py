"""Is the law's answer still the one that the applicant was told?"""

from collections.abc import Mapping
from typing import Any

from sojourn.casework.checks.facts import CaseFacts
from sojourn.casework.checks.findings import WARNS, Finding, examines, warning


@examines("the law's answer when the request was sent", finds={"answer_changed": WARNS})
def answer_as_told(facts: CaseFacts) -> list[Finding]:
    """Law or facts have changed since the request was sent, and the answer with them: worth a sentence."""
    then = facts.around.answer_then
    if then is None or not facts.periods or then == answer_in_short(facts.periods):
        return []
    return [warning("answer_changed")]


def answer_in_short(periods: list[Mapping[str, Any]]) -> tuple[str, str, str]:
    """Outcome, legislation and the certificate's last day of the first period: what an applicant remembers."""
    if not periods:
        return "", "", ""
    first = periods[0]
    certificate = first.get("certificate") or {}
    return str(first.get("outcome")), str(first.get("legislation") or ""), str(certificate.get("until") or "")
