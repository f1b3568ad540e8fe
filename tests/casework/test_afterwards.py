"""What is asked after a certificate was issued: longer, wrong, shorter, again, by exception."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from sojourn.casework.afterwards import begin_about_certificate, begin_exception, held_certificate
from sojourn.casework.asking.establishing import set_fact
from sojourn.casework.decision_acts import as_payload
from sojourn.casework.decision_events import Terms, approve
from sojourn.casework.events import hand_in_and_take_up, take_up
from sojourn.casework.models import Case, Decision
from sojourn.casework.officer_events import assign
from sojourn.casework.signing.events import propose
from sojourn.casework.states import CaseState
from sojourn.certificates import access as certificates
from sojourn.certificates.verdict import Code
from sojourn.certificates.verification import verify_code
from sojourn.core.errors import InvalidInput, NotAllowed, WrongState
from sojourn.parties.access import acting_for_employer
from sojourn.parties.acting import ActingAs
from sojourn.requests.events import save_answers
from sojourn.requests.freezing import WarningsOpen
from sojourn.requests.models import Request
from tests.casework.builders import (
    a_case_in_hand,
    a_hosted_institution,
    an_acting_officer,
    said_about,
    signed_by_another,
)
from tests.casework.exceptions.builders import agreed
from tests.parties.builders import an_employer
from tests.requests.builders import a_sent_request, go_on
from tests.web.builders import client_of, html

pytestmark = pytest.mark.django_db

END = "activities[0].end"
EXTENSION = {"question.extension_reason": "not_finished"}
LAST_DAY_OF_LAW = date(2032, 2, 29)


@pytest.fixture(autouse=True)
def _hosted() -> None:
    a_hosted_institution()


def a_certificate(acting: ActingAs | None = None, **answers: Any) -> tuple[ActingAs, str]:
    """Issued without a person for work in Germany from 1 March 2027 to 28 February 2030."""
    acting, request = a_sent_request(acting, **answers)
    taken = take_up(request_id=request.pk)
    assert taken is not None
    assert taken.certificate_number is not None
    return acting, taken.certificate_number


def asked(acting: ActingAs, number: str, kind: str, **answers: Any) -> Request:
    """A complete draft about the certificate."""
    return begin_about_certificate(acting=acting, number=number, kind=kind, key=uuid4(), answers=answers)


def sent(acting: ActingAs, draft: Request) -> str | None:
    """Sent, warnings gone on from; the certificate that the decision names, if there is one already."""
    go_on(acting, draft)
    taken = hand_in_and_take_up(acting=acting, request_id=draft.pk, key=f"key-{draft.pk}", declared=True)
    assert taken is not None
    draft.refresh_from_db()
    return draft.certificate_number or None


def flags_of(draft: Request) -> set[str]:
    return {flag.code for flag in Case.objects.get(request_id=draft.pk).flags.all()}


def extension(until: str) -> dict[str, Any]:
    return {END: until, **EXTENSION}


def approved_by_two(officer: ActingAs, case: Case, reason: str) -> str:
    """One officer proposes, another one signs; the certificate's number."""
    terms = Terms((reason,), waivers=dict.fromkeys(hindering(case), "Agreed."))
    with pytest.raises(WrongState, match="second_signature_needed"):
        approve(
            acting=officer,
            case_id=case.pk,
            version=case.version,
            reasons=terms.reasons,
            waivers=terms.waivers,
        )
    propose(acting=officer, case_id=case.pk, version=case.version, act="approve", payload=as_payload(terms))
    signed_by_another(case)
    assert case.decision is not None
    assert case.decision.signed_by_id != case.decision.decided_by_id
    return str(case.decision.certificate_number)


