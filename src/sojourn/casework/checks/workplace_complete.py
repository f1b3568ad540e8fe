"""Is it said where the work is done, and for whom?"""

from sojourn.casework.checks.facts import CaseFacts
from sojourn.casework.checks.findings import HINDERS, WARNS, Finding, examines, hindrance, warning

# What a place of work needs beside the country, by kind of place; a rig names its shelf by the country of work.
NEEDS = {"ship": "flag", "aircraft": "home_base", "inland_waterway": "flag"}
ADDRESS = ("receiver.street", "receiver.city")


@examines(
    "activities[].place",
    "activities[].flag",
    "activities[].home_base",
    "receiver.name",
    "receiver.street",
    "receiver.city",
    finds={"workplace_unknown": HINDERS, "host_address_incomplete": WARNS, "host_contact_missing": WARNS},
)
def workplace_complete(facts: CaseFacts) -> list[Finding]:
    """A ship has a flag, a crew a home base; on land somebody abroad has to be findable."""
    needed = NEEDS.get(str(facts.activity.get("place", "land")))
    if needed:
        return [] if facts.activity.get(needed) else [hindrance("workplace_unknown", facts.path(needed))]
    if facts.activity.get("place", "land") != "land":
        return []
    if not facts.text("receiver.name") and not facts.is_employee:
        return [warning("host_contact_missing", "receiver.name")]
    lacking = [field for field in ADDRESS if not facts.text(field)]
    return [warning("host_address_incomplete", *lacking)] if lacking else []
