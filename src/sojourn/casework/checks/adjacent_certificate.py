"""Does the work go on from a certificate that ends the day before?"""

from sojourn.casework.checks.facts import CaseFacts
from sojourn.casework.checks.findings import WARNS, Finding, examines, warning
from sojourn.core.periods import next_day


@examines(
    "activities[].country",
    "activities[].start",
    "earlier certificates of the worker",
    finds={"adjacent_certificate": WARNS},
)
def adjacent_certificate(facts: CaseFacts) -> list[Finding]:
    """Work in the same country that begins the day after a certificate ends may be an extension of it."""
    return [
        warning("adjacent_certificate", facts.path("start"), number=other.number)
        for other in facts.other_certificates
        if other.host == facts.host and other.end is not None and next_day(other.end) == facts.asked_start
    ]
