"""The checks that a request must pass to be decided without a person. Read this list aloud."""

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from sojourn.casework.checks.applicant_may_ask import applicant_may_ask
from sojourn.casework.checks.certificate_is_ours import certificate_is_ours
from sojourn.casework.checks.certificate_items import certificate_items
from sojourn.casework.checks.certificate_overlap import certificate_overlap
from sojourn.casework.checks.certificate_printable import certificate_printable
from sojourn.casework.checks.correction_is_spelling import correction_is_spelling
from sojourn.casework.checks.duplicate_request import duplicate_request
from sojourn.casework.checks.employer_of_home import employer_of_home
from sojourn.casework.checks.explained_by_applicant import explained_by_applicant
from sojourn.casework.checks.facts import CaseFacts
from sojourn.casework.checks.findings import Finding
from sojourn.casework.checks.identity_number_form import identity_number_form
from sojourn.casework.checks.law_confidence import law_confidence
from sojourn.casework.checks.law_decides import law_decides
from sojourn.casework.checks.needs_consent import needs_consent
from sojourn.casework.checks.own_words import own_words
from sojourn.casework.checks.period_within_certificate import period_within_certificate
from sojourn.casework.checks.predecessor_stands import predecessor_stands
from sojourn.casework.checks.start_date_usual import start_date_usual
from sojourn.casework.checks.worker_age import worker_age

Check = Callable[[CaseFacts], list[Finding]]

STRAIGHT_THROUGH_CHECKS: tuple[Check, ...] = (
    law_decides,
    certificate_is_ours,
    law_confidence,
    period_within_certificate,
    start_date_usual,
    employer_of_home,
    applicant_may_ask,
    identity_number_form,
    worker_age,
    certificate_items,
    certificate_printable,
    explained_by_applicant,
    duplicate_request,
    certificate_overlap,
)


# A request that follows another: when the work began was judged with the first, and what it follows must stand.
_LAW_AGAIN: tuple[Check, ...] = (
    predecessor_stands,
    needs_consent,
    correction_is_spelling,
    own_words,
    *(check for check in STRAIGHT_THROUGH_CHECKS if check is not start_date_usual),
)
# A slip of the pen: no fact has changed on which the law decides, so the law is not asked again.
_SPELLING: tuple[Check, ...] = (
    predecessor_stands,
    own_words,
    certificate_items,
    certificate_printable,
    explained_by_applicant,
    duplicate_request,
)
AFTERWARDS_CHECKS: dict[str, tuple[Check, ...]] = {
    "extension": _LAW_AGAIN,
    "correction": _LAW_AGAIN,
    "exception": _LAW_AGAIN,
    "early_end": (predecessor_stands, own_words, certificate_printable, explained_by_applicant),
    "replacement": (predecessor_stands,),
}


ALL_CHECKS: tuple[Check, ...] = tuple(dict.fromkeys((*STRAIGHT_THROUGH_CHECKS, *_LAW_AGAIN)))


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
