"""Does the worker live in the country of work?"""

from sojourn.casework.checks.facts import CaseFacts, as_date, shared_days
from sojourn.casework.checks.findings import EITHER, WARNS, Finding, examines, hindrance, warning


@examines(
    "person.residence",
    "person.residences",
    "activities[].country",
    finds={"lives_in_host": EITHER, "lived_in_host": WARNS},
)
def home_in_host(facts: CaseFacts) -> list[Finding]:
    """Who lives in the country of work before being sent there was perhaps not sent.

    Nothing is found where the law's answer looked at the residence itself. Whoever asks for more of a stay may have
    moved by then: that is shown only.
    """
    person = facts.situation.get("person", {})
    if not facts.host or facts.weighed("person.residence"):
        return []
    if person.get("residence") == facts.host:
        found = hindrance if facts.kind == "first" else warning
        return [found("lives_in_host", "person.residence", country=facts.host)]
    start = facts.asked_start
    for home in person.get("residences") or ():
        began = as_date(home.get("start"))
        if home.get("country") != facts.host or start is None or began is None:
            continue
        if shared_days(start, facts.asked_end, began, as_date(home.get("end"))):
            return [warning("lived_in_host", "person.residences", country=facts.host)]
    return []
