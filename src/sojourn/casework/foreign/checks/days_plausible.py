"""Do the days of the person and of the period fit together?"""

from sojourn.casework.checks.findings import Finding, hindrance
from sojourn.casework.foreign.checks.facts import ForeignFacts


def days_plausible(facts: ForeignFacts) -> list[Finding]:
    """The person was not born when the work began."""
    if facts.birth_date is not None and facts.birth_date >= facts.start:
        return [hindrance("born_after_start", "birth_date")]
    return []
