"""Signing, deciding, withdrawing and appealing at the same moment, on a real database: one wins, the other is told."""

from typing import Any
from uuid import uuid4

import pytest

from sojourn.casework.appeals.events import appeal
from sojourn.casework.appeals.models import Appeal
from sojourn.casework.decision_acts import as_payload
from sojourn.casework.decision_events import Terms, refuse
from sojourn.casework.events import withdraw_and_close
from sojourn.casework.models import Case, Decision
from sojourn.casework.signing.events import propose, sign
from sojourn.certificates.models import Certificate
from sojourn.journal.chain import verify
from sojourn.parties.access import ActingAs
from tests.casework.builders import a_case_in_hand, a_hosted_institution, an_acting_officer
from tests.casework.test_at_once import at_once
from tests.parties.builders import an_employer

pytestmark = pytest.mark.django_db(transaction=True)

TERMS = Terms(("facts_established",), "", {"number_missing": "Seen."})


@pytest.fixture(autouse=True)
def _hosted() -> None:
    a_hosted_institution()


def a_proposal(officer: ActingAs, employer: ActingAs) -> tuple[Case, Any]:
    case = a_case_in_hand(officer, acting=employer)
    waiting = propose(
        acting=officer, case_id=case.pk, version=case.version, act="approve", payload=as_payload(TERMS)
    )
    case.refresh_from_db()
    return case, waiting


def test_of_two_signatures_a_refusal_and_a_withdrawal_at_once_one_wins() -> None:
    officer, employer = an_acting_officer(), an_employer()
    case, waiting = a_proposal(officer, employer)
    second, third = an_acting_officer(), an_acting_officer()
    common: dict[str, Any] = {"acting": officer, "case_id": case.pk, "version": case.version}
    outcomes = at_once(
        lambda: sign(acting=second, proposal_id=waiting),
        lambda: sign(acting=third, proposal_id=waiting),
        lambda: refuse(**common, reasons=["facts_not_shown"]),
        lambda: withdraw_and_close(acting=employer, request_id=case.request_id),
    )
    assert outcomes.count(None) == 1
    assert {each for each in outcomes if each} <= {
        "proposal_not_open",
        "proposal_stale",
        "case_decided",
        "case_closed",
        "case_changed",
        "request_step_not_open",
        "request_not_open",
    }
    case.refresh_from_db()
    decided = Decision.objects.filter(case=case)
    assert decided.count() == (case.state == "decided")
    assert Certificate.objects.count() == decided.filter(result="approved").count()
    assert verify().ok


def test_two_appeals_at_once_are_one() -> None:
    officer, employer = an_acting_officer(), an_employer()
    case = a_case_in_hand(officer, acting=employer)
    refuse(acting=officer, case_id=case.pk, version=case.version, reasons=["facts_not_shown"])
    common: dict[str, Any] = {"acting": employer, "request_id": case.request_id, "words": "Look again."}
    outcomes = at_once(*(lambda: appeal(**common, key=uuid4()) for _ in range(2)))
    assert outcomes.count("appeal_made") == 1
    assert Appeal.objects.count() == 1
