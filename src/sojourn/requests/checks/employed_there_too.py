"""Is a self-employed person employed abroad as well?"""

from sojourn.engine.lawbook.facts import Applicant
from sojourn.requests.checks.gathered import Finding, Gathered, warning


def employed_there_too(gathered: Gathered) -> list[Finding]:
    """Employment abroad follows other rules than one's own business: an officer looks at both together."""
    answers = gathered.answers
    if (
        answers.applicant is Applicant.SELF_EMPLOYED
        and answers.values.get("activities[0].local_contract") is True
    ):
        return [warning("employed_there_too", "activities[0].local_contract")]
    return []
