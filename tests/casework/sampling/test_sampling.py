"""Samples of automatic decisions: drawn by chance, judged by officers who are no party, and what errors set off."""

from datetime import timedelta
from typing import Any

import pytest

from sojourn.casework.events import take_up
from sojourn.casework.grounds.access import grounds_of
from sojourn.casework.hosting.events import save_terms
from sojourn.casework.models import Case, InstitutionSetting
from sojourn.casework.sampling.access import error_rate, sample_for, samples_of, waiting_samples
from sojourn.casework.sampling.chance import is_drawn, told
from sojourn.casework.sampling.events import (
    judge_sample,
    put_back_sample,
    take_next_sample,
    take_sample,
)
from sojourn.casework.sampling.models import Sample, SamplingStop
from sojourn.casework.sampling.rates import ErrorRate, wilson
from sojourn.casework.sampling.states import ARROWS, SampleState, target_of
from sojourn.core import clock
from sojourn.core.actors import Subject
from sojourn.core.errors import InvalidInput, NotAllowed, WrongState
from sojourn.journal.access import lines_about
from sojourn.messages.models import Letter
from sojourn.parties.access import staff_of
from tests.casework.builders import a_hosted_institution, a_queued_case, an_acting_officer
from tests.casework.sampling.builders import PASSED, a_sample, decided, judged
from tests.parties.builders import an_employer, an_officer
from tests.requests.builders import a_sent_request

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _hosted(db: None) -> None:
    a_hosted_institution()


def set_term(section: str, content: Any) -> None:
    lead = an_acting_officer("administrator")
    version = InstitutionSetting.objects.get(pk="us-ssa").version
    save_terms(acting=lead, section=section, content=content, version=version)


def test_chance_draws_at_the_rate_of_the_setting_in_the_deciding_transaction() -> None:
    drawn = decided(number=4)
    assert not Sample.objects.filter(decision__case=decided(number=5, ssn="812-34-7719")).exists()
    sample = Sample.objects.get()
    assert sample.decision.case == drawn
    assert (sample.percent, sample.host, sample.kind, sample.state) == (5, "DE", "first", SampleState.DRAWN)
    assert [line.event for line in lines_about(Subject("sample", str(sample.pk)))] == ["sample.drawn"]


def test_corridor_and_kind_can_have_a_rate_of_their_own() -> None:
    set_term("corridors", {"cells": {"DE": {"first": {"mode": "through", "sample": 100}}}})
    assert a_sample(number=PASSED).percent == 100


def test_chance_is_that_of_the_system_unless_told() -> None:
    assert [is_drawn(100), is_drawn(0)] == [True, False]
    with told([49, 50]):
        assert [is_drawn(50), is_drawn(50)] == [True, False]
    assert 50 < sum(is_drawn(25) for _ in range(1000)) < 450


def test_what_an_officer_decides_is_not_drawn() -> None:
    case = a_queued_case()
    assert case.state == "new"
    assert not Sample.objects.exists()


def test_decision_names_each_check_it_passed_and_on_what_its_facts_rest() -> None:
    sample = a_sample()
    grounds = grounds_of(sample.decision_id)
    assert grounds is not None
    assert len(grounds.checks) > 30
    assert {"law_decides", "certificate_overlap", "issued_history"} <= set(grounds.passed)
    assert [each["code"] for each in grounds.checks["employer_standing"]] == ["employer_unknown"]
    assert "activities[0].sent_from" in grounds.facts["declared"]
    assert grounds.accepted == ("declared", "verified", "established")


def test_officer_looks_judges_and_the_rate_is_measured() -> None:
    officer = an_acting_officer()
    first, second, third = a_sample(0), a_sample(1), a_sample(2)
    assert waiting_samples(officer) == 3
    taken = take_next_sample(acting=officer)
    assert taken in {first.pk, second.pk, third.pk}
    assert take_next_sample(acting=officer) == taken
    judged(first, officer, "right")
    judged(second, officer, "poor_reason", "reasons")
    judged(third, officer, "wrong", "law_data", "The limit is read wrongly.")
    assert error_rate("us-ssa") == ErrorRate(judged=3, wrong=1, poor=1)
    assert error_rate("us-ssa", host="DE", kind="first") == ErrorRate(3, 1, 1)
    assert error_rate("us-ssa", host="FR") == ErrorRate()
    assert error_rate("us-ssa", decided_before=clock.now() - timedelta(days=1)) == ErrorRate()
    view = samples_of(officer)
    assert [(each.host, each.rate.wrong, each.waiting) for each in view.rates] == [("DE", 1, 0)]
    assert sample_for(officer, third.pk).words == "The limit is read wrongly."
    lines = lines_about(Subject("sample", str(third.pk)))
    assert [line.event for line in lines] == ["sample.drawn", "sample.taken", "sample.judged"]
    assert lines[0].actor.person_id is None
    assert lines[-1].details == {"verdict": "wrong", "cause": "law_data"}


def test_wrong_one_is_told_to_those_who_lead_without_naming_anybody() -> None:
    an_officer("us-ssa", "lead")
    sample = judged(a_sample(), an_acting_officer(), "wrong", "check_missing", "Okafor is not insured.")
    (letter,) = Letter.objects.filter(template="sample_wrong")
    assert str(sample.pk) in str(letter.content)
    assert "Okafor" not in str(letter.content)


