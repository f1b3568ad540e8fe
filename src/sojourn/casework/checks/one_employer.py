"""Is there exactly one employer behind the work?"""

from sojourn.casework.checks.facts import CaseFacts
from sojourn.casework.checks.findings import HINDERS, Finding, examines, hindrance


@examines(
    "employers", "activities[].employer", finds={"employer_missing": HINDERS, "several_employers": HINDERS}
)
def one_employer(facts: CaseFacts) -> list[Finding]:
    """An employee is sent by one employer. Which of several is meant, an officer clears up."""
    if not facts.is_employee:
        return []
    if not facts.situation.get("employers"):
        return [hindrance("employer_missing", "employers")]
    contracts = {
        str(activity["employer"])
        for activity in facts.situation.get("activities", [])
        if activity.get("country") == facts.host and activity.get("employer")
    }
    return [hindrance("several_employers", "employers", count=len(contracts))] if len(contracts) > 1 else []
