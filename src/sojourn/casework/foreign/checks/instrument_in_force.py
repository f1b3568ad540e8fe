"""Did the agreement that it rests on bind the two countries on its first day?"""

from sojourn.casework.checks.findings import Finding, hindrance, warning
from sojourn.casework.foreign.checks.facts import ForeignFacts


def instrument_in_force(facts: ForeignFacts) -> list[Finding]:
    """The agreement is not known to the law data, or does not bind both countries when the certificate begins."""
    if facts.instrument is None:
        return [warning("instrument_unknown", "instrument")]
    if facts.legislation == facts.host:
        return []
    if not facts.instrument.binds_between(facts.legislation, facts.host, facts.start):
        return [hindrance("instrument_not_in_force", "instrument", start=facts.start.isoformat())]
    return []
