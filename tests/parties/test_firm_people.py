"""The people of a firm: invited by its administrators, joined by link, with a role, and free to leave."""

import uuid
from urllib.parse import urlsplit

import pytest

from sojourn.core.errors import InvalidInput, NotAllowed, WrongState
from sojourn.messages.access import sent_letters
from sojourn.parties.firm_directory import firm_invitations, people_of_firm, place_at_firm
from sojourn.parties.firm_events import (
    change_firm_role,
    invite_to_firm,
    remove_from_firm,
    withdraw_firm_invitation,
)
from sojourn.parties.mistyped import likely_address
from sojourn.parties.models import Firm, Person
from sojourn.parties.people_events import accept_invitation, look_at_invitation
from tests.parties.builders import a_firm, a_person

pytestmark = pytest.mark.django_db


def invited(firm: Firm, by: Person, email: str, role: str = "member") -> str:
    """The secret of the link that was sent."""
    invite_to_firm(person=by, firm_id=firm.pk, email=email, role=role, key=uuid.uuid4())
    [letter] = sent_letters(1)
    link = next(word for word in letter.text.split() if "/invitations/" in word)
    return urlsplit(link).path.rpartition("/")[2]


def test_somebody_invited_joins_the_firm_with_the_role() -> None:
    boss, clerk = a_person(), a_person()
    firm = a_firm(boss)
    secret = invited(firm, boss, clerk.email)
    assert look_at_invitation(person=clerk, secret=secret) == "Harbour Relocation LLC"
    assert accept_invitation(person=clerk, secret=secret) is None
    assert place_at_firm(clerk, firm.pk).role == "member"
    assert {each.email for each in people_of_firm(boss, firm.pk)} == {boss.email, clerk.email}
    assert firm_invitations(boss, firm.pk) == []
    with pytest.raises(WrongState):
        accept_invitation(person=clerk, secret=secret)


def test_a_forwarded_link_lets_nobody_else_in() -> None:
    boss, clerk, other = a_person(), a_person(), a_person()
    firm = a_firm(boss)
    secret = invited(firm, boss, clerk.email)
    with pytest.raises(NotAllowed):
        accept_invitation(person=other, secret=secret)
    withdraw_firm_invitation(
        person=boss, firm_id=firm.pk, invitation_id=firm_invitations(boss, firm.pk)[0].id
    )
    with pytest.raises(NotAllowed):
        accept_invitation(person=clerk, secret=secret)


def test_members_and_strangers_do_not_administer_a_firm() -> None:
    boss, clerk, stranger = a_person(), a_person(), a_person()
    firm = a_firm(boss)
    accept_invitation(person=clerk, secret=invited(firm, boss, clerk.email))
    for other in (clerk, stranger):
        with pytest.raises(NotAllowed):
            invited(firm, other, "new@example.com")
        with pytest.raises(NotAllowed):
            change_firm_role(person=other, firm_id=firm.pk, member_id=clerk.pk, role="administrator")
        with pytest.raises(NotAllowed):
            remove_from_firm(person=other, firm_id=firm.pk, member_id=boss.pk)
        with pytest.raises(NotAllowed):
            firm_invitations(other, firm.pk)
    with pytest.raises(NotAllowed):
        people_of_firm(stranger, firm.pk)


def test_the_last_administrator_of_a_firm_cannot_go() -> None:
    boss, clerk = a_person(), a_person()
    firm = a_firm(boss)
    accept_invitation(person=clerk, secret=invited(firm, boss, clerk.email))
    with pytest.raises(InvalidInput) as refused:
        remove_from_firm(person=boss, firm_id=firm.pk, member_id=boss.pk)
    assert [problem.code for problem in refused.value.problems] == ["last_firm_administrator"]
    change_firm_role(person=boss, firm_id=firm.pk, member_id=clerk.pk, role="administrator")
    remove_from_firm(person=boss, firm_id=firm.pk, member_id=boss.pk)
    assert [each.email for each in people_of_firm(clerk, firm.pk)] == [clerk.email]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("dana@gmial.com", "dana@gmail.com"),
        ("dana@lakeside-robotic.com", "dana@lakeside-robotics.com"),
        ("dana@lakeside-robotics.com", ""),
        ("dana@prairie-turbines.com", ""),
        ("dana", ""),
    ],
)
def test_an_address_at_nearly_a_known_domain_looks_mistyped(typed: str, meant: str) -> None:
    assert likely_address(typed, ["boss@lakeside-robotics.com"]) == meant
