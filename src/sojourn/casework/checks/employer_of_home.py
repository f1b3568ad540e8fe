"""Does the employer act under the law that is to be certified?"""

from sojourn.casework.checks.facts import CaseFacts
from sojourn.casework.checks.findings import HINDERS, Finding, examines, hindrance


@examines(
    "employers[].seat",
    "employers[].american_employer",
    "employers[].us_3121l_agreement",
    finds={"employer_seat_unknown": HINDERS, "employer_of_other_country": HINDERS},
)
def employer_of_home(facts: CaseFacts) -> list[Finding]:
    """Employees: the employer under contract must be one of the certifying country.

    For the United States a foreign seat is possible where the employer counts as American all the same, or
    is an affiliate that its American owner has covered by an agreement with the tax authority.
    """
    sender = facts.contract_employer
    seat = sender.get("seat")
    if not facts.is_employee or seat is None or seat == facts.country:
        return [] if seat is not None or not facts.is_employee else [hindrance("employer_seat_unknown")]
    if facts.country == "US" and (sender.get("american_employer") or sender.get("us_3121l_agreement")):
        return []
    return [hindrance("employer_of_other_country", "employers[0].seat", seat=str(seat))]
