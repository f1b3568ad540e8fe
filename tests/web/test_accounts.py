"""Sign-up, sign-in and their abuse, through the pages."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from sojourn.messages.access import sent_letters
from sojourn.parties.models import Employer, Person
from tests.parties.builders import PASSWORD, a_person
from tests.web.sign_in_steps import (
    ADDRESS,
    choose_password,
    code_of_now,
    is_signed_in,
    link_in_newest_letter,
    sign_in,
    sign_up,
    with_code_app,
    without_tokens,
)

pytestmark = pytest.mark.django_db


def test_from_sign_up_to_ones_own_employer(client: Client) -> None:
    page = sign_up(client)
    assert ADDRESS in page.content.decode()
    link = link_in_newest_letter(ADDRESS, "sign-up/confirm/")
    assert "Confirm this address" in client.get(link).content.decode()
    assert not EmailAddress.objects.get().verified
    confirmed = client.post(link)
    assert EmailAddress.objects.get().verified
    page = choose_password(client, confirmed["Location"])
    assert is_signed_in(client)
    assert reverse("employer_new") in page.content.decode()
    form = client.get(reverse("employer_new"))
    typed = {
        "key": str(form.context["key"]),
        "seat": "US",
        "kind": "private",
        "name": "Lakeside Robotics Inc.",
        "street": "200 West Adams Street",
        "postcode": "60606",
        "city": "Chicago",
    }
    for _ in range(2):
        response = client.post(reverse("employer_new"), typed)
        assert response.status_code == 302
    assert Employer.objects.count() == 1
    person = Person.objects.get(email=ADDRESS)
    assert person.name == "Dana Clerk"


def test_the_link_is_opened_without_being_used_up_and_works_once(client: Client) -> None:
    sign_up(client)
    link = link_in_newest_letter(ADDRESS, "sign-up/confirm/")
    for _ in range(3):
        assert client.get(link).status_code == 200
    assert client.post(link).status_code == 302
    page = client.post(link)
    assert page.status_code == 410
    assert "no longer works" in page.content.decode()
    assert "no longer works" in client.get(link).content.decode()


def test_opening_a_planted_link_signs_nobody_out(client: Client) -> None:
    sign_up(Client(), "stranger@example.com")
    planted = link_in_newest_letter("stranger@example.com", "sign-up/confirm/")
    client.force_login(a_person(password=PASSWORD))
    client.get(planted)
    assert is_signed_in(client)


def test_pages_of_the_account_leave_no_copy_in_the_browser(client: Client) -> None:
    client.force_login(with_code_app())
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    for name in ("mfa_index", "mfa_view_recovery_codes", "account_email", "mfa_add_webauthn"):
        page = client.get(reverse(name))
        assert page.status_code == 200
        assert "no-store" in page["Cache-Control"], name


def test_the_letter_may_be_opened_on_another_device(client: Client) -> None:
    sign_up(client)
    other = Client()
    confirmed = other.post(link_in_newest_letter(ADDRESS, "sign-up/confirm/"))
    choose_password(other, confirmed["Location"])
    assert is_signed_in(other)
    assert not is_signed_in(client)


def test_a_made_up_link_is_said_to_be_none(client: Client) -> None:
    for key in ("x", "MQ:1abcde:forged"):
        page = client.get(reverse("account_confirm_email", args=[key]))
        assert "no longer works" in page.content.decode()


def test_known_and_unknown_addresses_get_the_same_page(client: Client) -> None:
    a_person(email="known@example.com", password=PASSWORD)
    pages = []
    for email in ("known@example.com", "fresh@example.com"):
        page = sign_up(Client(), email)
        assert page.redirect_chain == [(reverse("account_email_verification_sent"), 302)]
        pages.append(without_tokens(page).replace(email, "…"))
    assert pages[0] == pages[1]
    templates = {letter.recipient: letter.facts.template for letter in sent_letters(10)}
    assert templates == {"known@example.com": "have_account", "fresh@example.com": "confirm_address"}


def test_known_and_unknown_addresses_forget_their_password_alike() -> None:
    a_person(email="known@example.com", password=PASSWORD)
    pages = []
    for email in ("known@example.com", "fresh@example.com"):
        page = Client().post(reverse("account_reset_password"), {"email": email}, follow=True)
        pages.append(without_tokens(page))
    assert pages[0] == pages[1]
    templates = {letter.recipient: letter.facts.template for letter in sent_letters(10)}
    assert templates == {"known@example.com": "password_reset", "fresh@example.com": "no_account"}


def test_a_wrong_password_and_an_unknown_address_are_refused_alike() -> None:
    a_person(email="known@example.com", password=PASSWORD)
    errors = [
        sign_in(Client(), email, "not the right password").context["form"].non_field_errors()
        for email in ("known@example.com", "fresh@example.com")
    ]
    assert errors[0] == errors[1]


@pytest.mark.parametrize("typed", ["KNOWN@example.com", " known@Example.COM "])
def test_the_case_of_the_address_does_not_matter(client: Client, typed: str) -> None:
    a_person(email="known@example.com", password=PASSWORD)
    sign_in(client, typed)
    assert is_signed_in(client)
    sign_up(Client(), typed.strip())
    assert Person.objects.filter(email__iexact="known@example.com").count() == 1


@pytest.mark.parametrize("email", ["", "nonsense", "a@b", "dana@exa mple.com", "x" * 250 + "@example.com"])
def test_an_address_that_is_none_is_said_at_the_field_and_kept(client: Client, email: str) -> None:
    page = client.post(reverse("account_signup"), {"email": email, "name": "Dana"})
    text = page.content.decode()
    assert 'id="error-summary"' in text
    assert "<title>Error:" in text
    assert 'href="#id_email"' in text
    assert 'value="Dana"' in text
    assert not Person.objects.exists()


@pytest.mark.parametrize("password", ["", "short", "password1234", "dana@example.com"])
def test_a_weak_password_is_refused(client: Client, password: str) -> None:
    sign_up(client)
    confirmed = client.post(link_in_newest_letter(ADDRESS, "sign-up/confirm/"))
    page = choose_password(client, confirmed["Location"], password)
    assert page.context["form"].errors["password1"]
    assert not is_signed_in(client)


def test_nobody_chooses_the_password_of_an_address_before_its_holder(client: Client) -> None:
    """Somebody signs up with another's address; when the holder confirms, the stranger has gained nothing."""
    stranger = client
    stranger.post(reverse("account_signup"), {"email": ADDRESS, "password1": PASSWORD, "password": PASSWORD})
    Client().post(link_in_newest_letter(ADDRESS, "sign-up/confirm/"))
    sign_in(stranger, ADDRESS)
    assert not is_signed_in(stranger)


