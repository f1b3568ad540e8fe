"""What happens to a hosted institution: its settings, its automation, its people, its trial."""

from datetime import UTC, date, datetime, timedelta

import pytest

from sojourn.casework.events import take_up
from sojourn.casework.hosting.access import (
    last_trial,
    matrix_of,
    people_at,
    settings_of,
    terms_at,
    versions_of,
)
from sojourn.casework.hosting.automation_access import automation_at
from sojourn.casework.hosting.automation_events import (
    Scope,
    ask_restart,
    confirm_restart,
    stop_automation,
    take_back_restart,
)
from sojourn.casework.hosting.events import (
    close_to_applicants,
    host_institution,
    open_to_applicants,
    save_terms,
)
from sojourn.casework.hosting.people_events import cancel_absence, change_role, let_go, note_absence
from sojourn.casework.hosting.seals import KeyEnds, keys_ending
from sojourn.casework.hosting.starting import start_of
from sojourn.casework.hosting.trial import run_trial, sample_document, sample_letters
from sojourn.casework.models import Case, InstitutionSetting
from sojourn.certificates.models import Certificate
from sojourn.core import clock
from sojourn.core.actors import Subject
from sojourn.core.errors import InvalidInput, NotAllowed, WrongState
from sojourn.journal.access import lines_about
from sojourn.messages.access import sent_letters
from sojourn.parties.access import Person, staff_of
from sojourn.parties.acting import ActingAs
from sojourn.requests.states import State
from tests.casework.builders import a_case_in_hand, a_hosted_institution, an_acting_officer
from tests.requests.builders import a_sent_request

pytestmark = pytest.mark.django_db
GERMANY, ALL = Scope("corridor", "DE"), Scope()


@pytest.fixture(autouse=True)
def _hosted() -> None:
    a_hosted_institution()


def lead() -> ActingAs:
    return an_acting_officer("lead")


def setting() -> InstitutionSetting:
    return InstitutionSetting.objects.get(pk="us-ssa")


def said() -> list[str]:
    """The events of the institution in the journal, oldest first."""
    return [line.event for line in lines_about(Subject("institution", "us-ssa"))]


def matrix(mode: str, **more: object) -> dict[str, object]:
    """Only first requests for work in Germany are set."""
    return {"cells": {"DE": {"first": {"mode": mode, **more}}}}


def test_each_change_is_a_version_with_who_and_why_and_earlier_ones_stay_readable() -> None:
    acting = lead()
    assert save_terms(acting=acting, section="sample", content=10, version=0, reason="Start  carefully") == 1
    assert save_terms(acting=acting, section="sample", content=10, version=1) == 1
    assert save_terms(acting=acting, section="deadlines", content={"usual": 30}, version=1) == 2
    newest, first = versions_of(acting)
    assert (newest.version, newest.section) == (2, "deadlines")
    assert (first.section, first.reason) == ("sample", "Start carefully")
    assert first.changed_by
    after, before = terms_at(acting, 2)
    assert (after.deadlines.usual, before.deadlines.usual, before.sample) == (30, None, 10)
    assert said().count("institution.terms_changed") == 2
    with pytest.raises(NotAllowed):
        terms_at(acting, 3)


def test_page_drawn_before_somebody_else_saved_is_refused() -> None:
    save_terms(acting=lead(), section="sample", content=10, version=0)
    with pytest.raises(WrongState, match="terms_changed"):
        save_terms(acting=lead(), section="sample", content=20, version=0)
    assert setting().read.sample == 10


def test_only_those_who_lead_the_same_institution_change_anything() -> None:
    officer, foreign = an_acting_officer(), an_acting_officer("lead", "jp-jps")
    for acting in (officer, foreign):
        for refused in (
            lambda acting=acting: save_terms(acting=acting, section="sample", content=1, version=0),
            lambda acting=acting: stop_automation(acting=acting, scope=ALL),
            lambda acting=acting: ask_restart(acting=acting, scope=ALL, reason="x"),
            lambda acting=acting: run_trial(acting=acting),
        ):
            with pytest.raises(NotAllowed):
                refused()
    for refused in (open_to_applicants, close_to_applicants):
        with pytest.raises(NotAllowed):
            refused(acting=lead())
    assert settings_of(officer).may_change is False
    with pytest.raises(NotAllowed):
        settings_of(foreign)


def test_kind_decided_elsewhere_becomes_a_package_and_one_for_officers_waits() -> None:
    acting = lead()
    save_terms(acting=acting, section="corridors", content=matrix("elsewhere"), version=0)
    _, request = a_sent_request()
    assert take_up(request_id=request.pk) is None
    request.refresh_from_db()
    assert request.stands is State.PACKAGE_READY
    save_terms(acting=acting, section="corridors", content=matrix("officer"), version=1)
    _, other = a_sent_request(**{"worker.ssn": "536-90-4398"})
    taken = take_up(request_id=other.pk)
    assert taken is not None
    assert taken.waits


