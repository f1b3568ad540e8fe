"""Do the facts that decide rest on what the institution accepts?"""

from sojourn.casework.checks.facts import CaseFacts
from sojourn.casework.checks.findings import HINDERS, Finding, examines, hindrance


@examines(
    "the facts that the law's answer weighed", finds={"basis_not_accepted": HINDERS, "fact_disputed": HINDERS}
)
def basis_accepted(facts: CaseFacts) -> list[Finding]:
    """An institution may want more than a declaration; what an officer doubts, an officer decides."""
    deciding = {str(fact) for condition in facts.conditions for fact in condition.get("facts", ())}
    lacking = sorted(fact for fact in deciding if facts.basis_of(fact) not in facts.accepted_bases)
    doubted = sorted(deciding & facts.disputed)
    findings = [hindrance("basis_not_accepted", *lacking)] if lacking else []
    return [*findings, hindrance("fact_disputed", *doubted)] if doubted else findings
