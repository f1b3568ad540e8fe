"""What is decided while something that issuing needs is away: it stands, waits, and is issued once."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, OperationalError, connection

from sojourn.casework import events as taking_up
from sojourn.casework.certificate_events import withdraw_certificate
from sojourn.casework.decision_events import approve
from sojourn.casework.events import take_up
from sojourn.casework.issuing import issue_what_waits, issuing_waits
from sojourn.casework.models import Case, Decision
from sojourn.casework.working_off import work_off
from sojourn.certificates import events as issuing
from sojourn.certificates.access import certificate
from sojourn.certificates.errors import CertificateUnknown, NotIssued, SealUnavailable
from sojourn.certificates.models import Certificate
from sojourn.certificates.orders.models import Order
from sojourn.certificates.transparency.models import Entry
from sojourn.certificates.verdict import Code
from sojourn.certificates.verification import verify_code
from sojourn.core import clock
from sojourn.core.actors import Subject
from sojourn.core.errors import WrongState
from sojourn.files.models import KeptFile
from sojourn.files.storage import DatabaseStorage
from sojourn.journal.access import lines_about
from sojourn.messages.models import Letter as Mail
from sojourn.requests.models import Request
from tests.casework.builders import a_case_in_hand, a_hosted_institution, an_acting_officer
from tests.requests.builders import a_sent_request

pytestmark = pytest.mark.django_db


@contextmanager
def key_away() -> Iterator[list[int]]:
    """While it lasts the key store does not answer; yields how often it was asked."""
    asked: list[int] = []

    def away(*_: object, **__: object) -> Any:
        asked.append(1)
        raise SealUnavailable("no_seal_key")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(issuing, "seal_and_stamp", away)
        yield asked


def _mails(about: Request, template: str) -> int:
    return Mail.objects.filter(about_id=str(about.pk), template=template).count()


def _later(**much: float) -> Any:
    return clock.fixed(clock.now() + timedelta(**much))


def test_decision_stands_while_the_key_is_away_and_the_certificate_is_issued_once_it_is_back() -> None:
    a_hosted_institution()
    _, request = a_sent_request()
    with key_away():
        taken = take_up(request_id=request.pk)
        assert taken is not None
        number = str(taken.certificate_number)
        assert not taken.waits
        assert issue_what_waits() == 0
    request.refresh_from_db()
    assert (request.state, request.certificate_number) == ("approved", number)
    assert _mails(request, "request_approved") == 0
    assert not Certificate.objects.exists()
    with pytest.raises(CertificateUnknown):
        certificate(number)
    # Not before its time.
    assert issue_what_waits() == 0
    with _later(seconds=20):
        assert (issue_what_waits(), issue_what_waits()) == (1, 0)
    issued = certificate(number)
    assert verify_code(issued.number, issued.secret).code is Code.IN_FORCE
    assert (Certificate.objects.count(), Entry.objects.count(), Order.objects.count()) == (1, 1, 0)
    assert KeptFile.objects.filter(kind="certificate_document").count() == 1
    assert _mails(request, "request_approved") == 1
    assert [line.event for line in lines_about(Subject("certificate", number))] == [
        "certificate.ordered",
        "certificate.issued",
    ]


def test_one_try_tells_for_all_that_waits_and_the_pauses_grow() -> None:
    a_hosted_institution()
    requests = [a_sent_request(ssn=ssn, family_name=name)[1] for ssn, name in _PEOPLE]
    with key_away() as asked:
        for request in requests:
            take_up(request_id=request.pk)
        assert len(asked) == 1
        with _later(seconds=16):
            assert issue_what_waits() == 0
            assert issue_what_waits() == 0
        assert len(asked) == 2
        with _later(seconds=16 + 10):
            issue_what_waits()
        assert len(asked) == 2
    officer = an_acting_officer()
    waiting = issuing_waits(officer)
    assert waiting is not None
    assert waiting.count == 3
    with _later(hours=1):
        assert issue_what_waits() == 3
    assert issuing_waits(officer) is None
    assert Certificate.objects.count() == Decision.objects.count() == 3


_PEOPLE = (("808-21-4471", "Okafor"), ("812-34-7719", "Halvorsen"), ("812-34-7723", "Iversen"))


def test_officer_approves_while_the_file_store_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    a_hosted_institution()
    officer = an_acting_officer()
    case = a_case_in_hand(officer)
    whole = DatabaseStorage.put

    def full(self: DatabaseStorage, file_id: Any, sealed: bytes) -> None:
        # A letter of 40 KB still fits; the certificate does not.
        if KeptFile.objects.get(pk=file_id).kind == "certificate_document":
            raise OSError(28, "No space left on device")
        whole(self, file_id, sealed)

    monkeypatch.setattr(DatabaseStorage, "put", full)
    number = _approve(case, officer)
    case.refresh_from_db()
    assert case.state == "decided"
    assert KeptFile.objects.filter(kind="certificate_document").count() == 0
    with pytest.raises(WrongState) as refused:
        withdraw_certificate(
            acting=officer,
            case_id=case.pk,
            version=case.version,
            reason="not_fulfilled",
            effective_on=clock.today() + timedelta(days=200),
        )
    assert refused.value.code == "certificate_waits"
    monkeypatch.undo()
    with _later(minutes=1):
        assert issue_what_waits() == 1
    assert certificate(number).number == number


def test_what_cannot_be_drawn_is_told_at_once_and_holds_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    a_hosted_institution()
    officer = an_acting_officer()
    case = a_case_in_hand(officer)
    first, second = (a_sent_request(ssn=ssn, family_name=name)[1] for ssn, name in _PEOPLE[1:])
    whole = issuing.readback.differences

    def differ(pdf: bytes, content: Any, issue: Any) -> list[str]:
        return ["holder"] if content.holder.family_name in {"Okafor"} else whole(pdf, content, issue)

    with key_away():
        take_up(request_id=first.pk)
        monkeypatch.setattr(issuing.readback, "differences", differ)
        with pytest.raises(NotIssued):
            _approve(case, officer)
        monkeypatch.undo()
        assert not Decision.objects.filter(case=case).exists()
        _approve(case, officer)
        take_up(request_id=second.pk)
    monkeypatch.setattr(issuing.readback, "differences", differ)
    with _later(hours=1):
        assert issue_what_waits() == 2
        assert issue_what_waits() == 0
    assert Order.objects.get().fault == "faces_differ"
    _, later = a_sent_request(ssn="812-34-7741", family_name="Quist")
    take_up(request_id=later.pk)
    assert Order.objects.count() == 1


def test_database_that_is_locked_again_and_again_brings_no_clear_case_to_an_officer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    a_hosted_institution()
    _, request = a_sent_request()

    def locked(*_: object) -> Any:
        cause = sqlite3.OperationalError("database is locked")
        cause.sqlite_errorcode = sqlite3.SQLITE_BUSY_SNAPSHOT
        raise OperationalError("database is locked") from cause

    monkeypatch.setattr(taking_up, "gather", locked)
    for hours in range(5):
        with _later(hours=hours):
            assert work_off() == 1
    monkeypatch.undo()
    with _later(hours=6):
        work_off()
    assert Case.objects.get(request_id=request.pk).state == "decided"
    assert Certificate.objects.count() == 1


# A file of limited size is SQLite's way of being full.
@pytest.mark.only_on("sqlite")
@pytest.mark.django_db(transaction=True)
def test_full_disk_makes_no_half_decision_and_what_was_sent_is_decided_once_there_is_room() -> None:
    a_hosted_institution()
    _, request = a_sent_request()
    # Issuing fills what it has for itself: a first certificate makes keys and lists that the next one finds.
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        (pages,) = cursor.fetchone()
        for spare in (2, 8, 20, 40):
            cursor.execute(f"PRAGMA max_page_count = {pages + spare}")
            with suppress(DatabaseError):
                take_up(request_id=request.pk)
            decided = Decision.objects.count()
            assert decided == Certificate.objects.count() + Order.objects.count() <= 1
            assert decided == Request.objects.filter(pk=request.pk, state="approved").count()
        cursor.execute("PRAGMA max_page_count = 1073741823")
    Case.objects.update(next_try_at=None)
    with _later(minutes=30):
        take_up(request_id=request.pk)
        issue_what_waits()
    assert Certificate.objects.count() == Decision.objects.count() == Entry.objects.count() == 1
    assert _mails(request, "request_approved") == 1


def _approve(case: Case, officer: Any) -> str:
    case.refresh_from_db()
    return approve(
        acting=officer,
        case_id=case.pk,
        version=case.version,
        reasons=["conditions_met"],
        waivers={"number_missing": "Seen on paper."},
    )
