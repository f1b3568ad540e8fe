"""Starting, saving, withdrawing, and what the institution decided."""

import uuid

import pytest

from sojourn.core.actors import SYSTEM, Actor, Capacity, Subject
from sojourn.core.errors import InvalidInput, NotAllowed, WrongState
from sojourn.journal.access import lines_about
from sojourn.messages.access import letters_about, sent_letters
from sojourn.parties.access import acting_for_self, staff_of
from sojourn.parties.events import change_employer_particulars
from sojourn.requests import access, events, interview
from sojourn.requests.models import Request
from sojourn.requests.states import State
from tests.parties.builders import a_person, an_employer, an_officer, particulars
from tests.requests.builders import a_draft, a_sent_request, typed

pytestmark = pytest.mark.django_db


def journal_of(request: Request) -> list[str]:
    return [line.event for line in lines_about(Subject("request", str(request.pk)))]


def test_a_draft_begins_with_what_is_known_of_the_employer() -> None:
    acting = an_employer(name="Lakeside Robotics Inc.", ein="36-4219873")
    draft = events.start_request(acting=acting, applicant_kind="employer")
    assert draft.plain["employers[0].seat"] == "US"
    assert draft.particulars["sender.name"] == "Lakeside Robotics Inc."
    assert draft.particulars["sender.ein"] == "36-4219873"
    assert journal_of(draft) == ["request.started"]


def test_two_presses_of_start_make_one_draft() -> None:
    acting, key = an_employer(), uuid.uuid4()
    first = events.start_request(acting=acting, applicant_kind="employer", key=key)
    assert events.start_request(acting=acting, applicant_kind="employer", key=key).pk == first.pk
    assert Request.objects.count() == 1


def test_a_key_of_somebody_elses_draft_opens_nothing() -> None:
    key = uuid.uuid4()
    events.start_request(acting=an_employer(), applicant_kind="employer", key=key)
    with pytest.raises(NotAllowed):
        events.start_request(acting=an_employer(), applicant_kind="employer", key=key)


def test_an_employer_asks_as_an_employer_and_a_person_for_themselves() -> None:
    with pytest.raises(NotAllowed):
        events.start_request(acting=an_employer(), applicant_kind="self_employed")
    with pytest.raises(NotAllowed):
        events.start_request(acting=acting_for_self(a_person()), applicant_kind="employer")


def test_an_officer_starts_no_request() -> None:
    with pytest.raises(NotAllowed):
        events.start_request(acting=staff_of(an_officer(), "us-ssa"), applicant_kind="employer")


def test_saving_one_field_leaves_all_others_as_they_are() -> None:
    acting, draft = a_draft()
    stale = Request.objects.get(pk=draft.pk)
    events.save_answers(acting=acting, request_id=stale.pk, answers={"receiver.city": "Kiel"})
    events.save_answers(acting=acting, request_id=draft.pk, answers={"worker.birth_place": "Boston"})
    draft.refresh_from_db()
    assert draft.particulars["receiver.city"] == "Kiel"
    assert draft.particulars["worker.birth_place"] == "Boston"


def test_nothing_typed_is_lost_right_or_wrong() -> None:
    acting, draft = a_draft()
    saved = events.save_answers(
        acting=acting, request_id=draft.pk, answers={"worker.ssn": "808-21-447", "receiver.city": "Kiel"}
    )
    assert [(problem.field, problem.code) for problem in saved.problems] == [("worker.ssn", "ssn_digits")]
    draft.refresh_from_db()
    assert draft.entered == {"worker.ssn": "808-21-447"}
    assert "worker.ssn" not in draft.particulars
    assert draft.particulars["receiver.city"] == "Kiel"


def test_mending_a_wrong_answer_forgets_what_was_typed() -> None:
    acting, draft = a_draft(ssn="808-21-447")
    saved = events.save_answers(acting=acting, request_id=draft.pk, answers={"worker.ssn": "808 21 4471"})
    assert saved.problems == ()
    assert saved.request.entered == {}
    assert saved.request.particulars["worker.ssn"] == "808-21-4471"


def test_only_a_mendable_length_of_a_huge_answer_is_kept() -> None:
    _, draft = a_draft(family_name="x" * 10_000_000)
    assert len(draft.entered["worker.family_name"]) == 1000


def test_saving_the_same_again_writes_no_line() -> None:
    acting, draft = a_draft()
    before = journal_of(draft)
    events.save_answers(acting=acting, request_id=draft.pk, answers=typed())
    assert journal_of(draft) == before


