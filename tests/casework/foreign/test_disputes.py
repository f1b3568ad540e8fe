"""Doubts are put, answered, handed up and closed; the certificate binds until its issuer withdraws it."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from uuid import uuid4

import pypdf
import pytest

from sojourn.casework.foreign.access import foreign_for
from sojourn.casework.foreign.dispute_access import (
    dispute_for,
    disputes_of,
    in_dispute,
    look_at_dispute,
    terms_of,
)
from sojourn.casework.foreign.dispute_events import (
    put_doubts,
    remind_of_disputes,
    set_term,
    take_step,
)
from sojourn.casework.foreign.dispute_letter import letter_of
from sojourn.casework.foreign.listing import ForeignFilter, foreign_list
from sojourn.casework.foreign.models import Dispute
from sojourn.casework.foreign.states import (
    CONCERN_ARROWS,
    DISPUTE_ARROWS,
    ConcernState,
    DisputeState,
    ForeignState,
)
from sojourn.certificates.events import withdraw_certificate
from sojourn.core import clock
from sojourn.core.actors import SYSTEM
from sojourn.core.errors import InvalidInput, NotAllowed, WrongState
from sojourn.parties.acting import ActingAs
from tests.casework.builders import an_acting_officer
from tests.casework.foreign.builders import (
    a_dropped_certificate,
    a_host_officer,
    a_typed_certificate,
    an_issuing_officer,
    both_hosted,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _hosted() -> None:
    both_hosted()


def doubts(officer: ActingAs, reference: str) -> str:
    """A dispute about that certificate."""
    return put_doubts(
        acting=officer,
        reference=reference,
        key=uuid4(),
        reasons=["facts_differ"],
        text="Works for another firm.",
    )


def step(
    officer: ActingAs, reference: str, name: str, text: str = "Because.", on: date | None = None
) -> None:
    """One step on the newest version."""
    version = Dispute.objects.get(reference=reference).version
    take_step(acting=officer, reference=reference, step=name, version=version, text=text, on=on)


def later(days: int) -> object:
    """The same desk some days later."""
    return clock.fixed(datetime(2026, 11, 23, 9, 0, tzinfo=UTC) + timedelta(days=days))


@pytest.mark.parametrize(
    ("arrows", "states", "first"),
    [(DISPUTE_ARROWS, DisputeState, "doubted"), (CONCERN_ARROWS, ConcernState, "new")],
)
def test_every_state_is_reached_and_can_be_closed(arrows: dict, states: type, first: str) -> None:  # type: ignore[type-arg]
    ways = {state: {a.target for a in arrows.values() if state in a.sources} for state in states}
    reached, seen = {states(first)}, set()
    while reached - seen:
        state = (reached - seen).pop()
        seen.add(state)
        reached |= ways[state]
    assert seen == set(states)
    assert all("closed" in ways[state] for state in states if state not in {"closed", "new"})


def test_doubts_reach_an_issuer_hosted_here_and_its_certificate_binds_all_the_while() -> None:
    host, issuer = a_host_officer(), an_issuing_officer()
    reference, certificate = a_dropped_certificate(host)
    key = uuid4()
    given = {"acting": host, "reference": reference, "key": key}
    with pytest.raises(InvalidInput):
        put_doubts(**given, reasons=[], text="x")
    with pytest.raises(InvalidInput):
        put_doubts(**given, reasons=["facts_differ"], text=" ")
    dispute = put_doubts(**given, reasons=["facts_differ"], text="Works elsewhere.")
    assert put_doubts(**given, reasons=["facts_differ"], text="Works elsewhere.") == dispute
    with pytest.raises(WrongState, match="dispute_open"):
        doubts(host, reference)
    told = in_dispute(certificate.number)
    assert told is not None
    assert told.since == date(2026, 11, 23)
    assert [row.reference for row in foreign_list(host, ForeignFilter(state="in_dispute")).rows] == [
        reference
    ]
    assert foreign_for(host, reference).row.state is ForeignState.REGISTERED

    (waiting,) = disputes_of(issuer)
    assert (waiting.reference, waiting.side) == (dispute, "issuer")
    view = dispute_for(issuer, dispute)
    assert view.steps[0].text == "Works elsewhere."
    assert view.certificate == "", "the other institution's record is not the issuer's to open"
    assert view.open_steps == ("acknowledge", "uphold", "correct", "withdraw")
    assert look_at_dispute(acting=issuer, reference=dispute)["family_name"]

    with pytest.raises(NotAllowed):
        step(host, dispute, "uphold")
    with pytest.raises(NotAllowed):
        step(issuer, dispute, "close")
    with pytest.raises(NotAllowed):
        letter_of(acting=host, reference=dispute)
    step(issuer, dispute, "acknowledge", "")
    with pytest.raises(WrongState, match="certificate_not_withdrawn"):
        step(issuer, dispute, "withdraw")
    with pytest.raises(WrongState, match="certificate_not_replaced"):
        step(issuer, dispute, "correct")
    withdraw_certificate(
        number=certificate.number, actor=SYSTEM, reason_code="wrong", effective_on=certificate.period_start
    )
    step(issuer, dispute, "withdraw", "We were wrong.")
    assert foreign_for(host, reference).row.state is ForeignState.WITHDRAWN
    with pytest.raises(WrongState):
        step(host, dispute, "hand_up")
    step(host, dispute, "close")
    assert in_dispute(certificate.number) is None
    assert disputes_of(host) == ()
    names = [each.name for each in dispute_for(host, dispute).steps]
    assert names[0], "one's own colleagues are named"
    assert names[1] == names[2] == "", "those of the other institution are not"


def test_the_commission_is_asked_after_a_month_and_only_in_european_coordination() -> None:
    host = a_host_officer()
    european = doubts(host, a_typed_certificate(host))
    agreement = doubts(host, a_dropped_certificate(host)[0])
    assert dispute_for(host, european).first_commission_day == date(2026, 12, 24)
    assert dispute_for(host, agreement).first_commission_day is None
    step(host, european, "uphold", "They say it is right.")
    with later(30), pytest.raises(WrongState) as refusal:
        step(host, european, "bring_before_commission")
    assert refusal.value.params["day"] == "2026-12-24"
    with later(365), pytest.raises(WrongState, match="commission_not_of_agreement"):
        step(host, agreement, "bring_before_commission")
    with later(31):
        step(host, european, "bring_before_commission")
        row = dispute_for(host, european).row
        assert (row.due_step, row.due_on) == ("reconcile", date(2027, 6, 24))
    with later(31 + 190):
        assert remind_of_disputes() == 1
        assert remind_of_disputes() == 0


def test_a_time_that_the_law_read_here_does_not_set_is_the_institutions_with_its_source() -> None:
    lead, officer = a_host_officer("lead"), a_host_officer()
    unset = {(each.procedure, each.term.step) for each in terms_of(officer) if each.is_settable}
    assert ("eu", "answer") in unset
    assert ("eu", "reconcile") not in unset
    assert all(each.working_days is None for each in terms_of(officer))
    first = doubts(officer, a_typed_certificate(officer))
    assert dispute_for(officer, first).row.due_on is None
    term = {"procedure": "eu", "step": "acknowledge", "source": "Circular 7, page 2"}
    with pytest.raises(NotAllowed):
        set_term(acting=officer, working_days=5, **term)
    for wrong in (
        {"working_days": 0},
        {"working_days": 61},
        {"working_days": 5, "source": ""},
        {"step": "reconcile"},
    ):
        with pytest.raises(InvalidInput):
            set_term(**({"acting": lead, "working_days": 5} | term | wrong))
    set_term(acting=lead, working_days=5, **term)
    second = doubts(
        officer, a_typed_certificate(officer, number="B 2", person_number="", birth_date="1990-01-01")
    )
    assert dispute_for(officer, second).row.due_on == date(2026, 11, 30)
    assert dispute_for(officer, first).row.due_on is None, "what runs keeps its day"
    with later(8):
        assert remind_of_disputes() == 1
    set_term(acting=lead, working_days=None, **term)
    assert all(each.working_days is None for each in terms_of(officer))


def test_an_issuer_elsewhere_gets_a_letter_and_its_answer_is_recorded() -> None:
    host = a_host_officer()
    reference = a_typed_certificate(host)
    dispute = doubts(host, reference)
    pdf = pypdf.PdfReader(BytesIO(letter_of(acting=host, reference=dispute)))
    text = " ".join("".join(page.extract_text() for page in pdf.pages).split())
    assert "Marchand" in text
    assert "Nous doutons" in text, "in a language of the issuer's country"
    assert list(pdf.attachments) == ["dispute.json"]
    with pytest.raises(InvalidInput):
        step(host, dispute, "acknowledge", "", on=date(2026, 11, 22))
    with pytest.raises(InvalidInput):
        step(host, dispute, "acknowledge", "", on=date(2026, 11, 24))
    version = Dispute.objects.get(reference=dispute).version
    step(host, dispute, "acknowledge", "")
    with pytest.raises(WrongState, match="dispute_changed"):
        take_step(acting=host, reference=dispute, step="uphold", version=version, text="x")
    step(host, dispute, "withdraw", "Their letter of today.")
    assert foreign_for(host, reference).row.state is ForeignState.WITHDRAWN
    with pytest.raises(WrongState, match="foreign_not_standing"):
        doubts(host, reference)


def test_an_institution_without_a_part_knows_nothing_of_a_dispute() -> None:
    host, other = a_host_officer(), an_acting_officer(institution_id="us-ssa")
    reference = a_typed_certificate(host)
    dispute = doubts(host, reference)
    for forbidden in (
        lambda: dispute_for(other, dispute),
        lambda: look_at_dispute(acting=other, reference=dispute),
        lambda: letter_of(acting=other, reference=dispute),
        lambda: step(other, dispute, "acknowledge"),
        lambda: doubts(other, reference),
    ):
        with pytest.raises(NotAllowed):
            forbidden()
    assert disputes_of(other) == ()
