"""Is the worker alive, as far as is known?"""

from sojourn.casework.checks.facts import CaseFacts
from sojourn.casework.checks.findings import HINDERS, Finding, examines, hindrance


@examines("what officers recorded of the worker", finds={"worker_deceased": HINDERS})
def worker_lives(facts: CaseFacts) -> list[Finding]:
    """No certificate begins after a recorded death, and one that runs beyond it ends with it: an officer says so."""
    died = facts.around.died_on
    if died is None or (facts.asked_end is not None and facts.asked_end <= died):
        return []
    return [hindrance("worker_deceased")]
