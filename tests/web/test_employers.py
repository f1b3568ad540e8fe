"""Employers, people, mandates and the switch, through the pages."""

import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from sojourn.core.errors import NotAllowed
from sojourn.messages.access import sent_letters
from sojourn.parties.access import ActingAs, acting_for_employer, confirm
from sojourn.parties.directory import invitations_of, mandates_of, people_of
from sojourn.parties.models import Employer, Person
from sojourn.web.urls_employers import urlpatterns
from tests.parties.builders import a_firm, a_person, a_representative, an_employer, particulars

pytestmark = pytest.mark.django_db


def client_of(acting: ActingAs) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=acting.actor.person_id))
    return client


def test_wrong_input_is_said_at_its_field_and_nothing_typed_is_lost() -> None:
    client = Client()
    client.force_login(a_person())
    typed = particulars(name="Ærø & Søn <b>", postcode="6060", ein="12-345678") | {"seat": "US", "kind": ""}
    page = client.post(reverse("employer_new"), typed)
    text = page.content.decode()
    assert page.status_code == 400
    assert "<title>Error:" in text
    for box in ("kind", "postcode", "ein"):
        assert f'href="#{box}"' in text
        assert f'id="{box}-error"' in text
    for kept in ("Ærø &amp; Søn &lt;b&gt;", "6060", "12-345678", "200 West Adams Street"):
        assert kept in text
    assert not Employer.objects.exists()


def test_an_employer_that_is_here_can_be_asked_from_the_page() -> None:
    employer = an_employer(ein="12-3456789")
    client = Client()
    client.force_login(a_person())
    typed = particulars(ein="12-3456789") | {"seat": "US", "kind": "private"}
    page = client.post(reverse("employer_new"), typed)
    assert reverse("employer_join") in page.content.decode()
    assert "Lakeside" not in re.sub(r'value="[^"]*"', "", page.content.decode())
    client.post(reverse("employer_join"), {"seat": "US", "ein": "12-3456789"})
    asks = client_of(employer).get(reverse("employer_people", args=[employer.employer_id]))
    assert "Let in as requester" in asks.content.decode()


def test_a_form_of_another_capacity_is_not_sent_and_says_for_whom_one_acts() -> None:
    person = a_person()
    one, other = an_employer(person, name="One Inc."), an_employer(person, name="Other Inc.")
    firm, client = a_firm(), client_of(one)
    client.post(reverse("switch_acting"), {"acting": one.token})
    page = client.get(reverse("mandates"))
    assert one.token in page.content.decode()
    client.post(reverse("switch_acting"), {"acting": other.token})
    terms = {"acting": one.token, "firm_code": firm.code, "kinds": ["first"], "may_send": "yes"}
    refused = client.post(reverse("mandates"), terms)
    assert refused.status_code == 409
    assert "Other Inc." in refused.content.decode()
    assert mandates_of(one) == mandates_of(other) == []
    client.post(reverse("mandates"), terms | {"acting": other.token})
    assert [mandate.firm_name for mandate in mandates_of(other)] == ["Harbour Relocation LLC"]


def test_nothing_is_preset_where_one_acts_for_several() -> None:
    person = a_person()
    one = an_employer(person)
    an_employer(person)
    assert client_of(one).get(reverse("mandates"))["Location"] == reverse("switch_acting")


def test_nobody_switches_to_a_capacity_of_others() -> None:
    mine, theirs = an_employer(), an_employer()
    client = client_of(mine)
    assert client.post(reverse("switch_acting"), {"acting": theirs.token}).status_code == 404
    assert client.post(reverse("switch_acting"), {}).status_code == 400


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_the_switch_leads_to_no_other_site(address: str) -> None:
    employer = an_employer()
    response = client_of(employer).post(reverse("switch_acting"), {"acting": employer.token, "next": address})
    assert response["Location"] == reverse("signed_in")


def test_dates_of_a_mandate_that_are_none_are_said_and_kept() -> None:
    employer, firm = an_employer(), a_firm()
    typed = {
        "acting": employer.token,
        "firm_code": firm.code,
        "kinds": ["first", "extension"],
        "may_send": "no",
        "valid_until-day": "31",
        "valid_until-month": "2",
        "valid_until-year": "2030",
    }
    page = client_of(employer).post(reverse("mandates"), typed)
    text = page.content.decode()
    assert page.status_code == 400
    assert "Last day must be a date" in text
    assert 'value="2030"' in text
    assert text.count(" checked") == 3
    assert mandates_of(employer) == []


def test_a_mandate_is_revoked_from_its_page_and_both_sides_are_told() -> None:
    employer = an_employer()
    representative = a_representative(employer)
    client = client_of(employer)
    address = reverse("mandate_revoke", args=[representative.mandate_id])
    assert "Harbour Relocation" in client.get(address).content.decode()
    client.post(address, {"acting": employer.token})
    with pytest.raises(NotAllowed):
        confirm(representative)
    told = {letter.recipient for letter in sent_letters(2)}
    assert told == {Person.objects.get(pk=each.actor.person_id).email for each in (employer, representative)}


