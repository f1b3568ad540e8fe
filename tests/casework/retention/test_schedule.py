"""What is due is erased, once and for good; without years, and under a hold, everything is kept."""

from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from sojourn.casework.asking.models import Question, WorkerLink
from sojourn.casework.asking.officer_events import close_inquiry
from sojourn.casework.asking.worker_links import Address
from sojourn.casework.decision_events import refuse
from sojourn.casework.events import take_up
from sojourn.casework.foreign.concern_events import move_concern, report_concern
from sojourn.casework.foreign.models import Concern, ForeignCertificate
from sojourn.casework.models import Case
from sojourn.casework.officer_events import assign
from sojourn.casework.proving import prove
from sojourn.casework.retention.access import retention_of
from sojourn.casework.retention.erasing import erase_due, erase_in_the_night
from sojourn.casework.retention.events import lift_hold, place_hold, set_rule
from sojourn.casework.retention.matters import Matter, counted_before, is_due, kept_until
from sojourn.casework.retention.models import Erasure
from sojourn.certificates import access as certificates
from sojourn.certificates import frozen
from sojourn.certificates.errors import CertificateUnknown
from sojourn.certificates.events import withdraw_certificate
from sojourn.certificates.proofs.access import proof_of
from sojourn.certificates.proofs.verification import verify_proof_code
from sojourn.certificates.transparency.access import inclusion
from sojourn.certificates.transparency.events import tend_log
from sojourn.certificates.transparency.models import Entry
from sojourn.certificates.verdict import Code, Verdict
from sojourn.certificates.verification import verify_code, verify_document
from sojourn.core import clock
from sojourn.core.actors import SYSTEM
from sojourn.core.errors import InvalidInput, NotAllowed, WrongState
from sojourn.parties.acting import ActingAs
from sojourn.requests.models import Request
from sojourn.vault.fields import EncryptedField
from tests.casework.asking.builders import Story
from tests.casework.builders import (
    a_case_in_hand,
    a_hosted_institution,
    a_queued_case,
    an_acting_officer,
    said_about,
)
from tests.casework.foreign.builders import HOST, a_typed_certificate, both_hosted
from tests.requests.builders import a_sent_request

pytestmark = pytest.mark.django_db
SOURCE = "Archive rules, section 4"


@pytest.fixture(autouse=True)
def _hosted() -> None:
    a_hosted_institution()


def after(day: date, days: int = 1, hour: int = 2) -> AbstractContextManager[None]:
    """The service some days after a day, at night."""
    return clock.fixed(datetime(day.year, day.month, day.day, hour, tzinfo=UTC) + timedelta(days=days))


def an_administrator(institution_id: str = "us-ssa") -> ActingAs:
    """Who sets the schedule."""
    return an_acting_officer("administrator", institution_id)


def a_certified_case() -> Case:
    """A case decided without a person, with its certificate and proof."""
    _, request = a_sent_request()
    taken = take_up(request_id=request.pk)
    assert taken is not None
    assert taken.certificate_number
    return Case.objects.get(pk=taken.case_id)


def ends_on(case: Case) -> date:
    """The last day of its cover."""
    end = case.decision.certified_until
    assert end is not None
    return end


def left_of(case: Case) -> list[str]:
    """What is encrypted and not blank in any row that hangs on a case, whichever room keeps it."""
    return [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        if any(field.related_model is Case for field in model._meta.fields)
        for field in model._meta.fields
        if isinstance(field, EncryptedField)
        for row in model._base_manager.filter(case=case)
        if getattr(row, field.name)
    ]


def keep(matter: Matter, years: int = 10, acting: ActingAs | None = None) -> None:
    """Set the schedule for one matter."""
    set_rule(acting=acting or an_administrator(), matter=matter.value, years=years, source=SOURCE)


@settings(deadline=None)
@given(
    counted_from=st.dates(date(1990, 1, 1), date(2060, 1, 1)),
    years=st.integers(1, 60),
    past=st.integers(-800, 800),
)
def test_what_is_due_is_never_missed_by_the_look_up(counted_from: date, years: int, past: int) -> None:
    today = kept_until(counted_from, years) + timedelta(days=past)
    assert is_due(counted_from, years, today) == (past > 0)
    if past > 0:
        assert counted_from <= counted_before(years, today)


def test_without_years_everything_is_kept_for_ever() -> None:
    case = a_certified_case()
    with after(ends_on(case), 200 * 365):
        assert erase_due() == 0
        shown = retention_of(an_administrator())
    assert [(rule.years, rule.due) for rule in shown.rules] == [(None, 0)] * len(Matter)


