"""Does the place of work lie where the instrument reaches?"""

from sojourn.casework.checks.facts import CaseFacts
from sojourn.casework.checks.findings import HINDERS, Finding, examines, hindrance
from sojourn.parties.postal import code_fits

POSTCODE = "receiver.postcode"
# Lands with a country code and postal codes of their own (ISO 3166-1), which people put under the state they belong to.
LANDS = {
    "AU": ("CC", "CX", "NF"),
    "DK": ("FO", "GL"),
    "FI": ("AX",),
    "FR": ("BL", "GF", "GP", "MF", "MQ", "NC", "PF", "PM", "RE", "WF", "YT"),
    "GB": ("GG", "IM", "JE"),
    "US": ("AS", "GU", "MP", "PR", "VI"),
}


@examines(
    "receiver.postcode",
    "activities[].country",
    "law data: where the instrument applies",
    finds={"place_in_other_land": HINDERS},
)
def place_within_instrument(facts: CaseFacts) -> list[Finding]:
    """The postal code is one of a part of the country which the instrument does not name among its lands."""
    code = facts.text(POSTCODE)
    if not code:
        return []
    within = {land for land in LANDS.get(facts.host, ()) if code_fits(land, code)}
    if not within or within & facts.law.lands:
        return []
    return [hindrance("place_in_other_land", POSTCODE, land=min(within))]
