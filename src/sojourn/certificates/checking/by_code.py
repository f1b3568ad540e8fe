"""Answering a check by number and code, or reference and code, within the limits on guessing."""

from dataclasses import dataclass
from datetime import date

from sojourn.certificates.checking.counts import Way, count_check
from sojourn.certificates.proofs.verification import ProofVerdict, normal_reference, verify_proof_code
from sojourn.certificates.verdict import Code, Verdict
from sojourn.certificates.verification import verify_code
from sojourn.parties.guessing.limits import (
    BIRTH_DATES,
    BY_CLIENT,
    TooManyTries,
    check_left,
    count_wrong,
    counted_try,
    named,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found. `wrong_birth_date`: one was given, and it is another. `names_closed`: too many wrong ones were
    tried on this paper, so that none opens it for a while.
    """

    found: Verdict | ProofVerdict
    wrong_birth_date: bool = False
    names_closed: bool = False


def check_code(number: str, secret: str, *, client: str, birth_date: date | None = None) -> Answer:
    """Check by number and code, as typed. `client`: the network from which it is asked.

    Raises TooManyTries, whatever was typed, where the client has used up its wrong tries. What opens nothing is one
    answer, found by the same look-ups, whether the number is unknown or the code is wrong.
    """
    name = named(BY_CLIENT, client)
    check_left(BY_CLIENT, name)
    if birth_date is not None:
        with counted_try(BY_CLIENT, name) as attempt:
            answer = _with_birth_date(number, secret, birth_date)
            attempt.right = is_match(answer.found) and not answer.wrong_birth_date
    else:
        answer = Answer(_look_up(number, secret, None))
        if not is_match(answer.found):
            count_wrong(BY_CLIENT, name)
    count_check(Way.CODE, outcome_of(answer.found), institution_of(answer.found))
    return answer


def is_match(found: Verdict | ProofVerdict) -> bool:
    """Whether number and code opened something."""
    return isinstance(found, ProofVerdict) or found.certificate is not None or found.erased is not None


def is_named(found: Verdict | ProofVerdict) -> bool:
    """Whether the answer may show names; one that has none left to show has nothing to hide."""
    if isinstance(found, ProofVerdict):
        return found.proof.named
    if found.erased is not None:
        return True
    return found.certificate is not None and found.certificate.named


def outcome_of(found: Verdict | ProofVerdict) -> str:
    """Under which word a check is counted."""
    if isinstance(found, ProofVerdict):
        return "proof" if found.genuine else Code.CANNOT_CHECK.value
    return found.code.value


def institution_of(found: Verdict | ProofVerdict) -> str | None:
    """For whose paper a check is counted."""
    return None if isinstance(found, ProofVerdict) else found.institution


def _with_birth_date(number: str, secret: str, birth_date: date) -> Answer:
    """Without the names where the limit on dates of this paper is used up, even if the date is the right one."""
    masked = _look_up(number, secret, None)
    if not is_match(masked) or is_named(masked):
        return Answer(masked)
    try:
        with counted_try(BIRTH_DATES, named(BIRTH_DATES, _paper_of(masked))) as attempt:
            found = _look_up(number, secret, birth_date)
            attempt.right = is_named(found)
    except TooManyTries:
        return Answer(masked, wrong_birth_date=True, names_closed=True)
    return Answer(found, wrong_birth_date=not attempt.right)


def _look_up(number: str, secret: str, birth_date: date | None) -> Verdict | ProofVerdict:
    """A reference opens a proof of application, a number a certificate; what opens nothing is one answer."""
    reference = normal_reference(number)
    proof = verify_proof_code(reference, secret, birth_date=birth_date) if reference else None
    return proof or verify_code(number, secret, birth_date=birth_date)


def _paper_of(found: Verdict | ProofVerdict) -> str:
    if isinstance(found, ProofVerdict):
        return found.proof.reference
    return found.certificate.number if found.certificate else ""