def test_institution_that_is_closed_takes_no_case_and_finishes_those_it_has() -> None:
    case = a_case_in_hand(an_acting_officer())
    administrator = an_acting_officer("administrator")
    close_to_applicants(acting=administrator)
    _, request = a_sent_request(**{"worker.ssn": "536-90-4398"})
    assert take_up(request_id=request.pk) is None
    case.refresh_from_db()
    assert take_up(request_id=case.request_id) is not None


def test_straight_through_on_unsure_law_needs_a_reason_in_writing() -> None:
    acting = lead()
    unsure = next(row.corridor.host for row in matrix_of(acting) if row.unsure)
    row = {"cells": {unsure: {"first": {"mode": "through"}}}}
    with pytest.raises(InvalidInput) as refusal:
        save_terms(acting=acting, section="corridors", content=row, version=0)
    assert [each.code for each in refusal.value.problems] == ["reason_for_unsure_law"]
    row["cells"][unsure]["first"]["reason"] = "Both authorities have confirmed it."
    save_terms(acting=acting, section="corridors", content=row, version=0)
    assert setting().weakest_confidence(unsure, "first") == "low"


def test_one_stops_at_once_and_two_start_again() -> None:
    one, other = lead(), an_acting_officer("administrator")
    colleague = an_acting_officer()
    stop_automation(acting=one, scope=GERMANY)
    stop_automation(acting=one, scope=GERMANY)
    assert setting().stopped_corridors == ["DE"]
    assert {letter.facts.template for letter in sent_letters(10)} == {"automation_stopped"}
    assert len(sent_letters(10)) == 2
    with pytest.raises(InvalidInput):
        ask_restart(acting=one, scope=GERMANY, reason=" ")
    ask_restart(acting=one, scope=GERMANY, reason="The rule was mended.")
    ask_restart(acting=other, scope=GERMANY, reason="Again.")
    (restart,) = automation_at(colleague).restarts
    with pytest.raises(WrongState, match="restart_own"):
        confirm_restart(acting=one, restart_id=restart.id)
    with pytest.raises(NotAllowed):
        confirm_restart(acting=colleague, restart_id=restart.id)
    assert setting().stopped_corridors == ["DE"]
    confirm_restart(acting=other, restart_id=restart.id)
    confirm_restart(acting=other, restart_id=restart.id)
    assert setting().stopped_corridors == []
    assert said()[1:] == [
        "institution.automation_stopped",
        "institution.automation_restart_asked",
        "institution.automation_started",
    ]


def test_restart_is_over_when_taken_back_or_stopped_anew() -> None:
    one, other = lead(), an_acting_officer("administrator")
    kind = Scope("kind", "extension")
    for scope in (ALL, kind):
        with pytest.raises(WrongState, match="automation_runs"):
            ask_restart(acting=one, scope=scope, reason="Nothing is stopped.")
        stop_automation(acting=one, scope=scope)
        ask_restart(acting=one, scope=scope, reason="Mended.")
    first, second = automation_at(one).restarts
    take_back_restart(acting=one, restart_id=first.id)
    stop_automation(acting=other, scope=kind)
    for over in (first, second):
        with pytest.raises(WrongState, match="restart_over"):
            confirm_restart(acting=other, restart_id=over.id)
    assert (setting().straight_through, setting().stopped_kinds) == (False, ["extension"])
    with pytest.raises(InvalidInput):
        stop_automation(acting=one, scope=Scope("corridor", "QQ"))


def test_roles_change_by_administrators_and_who_leaves_gives_cases_back() -> None:
    administrator, officer = an_acting_officer("administrator"), an_acting_officer()
    case = a_case_in_hand(officer)
    with pytest.raises(NotAllowed):
        change_role(acting=lead(), person_id=officer.person_id, role="lead")
    with pytest.raises(NotAllowed):
        change_role(
            acting=administrator, person_id=an_acting_officer("officer", "jp-jps").person_id, role="lead"
        )
    change_role(acting=administrator, person_id=officer.person_id, role="lead")
    assert staff_of(Person.objects.get(pk=officer.person_id), "us-ssa").role == "lead"
    assert let_go(acting=administrator, person_id=officer.person_id) == 1
    case.refresh_from_db()
    assert (case.state, case.assigned_to) == ("new", None)
    with pytest.raises(InvalidInput):
        let_go(acting=administrator, person_id=administrator.person_id)


def test_absence_is_noted_by_oneself_or_by_those_who_lead() -> None:
    officer, other, leading = an_acting_officer(), an_acting_officer(), lead()
    today = clock.today()
    note_absence(acting=officer, person_id=officer.person_id, first_day=today, last_day=today)
    absence = note_absence(
        acting=leading, person_id=other.person_id, first_day=today, last_day=today + timedelta(days=3)
    )
    assert len(people_at(officer).absences) == 2
    with pytest.raises(NotAllowed):
        note_absence(acting=officer, person_id=other.person_id, first_day=today, last_day=today)
    with pytest.raises(NotAllowed):
        cancel_absence(acting=an_acting_officer("lead", "jp-jps"), absence_id=absence)
    with pytest.raises(InvalidInput):
        note_absence(
            acting=officer, person_id=officer.person_id, first_day=today, last_day=today - timedelta(days=1)
        )
    cancel_absence(acting=leading, absence_id=absence)
    cancel_absence(acting=leading, absence_id=absence)
    assert [each.person_id for each in people_at(officer).absences] == [officer.person_id]