def test_a_question_that_does_not_exist_is_refused_by_name() -> None:
    acting, draft = a_draft()
    with pytest.raises(InvalidInput) as error:
        events.save_answers(acting=acting, request_id=draft.pk, answers={"worker.shoe_size": "42"})
    assert [(p.field, p.code) for p in error.value.problems] == [("worker.shoe_size", "unknown_question")]


@pytest.mark.parametrize("fact_id", ["sender.name", "sender.ein", "employers[0].seat"])
def test_nobody_sends_under_another_employers_name(fact_id: str) -> None:
    acting, draft = a_draft()
    with pytest.raises(InvalidInput) as error:
        events.save_answers(acting=acting, request_id=draft.pk, answers={fact_id: "Other Corp."})
    assert error.value.problems[0].code == "comes_from_employer"


def test_a_draft_shows_the_employer_as_it_is_today_and_what_is_sent_as_it_was() -> None:
    acting, draft = a_draft()
    moved = particulars(city="Evanston", postcode="60201")
    change_employer_particulars(acting=acting, kind="private", particulars=moved)
    assert access.request_for(acting, draft.pk).particulars["sender.city"] == "Evanston"
    sent = events.hand_in(acting=acting, request_id=draft.pk, key="k", declared=True)
    assert sent.particulars["sender.city"] == "Evanston"
    change_employer_particulars(acting=acting, kind="private", particulars=particulars())
    assert access.request_for(acting, draft.pk).particulars["sender.city"] == "Evanston"


@pytest.mark.parametrize("key", ["", "x" * 65, "a b", "a\x00b", "schlüssel"])
def test_a_key_that_no_page_makes_is_refused(key: str) -> None:
    acting, draft = a_draft()
    with pytest.raises(InvalidInput) as error:
        events.hand_in(acting=acting, request_id=draft.pk, key=key, declared=True)
    assert error.value.problems[0].code == "key_form"


@pytest.mark.parametrize(
    "typed", ["Oka\x00for", "\ud800", "x\u202ey", {"unknown": "on", "text": "1"}, [1, 2], 7.5]
)
def test_whatever_cannot_be_read_can_be_kept(typed: object) -> None:
    acting, draft = a_draft()
    saved = events.save_answers(acting=acting, request_id=draft.pk, answers={"worker.family_name": typed})  # type: ignore[dict-item]
    assert [problem.field for problem in saved.problems] == ["worker.family_name"]
    assert "worker.family_name" in Request.objects.get(pk=draft.pk).entered


def test_what_is_sent_cannot_be_changed_any_more() -> None:
    acting, sent = a_sent_request()
    with pytest.raises(WrongState, match="request_is_frozen"):
        events.save_answers(acting=acting, request_id=sent.pk, answers={"receiver.city": "Kiel"})


def test_particulars_rest_encrypted_and_the_situation_names_nobody() -> None:
    _, draft = a_draft(ssn="808-21-447")
    row = Request.objects.filter(pk=draft.pk).values().get()
    readable = str({key: value for key, value in row.items() if key not in {"particulars", "entered"}})
    for particular in ("Okafor", "Adaeze", "808-21", "1989-07-21", "Windwerk", "Lakeside"):
        assert particular not in readable
    assert "Sealed" in repr(row["particulars"])
    assert "Sealed" in repr(row["entered"])


def test_a_draft_withdrawn_is_withdrawn_once_and_nobody_gets_a_letter() -> None:
    acting, draft = a_draft()
    events.withdraw(acting=acting, request_id=draft.pk)
    again = events.withdraw(acting=acting, request_id=draft.pk)
    assert again.stands is State.WITHDRAWN
    assert journal_of(draft).count("request.withdrawn") == 1
    assert letters_about(Subject("request", str(draft.pk))) == []


def test_a_sent_request_withdrawn_is_confirmed_by_letter() -> None:
    acting, sent = a_sent_request()
    events.withdraw(acting=acting, request_id=sent.pk)
    letters = letters_about(Subject("request", str(sent.pk)))
    assert [letter.template for letter in letters] == ["request_received", "request_withdrawn"]


def test_a_decided_request_cannot_be_withdrawn() -> None:
    acting, sent = a_sent_request()
    events.record_outcome(request_id=sent.pk, outcome="refused", certificate_number=None, actor=SYSTEM)
    with pytest.raises(WrongState):
        events.withdraw(acting=acting, request_id=sent.pk)


