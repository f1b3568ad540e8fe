"""European notifications: made of what happens, each once, with the life line of a determination."""

import json
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import jsonschema
import pytest
from pypdf import PdfReader

from sojourn.casework.certificate_acts import WITHDRAW, causes_of_changing, propose_change
from sojourn.casework.decision_events import approve
from sojourn.casework.european.access import look_at_notice, notice_file, notices_of
from sojourn.casework.european.content import NoticeContent, schema, schema_paths
from sojourn.casework.european.events import (
    answer_determination,
    answer_question,
    ask_other_state,
    make_final,
    note_notice_sent,
    record_answer,
    settle_objection,
)
from sojourn.casework.european.invalidating import produce_for_withdrawal
from sojourn.casework.european.mapping import table
from sojourn.casework.european.models import Delivery, Notice
from sojourn.casework.european.producing import message_for, produce_for_certificate
from sojourn.casework.european.receivers import receiver_of
from sojourn.casework.european.states import ARROWS, NoticeState
from sojourn.casework.events import set_up_institution, take_up
from sojourn.casework.exceptions.answering_events import sign_reply
from sojourn.casework.models import Case
from sojourn.casework.officer_events import assign
from sojourn.casework.signing.events import sign
from sojourn.certificates import access as certificates
from sojourn.core import clock
from sojourn.core.actors import SYSTEM
from sojourn.core.errors import InvalidInput, NotAllowed, WrongState
from sojourn.parties.acting import ActingAs
from tests.casework.builders import an_acting_officer
from tests.casework.exceptions.builders import a_draft, prepared, signed_by, weighed, written
from tests.parties.builders import an_employer
from tests.requests.builders import a_sent_request
from tests.requests.test_several_countries import GERMAN, ROWS, worked_in

pytestmark = pytest.mark.django_db

DE, FR = "de-dvka", "fr-cleiss"


def hosted(*institutions: str) -> None:
    for institution in institutions:
        set_up_institution(institution_id=institution, actor=SYSTEM)


def a_determination() -> tuple[ActingAs, Notice]:
    """Germany determines for somebody who works in Germany, France and the Netherlands."""
    hosted(DE, FR)
    _, request = a_sent_request(an_employer(**GERMAN), **worked_in("DE", "FR", "NL"))
    taken = take_up(request_id=request.pk)
    assert taken
    officer = an_acting_officer(institution_id=DE)
    assign(acting=officer, case_id=taken.case_id)
    case = Case.objects.get(pk=taken.case_id)
    hindrances = [flag.code for flag in case.flags.all() if flag.severity == "hindrance"]
    approve(
        acting=officer,
        case_id=case.pk,
        version=case.version,
        reasons=["conditions_met"],
        waivers=dict.fromkeys(hindrances, "The worker has confirmed by telephone."),
    )
    return officer, Notice.objects.get(message="A003")


def told_on_paper(officer: ActingAs, notice: Notice) -> None:
    """The states that do not work here have been sent theirs."""
    for each in Delivery.objects.filter(notice=notice, here=False):
        note_notice_sent(
            acting=officer, reference=notice.reference, delivery_id=each.pk, on=clock.today(), way="post"
        )
    notice.refresh_from_db()


