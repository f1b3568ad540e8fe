"""The switch of automation at each of its levels: it holds at once, also for what a worker has taken up already."""

from collections.abc import Callable
from typing import Any

import pytest

from sojourn.casework import events
from sojourn.casework.events import take_up
from sojourn.casework.hosting.automation_events import Scope, stop_automation
from sojourn.casework.hosting.events import save_terms
from sojourn.casework.models import Case, InstitutionSetting
from sojourn.casework.working_off import work_off
from sojourn.certificates.models import Certificate
from sojourn.core.actors import Subject
from sojourn.journal.access import lines_about
from sojourn.parties.acting import ActingAs
from tests.casework.builders import a_hosted_institution, an_acting_officer
from tests.casework.test_at_once import at_once
from tests.parties.builders import an_employer
from tests.requests.builders import a_sent_request


def by_matrix(lead: ActingAs) -> None:
    version = InstitutionSetting.objects.get().version
    content = {"cells": {"DE": {"first": {"mode": "officer"}}}}
    save_terms(acting=lead, section="corridors", content=content, version=version)


LEVELS: dict[str, Callable[[ActingAs], None]] = {
    "everything": lambda lead: stop_automation(acting=lead, scope=Scope()),
    "corridor": lambda lead: stop_automation(acting=lead, scope=Scope("corridor", "DE")),
    "kind": lambda lead: stop_automation(acting=lead, scope=Scope("kind", "first")),
    "cell of the matrix": by_matrix,
}


@pytest.mark.django_db
@pytest.mark.parametrize("level", LEVELS)
def test_stop_holds_for_cases_that_are_already_in_the_workers_hands(
    level: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_hosted_institution()
    lead = an_acting_officer("administrator")
    _, request = a_sent_request()
    whole = events._decide_or_queue

    def stopped_meanwhile(case_id: Any) -> None:
        """The worker has opened the case; then somebody stops automation; then the worker goes on."""
        LEVELS[level](lead)
        whole(case_id)

    monkeypatch.setattr(events, "_decide_or_queue", stopped_meanwhile)
    taken = take_up(request_id=request.pk)
    assert taken is not None
    assert taken.waits
    assert not Certificate.objects.exists()
    monkeypatch.undo()
    assert work_off() == 0
    assert Case.objects.get().flags.filter(severity="hindrance").count() == 0


@pytest.mark.django_db(transaction=True)
def test_nothing_is_decided_after_the_answer_that_automation_is_stopped() -> None:
    """Workers decide while somebody stops: each decision stands in the journal before the stop, or is not made."""
    a_hosted_institution()
    lead = an_acting_officer("lead")
    numbers = ("808-21-4471", "812-34-7719", "536-90-4399")
    requests = [
        a_sent_request(an_employer(), ssn=number, family_name=f"Berg{nth * 'a'}")[1]
        for nth, number in enumerate(numbers)
    ]
    takers = [lambda pk=each.pk: take_up(request_id=pk) for each in requests]
    at_once(*takers, lambda: stop_automation(acting=lead, scope=Scope()))
    work_off()
    (stop,) = [
        line
        for line in lines_about(Subject("institution", "us-ssa"))
        if line.event == "institution.automation_stopped"
    ]
    decided = [
        line.number
        for case in Case.objects.all()
        for line in lines_about(Subject("case", str(case.pk)))
        if line.event == "case.decided_automatically"
    ]
    assert all(number < stop.number for number in decided)
    assert len(decided) + Case.objects.waiting().count() == len(numbers)
