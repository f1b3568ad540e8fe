"""Does the law, as far as it is data, decide?"""

from sojourn.casework.checks.facts import CaseFacts
from sojourn.casework.checks.findings import HINDERS, Finding, examines, hindrance


@examines(
    "the law's answer",
    finds={
        "no_determination": HINDERS,
        "outcome_undetermined": HINDERS,
        "outcome_refer": HINDERS,
        "outcome_uncoordinated": HINDERS,
        "outcome_uncovered": HINDERS,
        "outcome_no_work": HINDERS,
        "facts_missing": HINDERS,
        "law_refers": HINDERS,
        "several_periods": HINDERS,
    },
)
def law_decides(facts: CaseFacts) -> list[Finding]:
    """Every period must be decided, with nothing missing and no reason to refer it to an officer."""
    periods = facts.periods
    if not periods:
        return [hindrance("no_determination")]
    findings = []
    for period in periods:
        outcome = str(period.get("outcome"))
        if outcome != "decided":
            findings.append(hindrance(f"outcome_{outcome}", *period.get("missing", [])))
        elif period.get("missing"):
            findings.append(hindrance("facts_missing", *period["missing"]))
        findings += [
            hindrance("law_refers", reason=str(reason["code"])) for reason in period.get("refer_reasons", [])
        ]
    if len(periods) > 1:
        findings.append(hindrance("several_periods", facts.path("start"), count=len(periods)))
    return findings
