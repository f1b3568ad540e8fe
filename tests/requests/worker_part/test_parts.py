"""The employer asks, the worker answers: who sees and may do what, from the link to the sent request."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from sojourn.core import clock
from sojourn.core.errors import InvalidInput, NotAllowed, WrongState
from sojourn.engine.lawbook.facts import Applicant, load_facts
from sojourn.journal.models import JournalLine
from sojourn.messages.access import sent_letters
from sojourn.messages.models import Letter
from sojourn.parties.models import Person
from sojourn.requests import events as request_events
from sojourn.requests import interview
from sojourn.requests.models import Request
from sojourn.requests.sending import Way, sendable
from sojourn.requests.worker_part import access, clockwork, events, worker_events
from sojourn.requests.worker_part.access import Holder
from sojourn.requests.worker_part.models import WorkerPart
from sojourn.requests.worker_part.states import State
from sojourn.requests.worker_part.worker_events import Confirmed
from sojourn.requests.worker_questions import kept_from_applicant, workers_questions
from tests.parties.builders import a_person, an_employer
from tests.requests.worker_part.builders import (
    EMAIL,
    answered,
    asked,
    code_sent,
    done,
    half_a_draft,
    of_worker,
    opened,
    secret_sent,
)

pytestmark = pytest.mark.django_db
NOON = datetime(2027, 1, 4, 12, tzinfo=UTC)


def request_of(part: WorkerPart) -> Request:
    return Request.objects.get(pk=part.request_id)


def state_of(part: WorkerPart) -> str:
    return WorkerPart.objects.get(pk=part.pk).state


def test_the_matter_of_the_person_is_the_workers_and_nothing_else_is() -> None:
    facts = load_facts()
    theirs = workers_questions(facts)
    assert {"worker.ssn", "person.residence", "person.nationalities", "worker.family"} <= theirs
    assert {facts[name].matter_for(Applicant.EMPLOYER) for name in theirs} == {"person"}
    assert {facts[name].by for name in theirs} <= {"worker", "either"}


def test_what_waits_for_the_worker_is_not_missing_from_the_employer() -> None:
    _, draft = half_a_draft()
    assert {p.field for p in interview.what_is_missing(draft)} >= {"worker.ssn", "person.residence"}
    _, part = asked()
    now = interview.standing(request_of(part))
    assert interview.missing_in(now) == ()
    assert {each.fact.id for each in now.lacking_from_worker} >= {"worker.ssn", "person.residence"}
    assert sendable(now).way is Way.WORKER
    assert interview.first_open_matter(request_of(part)) == interview.CHECK


def test_nothing_is_sent_and_nothing_of_the_workers_is_typed_while_the_worker_is_asked() -> None:
    acting, part = asked()
    with pytest.raises(InvalidInput) as refused:
        request_events.hand_in(acting=acting, request_id=part.request_id, key="k", declared=True)
    assert refused.value.problems[0].code == "worker_not_finished"
    with pytest.raises(InvalidInput) as refused:
        request_events.save_answers(
            acting=acting, request_id=part.request_id, answers={"worker.ssn": "808-21-4471"}
        )
    assert refused.value.problems[0].code == "worker_answers"


def test_the_employer_sees_nothing_before_the_worker_has_finished() -> None:
    acting, part, holder = answered()
    assert not request_of(part).answers.is_given("worker.ssn")
    worker_events.finish(holder=holder, declared=True)
    assert request_of(part).answers.text("worker.ssn") == "808-21-4471"
    assert state_of(part) == State.DONE
    request = request_events.hand_in(acting=acting, request_id=part.request_id, key="k", declared=True)
    assert request.reference


def test_afterwards_the_employer_is_not_shown_what_it_does_not_need() -> None:
    _, request, _ = done()
    hidden = kept_from_applicant(request, load_facts())
    assert {"worker.family", "worker.host_number", "person.legally_resident"} <= hidden
    assert not {"worker.ssn", "worker.family_name", "person.private_health_cover"} & hidden


def test_a_link_is_used_once_and_kept_as_a_digest_only() -> None:
    asked()
    secret = secret_sent()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM worker_part_workerpart")
        row = str(cursor.fetchone())
    assert secret not in row
    assert EMAIL not in row
    worker_events.open_link(secret=secret)
    with pytest.raises(WrongState, match="link_used"):
        worker_events.open_link(secret=secret)


def test_sent_again_the_old_link_is_dead_and_old_browsers_are_unknown() -> None:
    acting, part, holder = opened()
    old = secret_sent()
    events.send_link_again(acting=acting, request_id=part.request_id)
    assert secret_sent() != old
    with pytest.raises(NotAllowed):
        worker_events.open_link(secret=old)
    with pytest.raises(WrongState, match="worker_browser_unknown"):
        worker_events.save_page(holder=holder, answers={"worker.birth_place": "Chicago"})
    again = worker_events.open_link(secret=secret_sent())
    worker_events.save_page(holder=again, answers={"worker.birth_place": "Chicago"})


def test_a_link_ends_after_its_days_and_is_renewed_to_the_same_address_only() -> None:
    with clock.fixed(NOON):
        asked()
        secret = secret_sent()
    with clock.fixed(NOON + timedelta(days=14)):
        with pytest.raises(WrongState, match="worker_link_over"):
            worker_events.open_link(secret=secret)
        assert access.by_link(secret).is_over
        worker_events.renew_link(secret=secret)
        assert sent_letters(1)[0].recipient == EMAIL
        with pytest.raises(NotAllowed):
            worker_events.open_link(secret=secret)
        worker_events.open_link(secret=secret_sent())


@pytest.mark.parametrize("end", ["withdrawn", "request withdrawn", "request sent"])
def test_nothing_is_open_once_nobody_asks_any_more(end: str) -> None:
    acting, part, holder = answered()
    secret = secret_sent()
    match end:
        case "withdrawn":
            events.stop_asking(acting=acting, request_id=part.request_id)
        case "request withdrawn":
            request_events.withdraw(acting=acting, request_id=part.request_id)
        case _:
            worker_events.finish(holder=holder, declared=True)
            request_events.hand_in(acting=acting, request_id=part.request_id, key="k", declared=True)
    before = request_of(part).answers
    with pytest.raises(WrongState):
        worker_events.save_page(holder=holder, answers={"worker.birth_place": "Boston"})
    with pytest.raises(WrongState):
        worker_events.refuse(holder=holder)
    with pytest.raises(WrongState):
        worker_events.open_link(secret=secret)
    assert request_of(part).answers == before


def test_another_browser_gets_in_by_a_code_that_works_once_and_not_long() -> None:
    with clock.fixed(NOON):
        _, part, _ = opened()
        worker_events.send_code(part_id=part.pk)
    code = code_sent()
    with clock.fixed(NOON + timedelta(minutes=10)), pytest.raises(InvalidInput) as refused:
        worker_events.enter_code(part_id=part.pk, code=code)
    assert refused.value.problems[0].code == "code_over"
    with clock.fixed(NOON + timedelta(minutes=9)):
        held = worker_events.enter_code(part_id=part.pk, code=f" {code[:3]} {code[3:]} ")
        worker_events.save_page(holder=held, answers={"worker.birth_place": "Chicago"})
        with pytest.raises(InvalidInput):
            worker_events.enter_code(part_id=part.pk, code=code)


def test_a_code_can_be_guessed_at_five_times_only() -> None:
    _, part, _ = opened()
    worker_events.send_code(part_id=part.pk)
    code = code_sent()
    wrong = "000000" if code != "000000" else "000001"
    for _ in range(worker_events.CODE_TRIES):
        with pytest.raises(InvalidInput):
            worker_events.enter_code(part_id=part.pk, code=wrong)
    with pytest.raises(InvalidInput) as refused:
        worker_events.enter_code(part_id=part.pk, code=code)
    assert refused.value.problems[0].code == "code_over"


def test_a_new_code_makes_the_old_one_worthless_and_a_code_is_for_one_part() -> None:
    _, part, _ = opened()
    worker_events.send_code(part_id=part.pk)
    old = code_sent()
    worker_events.send_code(part_id=part.pk)
    if code_sent() != old:
        with pytest.raises(InvalidInput):
            worker_events.enter_code(part_id=part.pk, code=old)
    with pytest.raises(NotAllowed):
        worker_events.enter_code(part_id=uuid.uuid4(), code=code_sent())


def test_not_me_tells_the_employer_and_forgets_what_was_typed() -> None:
    acting, part, holder = answered()
    worker_events.refuse(holder=holder)
    kept = WorkerPart.objects.get(pk=part.pk)
    assert (kept.state, kept.particulars, kept.plain) == (State.REFUSED, {}, {})
    assert request_of(part).worker_part == ""
    seen = access.part_for(acting, request_of(part))
    assert seen is not None
    assert seen.state is State.REFUSED
    assert sent_letters(1)[0].facts.template == "worker_part_stuck"


def test_the_worker_may_come_back_until_the_employer_sends() -> None:
    acting, request, holder = done()
    worker_events.save_page(holder=holder, answers={"worker.birth_place": "Boston"})
    with pytest.raises(InvalidInput):
        request_events.hand_in(acting=acting, request_id=request.pk, key="k", declared=True)
    worker_events.finish(holder=holder, declared=True)
    worker_events.finish(holder=holder, declared=True)
    request = request_events.hand_in(acting=acting, request_id=request.pk, key="k", declared=True)
    assert request.answers.text("worker.birth_place") == "Boston"


def test_what_lacks_or_is_wrong_keeps_the_worker_from_finishing() -> None:
    _, _, holder = opened()
    with pytest.raises(InvalidInput) as refused:
        worker_events.finish(holder=holder, declared=True)
    assert {"worker.ssn", "topic.trip"} <= {p.field for p in refused.value.problems}
    _, _, holder = answered(ssn="666-21-4471")
    with pytest.raises(InvalidInput) as refused:
        worker_events.finish(holder=holder, declared=True)
    assert [p.code for p in refused.value.problems] == ["ssn_range"]
    _, _, holder = answered()
    with pytest.raises(InvalidInput) as refused:
        worker_events.finish(holder=holder, declared=False)
    assert [p.code for p in refused.value.problems] == ["not_declared"]


def test_a_no_does_not_hinder_and_reaches_the_officer_with_its_reason() -> None:
    says = {"trip": Confirmed(False, "I was told until December.")}
    acting, request, _ = done(says=says)
    seen = access.part_for(acting, request)
    assert seen is not None
    assert seen.disputed == ("trip",)
    request = request_events.hand_in(acting=acting, request_id=request.pk, key="k", declared=True)
    assert [kept["reason"] for kept in request.acknowledged.values()] == ["I was told until December."]
    assert {kept["code"] for kept in request.acknowledged.values()} == {"worker_disagrees_trip"}


def test_a_no_without_a_reason_is_asked_for_one() -> None:
    _, _, holder = answered(says={"place": Confirmed(False)})
    with pytest.raises(InvalidInput) as refused:
        worker_events.finish(holder=holder, declared=True)
    assert [(p.field, p.code) for p in refused.value.problems] == [("reason.place", "topic_reason_missing")]


def test_what_the_employer_has_mended_is_disputed_no_longer() -> None:
    acting, request, _ = done(says={"trip": Confirmed(False, "Until December.")})
    request_events.save_answers(
        acting=acting, request_id=request.pk, answers={"activities[0].end": "2029-12-31"}
    )
    request = request_events.hand_in(acting=acting, request_id=request.pk, key="k", declared=True)
    assert request.acknowledged == {}


def test_the_employer_fills_in_for_the_worker_with_a_declaration_only() -> None:
    acting, request, _ = done()
    with pytest.raises(InvalidInput):
        events.fill_in_for_worker(acting=acting, request_id=request.pk, declared=False)
    events.fill_in_for_worker(acting=acting, request_id=request.pk, declared=True)
    request.refresh_from_db()
    assert access.taken_over_on(request)
    assert request.answers.text("worker.ssn") == "808-21-4471"
    assert JournalLine.objects.filter(
        event="worker_part.filled_in_by_applicant", details__declared=True
    ).exists()
    request_events.save_answers(
        acting=acting, request_id=request.pk, answers={"worker.birth_place": "Boston"}
    )
    request_events.hand_in(acting=acting, request_id=request.pk, key="k", declared=True)


def test_names_and_open_answers_are_handed_to_the_worker_and_birth_data_and_numbers_are_not() -> None:
    acting, draft = half_a_draft()
    request_events.save_answers(acting=acting, request_id=draft.pk, answers=of_worker())
    part_id = events.ask_worker(
        acting=acting, request_id=draft.pk, email=EMAIL, language="en", key=uuid.uuid4()
    )
    handed = WorkerPart.objects.get(pk=part_id).answers
    assert handed.text("worker.family_name") == "Okafor"
    assert handed.is_given("person.residence")
    assert not {"worker.ssn", "worker.birth_date", "worker.birth_place"} & set(handed.values)


def test_asking_twice_with_one_key_asks_once_and_another_address_ends_the_first_link() -> None:
    acting, draft = half_a_draft()
    key = uuid.uuid4()
    ask = {"acting": acting, "request_id": draft.pk, "language": "de"}
    assert events.ask_worker(**ask, email=EMAIL, key=key) == events.ask_worker(**ask, email=EMAIL, key=key)
    assert Letter.objects.count() == 1
    first = secret_sent()
    events.ask_worker(**ask, email="other@example.com", key=uuid.uuid4())
    assert access.by_link(first).state is State.WITHDRAWN
    assert WorkerPart.objects.standing().count() == 1


def test_ones_own_address_is_asked_about() -> None:
    acting, draft = half_a_draft()
    own = Person.objects.get(pk=acting.person_id).email
    ask = {"acting": acting, "request_id": draft.pk, "language": "en", "email": own}
    with pytest.raises(InvalidInput) as refused:
        events.ask_worker(**ask, key=uuid.uuid4())
    assert refused.value.problems[0].code == "own_address"
    assert events.ask_worker(**ask, key=uuid.uuid4(), own_address=True)


def test_nobody_else_can_ask_or_look(db: None) -> None:
    _, part = asked()
    stranger = an_employer(name="Prairie Turbines Inc.")
    for event in (events.send_link_again, events.stop_asking, events.cancel_sending):
        with pytest.raises(NotAllowed):
            event(acting=stranger, request_id=part.request_id)
    with pytest.raises(NotAllowed):
        access.part_for(stranger, request_of(part))
    with pytest.raises(NotAllowed):
        access.held(Holder(uuid.uuid4(), 1))


def test_letters_and_journal_name_nobody() -> None:
    done(says={"trip": Confirmed(False, "I was told otherwise.")})
    said = " ".join(f"{letter.subject} {letter.text}" for letter in sent_letters(20))
    said += " ".join(f"{line.event} {line.details} {line.subject_id}" for line in JournalLine.objects.all())
    for word in ("Okafor", "Adaeze", "808-21", "Lakeside", "Germany", "1989", "told otherwise", EMAIL):
        assert word not in said


def test_reminders_go_once_each_and_only_while_something_is_open() -> None:
    with clock.fixed(NOON):
        asked()
    sent = []
    for hours in range(0, 24 * 15, 8):
        with clock.fixed(NOON + timedelta(hours=hours)):
            clockwork.tend_parts()
            clockwork.tend_parts()
            sent.append(sum(letter.facts.template == "worker_reminder" for letter in sent_letters(50)))
    assert sent[8] == 0
    assert sent[9] == 1
    assert sent[35] == 1
    assert sent[36] == sent[-1] == 2
    assert sum(letter.facts.template == "worker_part_stuck" for letter in sent_letters(50)) == 1
    assert WorkerPart.objects.get().state == State.EXPIRED


def test_nobody_is_reminded_of_what_is_done() -> None:
    with clock.fixed(NOON):
        done()
    with clock.fixed(NOON + timedelta(days=13)):
        assert clockwork.tend_parts() == 0


def test_a_certificate_is_shown_to_the_confirmed_address_that_did_the_part() -> None:
    _, request, holder = done()
    worker = a_person(email=EMAIL)
    assert list(access.certificates_of(worker)) == []
    Request.objects.filter(pk=request.pk).update(certificate_number="US-2027-TEST")
    assert [own.number for own in access.certificates_of(worker)] == ["US-2027-TEST"]
    assert list(access.certificates_of(a_person())) == []
    assert access.certificate_number_for(holder) == "US-2027-TEST"
