"""Two at once, on a real database: one certificate, one decision, nobody's case twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from sojourn.casework.decision_events import approve, refuse
from sojourn.casework.events import take_up, withdraw_and_close
from sojourn.casework.models import Case, Decision
from sojourn.casework.officer_events import assign, take_next
from sojourn.casework.working_off import work_off
from sojourn.certificates.models import Certificate
from sojourn.core import clock
from sojourn.core.errors import SojournError
from sojourn.journal.chain import verify
from tests.casework.builders import a_case_in_hand, a_hosted_institution, a_queued_case, an_acting_officer
from tests.parties.builders import an_employer
from tests.requests.builders import a_sent_request

pytestmark = pytest.mark.django_db(transaction=True)

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def at_once(*steps: Callable[[], Any]) -> list[Any]:
    """What each of the steps gave when all began at the same moment; a refusal as its code."""
    ready = Barrier(len(steps))

    def run(step: Callable[[], Any]) -> Any:
        try:
            with clock.fixed(MONDAY):
                ready.wait(timeout=20)
                return step()
        except SojournError as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(steps)) as pool:
        return list(pool.map(run, steps))


@pytest.fixture(autouse=True)
def _hosted() -> None:
    a_hosted_institution()


def test_taking_up_twice_at_once_gives_one_certificate() -> None:
    _, request = a_sent_request()
    first, second, _ = at_once(
        lambda: take_up(request_id=request.pk), lambda: take_up(request_id=request.pk), work_off
    )
    assert first.case_id == second.case_id
    assert (Case.objects.count(), Decision.objects.count(), Certificate.objects.count()) == (1, 1, 1)
    assert verify().ok


def test_two_requests_for_one_worker_at_once_never_give_two_certificates() -> None:
    _, one = a_sent_request(an_employer())
    _, other = a_sent_request(an_employer(), start="2028-01-01")
    at_once(lambda: take_up(request_id=one.pk), lambda: take_up(request_id=other.pk))
    work_off()
    # Where each sees the other, both wait; where one was first, the other sees its certificate.
    assert (Certificate.objects.count(), Case.objects.waiting().count()) in {(0, 2), (1, 1)}


def test_approving_and_refusing_at_once_gives_one_decision() -> None:
    officer = an_acting_officer()
    case = a_case_in_hand(officer)
    common: dict[str, Any] = {"acting": officer, "case_id": case.pk, "version": case.version}
    waivers = {"number_missing": "Seen."}
    outcomes = at_once(
        lambda: approve(**common, reasons=["facts_established"], waivers=waivers),
        lambda: refuse(**common, reasons=["facts_not_shown"]),
    )
    assert outcomes.count("case_decided") == 1
    assert Decision.objects.count() == 1
    assert Certificate.objects.count() == (Decision.objects.get().result == "approved")


def test_two_officers_who_take_next_at_once_get_two_cases() -> None:
    a_queued_case()
    a_queued_case(family_name="Halvorsen")
    one, other = an_acting_officer(), an_acting_officer()
    taken = at_once(lambda: take_next(acting=one), lambda: take_next(acting=other))
    assert len({*taken} - {None}) == 2


def test_withdrawing_and_deciding_at_once_ends_in_one_of_both() -> None:
    employer, officer = an_employer(), an_acting_officer()
    case = a_queued_case(employer)
    assign(acting=officer, case_id=case.pk)
    case.refresh_from_db()
    at_once(
        lambda: withdraw_and_close(acting=employer, request_id=case.request_id),
        lambda: refuse(acting=officer, case_id=case.pk, version=case.version, reasons=["facts_not_shown"]),
    )
    case.refresh_from_db()
    assert (case.state, Decision.objects.count()) in {("closed", 0), ("decided", 1)}
