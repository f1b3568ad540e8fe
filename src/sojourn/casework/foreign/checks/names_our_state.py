"""Does it say that our own legislation applies?"""

from sojourn.casework.checks.findings import Finding, hindrance
from sojourn.casework.foreign.checks.facts import ForeignFacts


def names_our_state(facts: ForeignFacts) -> list[Finding]:
    """It names our country as the competent one, or another country than the one that issued it."""
    if facts.legislation == facts.country:
        return [hindrance("own_state_named", "legislation", legislation=facts.legislation)]
    if facts.legislation != facts.issuer_country:
        return [hindrance("other_state_named", "legislation", legislation=facts.legislation)]
    return []
