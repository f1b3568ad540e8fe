"""Sending: once, whole, frozen, and nothing that the law would refuse."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from sojourn.core import clock
from sojourn.core.actors import Subject
from sojourn.core.errors import InvalidInput, SojournError, WrongState
from sojourn.engine.lawbook.facts import load_facts
from sojourn.journal.access import lines_about
from sojourn.messages.access import letters_about
from sojourn.parties.access import ActingAs
from sojourn.requests import events, interview
from sojourn.requests.models import Request
from sojourn.requests.sending import NotSendable, Way, sendable
from sojourn.requests.states import State
from tests.parties.builders import an_employer
from tests.requests.builders import a_draft, a_sent_request, go_on

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _monday() -> Any:
    with clock.fixed(MONDAY):
        yield


def send(acting: ActingAs, draft: Request, key: str = "key", declared: bool = True) -> Request:
    return events.hand_in(acting=acting, request_id=draft.pk, key=key, declared=declared)


@pytest.mark.django_db
class TestWhatIsFrozen:
    def test_a_plain_posting_is_sent_to_the_institution_of_home(self) -> None:
        acting, draft = a_draft()
        sent = send(acting, draft)
        assert (sent.stands, sent.institution_id) == (State.SUBMITTED, "us-ssa")
        assert sent.reference is not None
        assert sent.handed_in_at == MONDAY
        assert sent.handed_in_by_id == acting.person_id

    def test_the_law_and_the_questions_of_the_day_are_kept(self) -> None:
        _, sent = a_sent_request()
        assert sent.determination is not None
        assert sent.law_version == sent.determination["law"]
        assert sent.questions_version == load_facts().version
        assert "worker.ssn" in sent.questions_asked
        (period,) = sent.determination["periods"]
        assert (period["legislation"], period["basis"]["article"]) == ("US", "6(2)")

    def test_answers_to_questions_no_longer_asked_are_not_sent(self) -> None:
        acting, draft = a_draft(country="FR", **{"worker.birth_name": "Eze"})
        events.save_answers(acting=acting, request_id=draft.pk, answers={"activities[0].country": "DE"})
        sent = send(acting, draft)
        assert "worker.birth_name" not in sent.particulars

    def test_the_journal_tells_it_in_one_line(self) -> None:
        _, sent = a_sent_request()
        told = [
            line
            for line in lines_about(Subject("request", str(sent.pk)))
            if line.event == "request.handed_in"
        ]
        assert len(told) == 1
        assert told[0].details["institution"] == "us-ssa"


@pytest.mark.django_db
class TestOnce:
    def test_a_double_click_gives_the_same_request(self) -> None:
        acting, draft = a_draft()
        first, second = send(acting, draft, "key"), send(acting, draft, "key")
        assert first.reference == second.reference
        assert len(letters_about(Subject("request", str(draft.pk)))) == 1

    def test_a_reload_with_another_key_gives_the_same_request(self) -> None:
        acting, draft = a_draft()
        assert send(acting, draft, "one").reference == send(acting, draft, "two").reference

    def test_a_key_sends_one_request_only(self) -> None:
        acting, draft = a_draft()
        send(acting, draft, "key")
        _, other = a_draft(acting, ssn="812-34-7719", family_name="Mensah")
        with pytest.raises(WrongState, match="key_used"):
            send(acting, other, "key")
        other.refresh_from_db()
        assert other.stands is State.DRAFT

    def test_a_withdrawn_draft_is_not_sent(self) -> None:
        acting, draft = a_draft()
        events.withdraw(acting=acting, request_id=draft.pk)
        with pytest.raises(WrongState, match="request_step_not_open"):
            send(acting, draft)

    def test_references_differ_and_can_be_read_out(self) -> None:
        acting = an_employer()
        sent = [a_sent_request(acting)[1] for _ in range(3)]
        references = [request.reference or "" for request in sent]
        assert len(set(references)) == 3
        assert all(len(r) == 12 and not set("01ILOU") & set(r) for r in references)


@pytest.mark.django_db
class TestWhatIsNotSent:
    def test_what_is_not_declared(self) -> None:
        acting, draft = a_draft()
        with pytest.raises(InvalidInput) as error:
            send(acting, draft, declared=False)
        assert [(p.field, p.code) for p in error.value.problems] == [("declared", "not_declared")]

    @pytest.mark.parametrize(
        ("change", "problem"),
        [
            ({"birth_place": ""}, ("worker.birth_place", "missing")),
            ({"ssn": "666-12-3456"}, ("worker.ssn", "ssn_range")),
            ({"end": "2027-02-28"}, ("activities[0].end", "end_before_start")),
            (
                {"start": {"day": "30", "month": "2", "year": "2027"}},
                ("activities[0].start.day", "not_in_calendar"),
            ),
            ({"country": "US"}, ("activities[0].country", "home_is_host")),
        ],
    )
    def test_what_is_missing_or_wrong(self, change: dict[str, Any], problem: tuple[str, str]) -> None:
        acting, draft = a_draft(**change)
        with pytest.raises(InvalidInput) as error:
            send(acting, draft)
        assert problem in {(p.field, p.code) for p in error.value.problems}
        draft.refresh_from_db()
        assert draft.stands is State.DRAFT

    def test_what_is_unusual_until_somebody_says_that_it_is_right(self) -> None:
        acting, draft = a_draft(start="2026-03-02", end="2028-03-01")
        with pytest.raises(events.WarningsOpen) as error:
            send(acting, draft)
        assert [finding.code for finding in error.value.findings] == ["start_passed"]
        go_on(acting, draft, "We learned of it late.")
        sent = send(acting, draft)
        (kept,) = sent.acknowledged.values()
        assert kept == {"code": "start_passed", "reason": "We learned of it late."}

    def test_a_warning_gone_on_from_comes_back_when_it_changes(self) -> None:
        acting, draft = a_draft(start="2026-03-02", end="2028-03-01")
        go_on(acting, draft)
        events.save_answers(acting=acting, request_id=draft.pk, answers={"activities[0].start": "2026-02-02"})
        with pytest.raises(events.WarningsOpen):
            send(acting, draft)

    @pytest.mark.parametrize(
        ("change", "way"),
        [
            ({"end": "2033-02-28"}, Way.NO_CERTIFICATE),
            ({"recruited_in": "DE"}, Way.NO_CERTIFICATE),
            ({"country": "SG"}, Way.NO_CERTIFICATE),
            (
                {"for_whom": "group_their_contract", "employers[1].us_3121l_agreement": "no"},
                Way.NO_CERTIFICATE,
            ),
        ],
        ids=["six years", "hired there", "no agreement", "affiliate without an agreement"],
    )
    def test_what_the_law_would_refuse(self, change: dict[str, Any], way: Way) -> None:
        acting, draft = a_draft(**change)
        with pytest.raises(NotSendable) as error:
            send(acting, draft)
        assert error.value.sendable.way is way
        assert error.value.sendable.determination is not None
        draft.refresh_from_db()
        assert (draft.stands, draft.reference) == (State.DRAFT, None)

    def test_the_same_draft_is_sent_once_the_one_fact_is_changed(self) -> None:
        acting, draft = a_draft(end="2033-02-28")
        with pytest.raises(NotSendable):
            send(acting, draft)
        events.save_answers(acting=acting, request_id=draft.pk, answers={"activities[0].end": "2032-02-29"})
        assert send(acting, draft).stands is State.SUBMITTED

    def test_what_still_turns_on_an_answer_nobody_has_given(self) -> None:
        acting, draft = a_draft(country="IT", nationalities=["IT"])
        now = interview.standing(draft)
        assert sendable(now).way is Way.MORE_ANSWERS
        with pytest.raises(InvalidInput) as error:
            send(acting, draft)
        assert {problem.field for problem in error.value.problems} == {"person.chosen_legislation"}

    def test_what_cannot_be_known_goes_to_an_officer(self) -> None:
        _, draft = a_draft(
            country="IT", nationalities=["IT"], **{"person.chosen_legislation": {"unknown": "on"}}
        )
        now = interview.standing(draft)
        assert (sendable(now).way, sendable(now).institution_id) == (Way.OFFICER, "us-ssa")


@pytest.mark.django_db
class TestAskedBefore:
    def test_the_same_worker_and_stay_is_told_with_the_earlier_reference(self) -> None:
        acting, sent = a_sent_request()
        _, again = a_draft(acting)
        (finding,) = interview.standing(again).findings
        assert finding.code == "asked_before"
        assert finding.params["reference"] == sent.reference

    @pytest.mark.parametrize(
        "change",
        [{"ssn": {"unknown": "on"}}, {"family_name": "Okafor-Smith"}],
        ids=["by name and birth date", "by number"],
    )
    def test_the_worker_is_known_again_by_either(self, change: dict[str, Any]) -> None:
        acting, _ = a_sent_request()
        _, again = a_draft(acting, **change)
        assert [finding.code for finding in interview.standing(again).findings] == ["asked_before"]

    def test_a_spelling_without_accents_is_the_same_name(self) -> None:
        acting, _ = a_sent_request(family_name="Núñez")
        _, again = a_draft(acting, family_name="NUNEZ", ssn={"unknown": "on"})
        assert [finding.code for finding in interview.standing(again).findings] == ["asked_before"]

    def test_another_worker_is_another_matter(self) -> None:
        acting, _ = a_sent_request()
        _, other = a_draft(acting, family_name="Mensah", ssn="812-34-7719")
        assert interview.standing(other).findings == ()

    def test_nobody_learns_what_another_employer_asked(self) -> None:
        a_sent_request()
        _, elsewhere = a_draft(an_employer())
        assert interview.standing(elsewhere).findings == ()

    def test_what_was_withdrawn_or_refused_does_not_count(self) -> None:
        acting, sent = a_sent_request()
        events.withdraw(acting=acting, request_id=sent.pk)
        _, again = a_draft(acting)
        assert interview.standing(again).findings == ()

    def test_going_on_with_a_new_request_is_possible_and_kept(self) -> None:
        acting, _ = a_sent_request()
        _, again = a_sent_request(acting)
        assert [kept["code"] for kept in again.acknowledged.values()] == ["asked_before"]


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


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_two_tabs_that_send_at_the_same_moment_send_one_request(self) -> None:
        acting, draft = a_draft()
        one, other = at_once(lambda: send(acting, draft, "one"), lambda: send(acting, draft, "two"))
        assert one.reference == other.reference
        assert len(letters_about(Subject("request", str(draft.pk)))) == 1

    def test_one_key_for_two_requests_at_the_same_moment_sends_one(self) -> None:
        acting, draft = a_draft()
        _, other = a_draft(acting, ssn="812-34-7719", family_name="Mensah")
        outcomes = at_once(lambda: send(acting, draft, "key"), lambda: send(acting, other, "key"))
        assert outcomes.count("key_used") == 1
        assert Request.objects.filter(state=State.SUBMITTED.value).count() == 1

    def test_two_tabs_that_save_different_fields_lose_nothing(self) -> None:
        acting, draft = a_draft()

        def save(fact_id: str, what: str) -> Any:
            return events.save_answers(acting=acting, request_id=draft.pk, answers={fact_id: what})

        at_once(lambda: save("receiver.city", "Kiel"), lambda: save("worker.birth_place", "Boston"))
        draft.refresh_from_db()
        assert (draft.particulars["receiver.city"], draft.particulars["worker.birth_place"]) == (
            "Kiel",
            "Boston",
        )

    def test_sending_and_withdrawing_at_the_same_moment_end_in_one_state(self) -> None:
        acting, draft = a_draft()
        at_once(
            lambda: send(acting, draft, "key"),
            lambda: events.withdraw(acting=acting, request_id=draft.pk),
        )
        draft.refresh_from_db()
        assert draft.stands is State.WITHDRAWN
