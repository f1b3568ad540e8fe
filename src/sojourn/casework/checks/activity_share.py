"""Does the share of turnover bear out the business at home?"""

from sojourn.casework.checks.facts import CaseFacts
from sojourn.casework.checks.findings import HINDERS, Finding, examines, hindrance

# Practical guide on the applicable legislation, Part I, question 3: a quarter of the turnover is an indicator.
QUARTER = 0.25


@examines(
    "employers[].substantial_activity",
    "employers[].turnover_share",
    finds={"activity_share_low": HINDERS},
)
def activity_share(facts: CaseFacts) -> list[Finding]:
    """Substantial business at home, merely stated, on which the answer rests: a small share contradicts it."""
    employer = facts.contract_employer
    if not facts.rests_on("substantial_activity_at_home") or "substantial_activity" not in employer:
        return []
    share = (employer.get("turnover_share") or {}).get(facts.country)
    if share is None or share >= QUARTER:
        return []
    return [hindrance("activity_share_low", "employers[0].turnover_share", percent=round(share * 100))]