def test_an_invitation_is_sent_opened_and_taken_up() -> None:
    employer, person = an_employer(), a_person()
    people = reverse("employer_people", args=[employer.employer_id])
    clerk = client_of(employer)
    typed = {
        "acting": employer.token,
        "key": str(clerk.get(people).context["key"]),
        "email": person.email,
        "role": "requester",
    }
    for _ in range(2):
        assert clerk.post(people, typed).status_code == 302
    [letter] = sent_letters(10)
    found = re.search(r"(/invitations/\S+)", letter.text)
    assert found
    link = found[1]
    anonymous = Client().get(link)
    assert anonymous["Location"].startswith(reverse("account_login"))
    stranger = Client()
    stranger.force_login(a_person())
    for response in (stranger.get(link), stranger.post(link)):
        assert response.status_code == 404
        assert "Lakeside" not in response.content.decode()
    invited = Client()
    invited.force_login(person)
    assert "Lakeside" in invited.get(link).content.decode()
    assert invitations_of(employer)
    invited.post(link)
    assert len(people_of(employer)) == 2
    assert invited.post(link).status_code == 410


def test_an_administrator_changes_roles_and_the_last_one_stays() -> None:
    employer = an_employer()
    me = Person.objects.get(pk=employer.actor.person_id)
    client = client_of(employer)
    address = reverse("member_change", args=[employer.employer_id, me.pk])
    page = client.post(address, {"acting": employer.token, "remove": "yes"}, follow=True)
    assert "Somebody has to administer" in page.content.decode()
    assert confirm(employer).may_administer


def addresses(acting: ActingAs) -> list[str]:
    """Every address of this list, for one employer's things."""
    person = acting.actor.person_id
    values = {
        "employer_id": acting.employer_id,
        "person_id": person,
        "invitation_id": uuid.uuid4(),
        "join_request_id": uuid.uuid4(),
        "mandate_id": uuid.uuid4(),
        "secret": "guessed",
    }
    found = []
    for pattern in urlpatterns:
        assert isinstance(pattern, URLPattern)
        names = pattern.pattern.converters
        found.append(reverse(str(pattern.name), kwargs={name: values[name] for name in names}))
    return found


def test_every_page_needs_an_account() -> None:
    client = Client()
    for address in addresses(an_employer()):
        for method in (client.get, client.post):
            response: Any = method(address)
            assert response.status_code == 302, address
            assert response["Location"].startswith(reverse("account_login")), address


def test_the_clerk_of_another_employer_finds_nothing() -> None:
    mine, theirs = an_employer(name="Mine Inc."), an_employer(name="Theirs Inc.")
    client = client_of(mine)
    before = people_of(theirs)
    for address in addresses(theirs):
        if str(theirs.employer_id) not in address:
            continue
        for token in (mine.token, theirs.token):
            for response in (client.get(address), client.post(address, {"acting": token, "remove": "yes"})):
                assert response.status_code in {404, 405}, address
                assert "Theirs" not in response.content.decode()
    assert people_of(theirs) == before


def test_a_representative_neither_sees_the_people_nor_corrects_the_employer() -> None:
    employer = an_employer()
    client = client_of(a_representative(employer))
    assert client.get(reverse("employer_people", args=[employer.employer_id])).status_code == 404
    page = client.get(reverse("employer", args=[employer.employer_id]))
    assert "<form" not in page.content.decode().split("<main")[1].split("</main>")[0]


def test_an_employer_is_corrected_by_its_administrator() -> None:
    employer = an_employer()
    client = client_of(employer)
    address = reverse("employer", args=[employer.employer_id])
    typed = particulars(name="Lakeside Robotics LLC") | {"kind": "private", "acting": employer.token}
    assert client.post(address, typed).status_code == 302
    assert "Lakeside Robotics LLC" in client.get(address).content.decode()
    person = Person.objects.get(pk=employer.actor.person_id)
    assert acting_for_employer(person, uuid.UUID(str(employer.employer_id))).label == "Lakeside Robotics LLC"


def test_no_particulars_stand_in_addresses_or_titles() -> None:
    employer = an_employer(name="Secretive Inc.")
    client = client_of(employer)
    for address in addresses(employer):
        page = client.get(address)
        assert "ecretive" not in address
        title = re.search(r"<title>(.*?)</title>", page.content.decode(), re.S)
        assert title is None or "Secretive" not in title[1]


def test_letters_to_strangers_are_limited() -> None:
    employer = an_employer()
    client = client_of(employer)
    address = reverse("employer_people", args=[employer.employer_id])
    answers = []
    for number in range(31):
        typed = {"acting": employer.token, "email": f"stranger{number}@example.com", "role": "viewer"}
        answers.append(client.post(address, typed).status_code)
    assert answers == [302] * 30 + [429]
    assert len(sent_letters(100)) == 30
