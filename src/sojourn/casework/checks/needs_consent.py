"""Have the authorities agreed to what the law gives only with their consent?"""

from sojourn.casework.checks.facts import CaseFacts
from sojourn.casework.checks.findings import HINDERS, Finding, examines, hindrance


@examines(
    "consent recorded by an officer",
    "activities[].end",
    finds={"exception_not_agreed": HINDERS, "extension_not_agreed": HINDERS},
)
def needs_consent(facts: CaseFacts) -> list[Finding]:
    """An exception always needs it; an extension where it goes beyond what the law gives by itself."""
    if facts.kind == "exception" and not facts.consent_recorded:
        return [hindrance("exception_not_agreed", "requests[0].state")]
    if facts.kind == "extension" and facts.asks_beyond_limit and not facts.consent_recorded:
        return [hindrance("extension_not_agreed", facts.path("end"))]
    return []
