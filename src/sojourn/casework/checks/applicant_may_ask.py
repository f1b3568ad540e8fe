"""May this applicant ask for this certificate?"""

from sojourn.casework.checks.facts import CaseFacts
from sojourn.casework.checks.findings import HINDERS, Finding, examines, hindrance

# What the law says about who applies, and which applicants that lets in.
ENTITLED = {
    "employer": {"employer"},
    "self_employed_person": {"self_employed"},
    "worker": {"worker", "self_employed"},
    "either": {"employer", "worker", "self_employed"},
}


@examines(
    "activities[].status",
    "who asks",
    "law data: who applies",
    finds={
        "applicant_contradicts_work": HINDERS,
        "applicant_not_entitled": HINDERS,
        "employer_not_heard": HINDERS,
    },
)
def applicant_may_ask(facts: CaseFacts) -> list[Finding]:
    """The applicant must be one whom the instrument lets ask, and not contradict the kind of work.

    What a worker says of the employment nobody has confirmed: an officer looks, or the institution waives it for good.
    """
    findings = []
    if facts.applicant_kind == "self_employed" and facts.is_employee and facts.activity.get("status"):
        findings.append(hindrance("applicant_contradicts_work", facts.path("status")))
    for period in facts.periods:
        apply = (period.get("certificate") or {}).get("apply")
        if apply in ENTITLED and facts.applicant_kind not in ENTITLED[apply]:
            findings.append(hindrance("applicant_not_entitled", applies=apply))
    if facts.applicant_kind == "worker" and not findings:
        findings.append(hindrance("employer_not_heard", facts.path("employer")))
    return findings
