"""Does the relation to the sender go on?"""

from sojourn.casework.checks.facts import CaseFacts
from sojourn.casework.checks.findings import HINDERS, Finding, examines, hindrance


@examines(
    "activities[].paid_from",
    "activities[].local_contract",
    "activities[].lent_onward",
    finds={"paid_from_host": HINDERS, "contract_in_host": HINDERS, "lent_onward": HINDERS},
)
def direct_relation(facts: CaseFacts) -> list[Finding]:
    """Pay, a contract or another taker abroad speak against a direct relation, where the law's answer did not look.

    Where the law lets an affiliate abroad be the employer, a contract and pay there are what it lets.
    """
    if not facts.is_employee:
        return []
    by_affiliate = "affiliate_of" in facts.contract_employer and facts.rests_on("employed_by_sender")
    found = {
        "paid_from": (not by_affiliate and facts.activity.get("paid_from") == facts.host, "paid_from_host"),
        "local_contract": (
            not by_affiliate and facts.activity.get("local_contract") is True,
            "contract_in_host",
        ),
        "lent_onward": (facts.activity.get("lent_onward") is True, "lent_onward"),
    }
    return [
        hindrance(code, facts.path(fact))
        for fact, (speaks_against, code) in found.items()
        if speaks_against and not facts.weighed(facts.path(fact))
    ]