def test_an_unconfirmed_account_does_not_get_in(client: Client) -> None:
    person = Person.objects.create_user("early@example.com", PASSWORD)
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=False)
    sign_in(client, "early@example.com")
    assert not is_signed_in(client)


def test_a_closed_account_does_not_get_in(client: Client) -> None:
    person = a_person(email="known@example.com", password=PASSWORD)
    person.is_active = False
    person.save()
    sign_in(client, "known@example.com")
    assert not is_signed_in(client)


def test_guessing_at_a_password_is_stopped_also_from_many_places() -> None:
    a_person(email="known@example.com", password=PASSWORD)
    for number in range(5):
        client = Client(REMOTE_ADDR=f"10.0.0.{number}")
        sign_in(client, "known@example.com", f"wrong guess number {number}")
    victim = Client(REMOTE_ADDR="10.0.1.1")
    page = sign_in(victim, "Known@example.com")
    assert not is_signed_in(victim)
    assert "Too many tries" in page.content.decode()


def test_guessing_from_one_place_is_stopped_for_all_addresses() -> None:
    a_person(email="known@example.com", password=PASSWORD)
    for number in range(10):
        sign_in(Client(), f"somebody{number}@example.com", "a guess at a password")
    client = Client()
    sign_in(client, "known@example.com")
    assert not is_signed_in(client)


def test_the_session_gets_a_new_key_at_sign_in(client: Client) -> None:
    a_person(email="known@example.com", password=PASSWORD)
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    before = session.session_key
    sign_in(client, "known@example.com")
    assert is_signed_in(client)
    assert client.session.session_key != before


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example/",
        "javascript:alert(1)",
        "https:evil.example",
        r"\\evil.example",
    ],
)
def test_nobody_is_sent_to_another_site_after_sign_in(client: Client, address: str) -> None:
    a_person(email="known@example.com", password=PASSWORD)
    response = sign_in(client, "known@example.com", next=address)
    assert response["Location"] == reverse("signed_in")
    response = client.post(reverse("account_logout"), {"next": address})
    assert response["Location"] == "/"


def test_a_page_of_ours_is_reached_after_sign_in(client: Client) -> None:
    a_person(email="known@example.com", password=PASSWORD)
    assert sign_in(client, "known@example.com", next="/mandates")["Location"] == "/mandates"


def test_signing_out_needs_a_press(client: Client) -> None:
    client.force_login(a_person(password=PASSWORD))
    client.get(reverse("account_logout"))
    assert is_signed_in(client)
    client.post(reverse("account_logout"))
    assert not is_signed_in(client)


