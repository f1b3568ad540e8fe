"""No known way of changing a sealed document afterwards passes the check, or verification as a whole."""

import os
import random
from io import BytesIO

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from bench.every_byte import missed
from sojourn.certificates.seal_check import independent_seal_check
from sojourn.certificates.verdict import Code
from sojourn.certificates.verification import LARGEST_DOCUMENT, verify_document
from sojourn.core import clock
from tests.attack.papers import ATTACKS, from_other_seal
from tests.certificates.builders import ISSUED_ON, a_certificate, paper, sealed, trusted

NOW = ISSUED_ON.replace(year=2027)
_GENUINE = {Code.IN_FORCE, Code.ENDED, Code.SUPERSEDED, Code.WITHDRAWN}
_WELL_FORMED = [
    name for name in ATTACKS if name.startswith(("isa_new", "shadow", "eaa", "ssa", "second", "attachment"))
]


@pytest.fixture(scope="module")
def document() -> bytes:
    return sealed()


@pytest.mark.parametrize("name", ATTACKS)
def test_the_seal_of_an_attacked_document_is_not_intact(document: bytes, name: str) -> None:
    assert independent_seal_check(document, trusted(), NOW).intact
    attacked = ATTACKS[name](document)
    assert attacked != document
    assert not independent_seal_check(attacked, trusted(), NOW).intact


@pytest.mark.parametrize("name", _WELL_FORMED)
def test_the_attack_is_one_that_other_readers_open(document: bytes, name: str) -> None:
    """Else it would prove nothing that it is refused."""
    assert PdfFileReader(BytesIO(ATTACKS[name](document)), strict=False).root["/Pages"]["/Kids"]


@pytest.mark.django_db
def test_verification_calls_no_attacked_document_genuine() -> None:
    with clock.fixed(NOW):
        genuine = paper(a_certificate("attacked"))
        assert verify_document(genuine).code in _GENUINE
        for name, attack in ATTACKS.items():
            verdict = verify_document(attack(genuine))
            assert verdict.code not in _GENUINE, name
        other = paper(a_certificate("other", holder__family_name="Moller"))
        assert verify_document(from_other_seal(genuine, other)).code is Code.ALTERED
        huge = genuine + b"\n%" + b" " * LARGEST_DOCUMENT
        assert verify_document(huge).code is Code.CANNOT_CHECK


def test_every_changed_byte_is_noticed(document: bytes) -> None:
    """A sample; `python -m bench.every_byte 10000` tries as many as wanted."""
    trials = int(os.environ.get("SOJOURN_TRIALS", "400"))
    assert missed(document, trusted(), NOW, trials, random.Random(trials)) == []
