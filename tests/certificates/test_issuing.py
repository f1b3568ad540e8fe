"""Issuing: once, whole, frozen, by those who may."""

import json
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from threading import Barrier

import pikepdf
import pytest
from django.db import DatabaseError, connection, transaction
from django.test import override_settings

from sojourn.certificates import access, events, frozen, readback
from sojourn.certificates.conformance import faults
from sojourn.certificates.errors import CertificateUnknown, NotIssued, SealUnavailable
from sojourn.certificates.events import issue_certificate, supersede_certificate, withdraw_certificate
from sojourn.certificates.models import Certificate, SealKey, StatusChange
from sojourn.certificates.states import Status
from sojourn.core.actors import PUBLIC, SYSTEM, Actor, Capacity, Subject
from sojourn.core.errors import InvalidInput, NotAllowed, WrongState
from sojourn.files.models import KeptFile
from sojourn.journal.access import lines_about
from tests.certificates.builders import ISSUED_ON, OFFICER, STRANGER, a_certificate, content, on, paper

DAY = ISSUED_ON.date()

pytestmark = pytest.mark.django_db


def test_an_issued_certificate_has_number_code_address_and_a_document_that_holds_its_data() -> None:
    certificate = a_certificate()
    assert certificate.number.startswith("US-2026-")
    assert certificate.address.endswith(f"/c/{certificate.number}/{certificate.secret}")
    assert (certificate.status, certificate.issued_at) == (Status.VALID, ISSUED_ON)
    with pikepdf.open(BytesIO(paper(certificate))) as opened:
        attached = json.loads(opened.attachments["certificate.json"].get_file().read_bytes())
    assert attached["number"] == certificate.number
    assert attached["content"] == content().model_dump(mode="json")
    assert access.content(certificate.number) == content()
    assert faults(paper(certificate)) == []


def test_it_is_found_however_its_number_is_typed_and_by_no_other() -> None:
    certificate = a_certificate()
    assert access.certificate(certificate.number.lower().replace("-", " ")) == certificate
    for wrong in ("US-2026-0000-0000-00", "nonsense", ""):
        with pytest.raises(CertificateUnknown):
            access.certificate(wrong)


def test_the_same_key_gives_the_same_certificate_and_one_of_everything() -> None:
    first, again = a_certificate("decision-1"), a_certificate("decision-1")
    assert again == first
    assert (Certificate.objects.count(), KeptFile.objects.count()) == (1, 1)
    assert len(lines_about(Subject("certificate", first.number))) == 1


def test_a_repetition_on_a_later_day_is_the_same_and_for_another_person_refused() -> None:
    first = a_certificate("decision-1")
    assert a_certificate("decision-1", decided_on="2026-11-23", law_version="ffff") == first
    with pytest.raises(WrongState) as caught:
        a_certificate("decision-1", holder__family_name="Meyer")
    assert caught.value.code == "issue_key_reused"


@pytest.mark.django_db(transaction=True)
def test_two_who_issue_at_once_under_one_key_get_one_certificate() -> None:
    together_at = Barrier(3)

    def work(_: int) -> str:
        try:
            together_at.wait(timeout=10)
            return a_certificate("decision-1").number
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        numbers = set(pool.map(work, range(3)))
    assert len(numbers) == 1
    assert (Certificate.objects.count(), KeptFile.objects.count(), SealKey.objects.count()) == (1, 1, 1)
    assert len(lines_about(Subject("certificate", numbers.pop()))) == 1


