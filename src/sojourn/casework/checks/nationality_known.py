"""Is the nationality known that the certificate prints?"""

from sojourn.casework.checks.facts import CaseFacts
from sojourn.casework.checks.findings import WARNS, Finding, examines, warning


@examines(
    "person.nationalities",
    "person.refugee_or_stateless",
    finds={"nationality_not_stated": WARNS},
)
def nationality_known(facts: CaseFacts) -> list[Finding]:
    """Whom an instrument covers the engine judges; a certificate without nationality is asked about abroad."""
    person = facts.situation.get("person", {})
    if person.get("nationalities") or person.get("refugee_or_stateless"):
        return []
    if facts.weighed("person.nationalities"):
        return []
    return [warning("nationality_not_stated", "person.nationalities")]