def test_a_case_is_erased_the_day_after_its_last_year_and_says_so_to_whoever_checks_it() -> None:
    case = a_certified_case()
    number = str(case.decision.certificate_number)
    issued, paper = certificates.certificate(number), certificates.document(number)
    tend_log()
    leaf = bytes(Entry.objects.get(certificate__number=number).digest)
    place = inclusion(leaf)
    keep(Matter.COVERED)
    last = kept_until(ends_on(case), 10)
    with after(last, 0):
        assert erase_due() == 0
    with after(last, 1, hour=12):
        assert erase_in_the_night() == 0, "not while people wait for pages"
        assert [rule.due for rule in retention_of(an_administrator()).rules if rule.years] == [1]
        assert Request.objects.get(pk=case.request_id).particulars, "looking erases nothing"
    with after(last):
        assert erase_in_the_night() == 1
        assert erase_in_the_night() == 0, "once through each schedule a night"
        assert erase_due() == 0
        verdict = verify_code(number, issued.secret)
        assert (verdict.code, verdict.certificate) == (Code.ERASED, None)
        assert verdict.erased is not None
        assert verdict.erased.number == number
        assert verify_document(paper).code is Code.ERASED
        assert verify_code(number, "x" * 22).code is Code.NO_MATCH
    request = Request.objects.get(pk=case.request_id)
    assert (request.particulars, request.entered, request.ssn_index, request.person_index) == ({}, {}, "", "")
    case.refresh_from_db()
    assert (case.number_index, case.identity_index, case.reference) == ("", "", request.reference)
    assert case.decision.certificate_number == number, "what was decided stays"
    for gone in (certificates.document, certificates.content):
        with pytest.raises(CertificateUnknown):
            gone(number)
    assert said_about(case)[-1] == "case.erased"
    row = Erasure.objects.get()
    assert (row.certificate_numbers, row.years, row.source) == ([number], 10, SOURCE)
    assert row.files >= 1
    assert frozen.is_up(connection), "the guard of what was issued stood all the while"
    assert bytes(Entry.objects.get(certificate__number=number).digest) == leaf
    assert inclusion(leaf) == place, "the leaf of the public log stays where it was, and can be proven"


def test_a_proof_of_application_goes_with_its_case() -> None:
    case = a_queued_case()
    officer = an_acting_officer()
    assign(acting=officer, case_id=case.pk)
    case.refresh_from_db()
    refuse(
        acting=officer,
        case_id=case.pk,
        version=case.version,
        reasons=["over_limit"],
        own_words="Anna Smith",
    )
    prove(case.request_id)
    proof = proof_of(case.request_id)
    assert proof is not None
    assert left_of(case), "there is something to erase"
    keep(Matter.UNCOVERED, 5)
    with after(date(2031, 11, 24)):
        assert erase_due() == 1
        told = verify_proof_code(proof.reference, proof.secret)
        assert isinstance(told, Verdict)
        assert told.code is Code.ERASED
    assert left_of(case) == []


def test_what_the_worker_was_asked_by_a_link_goes_with_its_case_and_a_hold_keeps_it() -> None:
    story = Story()
    inquiry = story.ask("who_pays", worker=Address("amira@example.com", "en"))
    close_inquiry(acting=story.officer, case_id=story.case.pk, inquiry_id=inquiry.pk)
    question = Question.objects.get(inquiry=inquiry)
    question.answer = {"text": "The firm at home."}
    question.save(update_fields=["answer"])
    story.case.refresh_from_db()
    terms = {"acting": story.officer, "case_id": story.case.pk, "version": story.case.version}
    refuse(**terms, reasons=["over_limit"])
    keep(Matter.UNCOVERED, 5)
    lead = an_acting_officer("lead")
    place_hold(acting=lead, reference=story.case.reference, reason="Court case")
    with after(date(2031, 11, 24)):
        assert erase_due() == 0
        assert WorkerLink.objects.get().email == "amira@example.com"
        (hold,) = retention_of(lead).holds
        lift_hold(acting=lead, hold_id=hold.id)
        assert erase_due() == 1
    assert (WorkerLink.objects.get().email, Question.objects.get().answer) == ("", None)


