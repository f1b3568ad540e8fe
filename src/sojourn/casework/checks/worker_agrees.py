"""Does the worker stand by what is asked?"""

from sojourn.casework.checks.facts import CaseFacts
from sojourn.casework.checks.findings import HINDERS, WARNS, Finding, examines, hindrance, warning

DISAGREES = "worker_disagrees_"


@examines(
    "the worker's part",
    finds={"worker_disagrees": HINDERS, "worker_not_heard": WARNS},
)
def worker_agrees(facts: CaseFacts) -> list[Finding]:
    """The worker was shown country, days, place and job, and said of one of them that it is not right."""
    disputed = sorted(code for code in facts.explained if code.startswith(DISAGREES))
    findings = [hindrance("worker_disagrees", topic=code) for code in disputed]
    if facts.around.worker_asked:
        findings.append(warning("worker_not_heard"))
    return findings