def test_new_institution_opens_only_after_a_trial_with_its_present_terms() -> None:
    assert host_institution(institution_id="jp-jps", administrator="Chief@office.example")
    assert not host_institution(institution_id="jp-jps", administrator="chief@office.example")
    administrator = staff_of(Person.objects.get(email="chief@office.example"), "jp-jps")
    hosted = InstitutionSetting.objects.get(pk="jp-jps")
    assert not hosted.open_to_applicants
    assert not hosted.straight_through
    with pytest.raises(WrongState, match="trial_missing"):
        open_to_applicants(acting=administrator)
    assert run_trial(acting=administrator)
    save_terms(acting=administrator, section="sample", content=20, version=0)
    with pytest.raises(WrongState, match="trial_missing"):
        open_to_applicants(acting=administrator)
    assert run_trial(acting=administrator)
    open_to_applicants(acting=administrator)
    open_to_applicants(acting=administrator)
    assert InstitutionSetting.objects.get(pk="jp-jps").open_to_applicants
    assert Certificate.objects.count() == Case.objects.count() == 0
    assert {task.code for task in start_of(administrator).tasks if task.done} == {"keys", "try"}


def test_trial_draws_real_papers_and_letters_in_the_institutions_languages() -> None:
    acting = lead()
    writing = {"languages": ["de", "fr"], "letterhead": ["Amt für Muster"]}
    save_terms(acting=acting, section="writing", content=writing, version=0)
    assert run_trial(acting=acting)
    trial = last_trial(acting)
    assert trial is not None
    assert [result["failed"] for result in trial.results] == [""] * 5
    assert {letter.language for letter in sample_letters(acting, 1)} == {"de", "fr"}
    assert sample_document(acting, 2).startswith(b"%PDF")
    for number in (4, 6):
        with pytest.raises(NotAllowed):
            sample_document(acting, number)


def test_key_that_ends_within_thirty_days_is_told() -> None:
    assert keys_ending("us-ssa") == keys_ending("jp-jps") == ()
    with clock.fixed(datetime(2059, 12, 5, tzinfo=UTC)):
        assert keys_ending("us-ssa") == tuple(
            KeyEnds(purpose, date(2059, 12, 31)) for purpose in ("seal", "credential", "proofs")
        )


def test_hosting_needs_an_institution_of_the_law_data_and_the_service_itself() -> None:
    with pytest.raises(KeyError):
        host_institution(institution_id="us-none", administrator="a@office.example")
    with pytest.raises(InvalidInput):
        host_institution(institution_id="jp-jps", administrator="nobody")
    with pytest.raises(NotAllowed):
        host_institution(institution_id="jp-jps", administrator="a@office.example", actor=lead().actor)


def test_letters_about_requests_carry_the_letterhead_and_the_own_reference() -> None:
    acting = lead()
    head = ["Office of Coverage", "P.O. Box 1"]
    save_terms(acting=acting, section="writing", content={"letterhead": head}, version=0)
    save_terms(acting=acting, section="numbering", content={"prefix": "OFC"}, version=1)
    _, request = a_sent_request()
    take_up(request_id=request.pk)
    letters = sent_letters(5)
    assert letters
    for letter in letters:
        assert letter.text.startswith("Office of Coverage\nP.O. Box 1\n")
        assert letter.subject.startswith(f"OFC/{request.reference}")
        assert f"/requests/{request.reference}" in letter.text
        assert "P.O. Box 1" in letter.html
    close_to_applicants(acting=an_acting_officer("administrator"))
    _, later = a_sent_request(**{"worker.ssn": "536-90-4398"})
    (plain,) = (letter for letter in sent_letters(10) if str(later.reference) in letter.subject)
    assert plain.subject.startswith(str(later.reference))
    assert "Office of Coverage" not in plain.text


def test_certificate_names_the_institution_as_it_has_set_itself() -> None:
    acting = lead()
    identity = {"name": "Office of Coverage", "address": ["P.O. Box 1"], "phone": "+1 555 0100"}
    save_terms(acting=acting, section="identity", content=identity, version=0)
    save_terms(acting=acting, section="writing", content={"languages": ["fr", "en"]}, version=1)
    _, request = a_sent_request()
    take_up(request_id=request.pk)
    issued = Certificate.objects.get().content
    assert (issued["issuer"]["name"], issued["issuer"]["address"]) == ("Office of Coverage", ["P.O. Box 1"])
    assert issued["issuer"]["email"] == "certificate@ssa.gov"
    assert issued["languages"] == ["fr", "en", "de"]