def test_a_number_that_was_taken_is_never_given_again(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = a_certificate().number
    fresh = iter([taken, taken, "US-2026-8888-8888-8X"])
    monkeypatch.setattr(events, "new_number", lambda country, day: next(fresh))
    assert a_certificate().number == "US-2026-8888-8888-8X"
    monkeypatch.setattr(events, "new_number", lambda country, day: taken)
    with pytest.raises(NotIssued):
        a_certificate()


@pytest.mark.parametrize("actor", [OFFICER, SYSTEM])
def test_the_issuers_officers_and_the_service_itself_may_issue(actor: Actor) -> None:
    assert issue_certificate(content=content(), actor=actor, key="k").institution_id == "us-ssa"


@pytest.mark.parametrize("actor", [STRANGER, PUBLIC, Actor(Capacity.EMPLOYER, "p", "us-ssa")])
def test_nobody_else_may_issue_or_withdraw(actor: Actor) -> None:
    with pytest.raises(NotAllowed):
        issue_certificate(content=content(), actor=actor, key="k")
    certificate = a_certificate()
    with pytest.raises(NotAllowed):
        withdraw_certificate(number=certificate.number, actor=actor, reason_code="fraud", effective_on=DAY)
    assert access.certificate(certificate.number).status is Status.VALID


def test_a_name_that_cannot_be_printed_is_asked_for_in_latin_letters_and_nothing_is_kept() -> None:
    with pytest.raises(InvalidInput) as caught:
        a_certificate(holder__given_names="प्रिया")
    assert [(each.field, each.code) for each in caught.value.problems] == [
        ("holder.given_names", "not_printable")
    ]
    assert (Certificate.objects.count(), KeptFile.objects.count()) == (0, 0)


def test_a_document_that_says_something_else_is_never_released(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readback, "differences", lambda *given: ["holder.family_name"])
    with pytest.raises(NotIssued) as caught:
        a_certificate()
    assert caught.value.params == {"fields": ["holder.family_name"]}
    assert (Certificate.objects.count(), KeptFile.objects.count()) == (0, 0)


def test_without_a_key_nothing_is_issued_and_nothing_is_lost() -> None:
    with override_settings(SOJOURN_MODE="production"), pytest.raises(SealUnavailable):
        a_certificate("decision-1")
    assert a_certificate("decision-1").status is Status.VALID


def test_what_fails_after_issuing_takes_the_certificate_with_it() -> None:
    def issue_and_fail() -> None:
        with transaction.atomic():
            a_certificate("decision-1")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        issue_and_fail()
    assert (Certificate.objects.count(), KeptFile.objects.count()) == (0, 0)


def test_nothing_of_the_person_or_the_code_rests_in_the_clear() -> None:
    certificate = a_certificate()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM certificates_certificate")
        row = b"|".join(
            bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
            for value in cursor.fetchone()
        )
    for text in ("Miller", "Sarah", "219-09-9999", "Lovejoy", "1988-05-14", certificate.secret):
        assert text.encode() not in row
    assert certificate.secret not in repr(certificate)
    (line,) = lines_about(Subject("certificate", certificate.number))
    assert line.details == {"institution": "us-ssa", "key": f"kid:{certificate.kid}", "instrument": "us-de"}


def test_withdrawing_is_written_down_once_however_often_it_is_said() -> None:
    number = a_certificate().number
    for _ in range(2):
        with on(DAY):
            done = withdraw_certificate(
                number=number, actor=OFFICER, reason_code="issued_in_error", effective_on=DAY
            )
        assert done.status is Status.WITHDRAWN
    assert StatusChange.objects.count() == 1
    assert [line.event for line in lines_about(Subject("certificate", number))] == [
        "certificate.issued",
        "certificate.withdrawn",
    ]


def test_a_newer_certificate_takes_the_place_of_an_older_and_only_a_valid_one_can() -> None:
    old, new = a_certificate(), a_certificate(period_end="2029-02-28")
    replaced = supersede_certificate(
        number=old.number, by=new.number, actor=OFFICER, reason_code="ended_early"
    )
    assert replaced.status is Status.SUPERSEDED
    with pytest.raises(WrongState):
        supersede_certificate(number=new.number, by=old.number, actor=OFFICER, reason_code="x")
    with pytest.raises(WrongState):
        supersede_certificate(number=new.number, by=new.number, actor=OFFICER, reason_code="x")


def test_what_was_withdrawn_is_not_replaced_any_more_and_what_was_replaced_can_be_withdrawn() -> None:
    old, new = a_certificate(), a_certificate()
    supersede_certificate(number=old.number, by=new.number, actor=OFFICER, reason_code="correction")
    withdraw_certificate(number=old.number, actor=OFFICER, reason_code="fraud", effective_on=DAY)
    with pytest.raises(WrongState) as caught:
        supersede_certificate(number=old.number, by=new.number, actor=OFFICER, reason_code="correction")
    assert caught.value.code == "certificate_state_forbids"


def test_an_unknown_number_cannot_be_withdrawn() -> None:
    with pytest.raises(CertificateUnknown):
        withdraw_certificate(number="US-2026-0000-0000-00", actor=SYSTEM, reason_code="x", effective_on=DAY)


@pytest.mark.parametrize(
    ("column", "value"),
    [("number", "US-2026-AAAA-AAAA-AA"), ("period_end", "2099-01-01"), ("document_sha256", "0" * 64)],
)
def test_the_database_itself_refuses_to_change_what_was_issued(column: str, value: str) -> None:
    assert frozen.is_up(connection)
    certificate = a_certificate()
    with pytest.raises(DatabaseError), transaction.atomic():
        Certificate.objects.filter(pk=certificate.id).update(**{column: value})
    with pytest.raises(DatabaseError), transaction.atomic():
        SealKey.objects.update(chain="")
    assert access.certificate(certificate.number) == certificate
