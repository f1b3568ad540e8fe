"""Inviting, joining, changing roles, leaving."""

import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest

from sojourn.core import clock
from sojourn.core.actors import Subject
from sojourn.core.errors import InvalidInput, NotAllowed, WrongState
from sojourn.journal.access import lines_about
from sojourn.messages.access import sent_letters
from sojourn.parties import people_events as events
from sojourn.parties.access import ActingAs, acting_for_employer, confirm
from sojourn.parties.directory import invitations_of, join_requests_of, people_of
from sojourn.parties.models import Invitation, Membership, Person
from tests.parties.builders import a_person, a_representative, an_employer

pytestmark = pytest.mark.django_db
NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)


def person_of(acting: ActingAs) -> Person:
    return Person.objects.get(pk=acting.actor.person_id)


def invite(acting: ActingAs, email: str, role: str = "requester") -> str:
    """The secret of the link that was sent."""
    events.invite_member(acting=acting, email=email, role=role, key=uuid.uuid4())
    [letter] = sent_letters(1)
    assert letter.recipient == email.lower()
    found = re.search(r"/invitations/(\S+)", letter.text)
    assert found
    return found[1]


def a_colleague(employer: ActingAs, role: str = "requester") -> ActingAs:
    person = a_person()
    return events.accept_invitation(person=person, secret=invite(employer, person.email, role))


def test_who_is_invited_joins_with_the_role_of_the_invitation() -> None:
    employer = an_employer()
    colleague = a_colleague(employer, "viewer")
    assert colleague.employer_id == employer.employer_id
    assert colleague.role == "viewer"
    assert not colleague.may_request("first")
    assert {member.role for member in people_of(colleague)} == {"administrator", "viewer"}
    events_seen = [line.event for line in lines_about(Subject("employer", str(employer.employer_id)))]
    assert events_seen == ["employer_created", "member_joined"]


def test_the_letter_names_neither_employer_nor_person() -> None:
    invite(an_employer(name="Secretive Inc."), "new@example.com")
    [letter] = sent_letters(1)
    assert "Secretive" not in letter.subject + letter.text + letter.html


def test_the_link_works_once() -> None:
    employer, person = an_employer(), a_person()
    secret = invite(employer, person.email)
    events.accept_invitation(person=person, secret=secret)
    events.remove_member(acting=employer, person_id=person.pk)
    with pytest.raises(WrongState) as refused:
        events.accept_invitation(person=person, secret=secret)
    assert refused.value.code == "link_used"


def test_the_link_of_another_person_opens_nothing() -> None:
    employer, invited, other = an_employer(), a_person(), a_person()
    secret = invite(employer, invited.email)
    for call in (events.accept_invitation, events.look_at_invitation):
        with pytest.raises(NotAllowed):
            call(person=other, secret=secret)
    assert events.accept_invitation(person=invited, secret=secret)


def test_a_guessed_link_and_anothers_link_look_the_same() -> None:
    secret, other = invite(an_employer(), a_person().email), a_person()
    answers = []
    for tried in (secret, "guessed"):
        with pytest.raises(NotAllowed) as refused:
            events.look_at_invitation(person=other, secret=tried)
        answers.append((refused.value.code, refused.value.params))
    assert answers[0] == answers[1]


def test_the_link_ends_after_a_week() -> None:
    person = a_person()
    with clock.fixed(NOON):
        employer = an_employer()
        secret = invite(employer, person.email)
    with clock.fixed(NOON + timedelta(days=7)):
        with pytest.raises(WrongState) as refused:
            events.accept_invitation(person=person, secret=secret)
        assert refused.value.code == "link_expired"
        assert invitations_of(employer) == []
    with clock.fixed(NOON + timedelta(days=6)):
        assert events.look_at_invitation(person=person, secret=secret) == "Lakeside Robotics Inc."


def test_a_withdrawn_link_opens_nothing() -> None:
    employer, person = an_employer(), a_person()
    secret = invite(employer, person.email)
    [invitation] = invitations_of(employer)
    for _ in range(2):
        events.withdraw_invitation(acting=employer, invitation_id=invitation.id)
    with pytest.raises(NotAllowed):
        events.accept_invitation(person=person, secret=secret)


def test_inviting_again_ends_the_earlier_link() -> None:
    employer, person = an_employer(), a_person()
    first, second = invite(employer, person.email), invite(employer, person.email.upper(), "viewer")
    with pytest.raises(NotAllowed):
        events.accept_invitation(person=person, secret=first)
    assert events.accept_invitation(person=person, secret=second).role == "viewer"


def test_pressing_twice_sends_one_letter() -> None:
    employer, key = an_employer(), uuid.uuid4()
    ids = {
        events.invite_member(acting=employer, email="new@example.com", role="viewer", key=key)
        for _ in range(2)
    }
    assert len(ids) == 1
    assert len(sent_letters(10)) == 1


def test_the_secret_and_the_address_do_not_rest_readable() -> None:
    secret = invite(an_employer(), "new@example.com")
    row = str(Invitation.objects.values().get())
    assert secret not in row
    assert "new@example.com" not in row


def test_only_administrators_invite_and_see_invitations() -> None:
    employer = an_employer()
    others = [a_colleague(employer), a_representative(employer)]
    for acting in others:
        with pytest.raises(NotAllowed):
            events.invite_member(acting=acting, email="x@example.com", role="viewer", key=uuid.uuid4())
        with pytest.raises(NotAllowed):
            invitations_of(acting)
        with pytest.raises(NotAllowed):
            join_requests_of(acting)