class TestDetermination:
    def test_every_state_of_work_is_told_and_the_clock_begins_with_the_last(self) -> None:
        officer, notice = a_determination()
        content = NoticeContent.model_validate(notice.content)
        assert (content.use_case, content.version, content.first) == ("LA_BUC_02", 1, True)
        assert content.determination
        assert (content.determination.article, content.determination.provisional) == ("13(1)(a)", True)
        told = {each.country: each.here for each in Delivery.objects.filter(notice=notice)}
        assert told == {"FR": True, "NL": False}
        assert (notice.state, notice.final_after) == (NoticeState.WAITING, None)
        told_on_paper(officer, notice)
        assert (notice.state, notice.final_after) == (NoticeState.PROVISIONAL, date(2027, 1, 23))

    def test_without_an_objection_it_becomes_final_the_day_after(self) -> None:
        officer, notice = a_determination()
        told_on_paper(officer, notice)
        for day, state in ((61, NoticeState.PROVISIONAL), (62, NoticeState.FINAL)):
            with clock.fixed(clock.now() + timedelta(days=day)):
                make_final()
            notice.refresh_from_db()
            assert notice.state == state, day

    def test_an_objection_goes_to_an_officer_and_nothing_becomes_final(self) -> None:
        officer, notice = a_determination()
        told_on_paper(officer, notice)
        french = an_acting_officer(institution_id=FR)
        with pytest.raises(InvalidInput):
            answer_determination(acting=french, reference=notice.reference, agrees=False)
        answer_determination(
            acting=french,
            reference=notice.reference,
            agrees=False,
            reasons="Half of the work is in Lyon.",
            legislation="FR",
        )
        notice.refresh_from_db()
        assert (notice.state, notice.needs_look) == (NoticeState.OBJECTED, True)
        objection = Notice.objects.get(message="A004")
        assert objection.content["objection"]["legislation"] == "FR"
        assert objection.content["answers"] == notice.reference
        assert {row.task for row in notices_of(officer) if row.message == "A003"} == {"objection"}
        with clock.fixed(clock.now() + timedelta(days=200)):
            assert make_final() == 0
        with pytest.raises(WrongState):
            answer_determination(acting=french, reference=notice.reference, agrees=True)
        settle_objection(acting=officer, reference=notice.reference)
        notice.refresh_from_db()
        assert not notice.needs_look

    def test_when_all_agree_it_is_final_at_once(self) -> None:
        officer, notice = a_determination()
        told_on_paper(officer, notice)
        answer_determination(
            acting=an_acting_officer(institution_id=FR), reference=notice.reference, agrees=True
        )
        paper = Delivery.objects.get(notice=notice, here=False)
        record_answer(
            acting=officer,
            reference=notice.reference,
            delivery_id=paper.pk,
            agrees=True,
            on=clock.today(),
        )
        notice.refresh_from_db()
        assert notice.state == NoticeState.FINAL
        assert Notice.objects.filter(message="A012").count() == 1

    def test_a_late_objection_changes_no_state_and_makes_a_task(self) -> None:
        officer, notice = a_determination()
        told_on_paper(officer, notice)
        with clock.fixed(clock.now() + timedelta(days=90)):
            make_final()
            answer_determination(
                acting=an_acting_officer(institution_id=FR),
                reference=notice.reference,
                agrees=False,
                reasons="Too late, and still.",
            )
        notice.refresh_from_db()
        assert (notice.state, notice.needs_look) == (NoticeState.FINAL, True)


class TestWhoSees:
    def test_neither_a_third_state_nor_one_told_on_paper_finds_it(self) -> None:
        _, notice = a_determination()
        for institution in ("at-ministry", "us-ssa"):
            stranger = an_acting_officer(institution_id=institution)
            with pytest.raises(NotAllowed):
                look_at_notice(acting=stranger, reference=notice.reference)
            with pytest.raises(NotAllowed):
                notice_file(stranger, notice.reference, "data")
            with pytest.raises(NotAllowed):
                answer_determination(acting=stranger, reference=notice.reference, agrees=True)

    def test_a_state_sees_its_own_part_of_the_deliveries_alone(self) -> None:
        officer, notice = a_determination()
        french = an_acting_officer(institution_id=FR)
        assert {
            each.country for each in look_at_notice(acting=officer, reference=notice.reference).deliveries
        } == {
            "FR",
            "NL",
        }
        view = look_at_notice(acting=french, reference=notice.reference)
        assert [each.country for each in view.deliveries] == ["FR"]
        assert (view.row.arrived, view.row.case_reference, view.lines) == (True, "", ())
        with pytest.raises(NotAllowed):
            settle_objection(acting=french, reference=notice.reference)


