"""Answering a check by the document itself, within the limits on guessing."""

from typing import Final

from sojourn.certificates.checking.by_code import institution_of, outcome_of
from sojourn.certificates.checking.counts import Way, count_check
from sojourn.certificates.proofs.verification import ProofVerdict, verify_paper
from sojourn.certificates.verdict import Code, Verdict
from sojourn.parties.guessing.limits import BY_CLIENT, counted_try, named

_COUNTED: Final = frozenset({Code.NOT_OURS, Code.ALTERED})


def check_document(data: bytes, *, client: str) -> Verdict | ProofVerdict:
    """Check a document, a certificate or a proof. A file made by somebody else counts as a wrong try, because number
    and code can be guessed by what is attached to it. Raises TooManyTries.
    """
    with counted_try(BY_CLIENT, named(BY_CLIENT, client)) as attempt:
        found = verify_paper(data)
        attempt.right = isinstance(found, ProofVerdict) or found.code not in _COUNTED
    count_check(Way.DOCUMENT, outcome_of(found), institution_of(found))
    return found
