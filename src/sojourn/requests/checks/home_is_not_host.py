"""Is the work really in another country?"""

from sojourn.core.countries import state_of
from sojourn.requests.checks.gathered import Finding, Gathered, hindrance


def home_is_not_host(gathered: Gathered) -> list[Finding]:
    """Two parts of one state are not abroad to each other: no agreement between states speaks of them."""
    home, host = gathered.answers.home, gathered.answers.host
    if home and host and state_of(home) == state_of(host):
        return [hindrance("home_is_host", "activities[0].country", "activities[0].sent_from", country=host)]
    return []
