"""Is the work in our country?"""

from sojourn.casework.checks.findings import Finding, warning
from sojourn.casework.foreign.checks.facts import ForeignFacts
from sojourn.core.countries import state_of


def host_is_ours(facts: ForeignFacts) -> list[Finding]:
    """The certificate is for work in another country than that of the institution which registers it."""
    if state_of(facts.host) == state_of(facts.country):
        return []
    return [warning("host_elsewhere", "host", country=facts.host)]