@pytest.mark.parametrize(("outcome", "number"), [("approved", "US-2027-AB12-CD34"), ("refused", None)])
def test_an_outcome_is_noted_once_and_told_once(outcome: str, number: str | None) -> None:
    _, sent = a_sent_request()
    for _ in range(2):
        events.record_outcome(request_id=sent.pk, outcome=outcome, certificate_number=number, actor=SYSTEM)
    sent.refresh_from_db()
    assert (sent.state, sent.certificate_number) == (outcome, number or "")
    assert sent.decided_at is not None
    assert [letter.template for letter in letters_about(Subject("request", str(sent.pk)))] == [
        "request_received",
        f"request_{outcome}",
    ]


def test_a_later_decision_takes_the_place_of_the_first_and_is_told() -> None:
    _, sent = a_sent_request()
    events.record_outcome(request_id=sent.pk, outcome="refused", certificate_number=None, actor=SYSTEM)
    events.record_outcome(request_id=sent.pk, outcome="approved", certificate_number="US-1", actor=SYSTEM)
    sent.refresh_from_db()
    assert (sent.state, sent.certificate_number) == ("approved", "US-1")
    letters = [letter.template for letter in letters_about(Subject("request", str(sent.pk)))]
    assert letters == ["request_received", "request_refused", "certificate_changed"]


def test_what_was_withdrawn_has_no_outcome_any_more() -> None:
    acting, sent = a_sent_request()
    events.withdraw(acting=acting, request_id=sent.pk)
    with pytest.raises(WrongState):
        events.record_outcome(request_id=sent.pk, outcome="refused", certificate_number=None, actor=SYSTEM)


def test_an_approval_needs_a_certificate_and_a_refusal_has_none() -> None:
    _, sent = a_sent_request()
    for outcome, number in (("approved", None), ("refused", "US-1")):
        with pytest.raises(ValueError, match="certificate"):
            events.record_outcome(
                request_id=sent.pk, outcome=outcome, certificate_number=number, actor=SYSTEM
            )


@pytest.mark.parametrize(
    "actor",
    [
        Actor(Capacity.STAFF, person_id="p", party_id="de-dvka"),
        Actor(Capacity.EMPLOYER, person_id="p", party_id="us-ssa"),
    ],
)
def test_nobody_but_the_institution_decides(actor: Actor) -> None:
    _, sent = a_sent_request()
    with pytest.raises(NotAllowed):
        events.record_outcome(request_id=sent.pk, outcome="refused", certificate_number=None, actor=actor)


def test_a_draft_cannot_be_decided() -> None:
    _, draft = a_draft()
    with pytest.raises(WrongState):
        events.record_outcome(request_id=draft.pk, outcome="refused", certificate_number=None, actor=SYSTEM)


def test_letters_are_not_sent_to_somebody_who_does_not_want_them() -> None:
    acting, draft = a_draft()
    events.choose_notices(acting=acting, request_id=draft.pk, notify=False)
    events.hand_in(acting=acting, request_id=draft.pk, key="k", declared=True)
    assert letters_about(Subject("request", str(draft.pk))) == []


def test_a_letter_names_the_matter_and_nobody() -> None:
    _, sent = a_sent_request()
    (letter,) = sent_letters(10)
    assert sent.reference is not None
    assert sent.reference in letter.subject
    for particular in ("Okafor", "808-21", "Windwerk", "Lakeside", "Germany"):
        assert particular not in letter.subject + letter.text + letter.html


def test_going_on_from_a_warning_needs_a_reason() -> None:
    acting, draft = a_draft(end="2027-03-01")
    (finding,) = interview.standing(draft).findings
    with pytest.raises(InvalidInput) as error:
        events.acknowledge(acting=acting, request_id=draft.pk, fingerprint=finding.fingerprint, reason="  ")
    assert error.value.problems[0].code == "reason_missing"


def test_a_hindrance_cannot_be_gone_on_from() -> None:
    acting, draft = a_draft(end="2027-02-01")
    (finding,) = interview.standing(draft).findings
    events.acknowledge(acting=acting, request_id=draft.pk, fingerprint=finding.fingerprint, reason="Yes.")
    draft.refresh_from_db()
    assert draft.acknowledged == {}


def test_no_line_of_the_journal_names_anybody() -> None:
    _, sent = a_sent_request()
    told = str(lines_about(Subject("request", str(sent.pk))))
    for particular in ("Okafor", "Adaeze", "808-21", "808214471", "1989-07-21", "Windwerk", "Hamburg"):
        assert particular not in told


def test_a_request_is_found_by_its_reference_however_it_is_typed() -> None:
    acting, sent = a_sent_request()
    assert sent.reference is not None
    bare = sent.reference.replace("-", "").lower()
    assert access.request_by_reference(acting, bare).pk == sent.pk
    assert access.request_by_reference(acting, f" {sent.reference} ").pk == sent.pk
