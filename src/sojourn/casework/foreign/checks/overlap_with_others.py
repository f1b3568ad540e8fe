"""Does another certificate of the same person speak about some of the days?"""

from sojourn.casework.checks.facts import shared_days
from sojourn.casework.checks.findings import Finding, hindrance
from sojourn.casework.foreign.checks.facts import ForeignFacts


def overlap_with_others(facts: ForeignFacts) -> list[Finding]:
    """One of ours, or another one from abroad, shares days with it: two legislations for the same days."""
    findings = []
    for other in facts.others:
        shared = shared_days(facts.start, facts.end, other.start, other.end)
        if shared is None:
            continue
        first, last = shared
        code = "overlap_foreign" if other.is_foreign else "overlap_own"
        days = {"start": first.isoformat()} | ({"end": last.isoformat()} if last else {})
        findings.append(
            hindrance(code if last else f"{code}_open", "start", "end", number=other.name, **days)
        )
    return findings
