"""Does a correction change more than the spelling?"""

from sojourn.casework.checks.facts import CaseFacts
from sojourn.casework.checks.findings import HINDERS, Finding, examines, hindrance


@examines("what is corrected", finds={"facts_corrected": HINDERS})
def correction_is_spelling(facts: CaseFacts) -> list[Finding]:
    """Whoever corrects a day, a country or an identity says that the certificate rested on something else."""
    if facts.kind != "correction" or facts.is_spelling:
        return []
    return [hindrance("facts_corrected", *facts.corrected)]
