"""Every request that is handed in gets its proof of application, at once or by the worker."""

import pytest

from sojourn.casework.events import hand_in_and_take_up, set_up_institution
from sojourn.casework.working_off import work_off
from sojourn.certificates.proofs.access import proof_document, proof_of
from sojourn.certificates.proofs.verification import ProofVerdict, verify_paper
from sojourn.core.actors import SYSTEM
from sojourn.requests.for_proofs import fingerprint, stands_today, unproven_ids
from sojourn.requests.models import Request
from tests.requests.builders import a_draft, a_sent_request, go_on

pytestmark = pytest.mark.django_db


def handed_in() -> Request:
    acting, draft = a_draft()
    go_on(acting, draft)
    hand_in_and_take_up(acting=acting, request_id=draft.pk, key=f"key-{draft.pk}", declared=True)
    return Request.objects.get(pk=draft.pk)


def verdict_on(request: Request) -> ProofVerdict:
    document = proof_document(request.pk)
    assert document is not None
    found = verify_paper(document)
    assert isinstance(found, ProofVerdict)
    return found


def test_a_request_to_an_institution_here_is_proven_under_its_seal() -> None:
    set_up_institution(institution_id="us-ssa", actor=SYSTEM)
    request = handed_in()
    found = verdict_on(request)
    assert (found.genuine, found.proof.hosted) == (True, True)
    assert found.proof.reference == request.reference
    assert found.proof.sealed_by.startswith("Social Security Administration")
    assert found.proof.answers_sha256 == fingerprint(request.pk)
    assert stands_today(request.pk) == "decided"


def test_a_request_that_goes_elsewhere_is_proven_under_the_services_own_seal() -> None:
    request = handed_in()
    found = verdict_on(request)
    assert (found.genuine, found.proof.hosted, found.proof.sealed_by) == (True, False, "Sojourn")


def test_the_worker_makes_the_proofs_that_are_missing_and_makes_none_twice() -> None:
    _, request = a_sent_request()
    assert proof_of(request.pk) is None
    work_off()
    first = proof_of(request.pk)
    assert first is not None
    work_off()
    assert proof_of(request.pk) == first
    assert unproven_ids(10) == []


def test_any_changed_answer_changes_the_fingerprint() -> None:
    request = handed_in()
    before = fingerprint(request.pk)
    Request.objects.filter(pk=request.pk).update(plain=request.plain | {"activities[0].country": "FR"})
    assert fingerprint(request.pk) != before


def test_a_withdrawn_request_is_told_to_be_withdrawn() -> None:
    request = handed_in()
    Request.objects.filter(pk=request.pk).update(state="withdrawn", withdrawn_at=request.handed_in_at)
    assert stands_today(request.pk) == "withdrawn"