class TestExtension:
    def test_within_the_limit_it_is_decided_at_once_and_replaces_the_old_certificate(self) -> None:
        acting, old = a_certificate()
        new = sent(acting, asked(acting, old, "extension", **extension("2031-02-28")))
        assert new is not None
        assert new != old
        assert certificates.certificate(new).period_end == date(2031, 2, 28)
        assert certificates.certificate(new).period_start == date(2027, 3, 1)
        assert certificates.certificate(old).status == "superseded"
        held = held_certificate(acting, old)
        assert held.successor == new
        before = Case.objects.get(decision__certificate_number=old)
        assert before.state == CaseState.CLOSED
        assert said_about(before)[-1] == "case.certificate_replaced"

    def test_the_end_first_planned_is_kept_through_two_extensions(self) -> None:
        acting, old = a_certificate()
        draft = asked(acting, old, "extension", **extension("2031-02-28"))
        new = sent(acting, draft)
        again = asked(acting, str(new), "extension", **extension("2032-02-28"))
        for request in (draft, again):
            activity = request.situation["activities"][0]
            assert activity["planned_end"] == "2030-02-28"
            assert activity["start"] == "2027-03-01"
        last = sent(acting, again)
        assert certificates.certificate(str(last)).period_end == date(2032, 2, 28)

    def test_whoever_checks_the_old_paper_is_told_that_it_was_replaced(self) -> None:
        acting, old = a_certificate()
        sent(acting, asked(acting, old, "extension", **extension("2031-02-28")))
        assert verify_code(old, certificates.certificate(old).secret).code is Code.SUPERSEDED

    def test_beyond_the_limit_it_waits_for_consent_and_the_certificate_reaches_no_further_than_that(
        self,
    ) -> None:
        acting, old = a_certificate()
        draft = asked(acting, old, "extension", **extension("2033-02-28") | {"question.both_agree": "yes"})
        assert draft.situation["requests"][0]["agreed_by_both"] is True
        assert sent(acting, draft) is None
        assert "extension_not_agreed" in flags_of(draft)
        officer = an_acting_officer()
        case = Case.objects.get(request_id=draft.pk)
        assign(acting=officer, case_id=case.pk)
        case.refresh_from_db()
        agreed(officer, case, date(2032, 12, 31))
        number = approved_by_two(officer, case, "authorities_agreed")
        assert certificates.certificate(number).period_end == date(2032, 12, 31)
        assert certificates.certificate(old).status == "superseded"

    def test_without_consent_an_officer_can_only_go_as_far_as_the_law(self) -> None:
        acting, old = a_certificate()
        draft = asked(acting, old, "extension", **extension("2033-02-28") | {"question.both_agree": "yes"})
        sent(acting, draft)
        officer = an_acting_officer()
        case = Case.objects.get(request_id=draft.pk)
        assign(acting=officer, case_id=case.pk)
        case.refresh_from_db()
        number = approve(
            acting=officer,
            case_id=case.pk,
            version=case.version,
            reasons=["limited_to_the_law"],
            waivers=dict.fromkeys(hindering(case), "To the limit."),
        )
        assert certificates.certificate(number).period_end == LAST_DAY_OF_LAW

    def test_a_new_end_that_is_no_later_is_not_sent(self) -> None:
        acting, old = a_certificate()
        draft = asked(acting, old, "extension", **extension("2030-02-28"))
        with pytest.raises(InvalidInput) as refused:
            hand_in_and_take_up(acting=acting, request_id=draft.pk, key="k1", declared=True)
        assert [problem.code for problem in refused.value.problems] == ["not_longer"]

    def test_the_same_press_twice_begins_one_request(self) -> None:
        acting, old = a_certificate()
        key = uuid4()
        once, twice = (
            begin_about_certificate(acting=acting, number=old, kind="extension", key=key) for _ in range(2)
        )
        assert once.pk == twice.pk

    def test_a_second_one_about_the_same_certificate_is_told(self) -> None:
        acting, old = a_certificate()
        first = asked(acting, old, "extension", **extension("2033-02-28") | {"question.both_agree": "yes"})
        sent(acting, first)
        second = asked(acting, old, "extension", **extension("2031-02-28"))
        with pytest.raises(WarningsOpen) as open_ones:
            hand_in_and_take_up(acting=acting, request_id=second.pk, key="k2", declared=True)
        assert [finding.code for finding in open_ones.value.findings] == ["asked_about_already"]


