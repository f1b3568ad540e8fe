"""Two officers: what one proposes another signs, on the case as it was, and never the same person."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from sojourn.casework.decision_acts import as_payload
from sojourn.casework.decision_events import Terms, approve, refuse
from sojourn.casework.events import take_up, withdraw_and_close
from sojourn.casework.models import Case, Decision
from sojourn.casework.officer_events import put_back
from sojourn.casework.signing import rules
from sojourn.casework.signing.access import given_back, proposal_for, waiting_count, waiting_for_signature
from sojourn.casework.signing.acts import Act, enter
from sojourn.casework.signing.events import propose, return_, sign, take_back
from sojourn.casework.signing.models import Proposal
from sojourn.casework.signing.states import ARROWS, ProposalState, target_of
from sojourn.core.errors import InvalidInput, NotAllowed, WrongState
from sojourn.parties.access import ActingAs, acting_for_employer
from sojourn.parties.models import Membership, Person
from tests.casework.builders import (
    a_case_in_hand,
    a_hosted_institution,
    an_acting_officer,
    said_about,
    signed_by_another,
)
from tests.parties.builders import an_employer
from tests.requests.builders import a_sent_request

pytestmark = pytest.mark.django_db

TERMS = Terms(("facts_established",), "Known to us.", {"number_missing": "Seen by letter."})


@pytest.fixture(autouse=True)
def _hosted() -> None:
    a_hosted_institution()


@pytest.fixture
def officer() -> ActingAs:
    return an_acting_officer()


def proposed(officer: ActingAs, case: Case, **changes: Any) -> Proposal:
    terms: dict[str, Any] = {
        "acting": officer,
        "case_id": case.pk,
        "version": case.version,
        "act": "approve",
        "payload": as_payload(TERMS),
        "causes": ("hindrance",),
    }
    proposal_id = propose(**terms | changes)
    case.refresh_from_db()
    return Proposal.objects.get(pk=proposal_id)


def test_nothing_is_done_before_another_officer_signs(officer: ActingAs) -> None:
    case = a_case_in_hand(officer)
    waiting = proposed(officer, case)
    assert not Decision.objects.exists()
    assert (waiting_count(officer), len(waiting_for_signature(officer))) == (0, 1)
    second = signed_by_another(case)
    decision = Decision.objects.get()
    assert case.decision == decision
    assert (str(decision.decided_by_id), str(decision.signed_by_id)) == (
        officer.actor.person_id,
        second.actor.person_id,
    )
    assert decision.needs_two
    assert case.waivers.get().waived_by_id == decision.decided_by_id
    assert said_about(case)[-3:] == ["proposal.made", "proposal.signed", "case.approved"]
    # Signed again by the same officer it is done once; by a third it is too late.
    sign(acting=second, proposal_id=waiting.pk)
    with pytest.raises(WrongState, match="proposal_not_open") as late:
        sign(acting=an_acting_officer(), proposal_id=waiting.pk)
    assert late.value.params["by"] == second.actor.person_id
    assert Decision.objects.count() == 1


def test_nobody_signs_what_they_proposed(officer: ActingAs) -> None:
    case = a_case_in_hand(officer)
    waiting = proposed(officer, case)
    for step in (
        lambda: sign(acting=officer, proposal_id=waiting.pk),
        lambda: return_(acting=officer, proposal_id=waiting.pk, words="No."),
    ):
        with pytest.raises(WrongState, match="own_proposal"):
            step()
    person = waiting.proposed_by_id
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.update(state="signed", ended_by=person, ended_at=waiting.proposed_at)
    assert proposal_for(officer, waiting.pk, "en").why_not == "own_proposal"


def test_a_party_to_the_request_does_not_sign(officer: ActingAs) -> None:
    employer = an_employer()
    case = a_case_in_hand(officer, acting=employer)
    waiting = proposed(officer, case)
    second = an_acting_officer()
    Membership.objects.create(
        person=Person.objects.get(pk=second.person_id), employer_id=employer.employer_id, role="viewer"
    )
    with pytest.raises(WrongState, match="own_matter"):
        sign(acting=second, proposal_id=waiting.pk)


def test_officers_of_another_institution_find_no_proposal(officer: ActingAs) -> None:
    case = a_case_in_hand(officer)
    waiting = proposed(officer, case)
    stranger = an_acting_officer(institution_id="de-dvka")
    assert waiting_for_signature(stranger) == ()
    for step in (
        lambda: sign(acting=stranger, proposal_id=waiting.pk),
        lambda: return_(acting=stranger, proposal_id=waiting.pk, words="No."),
        lambda: take_back(acting=stranger, proposal_id=waiting.pk),
        lambda: proposal_for(stranger, waiting.pk, "en"),
    ):
        with pytest.raises(NotAllowed):
            step()
    with pytest.raises(NotAllowed):
        take_back(acting=an_acting_officer(), proposal_id=waiting.pk)


def test_a_restricted_case_shows_its_proposal_to_named_staff_alone(officer: ActingAs) -> None:
    case = a_case_in_hand(officer)
    waiting = proposed(officer, case)
    Case.objects.filter(pk=case.pk).update(restricted_to=uuid4())
    outsider = an_acting_officer()
    assert waiting_for_signature(outsider) == ()
    for step in (
        lambda: proposal_for(outsider, waiting.pk, "en"),
        lambda: sign(acting=outsider, proposal_id=waiting.pk),
    ):
        with pytest.raises(NotAllowed):
            step()


def test_a_proposal_on_a_case_that_changed_has_to_be_made_anew(officer: ActingAs) -> None:
    case = a_case_in_hand(officer)
    waiting = proposed(officer, case)
    put_back(acting=officer, case_id=case.pk)
    with pytest.raises(WrongState, match="proposal_stale"):
        sign(acting=an_acting_officer(), proposal_id=waiting.pk)
    assert [row.id for row in given_back(officer)] == [waiting.pk]
    assert waiting_for_signature(officer) == ()


def test_other_facts_of_the_same_version_make_it_stale_as_well(officer: ActingAs) -> None:
    case = a_case_in_hand(officer)
    waiting = proposed(officer, case)
    Proposal.objects.filter(pk=waiting.pk).update(basis="0" * 64)
    with pytest.raises(WrongState, match="proposal_stale"):
        sign(acting=an_acting_officer(), proposal_id=waiting.pk)


def test_one_waits_at_a_time_and_the_same_press_twice_is_one(officer: ActingAs) -> None:
    case = a_case_in_hand(officer)
    first = proposed(officer, case)
    assert proposed(officer, case).pk == first.pk
    other = as_payload(Terms(("facts_established",), "Otherwise.", TERMS.waivers))
    with pytest.raises(WrongState, match="proposal_open"):
        proposed(officer, case, payload=other)
    return_(acting=an_acting_officer(), proposal_id=first.pk, words="Say which letter.")
    assert [row.id for row in given_back(officer)] == [first.pk]
    assert proposal_for(officer, first.pk, "en").words == "Say which letter."
    again = proposed(officer, case, payload=other)
    assert given_back(officer) == ()
    take_back(acting=officer, proposal_id=again.pk)
    take_back(acting=officer, proposal_id=again.pk)
    with pytest.raises(InvalidInput):
        return_(acting=an_acting_officer(), proposal_id=proposed(officer, case).pk, words="  ")


def test_what_could_not_be_done_is_not_proposed(officer: ActingAs) -> None:
    case = a_case_in_hand(officer)
    for payload in (as_payload(Terms(())), as_payload(Terms(("facts_established",)))):
        with pytest.raises(InvalidInput):
            proposed(officer, case, payload=payload)
    with pytest.raises(WrongState, match="case_changed"):
        proposed(officer, case, version=case.version + 1)
    with pytest.raises(WrongState, match="case_not_yours"):
        proposed(an_acting_officer(), case)
    assert not Proposal.objects.exists()


def test_a_request_withdrawn_meanwhile_ends_the_proposal(officer: ActingAs) -> None:
    employer = an_employer()
    case = a_case_in_hand(officer, acting=employer)
    waiting = proposed(officer, case)
    withdraw_and_close(acting=employer, request_id=case.request_id)
    waiting.refresh_from_db()
    assert waiting.state == ProposalState.LAPSED
    with pytest.raises(WrongState):
        sign(acting=an_acting_officer(), proposal_id=waiting.pk)
    assert not Decision.objects.exists()


def test_another_decision_meanwhile_ends_the_proposal(officer: ActingAs) -> None:
    case = a_case_in_hand(officer)
    waiting = proposed(officer, case)
    refuse(acting=officer, case_id=case.pk, version=case.version, reasons=["facts_not_shown"])
    waiting.refresh_from_db()
    assert waiting.state == ProposalState.LAPSED


def test_a_colleague_at_the_employer_calls_for_two(officer: ActingAs) -> None:
    employer = an_employer()
    case = a_case_in_hand(officer, acting=employer)
    colleague = Person.objects.get(pk=an_acting_officer().person_id)
    Membership.objects.create(person=colleague, employer_id=employer.employer_id, role="viewer")
    with pytest.raises(WrongState, match="second_signature_needed") as refused:
        approve(
            acting=officer,
            case_id=case.pk,
            version=case.version,
            reasons=TERMS.reasons,
            waivers=TERMS.waivers,
        )
    assert refused.value.params["causes"] == (rules.OWN_EMPLOYER,)


def test_what_was_decided_automatically_is_withdrawn_by_two(officer: ActingAs) -> None:
    _, request = a_sent_request()
    take_up(request_id=request.pk)
    case = Case.objects.get()
    payload = {"reason": "facts_were_wrong", "effective_on": "2027-05-01", "own_words": "New facts."}
    waiting = proposed(officer, case, act="withdraw_certificate", payload=payload)
    view = proposal_for(an_acting_officer(), waiting.pk, "en")
    assert view.why_not == ""
    assert any("1\N{NO-BREAK SPACE}May\N{NO-BREAK SPACE}2027" in line for line in view.preview.letter)
    signed_by_another(case)
    first, later = Decision.objects.order_by("position")
    assert (later.result, later.supersedes, later.needs_two) == ("withdrawn", first, True)
    assert case.state == "closed"


def test_the_database_wants_the_second_signature_too(officer: ActingAs) -> None:
    case = a_case_in_hand(officer)
    approve(
        acting=officer,
        case_id=case.pk,
        version=case.version,
        reasons=TERMS.reasons,
        waivers=TERMS.waivers,
    )
    before = Decision.objects.get()
    later = {
        "case": case,
        "position": 2,
        "supersedes": before,
        "result": "refused",
        "reasons": ["over_limit"],
        "remedy": "review",
        "law_version": "x",
        "checks_version": "x",
        "determination": {},
        "decided_by_id": before.decided_by_id,
        "decided_at": before.decided_at,
    }
    wrong = (
        {"needs_two": True},
        {"needs_two": True, "signed_by_id": before.decided_by_id},
        {"supersedes": None},
        {"position": 1},
    )
    for changes in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Decision.objects.create(**later | changes)


def test_an_act_is_entered_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        enter(Act("approve", title="Approve", carry_out=lambda _: None))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", sorted(ARROWS))
def test_ended_proposals_stay_ended(name: str) -> None:
    for state in set(ProposalState) - {ProposalState.OPEN}:
        with pytest.raises(WrongState):
            target_of(name, state)


def test_an_employer_finds_no_proposals() -> None:
    with pytest.raises(NotAllowed):
        waiting_for_signature(acting_for_employer(*_somebody()))


def _somebody() -> tuple[Person, Any]:
    employer = an_employer()
    return Person.objects.get(pk=employer.person_id), employer.employer_id


def test_part_of_the_days_is_certified_with_the_reason(officer: ActingAs) -> None:
    case = a_case_in_hand(officer)
    common: dict[str, Any] = {
        "acting": officer,
        "case_id": case.pk,
        "version": case.version,
        "waivers": TERMS.waivers,
    }
    part = (date(2027, 3, 1), date(2028, 2, 29))
    with pytest.raises(InvalidInput) as refused:
        approve(**common, reasons=["facts_established"], part=part)
    assert [each.code for each in refused.value.problems] == ["part_reason_missing"]
    beyond = (date(2027, 2, 1), date(2031, 2, 28))
    with pytest.raises(InvalidInput) as refused:
        approve(**common, reasons=["part_conditions"], part=beyond)
    assert {each.field for each in refused.value.problems} == {"part_from", "part_until"}
    approve(**common, reasons=["facts_established", "part_not_shown"], part=part)
    decision = Decision.objects.get()
    assert (decision.certified_from, decision.certified_until) == part