class TestDocuments:
    def test_what_is_downloaded_fits_the_schema_and_the_paper_carries_it(self) -> None:
        officer, notice = a_determination()
        data, media_type = notice_file(officer, notice.reference, "data")
        assert media_type == "application/json"
        jsonschema.validate(json.loads(data), schema())
        paper, _ = notice_file(officer, notice.reference, "paper")
        assert paper[:5] == b"%PDF-"

    def test_the_table_of_fields_has_each_field_of_the_schema_once(self) -> None:
        ours = [each.ours for each in table().fields]
        assert sorted(ours) == sorted(set(ours)) == sorted(schema_paths())

    def test_each_message_of_the_table_has_the_use_case_that_the_source_gives_it(self) -> None:
        cases = {code: message.use_case for code, message in table().messages.items()}
        assert cases == {
            "A001": "LA_BUC_01",
            "A002": "LA_BUC_01",
            "A011": "LA_BUC_01",
            "A003": "LA_BUC_02",
            "A004": "LA_BUC_02",
            "A012": "LA_BUC_02",
            "A008": "LA_BUC_03",
            "A009": "LA_BUC_04",
            "A010": "LA_BUC_05",
            "A005": "LA_BUC_06",
            "A006": "LA_BUC_06",
            "X008": "that of the message",
        }

    @pytest.mark.parametrize(
        ("article", "message"),
        [("12(1)", "A009"), ("13(2)(b)", "A003"), ("11(3)(b)", "A010"), ("11(3)(a)", None), ("16(1)", None)],
    )
    def test_the_article_decides_which_message_tells_of_a_certificate(
        self, article: str, message: str | None
    ) -> None:
        assert message_for("eu-883-2004", article) == message
        assert message_for("us-de", article) is None

    def test_every_state_but_the_first_is_reached(self) -> None:
        assert {arrow.target for arrow in ARROWS.values()} == set(NoticeState) - {
            NoticeState.KEPT,
            NoticeState.WAITING,
        }


class TestQuestion:
    def test_a_question_is_asked_once_and_answered_once(self) -> None:
        hosted(DE, FR)
        _, request = a_sent_request(an_employer(**GERMAN), **worked_in("DE", "FR"))
        taken = take_up(request_id=request.pk)
        assert taken
        officer, french = an_acting_officer(institution_id=DE), an_acting_officer(institution_id=FR)
        assign(acting=officer, case_id=taken.case_id)
        case, key = Case.objects.get(pk=taken.case_id), uuid4()
        asked = {
            ask_other_state(
                acting=officer,
                case_id=case.pk,
                version=case.version,
                country="FR",
                text="Is the person insured with you?",
                key=key,
            )
            for _ in range(2)
        }
        (reference,) = asked
        assert [row.task for row in notices_of(french)] == ["answer"]
        answer_question(acting=french, reference=reference, text="No, not since 2020.")
        with pytest.raises(WrongState):
            answer_question(acting=french, reference=reference, text="Again.")
        assert Notice.objects.get(message="A006").content["question"]["text"] == "No, not since 2020."
        assert receiver_of("FR") == FR


FUND = "de-krankenkasse"


def posted_to(country: str) -> dict[str, Any]:
    """The answers of a German employer who posts an engineer to one country."""
    posted = {name: value for name, value in worked_in(country).items() if name != ROWS}
    posted |= {"question.several_countries": "no", "question.substantial_activity_at_home": "yes"}
    return posted | dict.fromkeys(("activities[0].lent_onward", "activities[0].replaces_posted_person"), "no")


def a_posting(*, clear: bool) -> Case:
    """An engineer of a German employer, posted to France; the fund decides what is `clear` by itself, or nothing."""
    set_up_institution(institution_id=FUND, actor=SYSTEM, straight_through=clear)
    hosted(FR)
    _, request = a_sent_request(an_employer(**GERMAN), **posted_to("FR"))
    taken = take_up(request_id=request.pk)
    assert taken
    return Case.objects.get(pk=taken.case_id)