@pytest.mark.parametrize(
    ("email", "role", "code"),
    [
        ("", "viewer", "email_missing"),
        ("nonsense", "viewer", "email_wrong_form"),
        ("x@example.com", "", "role_unknown"),
        ("x@example.com", "owner", "role_unknown"),
    ],
)
def test_what_cannot_be_invited_is_said(email: str, role: str, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        events.invite_member(acting=an_employer(), email=email, role=role, key=uuid.uuid4())
    assert [problem.code for problem in refused.value.problems] == [code]


def test_a_member_is_not_invited_again() -> None:
    employer = an_employer()
    colleague = person_of(a_colleague(employer))
    with pytest.raises(InvalidInput) as refused:
        events.invite_member(acting=employer, email=colleague.email, role="viewer", key=uuid.uuid4())
    assert [problem.code for problem in refused.value.problems] == ["already_member"]


def test_the_last_administrator_cannot_leave_nor_step_down() -> None:
    employer = an_employer()
    a_colleague(employer)
    me = person_of(employer).pk
    with pytest.raises(InvalidInput):
        events.remove_member(acting=employer, person_id=me)
    with pytest.raises(InvalidInput) as refused:
        events.change_role(acting=employer, person_id=me, role="viewer")
    assert [problem.code for problem in refused.value.problems] == ["last_administrator"]
    assert confirm(employer).may_administer


def test_an_administrator_leaves_when_there_is_another() -> None:
    employer = an_employer()
    a_colleague(employer, "administrator")
    events.remove_member(acting=employer, person_id=person_of(employer).pk)
    with pytest.raises(NotAllowed):
        confirm(employer)


def test_others_leave_but_put_nobody_out() -> None:
    employer = an_employer()
    colleague = a_colleague(employer)
    with pytest.raises(NotAllowed):
        events.remove_member(acting=colleague, person_id=person_of(employer).pk)
    with pytest.raises(NotAllowed):
        events.change_role(acting=colleague, person_id=person_of(colleague).pk, role="administrator")
    events.remove_member(acting=colleague, person_id=person_of(colleague).pk)
    assert len(people_of(employer)) == 1


def test_nobody_changes_the_people_of_another_employer() -> None:
    mine, theirs = an_employer(), an_employer()
    colleague = person_of(a_colleague(theirs))
    with pytest.raises(NotAllowed):
        events.change_role(acting=mine, person_id=colleague.pk, role="viewer")
    with pytest.raises(NotAllowed):
        events.remove_member(acting=mine, person_id=colleague.pk)
    [invitation] = Invitation.objects.filter(employer_id=theirs.employer_id)
    with pytest.raises(NotAllowed):
        events.withdraw_invitation(acting=mine, invitation_id=invitation.pk)


def test_who_lost_the_role_meanwhile_cannot_use_an_old_page() -> None:
    employer = an_employer()
    second = a_colleague(employer, "administrator")
    events.change_role(acting=second, person_id=person_of(employer).pk, role="viewer")
    assert employer.may_administer  # what the old page still believes
    with pytest.raises(NotAllowed):
        events.change_role(acting=employer, person_id=person_of(second).pk, role="viewer")


def test_an_employer_that_is_here_is_asked_to_let_one_in() -> None:
    employer = an_employer(ein="12-3456789")
    person = a_person()
    for _ in range(2):
        events.ask_to_join(person=person, seat="US", number="123456789")
    [letter] = sent_letters(10)
    assert letter.recipient == person_of(employer).email
    [ask] = join_requests_of(employer)
    with pytest.raises(NotAllowed):
        acting_for_employer(person, uuid.UUID(str(employer.employer_id)))
    for _ in range(2):
        events.answer_join_request(acting=employer, join_request_id=ask.id, accepted=True)
    assert acting_for_employer(person, uuid.UUID(str(employer.employer_id))).role == "requester"
    assert join_requests_of(employer) == []
    with pytest.raises(WrongState):
        events.answer_join_request(acting=employer, join_request_id=ask.id, accepted=False)


def test_who_is_not_let_in_sees_nothing() -> None:
    employer, person = an_employer(ein="12-3456789"), a_person()
    events.ask_to_join(person=person, seat="US", number="12-3456789")
    [ask] = join_requests_of(employer)
    events.answer_join_request(acting=employer, join_request_id=ask.id, accepted=False)
    assert not Membership.objects.filter(person=person).exists()


def test_only_the_asked_employer_answers() -> None:
    employer, other = an_employer(ein="12-3456789"), an_employer()
    events.ask_to_join(person=a_person(), seat="US", number="12-3456789")
    [ask] = join_requests_of(employer)
    with pytest.raises(NotAllowed):
        events.answer_join_request(acting=other, join_request_id=ask.id, accepted=True)


@pytest.mark.parametrize("number", ["", "98-7654321"])
def test_asking_to_join_needs_the_number_of_an_employer_here(number: str) -> None:
    an_employer(ein="12-3456789")
    with pytest.raises(InvalidInput) as refused:
        events.ask_to_join(person=a_person(), seat="US", number=number)
    assert [problem.code for problem in refused.value.problems] == ["employer_not_here"]
