"""From a request to a decision without a person, and what brings a case to an officer instead."""

from datetime import timedelta
from typing import Any

import pytest

from sojourn.casework import deciding, events
from sojourn.casework.events import hand_in_and_take_up, take_up, withdraw_and_close
from sojourn.casework.hosting.automation_events import Scope, stop_automation
from sojourn.casework.models import Case, Decision
from sojourn.casework.notice import notice_of
from sojourn.casework.states import CaseState
from sojourn.casework.working_off import work_off
from sojourn.certificates.access import certificate
from sojourn.certificates.access import content as content_of
from sojourn.certificates.models import Certificate
from sojourn.certificates.verdict import Code
from sojourn.certificates.verification import verify_code
from sojourn.core import clock
from sojourn.core.errors import InvalidInput
from sojourn.requests.events import withdraw
from sojourn.requests.models import Request
from tests.casework.builders import a_hosted_institution, a_queued_case, an_acting_officer, said_about
from tests.parties.builders import an_employer
from tests.requests.builders import a_draft, a_sent_request

pytestmark = pytest.mark.django_db


def flags_of(case: Case) -> set[str]:
    return {flag.code for flag in case.flags.all()}


def hindrances_of(case: Case) -> set[str]:
    return {flag.code for flag in case.flags.filter(severity="hindrance")}


def hand_in_draft(acting: Any, draft: Request) -> Any:
    return hand_in_and_take_up(acting=acting, request_id=draft.pk, key=f"key-{draft.pk}", declared=True)


def test_clear_request_is_decided_at_once_and_its_certificate_verifies() -> None:
    a_hosted_institution()
    acting, draft = a_draft()
    taken = hand_in_draft(acting, draft)
    assert taken.state is CaseState.DECIDED
    assert not taken.waits
    draft.refresh_from_db()
    assert (draft.state, draft.certificate_number) == ("approved", taken.certificate_number)
    issued = certificate(taken.certificate_number)
    assert verify_code(issued.number, issued.secret).code is Code.IN_FORCE
    content = content_of(issued.number)
    assert (content.holder.family_name, content.host, content.article) == ("Okafor", "DE", "6(2)")
    assert (content.period_start.isoformat(), str(content.period_end)) == ("2027-03-01", "2030-02-28")


def test_automatic_decision_names_its_rule_set_and_no_person() -> None:
    a_hosted_institution()
    hand_in_draft(*a_draft())
    decision = Decision.objects.get()
    assert decision.is_automatic
    assert decision.reasons == ["conditions_met"]
    assert decision.law_version == decision.determination["law"]
    assert len(decision.checks_version) == 16
    assert said_about(decision.case) == ["case.opened", "case.decided_automatically"]


def test_applicant_reads_reasons_and_remedy_in_their_language() -> None:
    a_hosted_institution()
    acting, draft = a_draft()
    assert notice_of(draft.pk, "de") is None
    hand_in_draft(acting, draft)
    notice = notice_of(draft.pk, "de")
    assert notice is not None
    assert notice.reasons == ("Die Voraussetzungen des Abkommens sind erfüllt.",)
    assert "Zeichen" in notice.remedy


def test_number_not_yet_issued_brings_the_case_to_an_officer() -> None:
    a_hosted_institution()
    case = a_queued_case()
    assert case.state == CaseState.NEW
    assert "number_missing" in flags_of(case)
    assert not Certificate.objects.exists()
    assert said_about(case) == ["case.opened", "case.queued"]


def test_taking_up_again_changes_nothing() -> None:
    a_hosted_institution()
    _, request = a_sent_request()
    first, again = take_up(request_id=request.pk), take_up(request_id=request.pk)
    assert first == again
    assert (Case.objects.count(), Certificate.objects.count()) == (1, 1)


def test_draft_and_institution_elsewhere_open_no_case() -> None:
    _, request = a_sent_request()
    assert take_up(request_id=request.pk) is None
    assert work_off() == 0
    assert not Case.objects.exists()


def test_stopped_automation_is_honoured_at_once() -> None:
    a_hosted_institution()
    lead = an_acting_officer("lead")
    stop_automation(acting=lead, scope=Scope())
    _, request = a_sent_request()
    taken = take_up(request_id=request.pk)
    assert taken is not None
    assert taken.waits
    assert hindrances_of(Case.objects.get()) == set()


def test_stopped_corridor_leaves_the_others_running() -> None:
    a_hosted_institution()
    lead = an_acting_officer("lead")
    stop_automation(acting=lead, scope=Scope("corridor", "FR"))
    _, to_germany = a_sent_request()
    taken = take_up(request_id=to_germany.pk)
    assert taken is not None
    assert not taken.waits
    stop_automation(acting=lead, scope=Scope("corridor", "DE"))
    _, to_germany = a_sent_request(ssn="812-34-7719", family_name="Halvorsen")
    taken = take_up(request_id=to_germany.pk)
    assert taken is not None
    assert taken.waits


