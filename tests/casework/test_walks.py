"""Walks over the table of states, and walks of several officers over real cases: no way around a second signature."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sojourn.casework.appeals.events import appeal
from sojourn.casework.appeals.models import Appeal
from sojourn.casework.appeals.officer_events import admit, uphold
from sojourn.casework.certificate_events import correct_certificate, shorten_certificate, withdraw_certificate
from sojourn.casework.decision_acts import as_payload
from sojourn.casework.decision_events import Terms, approve, discontinue, refuse
from sojourn.casework.events import set_up_institution, take_up
from sojourn.casework.models import Case, Decision
from sojourn.casework.officer_events import assign, put_back
from sojourn.casework.signing.events import propose, return_, sign, take_back
from sojourn.casework.signing.models import Proposal
from sojourn.casework.states import ARROWS, CaseState, Mover
from sojourn.certificates.models import Certificate
from sojourn.core import clock
from sojourn.core.actors import SYSTEM
from sojourn.core.errors import SojournError
from sojourn.parties.access import ActingAs
from tests.casework.builders import an_acting_officer
from tests.parties.builders import an_employer
from tests.requests.builders import a_sent_request

ENDED = {CaseState.DECIDED, CaseState.CLOSED}


def reached_from(start: set[CaseState], names: set[str] | None = None) -> set[CaseState]:
    """Where the arrows lead, with any number of steps."""
    reached = set(start)
    while True:
        more = {
            arrow.target
            for arrow in ARROWS.values()
            if reached & arrow.sources and (names is None or arrow.name in names)
        }
        if more <= reached:
            return reached
        reached |= more


def test_every_state_is_reached_from_a_new_case() -> None:
    assert reached_from({CaseState.NEW}) == set(CaseState)


@pytest.mark.parametrize("state", [state for state in CaseState if state.is_open])
def test_no_open_state_is_a_dead_end_that_owes_a_decision(state: CaseState) -> None:
    assert reached_from({state}) & ENDED
    # The officer in whose hands it is gets there without waiting for anybody else to do something first.
    by_officers = {arrow.name for arrow in ARROWS.values() if arrow.mover is not Mover.SYSTEM}
    assert reached_from({state}, by_officers) & ENDED


def test_nothing_but_an_appeal_opens_what_was_ended() -> None:
    opening = {a.name for a in ARROWS.values() if a.sources & ENDED and a.target.is_open}
    assert opening == {"reopen"}


@pytest.mark.parametrize("state", list(CaseState))
def test_a_state_is_in_hand_exactly_if_an_officer_can_act_alone_in_it(state: CaseState) -> None:
    acting = any(arrow.mover is Mover.ASSIGNEE and state in arrow.sources for arrow in ARROWS.values())
    assert state.is_in_hand == acting


type Step = Callable[[ActingAs, Case], Any]
TERMS = Terms(("facts_established",), "", {"number_missing": "Seen.", "own_words_to_read": "Read."})


def _hands(officer: ActingAs, case: Case) -> dict[str, Any]:
    return {"acting": officer, "case_id": case.pk, "version": case.version}


def _proposal(case: Case) -> Any:
    found = Proposal.objects.filter(case=case).order_by("-proposed_at").first()
    return found.pk if found else uuid4()


def _appeal(case: Case) -> Any:
    found = Appeal.objects.filter(case=case).order_by("-received_at").first()
    return found.pk if found else uuid4()


STEPS: dict[str, Step] = {
    "assign": lambda who, case: assign(acting=who, case_id=case.pk),
    "put_back": lambda who, case: put_back(acting=who, case_id=case.pk),
    "approve": lambda who, case: approve(**_hands(who, case), reasons=TERMS.reasons, waivers=TERMS.waivers),
    "refuse": lambda who, case: refuse(**_hands(who, case), reasons=["facts_not_shown"]),
    "discontinue": lambda who, case: discontinue(**_hands(who, case), reasons=["stay_cancelled"]),
    "propose_approval": lambda who, case: propose(
        **_hands(who, case), act="approve", payload=as_payload(TERMS), causes=("hindrance",)
    ),
    "propose_withdrawal": lambda who, case: propose(
        **_hands(who, case),
        act="withdraw_certificate",
        payload={"reason": "facts_were_wrong", "effective_on": "2027-06-01"},
        causes=("automatic_corrected",),
    ),
    "propose_end": lambda who, case: propose(
        **_hands(who, case),
        act="shorten_certificate",
        payload={"last_day": "2027-12-31", "own_words": "Back."},
        causes=("automatic_corrected",),
    ),
    "sign": lambda who, case: sign(acting=who, proposal_id=_proposal(case)),
    "return": lambda who, case: return_(acting=who, proposal_id=_proposal(case), words="No."),
    "take_back": lambda who, case: take_back(acting=who, proposal_id=_proposal(case)),
    "withdraw": lambda who, case: withdraw_certificate(
        **_hands(who, case), reason="facts_were_wrong", effective_on=date(2027, 6, 1)
    ),
    "shorten": lambda who, case: shorten_certificate(
        **_hands(who, case), last_day=date(2027, 12, 31), own_words="Back."
    ),
    "correct": lambda who, case: correct_certificate(
        **_hands(who, case), items={"holder.birth_place": "Enugu"}, own_words="Typed wrong."
    ),
    "admit": lambda who, case: admit(acting=who, appeal_id=_appeal(case)),
    "uphold": lambda who, case: uphold(
        acting=who, appeal_id=_appeal(case), version=case.version, words="It stands."
    ),
}


@pytest.mark.django_db
@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    automatic=st.booleans(),
    walk=st.lists(
        st.tuples(st.sampled_from(sorted([*STEPS, "appeal"])), st.integers(0, 2)), min_size=4, max_size=14
    ),
)
def test_walks_of_three_officers_keep_what_must_hold(automatic: bool, walk: list[tuple[str, int]]) -> None:
    with transaction.atomic(), clock.fixed(datetime(2026, 11, 23, 9, 0, tzinfo=UTC)):
        set_up_institution(institution_id="us-ssa", actor=SYSTEM)
        officers = [an_acting_officer() for _ in range(3)]
        employer = an_employer()
        number = {} if automatic else {"worker.ssn": {"unknown": True}}
        _, request = a_sent_request(employer, **number)
        taken = take_up(request_id=request.pk)
        assert taken is not None
        for name, who in walk:
            case = Case.objects.get(pk=taken.case_id)
            try:
                with transaction.atomic():
                    if name == "appeal":
                        appeal(acting=employer, request_id=request.pk, key=uuid4(), words="Look again.")
                    else:
                        STEPS[name](officers[who], case)
            except SojournError:
                pass
            _must_hold(Case.objects.get(pk=taken.case_id))
        transaction.set_rollback(True)


def _must_hold(case: Case) -> None:
    decisions = list(Decision.objects.filter(case=case).order_by("position"))
    # One line of decisions, each pointing at the one before, the newest held by the case.
    assert [each.position for each in decisions] == list(range(1, len(decisions) + 1))
    assert [each.supersedes_id for each in decisions] == [None, *[each.pk for each in decisions]][
        : len(decisions)
    ]
    assert case.decision_id == (decisions[-1].pk if decisions else None)
    # What was decided automatically is changed by two different people or by an appeal, never by one alone.
    for before, later in pairwise(decisions):
        if before.is_automatic and not Appeal.objects.filter(came_to=later).exists():
            assert later.signed_by_id is not None
    for each in decisions:
        assert each.signed_by_id is None or each.signed_by_id != each.decided_by_id
    # At most one certificate is valid, and it is the newest one.
    valid = list(Certificate.objects.filter(status="valid").values_list("number", flat=True))
    assert valid == [n for n in [case.decision.certificate_number if case.decision else None] if n]
    # Who examines an appeal decided nothing before it.
    for each in Appeal.objects.filter(case=case, examiner__isnull=False):
        assert each.examiner_id not in {each.decided_by_id, each.signed_by_id}
    assert (case.state == CaseState.DECIDED) <= bool(decisions)
