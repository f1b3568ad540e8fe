"""The states of a certificate: which steps there are, which never are, and that a suspended one binds."""

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from sojourn.certificates import access
from sojourn.certificates.errors import CertificateUnknown
from sojourn.certificates.events import (
    confirm_certificate,
    supersede_certificate,
    suspend_certificate,
    withdraw_certificate,
)
from sojourn.certificates.models import StatusChange
from sojourn.certificates.states import ARROWS, STANDING, Status, arrow
from sojourn.certificates.transparency.models import Entry
from sojourn.certificates.verdict import Code, Modifier, Result
from sojourn.certificates.verification import verify_code, verify_document
from sojourn.core import clock
from sojourn.core.actors import PUBLIC, Subject
from sojourn.core.errors import NotAllowed, WrongState
from sojourn.journal.access import lines_about
from tests.certificates.builders import ISSUED_ON, OFFICER, STRANGER, a_certificate, on, paper

steps = st.lists(st.sampled_from(list(Status)), max_size=12)


def walked(targets: list[Status]) -> list[Status]:
    """The states through which a certificate goes where each step is tried in turn."""
    status = Status.VALID
    seen = [status]
    for target in targets:
        if arrow(status, target) is not None:
            status = target
            seen.append(status)
    return seen


@given(steps)
def test_whatever_is_tried_nothing_comes_back_from_withdrawn_nor_stands_again_once_replaced(
    targets: list[Status],
) -> None:
    seen = walked(targets)
    if Status.WITHDRAWN in seen:
        assert seen[seen.index(Status.WITHDRAWN) :] == [Status.WITHDRAWN]
    if Status.SUPERSEDED in seen:
        assert not any(status.stands for status in seen[seen.index(Status.SUPERSEDED) :])
    assert seen.count(Status.SUPERSEDED) <= 1
    for before, after in pairwise(seen):
        assert (after is Status.VALID) <= (before is Status.SUSPENDED)
        assert before is not after


def test_from_whatever_stands_it_can_be_withdrawn_and_each_arrow_is_there_once() -> None:
    pairs = [(each.source, each.target) for each in ARROWS]
    assert len(set(pairs)) == len(pairs)
    assert all(arrow(status, Status.WITHDRAWN) for status in Status if status is not Status.WITHDRAWN)
    assert {status for status in Status if status.stands} == set(STANDING)
    assert all(each.needs for each in ARROWS)
    # One word of the journal for each state that is reached.
    assert len({(each.target, each.event) for each in ARROWS}) == len({each.target for each in ARROWS})


@pytest.mark.django_db
def test_suspended_and_confirmed_again_and_again_each_with_its_line_and_its_entry() -> None:
    certificate = a_certificate()
    for _ in range(2):
        for _ in range(2):  # said twice is once
            suspended = suspend_certificate(
                number=certificate.number, actor=OFFICER, reason_code="doubts_from_abroad"
            )
        assert (suspended.status, access.not_in_force([certificate.number])) == (Status.SUSPENDED, set())
        for _ in range(2):
            confirmed = confirm_certificate(number=certificate.number, actor=OFFICER, reason_code="examined")
        assert confirmed.status is Status.VALID
    assert access.last_change(certificate.number) is None
    subject = Subject("certificate", certificate.number)
    kinds = ["certificate.suspended", "certificate.confirmed"]
    assert [line.event for line in lines_about(subject)] == ["certificate.issued", *kinds, *kinds]
    told = Entry.objects.order_by("made_at", "pk").values_list("told__event", flat=True)
    assert sorted(told) == ["confirmed", "confirmed", "issued", "suspended", "suspended"]


@pytest.mark.django_db
def test_a_suspended_certificate_binds_and_the_check_says_both() -> None:
    certificate = a_certificate()
    with on(ISSUED_ON.date() + timedelta(days=150)):
        before = verify_code(certificate.number, certificate.secret)
        suspend_certificate(number=certificate.number, actor=OFFICER, reason_code="doubts_from_abroad")
        for found in (
            verify_code(certificate.number, certificate.secret),
            verify_document(paper(certificate)),
        ):
            assert found.code is before.code is Code.IN_FORCE
            assert found.modifiers[0] is Modifier.SUSPENDED
            assert next(each for each in found.checks if each.code == "status").result is Result.PASSED
        confirm_certificate(number=certificate.number, actor=OFFICER, reason_code="examined")
        again = verify_code(certificate.number, certificate.secret)
    assert (again.code, again.modifiers, again.checks) == (before.code, before.modifiers, before.checks)
    assert again.certificate is not None
    assert again.certificate.changed_on is None


@pytest.mark.django_db
def test_a_suspended_certificate_can_be_replaced_or_withdrawn_and_then_never_suspended_nor_confirmed() -> (
    None
):
    replaced, newer, withdrawn = (a_certificate(f"decision-{number}") for number in range(3))
    for each in (replaced, withdrawn):
        suspend_certificate(number=each.number, actor=OFFICER, reason_code="doubts_from_abroad")
    supersede_certificate(number=replaced.number, by=newer.number, actor=OFFICER, reason_code="put_right")
    withdraw_certificate(
        number=withdrawn.number, actor=OFFICER, reason_code="facts_were_wrong", effective_on=ISSUED_ON.date()
    )
    for each in (replaced, withdrawn):
        for change in (suspend_certificate, confirm_certificate):
            with pytest.raises(WrongState):
                change(number=each.number, actor=OFFICER, reason_code="examined")
    change_ = access.last_change(replaced.number)
    assert change_ is not None
    assert (change_.status, change_.replaced_by) == (Status.SUPERSEDED, newer.number)


@pytest.mark.django_db
def test_only_its_issuer_suspends_and_confirms() -> None:
    certificate = a_certificate()
    for actor in (STRANGER, PUBLIC):
        with pytest.raises(NotAllowed):
            suspend_certificate(number=certificate.number, actor=actor, reason_code="doubts_from_abroad")
    suspend_certificate(number=certificate.number, actor=OFFICER, reason_code="doubts_from_abroad")
    for actor in (STRANGER, PUBLIC):
        with pytest.raises(NotAllowed):
            confirm_certificate(number=certificate.number, actor=actor, reason_code="examined")
    with pytest.raises(CertificateUnknown):
        suspend_certificate(number="US-2026-0000-0000-00", actor=OFFICER, reason_code="doubts_from_abroad")


@pytest.mark.django_db
def test_the_database_keeps_what_can_happen_once_and_what_names_a_successor() -> None:
    certificate, other = a_certificate("one"), a_certificate("two")
    row = StatusChange(changed_at=clock.now(), reason_code="x", effective_on=ISSUED_ON.date())

    def kept(**values: Any) -> None:
        with transaction.atomic():
            plain = {"changed_at": row.changed_at, "reason_code": "x", "effective_on": row.effective_on}
            StatusChange.objects.create(certificate_id=certificate.id, **plain, **values)

    kept(status="suspended")
    kept(status="suspended")
    kept(status="withdrawn")
    for refused in (
        {"status": "withdrawn"},
        {"status": "suspended", "replaced_by_id": other.id},
        {"status": "valid", "replaced_by_id": other.id},
        {"status": "superseded"},
        {"status": "nonsense"},
    ):
        with pytest.raises(IntegrityError):
            kept(**refused)
