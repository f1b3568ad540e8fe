"""When two officers are needed: a table one can read aloud. An institution leaves out what it may leave out.

Exceptions, and hindrances on which a certificate should not hang on one person, always need two.
"""

from collections.abc import Iterable
from typing import Final

from sojourn.casework.gathering import Gathered
from sojourn.casework.models import Case, Decision, InstitutionSetting
from sojourn.core.errors import WrongState
from sojourn.parties.access import employs_staff_of

EXCEPTION, HINDRANCE = "exception", "hindrance"
OWN_EMPLOYER, OVER_LIMIT, AUTOMATIC = "own_employer", "over_limit", "automatic_corrected"
CAUSES: Final = (EXCEPTION, OWN_EMPLOYER, OVER_LIMIT, AUTOMATIC, HINDRANCE)
ALWAYS: Final = frozenset({EXCEPTION, HINDRANCE})

# Weighed and signed by two already, where another authority agreed to it in full (see `exceptions.covering`).
COVERED_BY_PROPOSAL: Final = frozenset({EXCEPTION, OVER_LIMIT})

# Set aside by one officer alone, each of these could make two certificates for one time, or one for nobody.
WAIVED_BY_TWO: Final = frozenset(
    {
        "certificate_overlap",
        "certificate_overlap_open",
        "number_not_possible",
        "worker_too_young",
        "law_confidence_low",
        "predecessor_withdrawn",
        "predecessor_superseded",
    }
)


def causes_of_approval(gathered: Gathered) -> tuple[str, ...]:
    """Why approving this case needs two officers; nothing where one may."""
    case = gathered.case
    found = set(_of_case(case))
    if gathered.facts.asks_beyond_limit and case.consent:
        found.add(OVER_LIMIT)
    if WAIVED_BY_TWO & {finding.code for finding in gathered.hindrances}:
        found.add(HINDRANCE)
    followed = gathered.followed
    if case.kind == "correction" and followed is not None and not followed.is_spelling:
        before = Decision.objects.filter(certificate_number=followed.number).first()
        if before is not None and before.is_automatic:
            found.add(AUTOMATIC)
    return _asked_for(found, gathered.setting)


def causes_of_refusal(gathered: Gathered) -> tuple[str, ...]:
    """The same for refusing, forwarding and discontinuing."""
    return _asked_for(_of_case(gathered.case), gathered.setting)


def causes_of_change(case: Case, decision: Decision, setting: InstitutionSetting) -> tuple[str, ...]:
    """The same for correcting, ending or withdrawing what was decided."""
    found = set(_of_case(case))
    if decision.is_automatic:
        found.add(AUTOMATIC)
    return _asked_for(found, setting)


def without_covered(causes: Iterable[str]) -> tuple[str, ...]:
    """What is left where the pair that signed the proposal to another authority covers the decision as well."""
    return tuple(cause for cause in causes if cause not in COVERED_BY_PROPOSAL)


def require_one(causes: Iterable[str]) -> None:
    """Raises WrongState "second_signature_needed" where one officer is not enough."""
    needed = tuple(causes)
    if needed:
        raise WrongState("second_signature_needed", causes=needed)


def _of_case(case: Case) -> set[str]:
    found = {EXCEPTION} if case.kind == "exception" else set()
    if case.employer_id is not None and employs_staff_of(case.institution_id, case.employer_id):
        found.add(OWN_EMPLOYER)
    return found


def _asked_for(found: Iterable[str], setting: InstitutionSetting) -> tuple[str, ...]:
    asked = ALWAYS | set(setting.read.second_signature)
    return tuple(cause for cause in CAUSES if cause in found and cause in asked)