def test_verdict_needs_a_cause_that_fits() -> None:
    officer, sample = an_acting_officer(), a_sample()
    for verdict, cause in (
        ("", ""),
        ("perhaps", ""),
        ("wrong", ""),
        ("wrong", "weather"),
        ("poor_reason", "law_data"),
        ("right", "law_data"),
    ):
        with pytest.raises(InvalidInput):
            judged(sample, officer, verdict, cause)
    assert judged(sample, officer, "right").state == SampleState.JUDGED


def test_nobody_judges_an_own_matter_or_another_institutions() -> None:
    own = an_officer("us-ssa")
    employer = an_employer(own)
    sample = a_sample(acting=employer)
    acting = staff_of(own, "us-ssa")
    assert take_next_sample(acting=acting) is None
    with pytest.raises(WrongState, match="own_matter"):
        take_sample(acting=acting, sample_id=sample.pk)
    assert sample_for(acting, sample.pk).own_matter
    stranger = an_acting_officer(institution_id="de-dvka")
    with pytest.raises(NotAllowed):
        sample_for(stranger, sample.pk)
    with pytest.raises(NotAllowed):
        take_sample(acting=stranger, sample_id=sample.pk)
    with pytest.raises(NotAllowed):
        take_next_sample(acting=employer)


def test_two_officers_get_two_samples_and_only_the_holder_judges_once() -> None:
    one, other = an_acting_officer(), an_acting_officer()
    a_sample(0), a_sample(1)
    first, second = take_next_sample(acting=one), take_next_sample(acting=other)
    assert first != second
    assert first is not None
    with pytest.raises(WrongState, match="sample_not_yours"):
        judge_sample(acting=other, sample_id=first, version=1, verdict="right")
    with pytest.raises(WrongState, match="sample_changed"):
        judge_sample(acting=one, sample_id=first, version=0, verdict="right")
    put_back_sample(acting=one, sample_id=first, version=1)
    take_sample(acting=other, sample_id=first, version=2)
    judge_sample(acting=other, sample_id=first, version=3, verdict="right")
    with pytest.raises(WrongState, match="sample_judged"):
        judge_sample(acting=other, sample_id=first, version=4, verdict="wrong", cause="other")
    with pytest.raises(WrongState):
        take_sample(acting=one, sample_id=first)


def test_too_many_wrong_ones_stop_the_corridor_and_say_so() -> None:
    set_term("sampling_stop", {"above_percent": 40, "least_judged": 2})
    officer = an_acting_officer()
    judged(a_sample(0), officer, "wrong", "law_data")
    assert InstitutionSetting.objects.get(pk="us-ssa").lets_through("DE", "first")
    judged(a_sample(1), officer, "wrong", "law_data")
    setting = InstitutionSetting.objects.get(pk="us-ssa")
    assert not setting.lets_through("DE", "first")
    assert setting.lets_through("FR", "first")
    stop = SamplingStop.objects.get()
    assert (stop.host, stop.judged, stop.wrong, stop.above_percent) == ("DE", 2, 2, 40)
    assert samples_of(officer).stops[0].still
    assert Letter.objects.filter(template="stopped_by_samples").exists()
    lines = lines_about(Subject("institution", "us-ssa"))
    (line,) = (each for each in lines if each.event == "institution.automation_stopped")
    assert (line.actor.person_id, line.details) == (None, {"scope": "corridor", "value": "DE"})
    _, request = a_sent_request(an_employer(), ssn="601-45-2207", family_name="Berg")
    taken = take_up(request_id=request.pk)
    assert taken is not None
    assert taken.waits
    assert Case.objects.get(pk=taken.case_id).state == "new"


def test_without_a_limit_samples_stop_nothing() -> None:
    set_term("sampling_stop", {"above_percent": None, "least_judged": 1})
    judged(a_sample(), an_acting_officer(), "wrong", "other")
    assert InstitutionSetting.objects.get(pk="us-ssa").lets_through("DE", "first")


def test_limit_is_a_share_that_is_passed_not_reached() -> None:
    set_term("sampling_stop", {"above_percent": 50, "least_judged": 1})
    officer = an_acting_officer()
    judged(a_sample(0), officer, "right")
    judged(a_sample(1), officer, "wrong", "other")
    assert InstitutionSetting.objects.get(pk="us-ssa").lets_through("DE", "first")


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [(0, 10, 0.0, 0.2775), (1, 10, 0.0179, 0.4042), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0)],
)
def test_interval_is_wilsons(hits: int, of: int, low: float, high: float) -> None:
    assert wilson(hits, of) == (pytest.approx(low, abs=5e-4), pytest.approx(high, abs=5e-4))


def test_interval_of_nothing_is_none() -> None:
    assert (ErrorRate().rate, ErrorRate().interval) == (None, None)
    with pytest.raises(ValueError, match="share"):
        wilson(0, 0)


def test_every_state_of_a_sample_is_reached_and_a_verdict_is_final() -> None:
    assert {SampleState.DRAWN} | {arrow.target for arrow in ARROWS.values()} == set(SampleState)
    assert not any(SampleState.JUDGED in arrow.sources for arrow in ARROWS.values())
    with pytest.raises(WrongState):
        target_of("take", SampleState.JUDGED)
