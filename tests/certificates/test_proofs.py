"""The proof of application: sealed, checkable by anybody, kept as it was made."""

from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any
from uuid import uuid4

import pikepdf
import pypdfium2
import pytest
from django.db import DatabaseError, transaction

from sojourn.certificates.conformance import faults
from sojourn.certificates.proofs.access import proof_document, proof_of
from sojourn.certificates.proofs.content import ProofContent, ProofSealer
from sojourn.certificates.proofs.events import issue_proof
from sojourn.certificates.proofs.models import Proof
from sojourn.certificates.proofs.verification import (
    ProofVerdict,
    normal_reference,
    verify_paper,
    verify_proof_code,
)
from sojourn.certificates.seal_check import independent_seal_check
from sojourn.certificates.verdict import Code, Reason, Result, Verdict
from sojourn.certificates.verification import published_keys
from sojourn.core.actors import SYSTEM, Actor, Capacity
from sojourn.core.errors import NotAllowed

pytestmark = pytest.mark.django_db
REFERENCE = "SJ-7K3M-92QX"
GIVEN: dict[str, Any] = {
    "reference": REFERENCE,
    "request_kind": "first",
    "applicant_kind": "employer",
    "applicant": "Lakeside Robotics Inc.",
    "given_names": "Adaeze",
    "family_name": "Okafor",
    "birth_date": date(1989, 7, 21),
    "institution": "Social Security Administration",
    "hosted": True,
    "home": "US",
    "host": "DE",
    "period_start": date(2027, 3, 1),
    "period_end": date(2030, 2, 28),
    "received_at": datetime(2026, 11, 22, 9, 30, 12, tzinfo=UTC),
    "answers_sha256": "ab" * 32,
    "law_version": "c" * 64,
    "questions_version": "d" * 16,
    "sealed_by": ProofSealer(id="us-ssa", name="Social Security Administration", country="US"),
    "languages": ("de", "en"),
}


def content(**changes: Any) -> ProofContent:
    return ProofContent(**(GIVEN | changes))


def a_proof(**changes: Any) -> bytes:
    request_id = uuid4()
    issue_proof(content=content(**changes), request_id=request_id, actor=SYSTEM)
    document = proof_document(request_id)
    assert document is not None
    return document


def text_of(pdf: bytes) -> str:
    opened = pypdfium2.PdfDocument(pdf)
    try:
        return " ".join(page.get_textpage().get_text_bounded() for page in opened)
    finally:
        opened.close()


def test_a_proof_keeps_both_standards_and_says_what_it_is_not() -> None:
    document = a_proof()
    assert faults(document) == []
    said = text_of(document)
    for words in (
        REFERENCE,
        "Okafor",
        "Lakeside Robotics Inc.",
        "2026-11-22 09:30:12 UTC",
        "It is not a certificate",
    ):
        assert words in said
    assert "Es ist keine Bescheinigung" in said


@pytest.mark.parametrize(
    "changes", [{"family_name": "王小明"}, {"given_names": "محمد"}, {"period_end": None}]
)
def test_a_proof_can_be_made_for_any_name_and_without_an_end(changes: dict[str, Any]) -> None:
    assert faults(a_proof(**changes)) == []


def test_the_seal_is_seen_to_hold_by_code_that_did_not_make_it() -> None:
    document = a_proof()
    report = independent_seal_check(document, published_keys(), datetime(2027, 1, 1, tzinfo=UTC))
    assert report.intact
    assert report.key is not None
    assert report.key.institution_id == "us-ssa"


def test_the_service_seals_what_goes_elsewhere() -> None:
    service = ProofSealer(id="sojourn", name="Sojourn")
    found = verify_paper(a_proof(hosted=False, sealed_by=service))
    assert isinstance(found, ProofVerdict)
    assert (found.genuine, found.proof.sealed_by, found.proof.hosted) == (True, "Sojourn", False)


def test_the_document_itself_can_be_checked_and_names_the_person() -> None:
    found = verify_paper(a_proof())
    assert isinstance(found, ProofVerdict)
    assert found.genuine
    assert found.proof.person == "Adaeze Okafor"
    assert {check.result for check in found.checks} == {Result.PASSED}


@pytest.mark.parametrize("at", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_one_changed_byte_is_noticed(at: float) -> None:
    document = bytearray(a_proof())
    document[int(len(document) * at)] ^= 1
    found = verify_paper(bytes(document))
    assert isinstance(found, Verdict)
    assert found.code is Code.ALTERED


def test_something_added_afterwards_is_noticed() -> None:
    found = verify_paper(a_proof() + b"\n% more\n")
    assert isinstance(found, Verdict)
    assert (found.code, found.reason) == (Code.ALTERED, Reason.APPENDED)


def test_a_proof_without_its_seal_is_altered() -> None:
    with pikepdf.open(BytesIO(a_proof())) as opened:
        del opened.Root.AcroForm
        del opened.Root.Perms
        opened.pages[-1].Annots = pikepdf.Array()
        bare = BytesIO()
        opened.save(bare)
    found = verify_paper(bare.getvalue())
    assert isinstance(found, Verdict)
    assert (found.code, found.reason) == (Code.ALTERED, Reason.SEAL_REMOVED)


def test_by_code_the_person_is_in_initials_until_the_birth_date_is_given() -> None:
    request_id = uuid4()
    issue_proof(content=content(), request_id=request_id, actor=SYSTEM)
    proof = proof_of(request_id)
    assert proof is not None
    masked = verify_proof_code(REFERENCE, proof.secret)
    assert masked is not None
    assert (masked.proof.person, masked.proof.applicant, masked.proof.answers_sha256) == ("A. O.", None, None)
    named = verify_proof_code(REFERENCE, proof.secret, birth_date=date(1989, 7, 21))
    assert named is not None
    assert named.proof.person == "Adaeze Okafor"


def test_a_wrong_code_and_an_unknown_reference_are_the_same_nothing() -> None:
    a_proof()
    assert verify_proof_code(REFERENCE, "x" * 22) is None
    assert verify_proof_code("SJ-2222-2222", "x" * 22) is None


def test_made_twice_it_is_one_proof() -> None:
    request_id = uuid4()
    assert issue_proof(content=content(), request_id=request_id, actor=SYSTEM)
    assert not issue_proof(content=content(), request_id=request_id, actor=SYSTEM)
    assert Proof.objects.count() == 1


def test_nobody_else_may_have_an_institution_seal_a_proof() -> None:
    stranger = Actor(capacity=Capacity.STAFF, party_id="de-dvka", person_id=str(uuid4()))
    with pytest.raises(NotAllowed):
        issue_proof(content=content(), request_id=uuid4(), actor=stranger)


def test_what_was_proven_does_not_change() -> None:
    a_proof()
    with pytest.raises(DatabaseError), transaction.atomic():
        Proof.objects.update(reference="SJ-2222-2222")


@pytest.mark.parametrize("typed", ["sj7k3m92qx", " SJ-7K3M-92QX ", "sj 7k3m 92qx"])
def test_a_reference_is_known_however_it_is_typed(typed: str) -> None:
    assert normal_reference(typed) == REFERENCE


def test_the_number_of_a_certificate_is_no_reference() -> None:
    assert normal_reference("US-2027-7K3M-92QX-4T") is None
