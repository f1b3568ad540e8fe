"""Keeps on what a decision rests, in the transaction that decides."""

from collections.abc import Iterable, Mapping

from sojourn.casework.checks.facts import BASES, CaseFacts
from sojourn.casework.checks.findings import EXAMINATIONS, Finding
from sojourn.casework.checks.straight_through import checks_for
from sojourn.casework.grounds.models import DecisionGrounds
from sojourn.casework.models import Decision


def keep_grounds(decision: Decision, facts: CaseFacts, findings: Iterable[Finding]) -> None:
    """Write down the checks that were run, what they found, and how well the facts that decided are known."""
    DecisionGrounds.objects.create(
        decision=decision,
        checks=checks_and_findings(facts, findings),
        facts=facts_by_basis(facts),
        accepted=sorted(facts.accepted_bases, key=BASES.index),
    )


def checks_and_findings(facts: CaseFacts, findings: Iterable[Finding]) -> dict[str, list[dict[str, str]]]:
    """Each check that such a request must pass, in its order, with what it found."""
    found = list(findings)
    return {
        check.__name__: [
            {"code": each.code, "severity": each.severity.value, "waiver": each.waiver}
            for each in found
            if each.code in EXAMINATIONS[check.__name__].finds
        ]
        for check in checks_for(facts)
    }


def facts_by_basis(facts: CaseFacts) -> Mapping[str, list[str]]:
    """The facts that the law's answer weighed, by what they rest on."""
    weighed = {str(fact) for condition in facts.conditions for fact in condition.get("facts", ())}
    return {basis: sorted(fact for fact in weighed if facts.basis_of(fact) == basis) for basis in BASES}
