"""The people of a firm and invitations, through the pages; and who may ask where one is employed."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from sojourn.parties.firm_directory import firm_invitations, people_of_firm
from sojourn.parties.inviting import INVITATION_LASTS
from sojourn.parties.models import Firm, FirmMembership, Person
from tests.parties.builders import a_firm, a_person, an_employer
from tests.web.builders import client_of, html

pytestmark = pytest.mark.django_db


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def with_member(firm: Firm, role: str = "member") -> Person:
    person = a_person()
    FirmMembership.objects.create(person=person, firm=firm, role=role)
    return person


def test_an_administrator_invites_and_withdraws_and_a_member_only_looks() -> None:
    boss = a_person()
    firm = a_firm(boss)
    member = with_member(firm)
    address = reverse("firm_people", args=[firm.pk])
    client = signed_in(boss)
    posted = {"email": "new@harbour.example", "role": "member", "key": str(uuid.uuid4())}
    for _ in range(2):
        assert client.post(address, posted).status_code == 302
    [invitation] = firm_invitations(boss, firm.pk)
    assert INVITATION_LASTS.days == 7
    assert "new@harbour.example" in html(client.get(address))
    page = html(signed_in(member).get(address))
    assert boss.email in page
    assert "new@harbour.example" not in page
    assert signed_in(member).post(address, posted | {"key": str(uuid.uuid4())}).status_code == 404
    client.post(reverse("firm_invitation_withdraw", args=[firm.pk, invitation.id]))
    assert firm_invitations(boss, firm.pk) == []


def test_a_mistyped_domain_is_asked_about_once() -> None:
    boss = a_person(email="boss@lakeside-robotics.com")
    firm = a_firm(boss)
    employer = an_employer(boss)
    for name, key in (("firm_people", firm.pk), ("employer_people", employer.employer_id)):
        address, client = reverse(name, args=[key]), signed_in(boss)
        role = "member" if name == "firm_people" else "viewer"
        typed = {"email": "dana@lakeside-robotcs.com", "role": role, "acting": employer.token}
        asked = client.post(address, typed)
        assert asked.status_code == 400
        assert "Did you mean dana@lakeside-robotics.com" in html(asked)
        assert 'value="dana@lakeside-robotcs.com"' in html(asked)
        assert client.post(address, typed | {"anyway": typed["email"]}).status_code == 302


def test_members_leave_and_the_last_administrator_is_told_why_not() -> None:
    boss = a_person()
    firm = a_firm(boss)
    member = with_member(firm)
    own = reverse("firm_member_change", args=[firm.pk, member.pk])
    assert signed_in(member).post(own, {"role": "administrator"}).status_code == 404
    signed_in(member).post(own, {"remove": "yes"})
    assert [each.email for each in people_of_firm(boss, firm.pk)] == [boss.email]
    page = signed_in(boss).post(
        reverse("firm_member_change", args=[firm.pk, boss.pk]), {"remove": "yes"}, follow=True
    )
    assert "Somebody has to administer the firm" in html(page)


def test_a_firm_is_not_there_for_others() -> None:
    firm = a_firm()
    stranger = signed_in(a_person())
    for address in (
        reverse("firm_people", args=[firm.pk]),
        reverse("firm_member_change", args=[firm.pk, firm.created_by_id]),
        reverse("firm_invitation_withdraw", args=[firm.pk, uuid.uuid4()]),
    ):
        assert stranger.post(address, {"email": "a@b.example", "role": "member"}).status_code == 404


def test_an_employee_is_told_who_may_ask_before_anything_is_typed() -> None:
    client = client_of(an_employer())
    page = html(client.get(reverse("request_new")))
    assert "For myself: I am employed" in page
    led = client.post(reverse("request_new"), {"acting": "worker", "key": str(uuid.uuid4())})
    assert led["Location"] == reverse("request_new_worker")
    answer = html(client.get(reverse("request_new_worker"), {"from": "BE", "to": "US"}))
    assert "Your employer asks" in answer
    assert "takes the request from the employer" in answer
    assert "I am going to work in the United States" in answer
    unknown = html(client.get(reverse("request_new_worker"), {"from": "DE", "to": "US"}))
    assert "our sources do not say" in unknown
    assert "Choose a country" in html(client.get(reverse("request_new_worker"), {"from": "", "to": "DE"}))
    assert "two different countries" in html(
        client.get(reverse("request_new_worker"), {"from": "DE", "to": "DE"})
    )
