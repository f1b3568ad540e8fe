"""Did the applicant say something in own words that a person has to read?"""

from sojourn.casework.checks.facts import CaseFacts
from sojourn.casework.checks.findings import EITHER, Finding, examines, hindrance, warning


@examines("own words", finds={"own_words_to_read": EITHER})
def own_words(facts: CaseFacts) -> list[Finding]:
    """Own words are for a person to read. The reasons for an exception are read in any case."""
    if not facts.has_own_words:
        return []
    return [(warning if facts.kind == "exception" else hindrance)("own_words_to_read")]
