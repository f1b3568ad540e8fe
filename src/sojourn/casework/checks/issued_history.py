"""Do earlier certificates change the law's answer?"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sojourn.casework.checks.facts import CaseFacts, OtherCertificate, as_date, shared_days
from sojourn.casework.checks.findings import HINDERS, WARNS, Finding, examines, hindrance, warning

# Conditions of the vocabulary that judge earlier stays, and what it means if the certificates issued here break them.
MEANS = {
    "expected_within": "history_over_limit",
    "series": "history_break_too_short",
    "sent_from_home": "history_elsewhere",
}


@examines(
    "history",
    "earlier certificates of the worker",
    finds={
        "history_not_stated": WARNS,
        "history_contradicted": HINDERS,
        "history_over_limit": HINDERS,
        "history_break_too_short": HINDERS,
        "history_elsewhere": HINDERS,
        "history_to_be_weighed": HINDERS,
        "history_changes_answer": HINDERS,
    },
)
def issued_history(facts: CaseFacts) -> list[Finding]:
    """The law was asked with the stays that were stated. Here it is asked with those that were certified as well.

    Limits, breaks and series are the instrument's own and are not written down again here: only the answer differs.
    """
    findings = [
        hindrance("history_contradicted", "history", number=other.number)
        for other in facts.other_certificates
        if _contradicted(facts, other)
    ]
    unstated = unstated_certificates(facts)
    if not unstated:
        return findings
    findings.append(warning("history_not_stated", "history", number=unstated[-1].number, count=len(unstated)))
    return findings + _differences(facts)


def unstated_certificates(facts: CaseFacts) -> list[OtherCertificate]:
    """Certificates for work in the same country before the first day asked for, of which no stay was stated."""
    start = facts.asked_start
    if start is None:
        return []
    stated = [stay for stay in _stays(facts) if stay.get("country") == facts.host]
    return [
        other
        for other in sorted(facts.other_certificates, key=lambda each: each.start)
        if other.host == facts.host
        and other.end is not None
        and other.end < start
        and not any(_shares(stay, other) for stay in stated)
    ]


def _differences(facts: CaseFacts) -> list[Finding]:
    answer = facts.around.with_issued
    if answer is None:
        return []
    codes = [MEANS[failed] for failed in sorted(answer.failed) if failed in MEANS]
    if answer.referred & MEANS.keys():
        codes.append("history_to_be_weighed")
    first = facts.periods[0] if facts.periods else {}
    same = (answer.outcome, answer.legislation) == (first.get("outcome"), first.get("legislation") or "")
    if not codes and not same:
        codes = ["history_changes_answer"]
    return [hindrance(code, "history") for code in codes]


def _contradicted(facts: CaseFacts, other: OtherCertificate) -> bool:
    """Whether a stay was stated as local work, or under another law, on days for which a posting was certified."""
    return any(
        stay.get("country") == other.host
        and _shares(stay, other)
        and (
            stay.get("as", "posting") == "local_work"
            or (bool(other.country) and stay.get("legislation") not in (None, other.country))
        )
        for stay in _stays(facts)
    )


def _stays(facts: CaseFacts) -> list[Mapping[str, Any]]:
    return list(facts.situation.get("history") or [])


def _shares(stay: Mapping[str, Any], other: OtherCertificate) -> bool:
    start, end = as_date(stay.get("start")), as_date(stay.get("end"))
    return shared_days(start or date.min, end, other.start, other.end) is not None
