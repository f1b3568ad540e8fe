"""An exception between two authorities: proposed and signed by two, weighed and answered on the other side."""

import json
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from pypdf import PdfReader

from sojourn.casework.decision_acts import look_ahead
from sojourn.casework.decision_events import Terms, approve
from sojourn.casework.events import withdraw_and_close
from sojourn.casework.exceptions.answering_events import (
    ReplyDraft,
    send_back_reply,
    sign_reply,
    take_back_reply,
    take_up_exchange,
    write_reply,
)
from sojourn.casework.exceptions.basis import basis_of, liaison_of
from sojourn.casework.exceptions.covering import CoveringPair, covering_pair
from sojourn.casework.exceptions.criteria import catalogue
from sojourn.casework.exceptions.models import Exchange, Note, Reply, Weighing
from sojourn.casework.exceptions.noting import write_note
from sojourn.casework.exceptions.proposing_events import (
    begin_exchange,
    signature_waits,
    submit_exchange,
    take_back_exchange,
)
from sojourn.casework.exceptions.recording_events import PaperReply, record_reply, settle_reply
from sojourn.casework.exceptions.reply_term import last_day_to_reply
from sojourn.casework.exceptions.sending_events import (
    dispatch_exchange,
    give_up_exchange,
    note_other_side_told,
    remind_other_side,
)
from sojourn.casework.exceptions.states import ARROWS, REPLY_ARROWS, ExchangeState, ReplyState
from sojourn.casework.gathering import gather
from sojourn.casework.models import Case, InstitutionSetting
from sojourn.casework.officer_events import assign
from sojourn.casework.signing.events import sign
from sojourn.casework.states import CaseState
from sojourn.core import clock
from sojourn.core.errors import InvalidInput, NotAllowed, WrongState
from sojourn.engine import determine, load_law, read_situation
from sojourn.files.access import read
from sojourn.messages.models import Letter
from sojourn.parties.access import staff_of
from sojourn.parties.acting import ActingAs
from sojourn.parties.models import Person, Staff
from sojourn.requests.for_casework import request_file
from tests.casework.builders import a_case_in_hand, a_hosted_institution, an_acting_officer, said_about
from tests.casework.exceptions.builders import (
    DE,
    WANTED,
    a_draft,
    a_wish,
    agreed,
    answered,
    at_the_other_side,
    both_hosted,
    prepared,
    proposed,
    signed,
    weighed,
    written,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def both() -> None:
    both_hosted()


def version_of(exchange: Exchange) -> int:
    exchange.refresh_from_db()
    return exchange.version


def finds(case: Case) -> list[str]:
    case.refresh_from_db()
    setting = InstitutionSetting.objects.get(pk=case.institution_id)
    return [each.code for each in gather(case, request_file(case.request_id), setting).hindrances]


def articles(case: Case) -> list[tuple[str, str | None]]:
    case.refresh_from_db()
    setting = InstitutionSetting.objects.get(pk=case.institution_id)
    found = gather(case, request_file(case.request_id), setting).facts.periods
    return [(period["basis"]["article"], period["end"]) for period in found]


def also_at(person_id: object, institution_id: str) -> ActingAs:
    """The same person, with a post in another institution."""
    person = Person.objects.get(pk=str(person_id))
    Staff.objects.create(person=person, institution_id=institution_id, role="officer")
    return staff_of(person, institution_id)


class TestProposing:
    def test_it_goes_whole_and_signed_by_two_to_the_institution_that_the_law_data_name(
        self, both: None
    ) -> None:
        _, case = a_wish()
        officer = an_acting_officer()
        exchange = proposed(officer, case)
        assert (exchange.liaison_id, exchange.article, exchange.legislation) == (DE, "6(5)", "US")
        assert exchange.end == WANTED
        waiting = signature_waits(officer, case.reference)
        assert waiting is not None
        with pytest.raises(WrongState):
            sign(acting=officer, proposal_id=waiting)
        sign(acting=an_acting_officer(), proposal_id=waiting)
        exchange.refresh_from_db()
        case.refresh_from_db()
        assert exchange.stands is ExchangeState.SENT
        assert exchange.delivered_here
        assert exchange.due_on == last_day_to_reply(clock.today()) == date(2027, 1, 23)
        assert case.state == CaseState.LIAISON
        assert exchange.content["person"]["family_name"] == "Okafor"
        assert exchange.content["reasons"][0]["question"] == "exception.career"
        assert Letter.objects.filter(template="liaison_asked").count() == 1

    def test_the_paper_carries_the_data_and_says_by_when(self, both: None) -> None:
        _, case = a_wish()
        _, exchange = at_the_other_side(case)
        pdf = PdfReader(BytesIO(read(exchange.letter)))
        attached = json.loads(pdf.attachments["exception.json"][0])
        assert attached == exchange.content
        text = " ".join(page.extract_text() for page in pdf.pages)
        assert "23. Januar 2027" in text.replace("\N{NO-BREAK SPACE}", " ")
        assert len(pdf.pages) == 3

    def test_what_lacks_is_named_all_at_once(self, both: None) -> None:
        _, case = a_wish()
        officer = an_acting_officer()
        exchange = a_draft(officer, case)
        exchange = written(officer, exchange, text="", end=date(2040, 1, 1), weighed={})
        with pytest.raises(InvalidInput) as refused:
            submit_exchange(acting=officer, reference=exchange.reference, version=exchange.version)
        codes = [problem.code for problem in refused.value.problems]
        assert codes[0] == "consent_beyond_asked"
        assert codes.count("verdict_missing") == len(weighed())
        assert codes[-1] == "proposal_text_missing"

    def test_it_cannot_be_changed_while_a_second_officer_has_it(self, both: None) -> None:
        _, case = a_wish()
        officer = an_acting_officer()
        exchange = proposed(officer, case)
        with pytest.raises(WrongState) as refused:
            written(officer, exchange, text="Something else.")
        assert refused.value.code == "exception_waits_for_signature"

    def test_a_case_has_one_file_however_often_one_presses(self, both: None) -> None:
        _, case = a_wish()
        officer = an_acting_officer()
        exchange = a_draft(officer, case)
        case.refresh_from_db()
        again = begin_exchange(acting=officer, case_id=case.pk, version=case.version, key=uuid4())
        assert again == exchange.reference
        assert Exchange.objects.count() == 1

    def test_an_officer_can_propose_one_out_of_a_plain_case(self) -> None:
        a_hosted_institution()
        officer = an_acting_officer()
        case = a_case_in_hand(officer)
        exchange = signed(officer, an_acting_officer(), case)
        assert exchange.stands is ExchangeState.SIGNED
        dispatch_exchange(
            acting=officer,
            reference=exchange.reference,
            version=exchange.version,
            on=clock.today(),
            way="post",
        )
        record_reply(
            acting=officer,
            reference=exchange.reference,
            version=version_of(exchange),
            key=uuid4(),
            paper=PaperReply("full", clock.today()),
        )
        assert articles(case) == [("6(5)", "2030-02-28")]

    def test_without_a_clause_there_is_nothing_to_propose(self, both: None) -> None:
        case = a_case_in_hand(an_acting_officer())
        setting = InstitutionSetting.objects.get(pk=case.institution_id)
        gathered = gather(case, request_file(case.request_id), setting)
        assert basis_of(gathered) is not None
        situation = {**gathered.facts.situation, "activities": [dict(gathered.facts.activity, country="IN")]}
        elsewhere = determine(read_situation(situation), gathered.law)
        assert basis_of(replace(gathered, determination=elsewhere)) is None

    def test_who_agrees_is_read_off_the_law_data(self) -> None:
        law = load_law()
        assert liaison_of(law, "us-de", "DE") == "de-dvka"
        assert liaison_of(law, "us-at", "AT") == "at-ministry"
        assert liaison_of(law, "us-jp", "JP").startswith("unnamed:")


class TestAnswering:
    def test_a_full_answer_leaves_a_case_that_only_waits_to_be_decided(self, both: None) -> None:
        _, case = a_wish()
        assert "exception_not_agreed" in finds(case)
        _, exchange = at_the_other_side(case)
        answered(exchange)
        case.refresh_from_db()
        assert case.state == CaseState.IN_REVIEW
        assert case.consent["agreement"] == exchange.reference
        assert "exception_not_agreed" not in finds(case)
        assert articles(case) == [("6(5)", WANTED.isoformat())]
        assert said_about(case)[-1] == "case.liaison_answered"
        assert Letter.objects.filter(template="liaison_answered").count() == 1

    def test_the_pair_that_signed_the_proposal_covers_the_decision_if_nothing_is_left_to_weigh(
        self, both: None
    ) -> None:
        _, case = a_wish()
        officer, second = an_acting_officer(), an_acting_officer()
        exchange = signed(officer, second, case)
        answered(exchange)
        case.refresh_from_db()
        decide = {"case_id": case.pk, "version": case.version, "reasons": ["conditions_met"]}
        third = an_acting_officer()
        # Whoever did not sign the proposal, or finds another person in it than was agreed on, needs a second one.
        setting = InstitutionSetting.objects.get(pk=case.institution_id)
        gathered = gather(case, request_file(case.request_id), setting)
        assert covering_pair(gathered, third.person_id) is None
        assert covering_pair(gathered, officer.person_id, (exchange.start, date(2033, 12, 31))) is None
        assert covering_pair(gathered, second.person_id) == CoveringPair(
            exchange.reference, officer.person_id
        )
        renamed = replace(
            gathered.facts, particulars={**gathered.facts.particulars, "worker.family_name": "Oke"}
        )
        assert covering_pair(replace(gathered, facts=renamed), officer.person_id) is None
        Reply.objects.update(side="asking")
        assert covering_pair(gathered, officer.person_id) is None
        Reply.objects.update(side="asked")
        assert look_ahead(officer, case.reference, "approved", Terms(("conditions_met",))).covered
        approve(**decide, acting=officer)
        case.refresh_from_db()
        assert case.decision
        assert (case.decision.decided_by_id, case.decision.signed_by_id) == (
            officer.person_id,
            second.person_id,
        )
        assert case.decision.needs_two
        assert "case.signature_covered" in said_about(case)

    def test_an_answer_on_paper_or_for_a_part_leaves_the_decision_to_two(self) -> None:
        a_hosted_institution()
        _, case = a_wish()
        officer = an_acting_officer()
        agreed(officer, case, WANTED)
        with pytest.raises(WrongState, match="second_signature_needed"):
            approve(acting=officer, case_id=case.pk, version=case.version, reasons=["conditions_met"])

    def test_a_part_reaches_no_further_than_what_was_agreed(self, both: None) -> None:
        _, case = a_wish()
        _, exchange = at_the_other_side(case)
        until = date(2033, 2, 28)
        answered(exchange, result="part", start=exchange.start, end=until, remarks="A year less.")
        assert articles(case)[0] == ("6(5)", until.isoformat())
        assert Reply.objects.get().remarks == "A year less."

    def test_a_refusal_comes_back_to_the_officer_and_the_law_stays_as_it_was(self, both: None) -> None:
        _, case = a_wish()
        _, exchange = at_the_other_side(case)
        with pytest.raises(InvalidInput):
            prepared(an_acting_officer(institution_id=DE), exchange, result="refused")
        answered(exchange, result="refused", remarks="The limit is long enough.")
        case.refresh_from_db()
        assert (case.state, case.consent) == (CaseState.IN_REVIEW, {})
        assert "exception_not_agreed" in finds(case)

    @pytest.mark.parametrize(
        ("reply", "code"),
        [
            ({"result": ""}, "reply_result_missing"),
            ({"result": "part"}, "reply_start_missing"),
            ({"result": "part", "start": date(2027, 3, 1), "end": WANTED}, "reply_part_is_full"),
            ({"result": "part", "start": date(2027, 3, 1), "end": date(2040, 1, 1)}, "reply_beyond_proposed"),
            ({"result": "full", "weighed": {}}, "verdict_missing"),
        ],
    )
    def test_a_reply_that_cannot_be_given_says_why(
        self, both: None, reply: dict[str, object], code: str
    ) -> None:
        _, case = a_wish()
        _, exchange = at_the_other_side(case)
        with pytest.raises(InvalidInput) as refused:
            prepared(an_acting_officer(institution_id=DE), exchange, **reply)
        assert code in {problem.code for problem in refused.value.problems}

    def test_the_second_officer_can_send_it_back_and_the_first_take_it_back(self, both: None) -> None:
        _, case = a_wish()
        _, exchange = at_the_other_side(case)
        german = an_acting_officer(institution_id=DE)
        exchange = prepared(german, exchange)
        for acting in (german,):
            with pytest.raises(WrongState) as refused:
                sign_reply(acting=acting, reference=exchange.reference, version=exchange.version)
            assert refused.value.code == "second_person_needed"
        send_back_reply(
            acting=an_acting_officer(institution_id=DE),
            reference=exchange.reference,
            version=exchange.version,
            reason="The period first.",
            key=uuid4(),
        )
        assert Reply.objects.get().state == ReplyState.DRAFT
        assert Note.objects.get().text == "The period first."
        with pytest.raises(WrongState):
            take_back_reply(acting=german, reference=exchange.reference, version=version_of(exchange))

    def test_each_side_weighs_for_itself(self, both: None) -> None:
        _, case = a_wish()
        _, exchange = at_the_other_side(case)
        answered(exchange, weighed=weighed(verdict="open"))
        rows = Weighing.objects.values_list("side", "verdict").distinct()
        assert set(rows) == {("asking", "speaks_for"), ("asked", "open")}


class TestAttack:
    def test_a_third_institution_finds_nothing_and_the_asked_one_nothing_before_it_is_sent(
        self, both: None
    ) -> None:
        _, case = a_wish()
        officer = an_acting_officer()
        exchange = proposed(officer, case)
        for institution in ("fr-cleiss", DE):
            with pytest.raises(NotAllowed):
                write_note(
                    acting=an_acting_officer(institution_id=institution),
                    reference=exchange.reference,
                    text="Let me see.",
                    key=uuid4(),
                )

    def test_nobody_acts_for_both_sides(self, both: None) -> None:
        _, case = a_wish()
        officer, exchange = at_the_other_side(case)
        for person in (officer.person_id, exchange.signed_by_id):
            double = also_at(person, DE)
            with pytest.raises(WrongState) as refused:
                take_up_exchange(acting=double, reference=exchange.reference, version=exchange.version)
            assert refused.value.code == "other_side_signed"
        exchange = prepared(an_acting_officer(institution_id=DE), exchange)
        with pytest.raises(WrongState):
            sign_reply(
                acting=staff_of(Person.objects.get(pk=officer.person_id), DE),
                reference=exchange.reference,
                version=exchange.version,
            )

    def test_the_database_refuses_one_person_twice(self, both: None) -> None:
        _, case = a_wish()
        _, exchange = at_the_other_side(case)
        with pytest.raises(IntegrityError), transaction.atomic():
            Exchange.objects.filter(pk=exchange.pk).update(signed_by=exchange.proposed_by)
        answered(exchange)
        reply = Reply.objects.get()
        with pytest.raises(IntegrityError), transaction.atomic():
            Reply.objects.filter(pk=reply.pk).update(signed_by=reply.prepared_by)

    def test_an_answer_is_given_once(self, both: None) -> None:
        _, case = a_wish()
        _, exchange = at_the_other_side(case)
        exchange = answered(exchange)
        with pytest.raises(WrongState) as refused:
            prepared(an_acting_officer(institution_id=DE), exchange)
        assert refused.value.code == "exception_answered"
        with pytest.raises(WrongState):
            sign_reply(
                acting=an_acting_officer(institution_id=DE),
                reference=exchange.reference,
                version=exchange.version,
            )
        assert Reply.objects.filter(counts=True).count() == 1

    def test_a_stale_page_changes_nothing(self, both: None) -> None:
        _, case = a_wish()
        _, exchange = at_the_other_side(case)
        german = an_acting_officer(institution_id=DE)
        take_up_exchange(acting=german, reference=exchange.reference, version=exchange.version)
        with pytest.raises(WrongState) as refused:
            write_reply(
                acting=german,
                reference=exchange.reference,
                version=exchange.version,
                draft=ReplyDraft("full"),
                key=uuid4(),
            )
        assert refused.value.code == "exception_changed"

    def test_a_colleague_without_the_case_sends_nothing(self) -> None:
        a_hosted_institution()
        _, case = a_wish()
        officer = an_acting_officer()
        exchange = signed(officer, an_acting_officer(), case)
        with pytest.raises(WrongState):
            dispatch_exchange(
                acting=an_acting_officer(),
                reference=exchange.reference,
                version=exchange.version,
                on=clock.today(),
                way="post",
            )
        with pytest.raises(NotAllowed):
            dispatch_exchange(
                acting=an_acting_officer(institution_id=DE),
                reference=exchange.reference,
                version=exchange.version,
                on=clock.today(),
                way="post",
            )


class TestEnd:
    def test_a_withdrawn_request_ends_it_and_a_reply_after_that_makes_a_task_and_changes_nothing(
        self, both: None
    ) -> None:
        acting, case = a_wish()
        officer, exchange = at_the_other_side(case)
        exchange = prepared(an_acting_officer(institution_id=DE), exchange)
        withdraw_and_close(acting=acting, request_id=case.request_id)
        case.refresh_from_db()
        exchange.refresh_from_db()
        assert (exchange.state, exchange.ended_because) == ("ended", "request_withdrawn")
        assert case.state == CaseState.CLOSED
        # The German officer's page is older than the end: pressed on it, nothing happens; pressed anew, it is a task.
        sign_reply(
            acting=an_acting_officer(institution_id=DE),
            reference=exchange.reference,
            version=exchange.version,
        )
        reply = Reply.objects.get()
        exchange.refresh_from_db()
        case.refresh_from_db()
        assert (reply.needs_look, reply.counts) == (True, False)
        assert (exchange.state, case.state, case.consent) == ("ended", CaseState.CLOSED, {})
        settle_reply(
            acting=officer,
            reference=exchange.reference,
            reply_id=reply.pk,
            words="Told them by phone.",
            key=uuid4(),
        )
        reply.refresh_from_db()
        assert not reply.needs_look

    def test_on_paper_the_end_is_to_be_told_and_a_late_paper_makes_a_task(self) -> None:
        a_hosted_institution()
        acting, case = a_wish()
        officer = an_acting_officer()
        exchange = signed(officer, an_acting_officer(), case)
        dispatch_exchange(
            acting=officer,
            reference=exchange.reference,
            version=exchange.version,
            on=clock.today(),
            way="post",
        )
        withdraw_and_close(acting=acting, request_id=case.request_id)
        exchange.refresh_from_db()
        assert exchange.to_tell
        note_other_side_told(acting=officer, reference=exchange.reference, version=exchange.version)
        key = uuid4()
        for _ in range(2):
            record_reply(
                acting=officer,
                reference=exchange.reference,
                version=version_of(exchange),
                key=key,
                paper=PaperReply("full", clock.today()),
            )
        assert [reply.needs_look for reply in Reply.objects.all()] == [True]
        case.refresh_from_db()
        assert case.consent == {}

    def test_a_second_paper_after_the_answer_is_a_task_too(self) -> None:
        a_hosted_institution()
        _, case = a_wish()
        officer = an_acting_officer()
        exchange = signed(officer, an_acting_officer(), case)
        common = {"acting": officer, "reference": exchange.reference}
        dispatch_exchange(**common, version=exchange.version, on=clock.today(), way="email")
        record_reply(
            **common, version=version_of(exchange), key=uuid4(), paper=PaperReply("full", clock.today())
        )
        record_reply(
            **common,
            version=version_of(exchange),
            key=uuid4(),
            paper=PaperReply("refused", clock.today(), remarks="A mistake."),
        )
        assert [(each.counts, each.needs_look) for each in Reply.objects.order_by("prepared_at")] == [
            (True, False),
            (False, True),
        ]
        case.refresh_from_db()
        assert case.consent["until"] == WANTED.isoformat()

    def test_a_late_other_side_is_reminded_and_one_can_go_on_without_it(self, both: None) -> None:
        _, case = a_wish()
        officer, exchange = at_the_other_side(case)
        common = {"acting": officer, "reference": exchange.reference}
        with pytest.raises(WrongState):
            remind_other_side(**common, version=exchange.version)
        with clock.fixed(clock.now() + timedelta(days=70)):
            remind_other_side(**common, version=exchange.version)
            give_up_exchange(**common, version=version_of(exchange))
        case.refresh_from_db()
        exchange.refresh_from_db()
        assert case.state == CaseState.IN_REVIEW
        assert exchange.ended_because == "given_up"
        again = begin_exchange(acting=officer, case_id=case.pk, version=case.version, key=uuid4())
        assert again != exchange.reference

    def test_what_was_signed_can_be_taken_back_before_it_is_sent(self) -> None:
        a_hosted_institution()
        _, case = a_wish()
        officer = an_acting_officer()
        exchange = signed(officer, an_acting_officer(), case)
        take_back_exchange(acting=officer, reference=exchange.reference, version=exchange.version)
        exchange.refresh_from_db()
        assert (exchange.stands, exchange.signed_by, exchange.content) == (ExchangeState.DRAFT, None, None)

    def test_a_case_taken_over_while_it_waits_goes_on_waiting(self, both: None) -> None:
        _, case = a_wish()
        at_the_other_side(case)
        colleague = an_acting_officer()
        assign(acting=colleague, case_id=case.pk)
        case.refresh_from_db()
        assert case.state == CaseState.LIAISON
        assert str(case.assigned_to_id) == colleague.actor.person_id


class TestTables:
    def test_every_state_is_reached_and_nothing_leaves_an_end(self) -> None:
        for arrows, states, ends in (
            (ARROWS, ExchangeState, {"answered", "ended"}),
            (REPLY_ARROWS, ReplyState, {"given"}),
        ):
            reached = {arrow.target for arrow in arrows.values()} | {"draft"}
            assert reached == {state.value for state in states}
            assert not ends & {source for arrow in arrows.values() for source in arrow.sources}

    def test_nothing_is_sent_around_the_second_signature(self) -> None:
        to_sent = [arrow for arrow in ARROWS.values() if arrow.target == "sent"]
        assert {source for arrow in to_sent for source in arrow.sources} == {"signed"}
        assert [arrow.name for arrow in ARROWS.values() if arrow.target == "signed"] == ["sign"]

    def test_a_criterion_has_a_source_or_is_a_neutral_question_of_the_vocabulary(self) -> None:
        unsourced = {each.code for each in catalogue().values() if not each.source and not each.said}
        assert unsourced == {"period_fits"}
