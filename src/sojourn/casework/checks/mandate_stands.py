"""Does the firm that asks still act for the employer?"""

from sojourn.casework.checks.facts import CaseFacts
from sojourn.casework.checks.findings import HINDERS, Finding, examines, hindrance


@examines("the firm's mandate", finds={"mandate_over": HINDERS})
def mandate_stands(facts: CaseFacts) -> list[Finding]:
    """A mandate that ended after the request was sent leaves nobody to answer for it until the employer says so."""
    return [hindrance("mandate_over")] if facts.around.mandate_over else []
