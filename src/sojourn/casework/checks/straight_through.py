"""The checks that a request must pass to be decided without a person. Read this list aloud."""

import hashlib
from functools import cache
from pathlib import Path

from sojourn.casework.checks.activity_share import activity_share
from sojourn.casework.checks.adjacent_certificate import adjacent_certificate
from sojourn.casework.checks.answer_as_told import answer_as_told
from sojourn.casework.checks.applicant_may_ask import applicant_may_ask
from sojourn.casework.checks.basis_accepted import basis_accepted
from sojourn.casework.checks.certificate_is_ours import certificate_is_ours
from sojourn.casework.checks.certificate_items import certificate_items
from sojourn.casework.checks.certificate_overlap import certificate_overlap
from sojourn.casework.checks.certificate_printable import certificate_printable
from sojourn.casework.checks.correction_is_spelling import correction_is_spelling
from sojourn.casework.checks.direct_relation import direct_relation
from sojourn.casework.checks.duplicate_request import duplicate_request
from sojourn.casework.checks.employer_of_home import employer_of_home
from sojourn.casework.checks.employer_standing import employer_standing
from sojourn.casework.checks.explained_by_applicant import explained_by_applicant
from sojourn.casework.checks.facts import CaseFacts
from sojourn.casework.checks.findings import EXAMINATIONS, Check, Finding, Severity
from sojourn.casework.checks.foreign_overlap import foreign_overlap
from sojourn.casework.checks.home_in_host import home_in_host
from sojourn.casework.checks.identity_number_form import identity_number_form
from sojourn.casework.checks.issued_history import issued_history
from sojourn.casework.checks.law_confidence import law_confidence
from sojourn.casework.checks.law_decides import law_decides
from sojourn.casework.checks.law_left_open import law_left_open
from sojourn.casework.checks.mandate_stands import mandate_stands
from sojourn.casework.checks.many_alike import many_alike
from sojourn.casework.checks.nationality_known import nationality_known
from sojourn.casework.checks.needs_consent import needs_consent
from sojourn.casework.checks.number_of_another import number_of_another
from sojourn.casework.checks.one_employer import one_employer
from sojourn.casework.checks.other_activity import other_activity
from sojourn.casework.checks.own_words import own_words
from sojourn.casework.checks.period_within_certificate import period_within_certificate
from sojourn.casework.checks.place_in_sequence import place_in_sequence
from sojourn.casework.checks.place_within_instrument import place_within_instrument
from sojourn.casework.checks.planned_period import planned_period
from sojourn.casework.checks.predecessor_stands import predecessor_stands
from sojourn.casework.checks.somebody_to_tell import somebody_to_tell
from sojourn.casework.checks.start_date_usual import start_date_usual
from sojourn.casework.checks.worker_age import worker_age
from sojourn.casework.checks.worker_agrees import worker_agrees
from sojourn.casework.checks.worker_lives import worker_lives
from sojourn.casework.checks.workplace_complete import workplace_complete

STRAIGHT_THROUGH_CHECKS: tuple[Check, ...] = (
    # What the law says, and on what its answer rests.
    law_decides,
    certificate_is_ours,
    law_confidence,
    law_left_open,
    place_within_instrument,
    basis_accepted,
    answer_as_told,
    # The days.
    planned_period,
    period_within_certificate,
    start_date_usual,
    # Who sends, and who asks.
    one_employer,
    employer_of_home,
    employer_standing,
    activity_share,
    direct_relation,
    applicant_may_ask,
    mandate_stands,
    somebody_to_tell,
    # The worker.
    identity_number_form,
    number_of_another,
    worker_age,
    worker_lives,
    nationality_known,
    home_in_host,
    other_activity,
    worker_agrees,
    # What is printed, and what was said.
    certificate_items,
    certificate_printable,
    workplace_complete,
    explained_by_applicant,
    # What else there is.
    duplicate_request,
    certificate_overlap,
    foreign_overlap,
    adjacent_certificate,
    issued_history,
    place_in_sequence,
    many_alike,
)

# A request that follows another: when the work began, and after whom, was judged with the first.
_ONLY_FIRST: frozenset[Check] = frozenset(
    {start_date_usual, adjacent_certificate, place_in_sequence, many_alike, worker_agrees}
)
# What it follows must stand.
_LAW_AGAIN: tuple[Check, ...] = (
    predecessor_stands,
    needs_consent,
    correction_is_spelling,
    own_words,
    *(check for check in STRAIGHT_THROUGH_CHECKS if check not in _ONLY_FIRST),
)
# A slip of the pen: no fact has changed on which the law decides, so the law is not asked again.
_SPELLING: tuple[Check, ...] = (
    predecessor_stands,
    own_words,
    mandate_stands,
    somebody_to_tell,
    worker_lives,
    certificate_items,
    certificate_printable,
    explained_by_applicant,
    duplicate_request,
)
AFTERWARDS_CHECKS: dict[str, tuple[Check, ...]] = {
    "extension": _LAW_AGAIN,
    "correction": _LAW_AGAIN,
    "exception": _LAW_AGAIN,
    "early_end": (
        predecessor_stands,
        own_words,
        mandate_stands,
        certificate_printable,
        explained_by_applicant,
    ),
    "replacement": (predecessor_stands, mandate_stands),
}


ALL_CHECKS: tuple[Check, ...] = tuple(dict.fromkeys((*STRAIGHT_THROUGH_CHECKS, *_LAW_AGAIN)))


# What may be set aside for many cases at once, and not only in one. Never what makes a certificate wrong or double.
MAY_STAND_ASIDE: frozenset[Check] = frozenset(
    {
        activity_share,
        direct_relation,
        employer_of_home,
        employer_standing,
        home_in_host,
        identity_number_form,
        law_left_open,
        place_in_sequence,
        place_within_instrument,
        start_date_usual,
        worker_age,
    }
)


def waivable_codes() -> tuple[str, ...]:
    """The codes of hindrances for which a standing waiver can be made, in the order of the checks."""
    return tuple(
        code
        for check in ALL_CHECKS
        if check in MAY_STAND_ASIDE
        for code, severities in EXAMINATIONS[check.__name__].finds.items()
        if Severity.HINDRANCE in severities
    )


def checks_for(facts: CaseFacts) -> tuple[Check, ...]:
    """The checks that this kind of request must pass."""
    if facts.is_spelling:
        return _SPELLING
    return AFTERWARDS_CHECKS.get(facts.kind, STRAIGHT_THROUGH_CHECKS)


def run_checks(facts: CaseFacts) -> list[Finding]:
    """All findings of all checks, hindrances first, otherwise in the order of the list."""
    findings = [finding for check in checks_for(facts) for finding in check(facts)]
    return sorted(findings, key=lambda finding: not finding.hinders)


@cache
def checks_version() -> str:
    """A name for exactly these checks: it changes with any of their texts, so nobody has to remember to."""
    digest = hashlib.sha256()
    for source in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(source.name.encode() + b"\0" + source.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