def test_a_hold_keeps_what_is_due_until_it_is_lifted_or_its_day_has_passed() -> None:
    case, lead = a_certified_case(), an_acting_officer("lead")
    keep(Matter.COVERED)
    last = kept_until(ends_on(case), 10)
    for wrong in (
        {"reason": " "},
        {"until": date(2020, 1, 1)},
        {"reference": "SJ-2222-2222"},
    ):
        with pytest.raises(InvalidInput):
            place_hold(**({"acting": lead, "reference": case.reference, "reason": "Court case"} | wrong))
    place_hold(acting=lead, reference=case.reference, reason="Court case", until=last + timedelta(days=40))
    with after(last):
        assert erase_due() == 0
        shown = retention_of(lead)
        assert [rule.held for rule in shown.rules if rule.years] == [1]
        (hold,) = shown.holds
        assert hold.reason == "Court case"
    with after(last, 41):
        assert erase_due() == 1
        with pytest.raises(WrongState, match="erased_already"):
            place_hold(acting=lead, reference=case.reference, reason="Too late")
    other = a_certified_case()
    place_hold(acting=lead, reference=other.reference, reason="Court case")
    with after(kept_until(ends_on(other), 10)):
        assert erase_due() == 0
        (hold,) = [each for each in retention_of(lead).holds if each.reference == other.reference]
        lift_hold(acting=lead, hold_id=hold.id)
        lift_hold(acting=lead, hold_id=hold.id)
        assert erase_due() == 1


def test_what_is_not_over_is_not_due() -> None:
    case = a_certified_case()
    keep(Matter.COVERED, 1)
    keep(Matter.UNCOVERED, 1)
    keep(Matter.WITHDRAWN, 1)
    a_case_in_hand(an_acting_officer(), start="2035-03-01", end="2036-02-28")
    Case.objects.exclude(pk=case.pk).update(identity_index=case.identity_index)
    with after(date(2050, 1, 1)):
        assert erase_due() == 0, "one of the same person waits for a decision"


def test_a_withdrawn_certificate_has_years_of_its_own() -> None:
    case = a_certified_case()
    number = str(case.decision.certificate_number)
    keep(Matter.COVERED, 1)
    withdraw_certificate(number=number, actor=SYSTEM, reason_code="wrong", effective_on=date(2027, 3, 1))
    Case.objects.filter(pk=case.pk).update(state="closed")
    with after(date(2050, 1, 1)):
        assert erase_due() == 0
        keep(Matter.WITHDRAWN, 5)
        assert erase_due() == 1
        verdict = verify_code(number, "x")
        assert verdict.code is Code.NO_MATCH
        assert certificates.certificate(number).status == "withdrawn", "that stays"


def test_certificates_from_abroad_and_reports_have_their_years() -> None:
    both_hosted()
    officer, administrator = an_acting_officer(institution_id=HOST), an_administrator(HOST)
    reference = a_typed_certificate(officer)
    report = report_concern(
        key=uuid4(), seen="Anna", contact="a@example.org", institution_id=HOST, photo=b"\xff\xd8\xff"
    )
    for step, version in (("take", 0), ("close", 1)):
        move_concern(
            acting=officer, reference=report.reference, step=step, version=version, note="Looked at."
        )
    keep(Matter.FOREIGN, 10, administrator)
    keep(Matter.CONCERN, 2, administrator)
    with after(date(2028, 11, 23)):
        assert erase_due() == 1
    concern = Concern.objects.get()
    assert (concern.seen, concern.contact, concern.note, concern.file_id) == ("", "", "", None)
    with after(date(2038, 12, 31)):
        assert erase_due() == 1
    row = ForeignCertificate.objects.get(reference=reference)
    assert (row.particulars, row.certificate_index, row.identity_index) == ({}, "", "")
    assert row.erased_at is not None
    assert (row.start, row.host) == (date(2027, 1, 1), "DE")


def test_only_administrators_set_years_and_only_with_a_source() -> None:
    administrator = an_administrator()
    for other in (an_acting_officer(), an_acting_officer("lead")):
        with pytest.raises(NotAllowed):
            keep(Matter.COVERED, 10, other)
    with pytest.raises(NotAllowed):
        retention_of(an_acting_officer())
    for wrong in ({"years": 0}, {"years": 101}, {"source": " "}, {"matter": "everything"}):
        with pytest.raises(InvalidInput):
            set_rule(
                **({"acting": administrator, "matter": "covered", "years": 10, "source": SOURCE} | wrong)
            )
    keep(Matter.COVERED, 10, administrator)
    assert retention_of(an_acting_officer("lead")).may_set is False
    set_rule(acting=administrator, matter="covered", years=None, source="")
    assert all(rule.years is None for rule in retention_of(administrator).rules)
