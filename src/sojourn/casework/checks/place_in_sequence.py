"""Do workers of one employer follow each other at one place of work?"""

from datetime import timedelta

from sojourn.casework.checks.facts import CaseFacts, Colleague
from sojourn.casework.checks.findings import EITHER, WARNS, Finding, examines, hindrance, warning

SHORTLY = timedelta(days=60)
IN_SEQUENCE = 3


@examines(
    "activities[].start",
    "activities[].replaces_posted_person",
    "certificates of other workers for the same place of work",
    finds={"colleague_before": EITHER, "place_in_sequence": WARNS},
)
def place_in_sequence(facts: CaseFacts) -> list[Finding]:
    """Another worker's certificate for the same place ended shortly before this work begins.

    Where the law's answer rests on the statement that nobody is replaced, that is a hindrance; elsewhere it is shown.
    """
    before = _before(facts)
    if not before:
        return []
    last = before[-1]
    said_not = facts.rests_on("not_replacing")
    findings = [
        (hindrance if said_not else warning)(
            "colleague_before",
            facts.path("replaces_posted_person"),
            reference=last.reference,
            until=last.end.isoformat(),
        )
    ]
    if len(before) >= IN_SEQUENCE:
        findings.append(warning("place_in_sequence", facts.path("start"), count=len(before)))
    return findings


def _before(facts: CaseFacts) -> list[Colleague]:
    """Those who were there one after the other, up to shortly before the work begins; the last of them at the end."""
    edge, chain = facts.asked_start, []
    for other in sorted(facts.around.colleagues, key=lambda each: each.end, reverse=True):
        if edge is not None and other.end < edge and edge - other.end <= SHORTLY:
            chain.append(other)
            edge = other.start
    return chain[::-1]
