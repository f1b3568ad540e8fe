"""Do the law data leave something open about the rule that answers?"""

from sojourn.casework.checks.facts import CaseFacts
from sojourn.casework.checks.findings import HINDERS, Finding, examines, hindrance


@examines("law data: open questions of the rule", finds={"law_left_open": HINDERS})
def law_left_open(facts: CaseFacts) -> list[Finding]:
    """The rule on which the answer rests is marked as not fully read: an officer reads on."""
    count = facts.law.open_questions
    return [hindrance("law_left_open", count=count)] if count else []