class TestException:
    def test_a_proposal_and_its_answer_are_notifications_too(self) -> None:
        case, officer = a_posting(clear=False), an_acting_officer(institution_id=FUND)
        exchange = written(officer, a_draft(officer, case), weighed=weighed("eu-883-2004"))
        assert (exchange.article, exchange.liaison_id) == ("16(1)", FR)
        exchange = signed_by(officer, an_acting_officer(institution_id=FUND), exchange)
        request = Notice.objects.get(message="A001")
        assert request.content["exception"]["instead_of"] == "FR"
        french, second = (an_acting_officer(institution_id=FR) for _ in range(2))
        exchange = prepared(french, exchange, weighed=weighed("eu-883-2004"))
        sign_reply(acting=second, reference=exchange.reference, version=exchange.version)
        approval = Notice.objects.get(message="A011")
        assert (approval.institution_id, approval.answers_id) == (FR, request.pk)
        assert {row.message for row in notices_of(officer)} == {"A011", "A001"}

    def test_a_posting_is_told_to_the_state_of_work(self) -> None:
        a_posting(clear=True)
        notice = Notice.objects.get()
        assert (notice.message, notice.content["determination"]["article"]) == ("A009", "12(1)")
        assert notice.state == NoticeState.KEPT

    @pytest.mark.parametrize("days", [0, 40])
    def test_a_withdrawal_shortens_what_was_told_or_invalidates_it(self, days: int) -> None:
        case = a_posting(clear=True)
        first = Notice.objects.get()
        assert case.decision
        assert case.decision.certified_from
        effective = case.decision.certified_from + timedelta(days=days)
        officer, second = (an_acting_officer(institution_id=FUND) for _ in range(2))
        payload = {"reason": "facts_were_wrong", "effective_on": effective.isoformat()}
        waiting = propose_change(
            acting=officer,
            case_id=case.pk,
            version=case.version,
            act=WITHDRAW,
            payload=payload,
            causes=causes_of_changing(officer, case.reference),
        )
        sign(acting=second, proposal_id=waiting)
        first.refresh_from_db()
        later = Notice.objects.exclude(pk=first.pk).get()
        assert (first.state, later.previous_id) == (NoticeState.SUPERSEDED, first.pk)
        assert {each.institution_id for each in later.deliveries.all()} == {FR}
        content = NoticeContent.model_validate(later.content)
        jsonschema.validate(json.loads(content.as_json()), schema())
        if days:
            assert (content.message, content.version) == ("A009", 2)
            assert content.determination
            assert content.determination.end == effective - timedelta(days=1)
        else:
            assert (content.message, content.use_case) == ("X008", "LA_BUC_04")
            assert content.invalidation
            assert (content.invalidation.reference, content.invalidation.message) == (first.reference, "A009")
            paper, _ = notice_file(officer, later.reference, "paper")
            assert first.reference in PdfReader(BytesIO(paper)).pages[0].extract_text()
        number = first.certificate_number
        assert produce_for_withdrawal(case, number=number, effective_on=effective, actor=SYSTEM) == later

    def test_a_certificate_that_ends_earlier_changes_what_was_told(self) -> None:
        case = a_posting(clear=True)
        first = Notice.objects.get()
        content = certificates.content(str(case.decision.certificate_number)) if case.decision else None
        assert content is not None
        shorter = content.model_copy(update={"period_end": date(2027, 6, 30)})
        again = [
            produce_for_certificate(
                case, shorter, number="later", replaces=first.certificate_number, actor=SYSTEM
            )
            for _ in range(2)
        ]
        first.refresh_from_db()
        assert first.state == NoticeState.SUPERSEDED
        assert again[0] == again[1]
        assert again[0] is not None
        said = again[0].content
        assert (said["version"], said["first"], said["previous_on"]) == (2, False, "2026-11-23")
