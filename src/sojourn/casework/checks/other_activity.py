"""Does the worker do or receive something else meanwhile?"""

from sojourn.casework.checks.facts import CaseFacts, as_date, shared_days
from sojourn.casework.checks.findings import WARNS, Finding, examines, warning


@examines(
    "activities",
    "person.receives",
    finds={"other_activity": WARNS, "benefit_in_payment": WARNS},
)
def other_activity(facts: CaseFacts) -> list[Finding]:
    """Work in a further country, or a benefit in payment, may call for another rule.

    Nothing is found where the answer looked at it.
    """
    findings = []
    start = facts.asked_start
    for number, activity in enumerate(facts.situation.get("activities", [])):
        began = as_date(activity.get("start"))
        elsewhere = activity.get("country") not in (facts.host, facts.country)
        if not elsewhere or start is None or began is None or facts.weighed(f"activities[{number}].country"):
            continue
        if shared_days(start, facts.asked_end, began, as_date(activity.get("end"))):
            country = str(activity.get("country"))
            findings.append(warning("other_activity", f"activities[{number}].country", country=country))
    if facts.situation.get("person", {}).get("receives") and not facts.weighed("person.receives"):
        findings.append(warning("benefit_in_payment", "person.receives"))
    return findings