def test_process_killed_after_handing_in_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    a_hosted_institution()
    acting, draft = a_draft()

    def die(**_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(events, "take_up", die)
    with pytest.raises(KeyboardInterrupt):
        hand_in_draft(acting, draft)
    monkeypatch.undo()
    draft.refresh_from_db()
    assert draft.state == "submitted"
    assert work_off() == 1
    draft.refresh_from_db()
    assert draft.state == "approved"
    assert work_off() == 0


def test_process_killed_between_certificate_and_decision_issues_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    a_hosted_institution()
    _, request = a_sent_request()

    def die(**_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(deciding, "record_outcome", die)
    with pytest.raises(KeyboardInterrupt):
        take_up(request_id=request.pk)
    monkeypatch.undo()
    assert not Certificate.objects.exists()
    assert not Decision.objects.exists()
    assert work_off() == 1
    assert Certificate.objects.count() == Decision.objects.count() == 1


def test_technical_failure_is_tried_again_and_then_left_to_an_officer(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    a_hosted_institution()
    _, request = a_sent_request()

    def fail(**_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(deciding, "issue_or_order", fail)
    for failures in range(events.TRIES):
        assert not Case.objects.filter(checked_at__isnull=False).exists()
        with clock.fixed(clock.now() + failures * timedelta(hours=1)):
            assert work_off() == 1
            assert work_off() == 0
    case = Case.objects.get()
    assert (case.state, flags_of(case)) == (CaseState.NEW, {"automation_failed"})
    assert "Okafor" not in caplog.text
    assert work_off() == 0
    request.refresh_from_db()
    assert request.state == "submitted"


def test_failing_request_does_not_keep_the_others_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    a_hosted_institution()
    _, failing = a_sent_request()
    _, clear = a_sent_request(ssn="812-34-7719", family_name="Halvorsen")
    whole = events.write_approval

    def fail_for_one(gathered: Any, **rest: Any) -> Any:
        if gathered.file.id == failing.pk:
            raise OSError("the disk is full")
        return whole(gathered, **rest)

    monkeypatch.setattr(events, "write_approval", fail_for_one)
    work_off()
    clear.refresh_from_db()
    assert clear.state == "approved"


def test_second_request_for_the_same_days_waits_for_an_officer() -> None:
    a_hosted_institution()
    acting, first = a_sent_request()
    take_up(request_id=first.pk)
    _, second = a_sent_request(acting, start="2029-01-01", end="2031-12-31")
    taken = take_up(request_id=second.pk)
    assert taken is not None
    assert taken.waits
    assert "certificate_overlap" in flags_of(Case.objects.get(pk=taken.case_id))


def test_request_of_another_employer_for_the_same_worker_is_noticed() -> None:
    a_hosted_institution()
    waiting = a_queued_case()
    _, second = a_sent_request(an_employer(), ssn="808-21-4471")
    taken = take_up(request_id=second.pk)
    assert taken is not None
    case = Case.objects.get(pk=taken.case_id)
    assert hindrances_of(case) == {"duplicate_request"}
    assert case.flags.get(severity="hindrance").params == {"reference": waiting.reference}


def test_two_people_of_one_name_and_birth_date_are_told_apart_by_their_numbers() -> None:
    a_hosted_institution()
    for number in ("808-21-4471", "812-34-7719"):
        _, request = a_sent_request(an_employer(), ssn=number)
        taken = take_up(request_id=request.pk)
        assert taken is not None
        assert not taken.waits


def test_work_that_began_long_ago_waits_for_an_officer() -> None:
    a_hosted_institution()
    _, request = a_sent_request(start="2025-10-01", end="2027-09-30")
    taken = take_up(request_id=request.pk)
    assert taken is not None
    assert "start_long_past" in flags_of(Case.objects.get(pk=taken.case_id))


def test_work_that_began_lately_is_still_decided_with_a_warning_kept() -> None:
    a_hosted_institution()
    _, request = a_sent_request(start="2026-10-01", end="2027-09-30")
    taken = take_up(request_id=request.pk)
    assert taken is not None
    assert not taken.waits
    assert "start_in_past" in flags_of(Case.objects.get(pk=taken.case_id))


def test_name_that_cannot_be_printed_waits_for_an_officer(monkeypatch: pytest.MonkeyPatch) -> None:
    a_hosted_institution()
    _, request = a_sent_request(**{"receiver.name": "โรงงานลม"})
    taken = take_up(request_id=request.pk)
    assert taken is not None
    assert taken.waits
    flag = Case.objects.get().flags.get(severity="hindrance")
    assert (flag.code, flag.fields) == ("content_refused", ["workplaces.0.name"])


def test_withdrawing_the_request_closes_its_case() -> None:
    a_hosted_institution()
    acting, request = a_sent_request(**{"worker.ssn": {"unknown": True}})
    take_up(request_id=request.pk)
    withdraw_and_close(acting=acting, request_id=request.pk)
    case = Case.objects.get()
    assert case.state == CaseState.CLOSED
    assert said_about(case)[-1] == "case.request_withdrawn"


def test_request_withdrawn_behind_the_cases_back_is_closed_by_the_sweep() -> None:
    a_hosted_institution()
    acting, request = a_sent_request(**{"worker.ssn": {"unknown": True}})
    take_up(request_id=request.pk)
    withdraw(acting=acting, request_id=request.pk)
    work_off()
    assert Case.objects.get().state == CaseState.CLOSED


def test_refused_handing_in_opens_no_case() -> None:
    a_hosted_institution()
    acting, draft = a_draft(family_name="")
    with pytest.raises(InvalidInput):
        hand_in_draft(acting, draft)
    assert not Case.objects.exists()


def test_setting_up_an_institution_again_changes_nothing() -> None:
    a_hosted_institution()
    stop_automation(acting=an_acting_officer("lead"), scope=Scope())
    a_hosted_institution()
    _, request = a_sent_request()
    taken = take_up(request_id=request.pk)
    assert taken is not None
    assert taken.waits


def test_handing_in_stands_even_if_nothing_can_be_taken_up(monkeypatch: pytest.MonkeyPatch) -> None:
    a_hosted_institution()
    acting, draft = a_draft()

    def fail(**_: object) -> None:
        raise OSError("the database went away")

    monkeypatch.setattr(events, "take_up", fail)
    assert hand_in_draft(acting, draft) is None
    draft.refresh_from_db()
    assert draft.state == "submitted"
