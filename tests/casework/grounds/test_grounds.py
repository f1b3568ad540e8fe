"""Standing waivers, what officers record, what cases know of each other, and on what decisions rest."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model

from sojourn.casework import surroundings
from sojourn.casework.asking.models import EstablishedFact
from sojourn.casework.checks import many_alike
from sojourn.casework.checks.straight_through import waivable_codes
from sojourn.casework.decision_events import approve
from sojourn.casework.events import take_up
from sojourn.casework.gathering import gather
from sojourn.casework.grounds.access import grounds_of, recorded_in, waivers_of
from sojourn.casework.grounds.events import (
    make_standing_waiver,
    record_fact,
    revoke_standing_waiver,
    take_back_fact,
)
from sojourn.casework.grounds.models import RecordedFact
from sojourn.casework.hosting.events import save_terms
from sojourn.casework.models import Case, InstitutionSetting
from sojourn.casework.officer_events import assign
from sojourn.core import clock
from sojourn.core.errors import InvalidInput, NotAllowed, WrongState
from sojourn.parties.access import staff_of
from sojourn.parties.acting import ActingAs
from sojourn.parties.events import revoke_mandate
from sojourn.parties.models import Mandate
from sojourn.requests.for_casework import request_file
from tests.casework.builders import a_hosted_institution, a_queued_case, an_acting_officer, said_about
from tests.parties.builders import a_representative, an_employer, an_officer
from tests.requests.builders import a_sent_request

pytestmark = pytest.mark.django_db
NEXT_YEAR = date(2027, 6, 30)
NO_NUMBER = {"worker.ssn": {"unknown": True}}
EARLIER = {"start": "2026-10-01", "end": "2026-12-31"}


@pytest.fixture(autouse=True)
def _hosted(db: None) -> None:
    a_hosted_institution()


def a_case(acting: ActingAs | None = None, **answers: Any) -> Case:
    """A request as it comes in and is decided or queued."""
    _, request = a_sent_request(acting, **answers)
    taken = take_up(request_id=request.pk)
    assert taken is not None
    return Case.objects.get(pk=taken.case_id)


def hindrances(case: Case) -> set[str]:
    return {flag.code for flag in case.flags.filter(severity="hindrance", waiver="")}


def warnings(case: Case) -> set[str]:
    return {flag.code for flag in case.flags.filter(severity="warning")}


def a_waiver(lead: ActingAs, **terms: Any) -> Any:
    terms = {"code": "number_missing", "reason": "Numbers follow.", "until": NEXT_YEAR} | terms
    return make_standing_waiver(acting=lead, key=terms.pop("key", None) or uuid4(), **terms)


def test_standing_waiver_lets_through_what_it_names_and_the_case_says_so() -> None:
    lead = an_acting_officer("lead")
    one, other = an_employer(), an_employer()
    first = a_case(one, **NO_NUMBER)
    assert first.state == "new"
    waiver = a_waiver(lead, reference=first.reference, host="DE")
    case = a_case(one, **NO_NUMBER, family_name="Berg")
    assert case.state == "decided"
    flag = case.flags.get(code="number_missing")
    assert (flag.severity, flag.waiver) == ("hindrance", str(waiver))
    grounds = grounds_of(case.decision_id)
    assert grounds is not None
    assert grounds.checks["identity_number_form"] == [
        {"code": "number_missing", "severity": "hindrance", "waiver": str(waiver)}
    ]
    assert a_case(other, **NO_NUMBER, family_name="Lund").state == "new"
    revoke_standing_waiver(acting=lead, waiver_id=waiver)
    revoke_standing_waiver(acting=lead, waiver_id=waiver)
    assert a_case(one, **NO_NUMBER, family_name="Moen").state == "new"


def test_standing_waiver_is_over_after_its_last_day() -> None:
    a_waiver(an_acting_officer("lead"), until=clock.today())
    assert a_case(**NO_NUMBER).state == "decided"
    with clock.fixed(clock.now() + timedelta(days=1)):
        assert a_case(**NO_NUMBER, family_name="Berg").state == "new"


def test_standing_waivers_are_made_by_those_who_lead_of_one_institution() -> None:
    lead, key = an_acting_officer("lead"), uuid4()
    with pytest.raises(NotAllowed):
        a_waiver(an_acting_officer())
    waiver = a_waiver(lead, key=key)
    assert a_waiver(lead, key=key) == waiver
    stranger = an_acting_officer("lead", institution_id="de-dvka")
    with pytest.raises(NotAllowed):
        revoke_standing_waiver(acting=stranger, waiver_id=waiver)
    with pytest.raises(NotAllowed):
        a_waiver(stranger, key=key)
    assert [row.stands for row in waivers_of(an_acting_officer()).rows] == [True]
    assert waivers_of(stranger).rows == ()


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": "certificate_overlap"},
        {"code": "outcome_refer"},
        {"code": "number_of_another"},
        {"reason": " "},
        {"reason": "x" * 2001},
        {"until": None},
        {"until": date(2026, 11, 22)},
        {"until": date(2027, 12, 1)},
        {"host": "ZZ"},
        {"reference": "SJ-0000-0000"},
    ],
)
def test_standing_waiver_needs_a_reason_an_end_and_a_hindrance_that_can_wait(wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        a_waiver(an_acting_officer("lead"), **wrong)


def test_nothing_that_makes_a_certificate_wrong_or_double_can_stand_aside() -> None:
    never = {"certificate_overlap", "foreign_overlap", "duplicate_request", "item_missing", "no_certificate"}
    assert not never & set(waivable_codes())


def test_what_was_learned_of_an_employer_comes_up_in_its_next_case() -> None:
    officer, employer = an_acting_officer(), an_employer()
    case = a_queued_case(employer)
    for _ in range(2):
        record_fact(
            acting=officer,
            case_id=case.pk,
            kind="ceased",
            day=date(2026, 10, 1),
            source="Register of companies.",
        )
    assert RecordedFact.objects.count() == 1
    assert said_about(case)[-1] == "case.fact_recorded"
    later = a_case(employer, ssn="812-34-7719", family_name="Berg")
    assert hindrances(later) == {"employer_ceased"}
    assert a_case(an_employer(), ssn="536-90-4399", family_name="Lund").state == "decided"
    (row,) = recorded_in(officer, case.reference)
    take_back_fact(acting=officer, fact_id=row.id)
    assert a_case(employer, ssn="574-22-1836", family_name="Moen").state == "decided"


def test_a_death_is_found_by_the_number_and_said_in_no_clear_text() -> None:
    officer = an_acting_officer()
    first = a_case(an_employer(), **EARLIER)
    record_fact(
        acting=officer, case_id=first.pk, kind="died", day=date(2026, 11, 20), source="Letter of the family."
    )
    later = a_case(an_employer())
    assert "worker_deceased" in hindrances(later)
    assert later.flags.get(code="worker_deceased").params == {}


def test_records_are_refused_for_own_matters_other_institutions_and_the_future() -> None:
    case = a_queued_case(own := an_employer(an_officer("us-ssa")))
    party = staff_of_person(own)
    known = {"kind": "ceased", "day": date(2026, 10, 1), "source": "Register."}
    with pytest.raises(WrongState, match="own_matter"):
        record_fact(acting=party, case_id=case.pk, **known)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        record_fact(acting=an_acting_officer(institution_id="de-dvka"), case_id=case.pk, **known)  # type: ignore[arg-type]
    for wrong in ({"kind": "moved"}, {"day": None}, {"day": date(2026, 11, 24)}, {"source": ""}):
        with pytest.raises(InvalidInput):
            record_fact(acting=an_acting_officer(), case_id=case.pk, **known | wrong)  # type: ignore[arg-type]


def staff_of_person(acting: ActingAs) -> ActingAs:
    """The post of somebody who also acts for an employer."""

    return staff_of(get_user_model().objects.get(pk=acting.actor.person_id), "us-ssa")


def test_number_that_came_with_another_name_waits_for_an_officer() -> None:
    a_case(an_employer(), **EARLIER)
    assert "number_of_another" in hindrances(a_case(an_employer(), family_name="Berg"))


def test_earlier_certificates_are_laid_before_the_law_again() -> None:
    """No stay was stated; the certificate before leaves too short a break (the rule of the U.S.-German agreement)."""
    employer = an_employer()
    before = a_case(employer, start="2022-03-01", end="2026-12-31")
    assert before.state == "new"
    officer = an_acting_officer()
    approve_by(officer, before)
    later = a_case(employer)
    assert hindrances(later) == {"history_break_too_short"}
    assert "history_not_stated" in warnings(later)


def approve_by(officer: ActingAs, case: Case) -> None:

    assign(acting=officer, case_id=case.pk)
    case.refresh_from_db()
    waivers = dict.fromkeys(hindrances(case), "Seen.")
    approve(
        acting=officer, case_id=case.pk, version=case.version, reasons=["conditions_met"], waivers=waivers
    )


def test_work_that_goes_on_the_next_day_and_another_worker_before_are_shown() -> None:
    employer = an_employer()
    first = a_case(employer, **EARLIER)
    assert first.state == "decided"
    on = a_case(employer, start="2027-01-01", end="2027-12-31")
    assert {"adjacent_certificate", "history_not_stated"} <= warnings(on)
    assert on.state == "decided"
    replaced = a_case(employer, ssn="812-34-7719", family_name="Berg", start="2027-01-15", end="2027-12-31")
    found = replaced.flags.get(code="colleague_before")
    assert (found.severity, found.params["reference"]) == ("warning", first.reference)
    elsewhere = a_case(
        employer, ssn="536-90-4399", family_name="Lund", start="2027-01-15", end="2027-12-31", city="Bremen"
    )
    assert "colleague_before" not in warnings(elsewhere)


def test_mandate_that_ends_before_the_decision_keeps_it_from_being_made() -> None:
    employer = an_employer()
    _, request = a_sent_request(a_representative(employer))
    revoke_mandate(acting=employer, mandate_id=Mandate.objects.get().pk)
    taken = take_up(request_id=request.pk)
    assert taken is not None
    assert hindrances(Case.objects.get(pk=taken.case_id)) == {"mandate_over"}


def test_institution_that_wants_more_than_declarations_decides_nothing_by_itself_on_them() -> None:
    lead = an_acting_officer("administrator")
    version = InstitutionSetting.objects.get().version
    save_terms(acting=lead, section="accepted_bases", content=["verified", "established"], version=version)
    case = a_case()
    assert hindrances(case) == {"basis_not_accepted"}
    assert "activities[0].sent_from" in case.flags.get(code="basis_not_accepted").fields


def test_an_unusual_crowd_of_equal_requests_is_shown_and_not_held_up(monkeypatch: pytest.MonkeyPatch) -> None:

    for module in (surroundings, many_alike):
        monkeypatch.setattr(module, "MANY", 2)
    employer = an_employer()
    assert "many_alike" not in warnings(a_case(employer))
    second = a_case(employer, ssn="812-34-7719", family_name="Berg")
    assert (second.state, "many_alike" in warnings(second)) == ("decided", True)


def test_checking_a_case_costs_a_fixed_number_of_queries(django_assert_max_num_queries: Any) -> None:

    employer = an_employer()
    for nth, name in enumerate(("Berg", "Lund", "Moen")):
        a_case(employer, **NO_NUMBER, family_name=name, start=f"2027-0{nth + 1}-01")
    case = a_case(employer, **NO_NUMBER)
    setting, file = InstitutionSetting.objects.get(), request_file(case.request_id)
    with django_assert_max_num_queries(14):
        gather(case, file, setting)
    assert not EstablishedFact.objects.exists()
