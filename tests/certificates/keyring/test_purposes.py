"""A key has one purpose: what it signs of another kind counts nowhere."""

from dataclasses import replace

import pytest

from sojourn.certificates.auditing.audit import Given, audit
from sojourn.certificates.auditing.key_file import read_keys
from sojourn.certificates.keyring import (
    Purpose,
    TokenSigner,
    publication,
    published_keys,
    sealer_in_use,
    signer_for,
)
from sojourn.certificates.offline import make_code, read_code
from sojourn.certificates.verdict import Code, Reason
from sojourn.certificates.verification import verify_document
from sojourn.core import clock
from tests.certificates.builders import ISSUED_ON, a_certificate, an_issue, content, paper, sealed

pytestmark = pytest.mark.django_db
ISSUER = content().issuer
OTHER = ISSUER.model_copy(update={"id": "de-dvka", "name": "DVKA", "country": "DE"})


def read_both_ways(signer: TokenSigner) -> tuple[bool, str]:
    """Whether the page and an auditor's file take a code that this key signed."""
    with clock.fixed(ISSUED_ON):
        text = make_code(content(), an_issue(), signer)
        reading = read_code(text, published_keys(Purpose.CREDENTIAL), clock.now())
        found = audit(text.encode(), Given(read_keys(publication.key_list()), clock.now()))
    return reading.facts is not None, str(found.conclusion)


def test_a_seal_s_key_signs_no_code_and_a_code_s_key_seals_no_paper() -> None:
    genuine = a_certificate()
    seal, credential = (signer_for(ISSUER, purpose) for purpose in (Purpose.SEAL, Purpose.CREDENTIAL))
    # Its period has not begun.
    taken, said = read_both_ways(credential)
    assert (taken, said) == (True, "not_in_force")
    assert read_both_ways(seal) == (False, "cannot_check")
    misused = sealed(sealer=sealer_in_use(ISSUER, Purpose.CREDENTIAL))
    verdict = verify_document(misused)
    assert (verdict.code, verdict.reason) == (Code.NOT_OURS, Reason.FOREIGN_SEAL)
    with clock.fixed(ISSUED_ON):
        given = Given(read_keys(publication.key_list()), clock.now())
        assert audit(misused, given).conclusion == "not_ours"
        assert audit(paper(genuine), given).conclusion == "not_in_force"


def test_a_code_under_another_key_s_name_is_refused() -> None:
    other = signer_for(OTHER, Purpose.CREDENTIAL)
    own = signer_for(ISSUER, Purpose.CREDENTIAL)
    assert read_both_ways(replace(other, kid=own.kid))[0] is False
    assert read_both_ways(replace(own, kid="0" * 16))[0] is False
