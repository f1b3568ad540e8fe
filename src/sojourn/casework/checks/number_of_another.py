"""Does the number belong to somebody else?"""

from sojourn.casework.checks.facts import CaseFacts
from sojourn.casework.checks.findings import HINDERS, Finding, examines, hindrance


@examines(
    "worker.ssn",
    "worker.given_names",
    "worker.family_name",
    "worker.birth_date",
    "other cases with the same number",
    finds={"number_of_another": HINDERS},
)
def number_of_another(facts: CaseFacts) -> list[Finding]:
    """The same number came with another name or birth date: a slip, a new name, or two people. An officer tells."""
    return [hindrance("number_of_another", "worker.ssn")] if facts.around.number_of_another else []