def test_a_new_password_ends_the_other_sessions() -> None:
    a_person(email="known@example.com", password=PASSWORD)
    thief, holder = Client(), Client()
    for client in (thief, holder):
        sign_in(client, "known@example.com")
    holder.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": "another quite long sentence"},
    )
    assert holder.get(reverse("mfa_index")).status_code == 200
    assert thief.get(reverse("mfa_index")).status_code == 302
    assert [letter.facts.template for letter in sent_letters(1)] == ["password_changed"]


def test_the_link_for_a_new_password_works_once(client: Client) -> None:
    a_person(email="known@example.com", password=PASSWORD)
    client.post(reverse("account_reset_password"), {"email": "known@example.com"})
    link = link_in_newest_letter("known@example.com", "password/new/")
    choose_password(client, link, "another quite long sentence")
    assert is_signed_in(client)
    assert "no longer works" in Client().get(link, follow=True).content.decode()


def test_an_address_typed_as_the_new_one_opens_nothing_before_it_is_confirmed(client: Client) -> None:
    """Dana mistypes her new address; whoever has that mailbox must not get her account by asking for a
    password.
    """
    client.force_login(a_person(email="known@example.com", password=PASSWORD))
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("account_email"), {"email": "stranger@example.com", "action_add": "yes"})
    assert EmailAddress.objects.filter(email="stranger@example.com", verified=False).exists()
    Client().post(reverse("account_reset_password"), {"email": "stranger@example.com"})
    [newest] = sent_letters(1)
    assert (newest.recipient, newest.facts.template) == ("stranger@example.com", "no_account")


def test_the_new_address_counts_once_confirmed(client: Client) -> None:
    client.force_login(a_person(email="known@example.com", password=PASSWORD))
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("account_email"), {"email": "New@example.com", "action_add": "yes"})
    client.post(link_in_newest_letter("new@example.com", "sign-up/confirm/"))
    assert Person.objects.get().email == "new@example.com"
    assert [letter.recipient for letter in sent_letters(1)] == ["known@example.com"]


def test_no_page_of_the_account_needs_an_inline_script_or_style(client: Client) -> None:
    """The content security policy allows neither."""
    person = with_code_app()
    pages = [
        client.get(reverse(name)) for name in ("account_login", "account_signup", "account_reset_password")
    ]
    sign_in(client, person.email)
    pages.append(client.get(reverse("mfa_authenticate")))
    client.post(reverse("mfa_authenticate"), {"code": code_of_now()})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    for name in (
        "mfa_index",
        "account_email",
        "account_change_password",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_add_webauthn",
        "mfa_reauthenticate",
        "account_reauthenticate",
        "account_logout",
    ):
        pages.append(client.get(reverse(name)))
    for page in pages:
        text = page.content.decode()
        assert page.status_code == 200, page.request["PATH_INFO"]
        scripts = re.findall(r"<script([^>]*)>", text)
        assert all("src=" in tag or 'type="application/json"' in tag for tag in scripts), scripts
        assert not re.search(r"\son[a-z]+=|\sstyle=|javascript:", text), page.request["PATH_INFO"]
        assert len(re.findall(r"<h1[ >]", text)) == 1


def test_the_name_must_be_printable(client: Client) -> None:
    for name in ("Dana\x00Clerk", "\u202eanaD", "x" * 201):
        page = client.post(reverse("account_signup"), {"email": ADDRESS, "name": name})
        assert page.context["form"].errors["name"]
    assert not Person.objects.exists()


def test_two_who_sign_up_at_once_get_one_account(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second passed the check before the first was saved; the database decides."""
    monkeypatch.setattr(
        "allauth.account.internal.flows.manage_email.assess_unique_email", lambda email, user=None: True
    )
    for visitor in (client, Client()):
        page = sign_up(visitor)
        assert page.redirect_chain == [(reverse("account_email_verification_sent"), 302)]
    assert Person.objects.count() == 1


def test_the_last_sign_ins_are_shown(client: Client) -> None:
    person = a_person(password=PASSWORD)
    sign_in(client, person.email)
    assert "Last times you signed in" in client.get(reverse("mfa_index")).content.decode()


def test_too_many_sign_ups_from_one_place_are_stopped() -> None:
    answers = [
        Client().post(reverse("account_signup"), {"email": f"somebody{number}@example.com"})
        for number in range(21)
    ]
    assert [answer.status_code for answer in answers] == [302] * 20 + [429]
    assert "Too many tries" in answers[-1].content.decode()


def test_what_the_library_offers_beyond_our_addresses_is_not_there(client: Client) -> None:
    for path in ("/accounts/login/", "/accounts/signup/", "/accounts/2fa/", "/accounts/login/code/"):
        assert client.get(path).status_code == 404