def hindering(case: Case) -> set[str]:
    from sojourn.casework.gathering import gather  # noqa: PLC0415
    from sojourn.casework.models import InstitutionSetting  # noqa: PLC0415
    from sojourn.requests.for_casework import request_file  # noqa: PLC0415

    setting = InstitutionSetting.objects.get(pk=case.institution_id)
    return {finding.code for finding in gather(case, request_file(case.request_id), setting).hindrances}


class TestCorrection:
    def test_a_slip_of_the_pen_is_put_right_at_once_on_the_same_determination(self) -> None:
        acting, old = a_certificate()
        draft = asked(
            acting,
            old,
            "correction",
            **{
                "question.wrong_item": "name",
                "worker.family_name": "Okafor-Lee",
                "question.whose_mistake": "applicant",
            },
        )
        new = sent(acting, draft)
        assert new is not None
        assert new != old
        assert certificates.content(new).holder.family_name == "Okafor-Lee"
        assert certificates.content(new).period_end == certificates.content(old).period_end
        first, second = (Decision.objects.get(certificate_number=number) for number in (old, new))
        assert first.determination == second.determination
        assert certificates.certificate(old).status == "superseded"

    @pytest.mark.parametrize(
        "changes",
        [
            {"question.wrong_item": "name", "worker.family_name": "Smith"},
            {"question.wrong_item": "birth", "worker.birth_date": "1990-07-21"},
            {"question.wrong_item": "number", "worker.ssn": "536-90-4399"},
            {"question.wrong_item": "period", "activities[0].start": "2027-04-01"},
        ],
    )
    def test_more_than_a_slip_waits_for_an_officer_and_the_old_certificate_stands(
        self, changes: dict[str, str]
    ) -> None:
        acting, old = a_certificate()
        draft = asked(acting, old, "correction", **changes, **{"question.whose_mistake": "applicant"})
        assert sent(acting, draft) is None
        assert "facts_corrected" in flags_of(draft)
        assert certificates.certificate(old).status == "valid"

    def test_nothing_corrected_is_not_sent(self) -> None:
        acting, old = a_certificate()
        said = {"question.wrong_item": "name", "question.whose_mistake": "applicant"}
        draft = asked(acting, old, "correction", **said)
        with pytest.raises(InvalidInput) as refused:
            hand_in_and_take_up(acting=acting, request_id=draft.pk, key="k3", declared=True)
        assert "nothing_corrected" in {problem.code for problem in refused.value.problems}


class TestEarlyEnd:
    def test_it_is_decided_at_once_and_the_paper_ends_on_the_last_day(self) -> None:
        acting, old = a_certificate()
        said = {"question.end_reason": "work_done", END: "2028-05-31", "question.holder_told": "yes"}
        new = sent(acting, asked(acting, old, "early_end", **said))
        assert certificates.certificate(str(new)).period_end == date(2028, 5, 31)
        assert certificates.certificate(old).status == "superseded"

    def test_work_that_never_began_cancels_the_certificate(self) -> None:
        acting, old = a_certificate()
        said = {"question.end_reason": "never_began", "question.holder_told": "yes"}
        draft = asked(acting, old, "early_end", **said)
        assert sent(acting, draft) == old
        assert certificates.certificate(old).status == "withdrawn"
        assert Decision.objects.get(case__request_id=draft.pk).result == "cancelled"
        assert held_certificate(acting, old).is_withdrawn

    def test_a_last_day_that_is_no_earlier_is_not_sent(self) -> None:
        acting, old = a_certificate()
        said = {"question.end_reason": "work_done", END: "2030-02-28", "question.holder_told": "yes"}
        draft = asked(acting, old, "early_end", **said)
        with pytest.raises(InvalidInput) as refused:
            hand_in_and_take_up(acting=acting, request_id=draft.pk, key="k4", declared=True)
        assert [problem.code for problem in refused.value.problems] == ["not_shorter"]


