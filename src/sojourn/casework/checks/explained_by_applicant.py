"""Did the applicant explain something that an officer has to read?"""

from sojourn.casework.checks.facts import CaseFacts
from sojourn.casework.checks.findings import EITHER, Finding, examines, hindrance, warning
from sojourn.casework.checks.worker_agrees import DISAGREES

# Warnings of the form whose explanation changes nothing for the decision, or which a check here looks at itself.
NO_OFFICER_NEEDED = frozenset(
    {
        "age_unusual",
        "asked_before",
        "asked_before_open",
        "name_unusual",
        "one_day_stay",
        "overlaps_other_request",
        "overlaps_other_request_open",
        "start_far_ahead",
        "start_passed",
        "start_passed_allowed",
    }
)


@examines("warnings that the applicant went on from", finds={"applicant_explains": EITHER})
def explained_by_applicant(facts: CaseFacts) -> list[Finding]:
    """Own words are for a person to read; some need to be read before anything is decided.

    What the worker says is not right has a check of its own.
    """
    return [
        (warning if code in NO_OFFICER_NEEDED else hindrance)("applicant_explains", warning=code)
        for code in sorted(facts.explained)
        if not code.startswith(DISAGREES)
    ]
