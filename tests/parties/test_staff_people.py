"""Who works at an institution: invited by a link, given other roles, let go; somebody always administers."""

import re
from uuid import uuid4

import pytest

from sojourn.core.actors import SYSTEM
from sojourn.core.errors import InvalidInput, NotAllowed, WrongState
from sojourn.messages.access import sent_letters
from sojourn.parties.access import ActingAs, staff_of
from sojourn.parties.events import appoint_staff, dismiss_staff, open_account
from sojourn.parties.people_events import accept_invitation, look_at_invitation
from sojourn.parties.staff_directory import invited_staff, staff_at
from sojourn.parties.staff_events import invite_staff, withdraw_staff_invitation
from tests.parties.builders import an_officer

pytestmark = pytest.mark.django_db


def secret_of_newest_link() -> str:
    """The secret of the link that was sent last."""
    found = re.search(r"/invitations/(\S+)", sent_letters(1)[0].text)
    assert found
    return found[1]


def an_administrator(institution_id: str = "us-ssa") -> ActingAs:
    """Somebody who administers an institution."""
    return staff_of(an_officer(institution_id, "administrator"), institution_id)


def test_invited_address_gets_the_post_once_and_nobody_else_does() -> None:
    acting, key = an_administrator(), uuid4()
    invite_staff(acting=acting, email="new@office.example", role="lead", key=key)
    invite_staff(acting=acting, email="new@office.example", role="lead", key=key)
    assert [each.role for each in invited_staff(acting)] == ["lead"]
    secret = secret_of_newest_link()
    stranger = open_account(actor=SYSTEM, email="stranger@office.example")
    with pytest.raises(NotAllowed):
        accept_invitation(person=stranger, secret=secret)
    invited = open_account(actor=SYSTEM, email="new@office.example")
    assert "Social Security Administration" in look_at_invitation(person=invited, secret=secret)
    post = accept_invitation(person=invited, secret=secret)
    assert post is not None
    assert (post.institution_id, post.role) == ("us-ssa", "lead")
    with pytest.raises(WrongState):
        accept_invitation(person=invited, secret=secret)
    with pytest.raises(InvalidInput) as refusal:
        invite_staff(acting=acting, email="new@office.example", role="officer", key=uuid4())
    assert refusal.value.problems[0].code == "already_staff"


def test_only_administrators_of_the_institution_invite_and_withdraw() -> None:
    acting = an_administrator()
    invitation = invite_staff(acting=acting, email="new@office.example", role="officer", key=uuid4())
    for other in (staff_of(an_officer("us-ssa", "lead"), "us-ssa"), an_administrator("jp-jps")):
        with pytest.raises(NotAllowed):
            withdraw_staff_invitation(acting=other, invitation_id=invitation)
    with pytest.raises(NotAllowed):
        invite_staff(
            acting=staff_of(an_officer("us-ssa", "lead"), "us-ssa"),
            email="x@office.example",
            role="officer",
            key=uuid4(),
        )
    secret = secret_of_newest_link()
    withdraw_staff_invitation(acting=acting, invitation_id=invitation)
    withdraw_staff_invitation(acting=acting, invitation_id=invitation)
    person = open_account(actor=SYSTEM, email="new@office.example")
    with pytest.raises(NotAllowed):
        accept_invitation(person=person, secret=secret)


def test_last_administrator_stays() -> None:
    person = an_officer("us-ssa", "administrator")
    acting = staff_of(person, "us-ssa")
    for refused in (
        lambda: dismiss_staff(actor=acting.actor, person=person, institution_id="us-ssa"),
        lambda: appoint_staff(actor=acting.actor, person=person, institution_id="us-ssa", role="officer"),
    ):
        with pytest.raises(InvalidInput) as refusal:
            refused()
        assert refusal.value.problems[0].code == "last_administrator"
    other = an_officer("us-ssa", "administrator")
    dismiss_staff(actor=acting.actor, person=person, institution_id="us-ssa")
    assert [member.person_id for member in staff_at("us-ssa")] == [other.pk]
    assert [member.active for member in staff_at("us-ssa", former=True)] == [True, False]