class TestReplacement:
    def test_the_same_document_is_handed_out_again_and_written_down(self) -> None:
        acting, old = a_certificate()
        draft = asked(acting, old, "replacement", **{"question.copy_reason": "lost"})
        assert sent(acting, draft) == old
        assert certificates.certificate(old).status == "valid"
        assert Decision.objects.get(case__request_id=draft.pk).result == "copied"
        assert held_certificate(acting, old).request.kind == "first"

    def test_of_a_withdrawn_certificate_there_is_no_copy(self) -> None:
        acting, old = a_certificate()
        said = {"question.end_reason": "never_began", "question.holder_told": "yes"}
        sent(acting, asked(acting, old, "early_end", **said))
        with pytest.raises(WrongState, match="certificate_not_in_force"):
            asked(acting, old, "replacement", **{"question.copy_reason": "lost"})


class TestException:
    REASONS = {
        "question.legislation_wanted": "US",
        "exception.career": "Twelve years with the company, and a post to return to.",
        "question.both_agree": "yes",
    }

    def test_it_goes_to_an_officer_and_is_decided_with_the_consent_of_both(self) -> None:
        acting, old = a_certificate()
        before = held_certificate(acting, old).request
        draft = begin_exception(acting=acting, request_id=before.pk, key=uuid4())
        save_answers(acting=acting, request_id=draft.pk, answers={**self.REASONS, END: "2034-02-28"})
        draft.refresh_from_db()
        assert sent(acting, draft) is None
        assert "exception_not_agreed" in flags_of(draft)
        officer = an_acting_officer()
        case = Case.objects.get(request_id=draft.pk)
        assign(acting=officer, case_id=case.pk)
        case.refresh_from_db()
        agreed(officer, case, date(2034, 2, 28))
        number = approved_by_two(officer, case, "authorities_agreed")
        assert certificates.certificate(number).period_end == date(2034, 2, 28)
        assert certificates.content(number).article == "6(5)"

    def test_without_a_reason_it_is_not_sent(self) -> None:
        acting, old = a_certificate()
        before = held_certificate(acting, old).request
        draft = begin_exception(acting=acting, request_id=before.pk, key=uuid4())
        said = {name: value for name, value in self.REASONS.items() if not name.startswith("exception.")}
        save_answers(acting=acting, request_id=draft.pk, answers={**said, END: "2034-02-28"})
        with pytest.raises(InvalidInput) as refused:
            hand_in_and_take_up(acting=acting, request_id=draft.pk, key="k5", declared=True)
        assert "no_reason_for_exception" in {problem.code for problem in refused.value.problems}


def test_anothers_certificate_is_not_there() -> None:
    _, number = a_certificate()
    stranger = an_employer()
    with pytest.raises(NotAllowed):
        held_certificate(stranger, number)
    with pytest.raises(NotAllowed):
        begin_about_certificate(acting=stranger, number=number, kind="extension", key=uuid4())


def test_an_answer_of_another_kind_is_refused() -> None:
    acting, old = a_certificate()
    with pytest.raises(InvalidInput):
        asked(acting, old, "extension", **{"question.copy_reason": "lost"})


def test_what_an_officer_established_is_taken_over_and_said_and_the_rest_stays_hidden() -> None:
    officer = an_acting_officer()
    case = a_case_in_hand(officer)
    request = Request.objects.get(pk=case.request_id)
    said = {"receiver.city": "Bremen", "worker.birth_place": "Chicago", "person.refugee_or_stateless": "no"}
    for fact, typed in said.items():
        case.refresh_from_db()
        found = {"typed": typed, "source": "paper", "reason": "The contract."}
        set_fact(acting=officer, case_id=case.pk, version=case.version, key=uuid4(), fact=fact, **found)
    case.refresh_from_db()
    waivers = dict.fromkeys(hindering(case), "Read.")
    number = approve(
        acting=officer, case_id=case.pk, version=case.version, reasons=["facts_established"], waivers=waivers
    )
    acting = acting_for_employer(request.created_by, request.employer_id)
    draft = asked(acting, number, "extension", **extension("2031-02-28"))
    assert draft.answers.text("receiver.city") == "Bremen"
    assert draft.carried["established"] == ["receiver.city"]
    assert "person.refugee_or_stateless" not in draft.answers.values
    assert request.answers.text("receiver.city") == "Hamburg"
    page = html(client_of(acting).get(reverse("request_check", args=[draft.pk])))
    assert page.index("As the institution found it") < page.index("Bremen") < page.index("Unchanged")
