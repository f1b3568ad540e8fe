"""One's own account: what it says, and leaving it."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from sojourn.core.errors import InvalidInput
from sojourn.messages.access import sent_letters
from sojourn.parties import events
from sojourn.parties.access import acting_for_self
from sojourn.parties.account import contact_of, own_seat
from sojourn.parties.account_events import close_account
from sojourn.parties.directory import mandates_of
from sojourn.parties.models import Membership, Person
from sojourn.requests.events import start_request
from sojourn.requests.models import Request
from tests.parties.builders import a_person, a_representative, an_employer, an_officer
from tests.requests.builders import a_draft
from tests.web.builders import client_of, html

pytestmark = pytest.mark.django_db


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_the_account_keeps_name_language_telephone_and_letters() -> None:
    employer = an_employer()
    client = client_of(employer)
    typed = {"name": "Dana Reed", "phone": "(312) 555-0100", "language": "de"}
    assert client.post(reverse("account"), typed).status_code == 302
    person = Person.objects.get(pk=employer.person_id)
    assert (person.name, person.phone, person.language, person.notices) == (
        "Dana Reed",
        "+13125550100",
        "de",
        False,
    )
    page = html(client.get(reverse("account")))
    assert 'lang="de"' in page
    assert "(312) 555-0100" in page
    contact = contact_of(person.pk, "DE")
    assert contact is not None
    assert contact.phone == "+1 312-555-0100"
    assert own_seat(person) == "US"


def test_new_requests_begin_with_letters_as_the_account_says() -> None:
    employer = an_employer()
    assert start_request(acting=employer, applicant_kind="employer").notify
    client_of(employer).post(reverse("account"), {"name": "", "phone": "", "language": "en"})
    assert not start_request(acting=employer, applicant_kind="employer").notify


def test_a_wrong_number_is_said_at_its_box_and_stays_typed() -> None:
    page = signed_in(a_person()).post(
        reverse("account"), {"name": "Dana", "phone": "030 12", "language": "en"}
    )
    assert page.status_code == 400
    assert "must begin with + and the code of the country" in html(page)
    assert 'value="030 12"' in html(page)


def test_leaving_needs_an_heir_for_what_is_open_and_deletes_what_names_one() -> None:
    employer, colleague = an_employer(), a_person(name="Jo Reed")
    Membership.objects.create(person=colleague, employer_id=employer.employer_id, role="administrator")
    person = Person.objects.get(pk=employer.person_id)
    _, draft = a_draft(employer)
    client, address = client_of(employer), person.email
    page = client.post(reverse("account_leave"))
    assert page.status_code == 400
    assert "Say who takes over your open requests" in html(page)
    assert Person.objects.get(pk=person.pk).is_active
    box = "heir-" + employer.token.replace(":", "-")
    done = client.post(reverse("account_leave"), {box: str(colleague.pk)})
    assert "Your account is deleted" in html(done)
    person.refresh_from_db()
    draft.refresh_from_db()
    assert (person.is_active, person.name, person.phone) == (False, "", None)
    assert address not in person.email
    assert not person.memberships.exists()
    assert draft.keeper == colleague
    assert sent_letters(1)[0].recipient == address
    assert client.get(reverse("account")).status_code == 302
    assert contact_of(person.pk) is None


def test_own_drafts_go_with_the_account_and_own_open_requests_hold_it() -> None:
    person = a_person()
    acting = acting_for_self(person)
    draft = start_request(acting=acting, applicant_kind="self_employed", key=uuid.uuid4())
    client = signed_in(person)
    assert "1 request for yourself that was not sent" in html(client.get(reverse("account_leave")))
    assert client.post(reverse("account_leave")).status_code == 200
    assert not Request.objects.filter(pk=draft.pk).exists()


def test_the_last_administrator_stays_while_others_are_there() -> None:
    employer, colleague = an_employer(), a_person()
    Membership.objects.create(person=colleague, employer_id=employer.employer_id, role="requester")
    person = Person.objects.get(pk=employer.person_id)
    with pytest.raises(InvalidInput) as refused:
        close_account(person=person)
    assert [problem.code for problem in refused.value.problems] == ["last_administrator"]
    page = client_of(employer).post(reverse("account_leave"))
    assert "Make another person an administrator first" in html(page)


def test_who_is_alone_at_an_employer_leaves_no_firm_acting_for_it() -> None:
    employer = an_employer()
    firm = a_representative(employer)
    close_account(person=Person.objects.get(pk=employer.person_id))
    mandate = Person.objects.get(pk=firm.actor.person_id).firm_memberships.get().firm.mandates.get()
    assert mandate.revoked_at is not None


def test_somebody_with_a_post_is_told_to_end_it_first() -> None:
    officer = an_officer()
    assert "You have a post" in html(signed_in(officer).get(reverse("account_leave")))
    assert signed_in(officer).post(reverse("account_leave")).status_code == 404
    assert Person.objects.get(pk=officer.pk).is_active


def test_a_name_is_seen_by_nobody_after_the_account_is_gone() -> None:
    employer = an_employer()
    representative = a_representative(employer)
    events.revoke_mandate(acting=employer, mandate_id=representative.mandate_id)  # type: ignore[arg-type]
    close_account(person=Person.objects.get(pk=representative.person_id))
    assert mandates_of(employer)[0].state == "revoked"
    page = html(client_of(employer).get(reverse("mandate", args=[representative.mandate_id])))
    assert "person" not in page.partition("What the firm did")[2].partition("</main>")[0]
