"""Is the certificate that the request is about still in force?"""

from sojourn.casework.checks.facts import CaseFacts
from sojourn.casework.checks.findings import HINDERS, Finding, examines, hindrance


@examines(
    "the certificate that the request is about",
    finds={"predecessor_withdrawn": HINDERS, "predecessor_superseded": HINDERS},
)
def predecessor_stands(facts: CaseFacts) -> list[Finding]:
    """What was replaced or withdrawn meanwhile is not changed once more; of what was withdrawn no copy is given."""
    followed = facts.followed
    if followed is None or not followed.number or followed.status is None:
        return []
    if followed.status == "withdrawn":
        return [hindrance("predecessor_withdrawn", number=followed.number)]
    if followed.status == "superseded" and facts.kind != "replacement":
        return [hindrance("predecessor_superseded", number=followed.number)]
    return []
