"""What officers do with a case, and what they may not."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from sojourn.casework.case_view import case_for
from sojourn.casework.certificate_events import withdraw_certificate
from sojourn.casework.decision_events import LONGEST_WORDS, approve, refuse
from sojourn.casework.events import take_up
from sojourn.casework.models import Case, Decision, Waiver
from sojourn.casework.notice import notice_of
from sojourn.casework.officer_events import assign, look_at_person, put_back, take_next
from sojourn.casework.signing.events import propose
from sojourn.casework.states import CaseState
from sojourn.certificates.access import certificate
from sojourn.core.actors import SYSTEM
from sojourn.core.errors import InvalidInput, NotAllowed, WrongState
from sojourn.parties.access import ActingAs, acting_for_employer, acting_for_self
from sojourn.parties.events import dismiss_staff
from sojourn.parties.models import Person
from sojourn.requests.events import withdraw
from sojourn.requests.models import Request
from tests.casework.builders import (
    a_case_in_hand,
    a_hosted_institution,
    a_queued_case,
    an_acting_officer,
    said_about,
    signed_by_another,
)
from tests.parties.builders import an_employer
from tests.requests.builders import a_sent_request

pytestmark = pytest.mark.django_db

NUMBER_SEEN = {"number_missing": "The number was issued yesterday; I have seen the letter."}


@pytest.fixture(autouse=True)
def _hosted() -> None:
    a_hosted_institution()


@pytest.fixture
def officer() -> ActingAs:
    return an_acting_officer()


def approve_it(officer: ActingAs, case: Case, **changes: Any) -> str:
    terms: dict[str, Any] = {
        "acting": officer,
        "case_id": case.pk,
        "version": case.version,
        "reasons": ["facts_established"],
        "waivers": NUMBER_SEEN,
    }
    return approve(**terms | changes)


def refuse_it(officer: ActingAs, case: Case, **changes: Any) -> None:
    terms: dict[str, Any] = {
        "acting": officer,
        "case_id": case.pk,
        "version": case.version,
        "reasons": ["facts_not_shown"],
    }
    refuse(**terms | changes)


def a_decided_case(officer: ActingAs, **answers: Any) -> Case:
    case = a_case_in_hand(officer, **answers)
    approve_it(officer, case)
    case.refresh_from_db()
    return case


def test_officer_approves_an_unclear_case_with_a_waiver(officer: ActingAs) -> None:
    case = a_case_in_hand(officer)
    number = approve_it(officer, case, own_words="The number follows by letter.")
    assert certificate(number).period_end == date(2030, 2, 28)
    decision = Decision.objects.get(case=case)
    assert (str(decision.decided_by_id), decision.own_words) == (
        officer.actor.person_id,
        "The number follows by letter.",
    )
    assert Waiver.objects.get(case=case).code == "number_missing"
    assert Request.objects.get(pk=case.request_id).certificate_number == number
    assert said_about(case) == ["case.opened", "case.queued", "case.assigned", "case.approved"]


def test_officer_refuses_with_reasons_and_the_applicant_reads_them(officer: ActingAs) -> None:
    case = a_case_in_hand(officer)
    refuse_it(officer, case, own_words="We asked twice.")
    notice = notice_of(case.request_id, "en")
    assert notice is not None
    assert notice.result == "refused"
    assert notice.reasons == ("What would decide the request is not known to us, so we cannot certify it.",)
    assert notice.own_words == "We asked twice."
    assert "new request" in notice.remedy
    assert Request.objects.get(pk=case.request_id).state == "refused"
    assert said_about(case)[-1] == "case.refused"


def test_own_words_and_waivers_rest_encrypted(officer: ActingAs) -> None:
    case = a_case_in_hand(officer)
    approve_it(officer, case, own_words="Adaeze Okafor is known to us.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT own_words FROM casework_decision")
        kept = bytes(cursor.fetchone()[0])
        cursor.execute("SELECT reason FROM casework_waiver")
        kept += bytes(cursor.fetchone()[0])
    assert b"Okafor" not in kept
    assert b"issued yesterday" not in kept


def test_hindrance_without_waiver_keeps_the_case_from_being_approved(officer: ActingAs) -> None:
    case = a_case_in_hand(officer)
    with pytest.raises(InvalidInput) as refusal:
        approve_it(officer, case, waivers={"number_missing": "  "})
    assert [(p.field, p.code) for p in refusal.value.problems] == [
        ("waiver-number_missing", "waiver_missing")
    ]
    assert not Decision.objects.exists()
    assert not Waiver.objects.exists()


@pytest.mark.parametrize(
    ("reasons", "code"),
    [([], "reason_missing"), (["over_limit"], "reason_unknown"), (["nonsense"], "reason_unknown")],
)
def test_approval_needs_reasons_of_its_own(officer: ActingAs, reasons: list[str], code: str) -> None:
    case = a_case_in_hand(officer)
    with pytest.raises(InvalidInput) as refusal:
        approve_it(officer, case, reasons=reasons)
    assert refusal.value.problems[0].code == code


def test_own_words_have_a_limit(officer: ActingAs) -> None:
    case = a_case_in_hand(officer)
    with pytest.raises(InvalidInput):
        refuse_it(officer, case, own_words="x" * (LONGEST_WORDS + 1))
    refuse_it(officer, case, own_words="x" * LONGEST_WORDS)


def test_second_decision_is_refused_and_says_who_decided(officer: ActingAs) -> None:
    colleague = an_acting_officer()
    case = a_case_in_hand(officer)
    refuse_it(officer, case)
    with pytest.raises(WrongState) as refusal:
        approve_it(colleague, case)
    assert refusal.value.code == "case_decided"
    assert refusal.value.params == {
        "by": officer.actor.person_id,
        "at": "2026-11-23",
        "result": "refused",
    }
    assert Decision.objects.count() == 1


def test_decision_on_an_automatically_decided_case_is_refused(officer: ActingAs) -> None:
    _, request = a_sent_request()
    take_up(request_id=request.pk)
    with pytest.raises(WrongState) as refusal:
        refuse_it(officer, Case.objects.get())
    assert refusal.value.code == "case_decided_automatically"


def test_officer_decides_only_what_is_in_their_hands(officer: ActingAs) -> None:
    case = a_queued_case()
    with pytest.raises(WrongState, match="case_not_in_hand"):
        refuse_it(officer, case)
    assign(acting=an_acting_officer(), case_id=case.pk)
    case.refresh_from_db()
    with pytest.raises(WrongState, match="case_not_yours"):
        refuse_it(officer, case)


def test_page_drawn_before_a_colleague_moved_the_case_decides_nothing(officer: ActingAs) -> None:
    case = a_case_in_hand(officer)
    drawn = case.version
    assign(acting=an_acting_officer(), case_id=case.pk)
    assign(acting=officer, case_id=case.pk)
    with pytest.raises(WrongState, match="case_changed"):
        refuse_it(officer, case, version=drawn)


def test_request_withdrawn_meanwhile_cannot_be_decided(officer: ActingAs) -> None:
    employer = an_employer()
    case = a_queued_case(employer)
    assign(acting=officer, case_id=case.pk)
    case.refresh_from_db()
    withdraw(acting=employer, request_id=case.request_id)
    with pytest.raises(WrongState, match="request_not_open"):
        approve_it(officer, case)
    assert not Decision.objects.exists()


def test_situation_without_a_certificate_can_only_be_refused(officer: ActingAs) -> None:
    case = a_case_in_hand(officer)
    frozen = Request.objects.get(pk=case.request_id)
    frozen.situation["activities"][0]["end"] = "2035-02-28"
    Request.objects.filter(pk=frozen.pk).update(situation=frozen.situation)
    view = case_for(officer, case.reference)
    assert not view.may_be_approved
    assert "over_limit" in view.refusal_reasons
    waivers = {finding.code: "I think so." for finding in view.hindrances}
    with pytest.raises(WrongState, match="law_gives_no_certificate"):
        approve_it(officer, case, waivers=waivers)
    refuse_it(officer, case, reasons=["over_limit"])


def test_officer_of_another_institution_finds_nothing() -> None:
    case = a_queued_case()
    stranger = an_acting_officer(institution_id="de-dvka")
    with pytest.raises(NotAllowed):
        case_for(stranger, case.reference)
    for step in (assign, put_back, look_at_person):
        with pytest.raises(NotAllowed):
            step(acting=stranger, case_id=case.pk)
    with pytest.raises(NotAllowed):
        refuse_it(stranger, case)


def test_applicants_find_no_case() -> None:
    employer = an_employer()
    case = a_queued_case(employer)
    with pytest.raises(NotAllowed):
        case_for(employer, case.reference)
    with pytest.raises(NotAllowed):
        assign(acting=employer, case_id=case.pk)
    with pytest.raises(NotAllowed):
        look_at_person(acting=employer, case_id=case.pk)


def test_dismissed_officer_can_do_nothing_more(officer: ActingAs) -> None:
    case = a_case_in_hand(officer)
    person = Person.objects.get(pk=officer.actor.person_id)
    dismiss_staff(actor=SYSTEM, person=person, institution_id="us-ssa")
    with pytest.raises(NotAllowed):
        refuse_it(officer, case)


def test_officer_does_not_decide_for_an_employer_of_their_own(officer: ActingAs) -> None:
    person = Person.objects.get(pk=officer.actor.person_id)
    own = an_employer(person)
    case = a_queued_case(own)
    assert case_for(officer, case.reference).my_own_matter
    with pytest.raises(WrongState, match="own_matter"):
        assign(acting=officer, case_id=case.pk)
    assert take_next(acting=officer) is None
    assert take_next(acting=an_acting_officer()) == case.reference


def test_take_next_gives_what_is_due_first_and_each_case_once(officer: ActingAs) -> None:
    first = a_queued_case()
    second = a_queued_case(family_name="Halvorsen")
    Case.objects.filter(pk=second.pk).update(due_on=date(2026, 11, 24))
    colleague = an_acting_officer()
    assert take_next(acting=officer) == second.reference
    assert take_next(acting=colleague) == first.reference
    assert take_next(acting=officer) is None


def test_case_put_back_waits_again(officer: ActingAs) -> None:
    case = a_case_in_hand(officer)
    put_back(acting=officer, case_id=case.pk, version=case.version)
    case.refresh_from_db()
    assert (case.state, case.assigned_to_id) == (CaseState.NEW, None)
    assert take_next(acting=officer) == case.reference


def test_taking_in_hand_twice_is_once(officer: ActingAs) -> None:
    case = a_case_in_hand(officer)
    assign(acting=officer, case_id=case.pk, version=0)
    assert said_about(case).count("case.assigned") == 1


def test_every_look_at_the_person_is_written_down(officer: ActingAs) -> None:
    case = a_queued_case()
    file = look_at_person(acting=officer, case_id=case.pk)
    assert file.particulars["worker.family_name"] == "Okafor"
    look_at_person(acting=officer, case_id=case.pk)
    assert said_about(case).count("case.person_looked_at") == 2
    case.refresh_from_db()
    assert case.state == CaseState.NEW


def test_first_look_of_the_officer_in_charge_begins_the_review(officer: ActingAs) -> None:
    case = a_case_in_hand(officer)
    look_at_person(acting=officer, case_id=case.pk)
    look_at_person(acting=officer, case_id=case.pk)
    assert said_about(case).count("case.review_begun") == 1
    case.refresh_from_db()
    assert case.state == CaseState.IN_REVIEW


def test_withdrawn_certificate_says_so_and_the_decision_stays(officer: ActingAs) -> None:
    case = a_decided_case(officer)
    number = Decision.objects.get().certificate_number
    withdraw_certificate(
        acting=officer,
        case_id=case.pk,
        version=case.version,
        reason="facts_were_wrong",
        effective_on=date(2027, 3, 1),
    )
    assert certificate(str(number)).status == "withdrawn"
    first, later = Decision.objects.order_by("position")
    assert (first.result, later.result, later.supersedes) == ("approved", "withdrawn", first)
    case.refresh_from_db()
    assert case.decision == later
    assert case.state == CaseState.CLOSED
    with pytest.raises(WrongState, match="no_certificate_to_withdraw"):
        withdraw_certificate(
            acting=officer,
            case_id=case.pk,
            version=case.version,
            reason="facts_were_wrong",
            effective_on=date(2027, 3, 1),
        )


def test_withdrawn_certificate_no_longer_stands_against_a_new_request(officer: ActingAs) -> None:
    employer = an_employer()
    _, request = a_sent_request(employer)
    take_up(request_id=request.pk)
    case = Case.objects.get()
    # It was decided automatically, so another officer signs.
    propose(
        acting=officer,
        case_id=case.pk,
        version=case.version,
        act="withdraw_certificate",
        payload={"reason": "work_did_not_take_place", "effective_on": "2027-03-01"},
    )
    signed_by_another(case)
    _, again = a_sent_request(employer, start="2027-04-01")
    taken = take_up(request_id=again.pk)
    assert taken is not None
    assert not taken.waits


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"effective_on": date(2027, 2, 28)}, "effective_on"),
        ({"reason": "over_limit"}, "reason"),
    ],
)
def test_withdrawal_needs_a_fitting_reason_and_day(
    officer: ActingAs, changes: dict[str, Any], field: str
) -> None:
    case = a_decided_case(officer)
    terms: dict[str, Any] = {"reason": "issued_in_error", "effective_on": date(2027, 3, 1)} | changes
    with pytest.raises(InvalidInput) as refusal:
        withdraw_certificate(acting=officer, case_id=case.pk, version=case.version, **terms)
    assert refusal.value.problems[0].field == field


def test_refused_case_has_no_certificate_to_withdraw(officer: ActingAs) -> None:
    case = a_case_in_hand(officer)
    refuse_it(officer, case)
    case.refresh_from_db()
    with pytest.raises(WrongState, match="no_certificate_to_withdraw"):
        withdraw_certificate(
            acting=officer,
            case_id=case.pk,
            version=case.version,
            reason="issued_in_error",
            effective_on=date(2027, 3, 1),
        )


def test_decision_cannot_be_changed_in_the_database(officer: ActingAs) -> None:
    case = a_case_in_hand(officer)
    refuse_it(officer, case)
    with pytest.raises(DatabaseError, match="does not change"), transaction.atomic():
        Decision.objects.update(result="approved", certificate_number="US-1", certified_from="2027-01-01")
    assert Decision.objects.get().result == "refused"


def test_self_employed_applicant_is_no_officer() -> None:
    case = a_queued_case()
    person = Person.objects.get(pk=UUID(str(case.requester_id)))
    for acting in (acting_for_self(person), acting_for_employer(person, UUID(str(case.employer_id)))):
        with pytest.raises(NotAllowed):
            take_next(acting=acting)
