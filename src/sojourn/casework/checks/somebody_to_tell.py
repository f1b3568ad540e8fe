"""Is there somebody whom the decision can reach?"""

from sojourn.casework.checks.facts import CaseFacts
from sojourn.casework.checks.findings import HINDERS, Finding, examines, hindrance


@examines("accounts of the applicant", finds={"nobody_to_tell": HINDERS})
def somebody_to_tell(facts: CaseFacts) -> list[Finding]:
    """A decision counts from when it is made known: without an open account it reaches nobody."""
    return [] if facts.around.reachable else [hindrance("nobody_to_tell")]
