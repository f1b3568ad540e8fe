"""The worker's pages: no account, nothing given away to whoever only has the link, nothing lost, sent once."""

import re
import uuid
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from sojourn.casework.events import set_up_institution
from sojourn.casework.ordered import send_ordered
from sojourn.core import clock
from sojourn.core.actors import SYSTEM
from sojourn.journal.models import JournalLine
from sojourn.messages.access import sent_letters
from sojourn.messages.models import Letter
from sojourn.parties.guessing.limits import BY_CLIENT
from sojourn.parties.models import Person
from sojourn.requests import events as request_events
from sojourn.requests.models import Request
from sojourn.requests.worker_part import clockwork, events, worker_events
from sojourn.requests.worker_part.models import WorkerPart
from sojourn.requests.worker_part.states import State
from sojourn.requests.worker_part.worker_events import Confirmed
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
from tests.web.builders import address_of, as_posted, client_of, html

pytestmark = pytest.mark.django_db

RIGHT = {
    "topic_on_page": ["trip", "place", "job"],
    "topic.trip": "yes",
    "topic.place": "yes",
    "topic.job": "yes",
}


@pytest.fixture(autouse=True)
def codes_can_be_sent_again() -> None:
    cache.clear()


def link_of(email: str = EMAIL) -> str:
    return reverse("worker_link", args=[secret_sent(email)])


def at(part: WorkerPart, name: str) -> str:
    if name in ("check", "done", "copy", "part", "code"):
        return reverse("worker_part" if name == "part" else f"worker_{name}", args=[part.pk])
    return reverse("worker_page", args=[part.pk, name])


def come_in(client: Client | None = None) -> Client:
    """A browser that has pressed the button behind the link."""
    client = client or Client()
    client.post(link_of(), {"do": "open"})
    return client


def page_of(name: str, **changes: Any) -> dict[str, Any]:
    """One page of the worker, filled in."""
    own = {
        key: value
        for key, value in of_worker(**changes).items()
        if (name == "you") == (key.startswith("worker.") or key == "person.nationalities")
    }
    return as_posted(own) | (RIGHT if name == "work" else {})


def fill_in(client: Client, part: WorkerPart) -> Any:
    """Everything but the last button."""
    client.post(at(part, "you"), page_of("you"))
    return client.post(at(part, "work"), page_of("work"))


def test_from_the_link_to_the_certificate_on_the_same_phone() -> None:
    set_up_institution(institution_id="us-ssa", actor=SYSTEM)
    acting, part = asked()
    events.order_sending(acting=acting, request_id=part.request_id, declared=True)
    phone = come_in()
    assert phone.get(at(part, "part"))["Location"] == at(part, "you")
    assert phone.post(at(part, "you"), page_of("you"))["Location"] == at(part, "work")
    page = html(phone.get(at(part, "work")))
    assert "Windwerk Nord GmbH" in page
    assert phone.post(at(part, "work"), page_of("work"))["Location"] == at(part, "check")
    assert "808-21-4471" in html(phone.get(at(part, "check")))
    pressed = phone.post(at(part, "check"), {"declared": "yes", "certificate": "yes"})
    assert pressed["Location"] == at(part, "done")
    request = Request.objects.get()
    assert (request.state, request.handed_in_by_id) == ("approved", acting.person_id)
    assert "Your certificate is ready" in html(phone.get(at(part, "done")))
    paper = phone.get(reverse("worker_certificate_file", args=[part.pk]))
    assert paper.content.startswith(b"%PDF")
    assert request.certificate_number in paper["Content-Disposition"]
    clockwork.tend_parts()
    clockwork.tend_parts()
    told = [letter for letter in sent_letters(20) if letter.facts.template == "worker_certificate"]
    assert [letter.recipient for letter in told] == [EMAIL]


def test_it_is_sent_once_however_often_the_button_is_pressed_and_the_worker_process_runs() -> None:
    acting, part = asked()
    events.order_sending(acting=acting, request_id=part.request_id, declared=True)
    phone = come_in()
    fill_in(phone, part)
    for _ in range(2):
        phone.post(at(part, "check"), {"declared": "yes"})
    assert send_ordered() == 0
    assert JournalLine.objects.filter(event="request.handed_in").count() == 1
    assert WorkerPart.objects.get().order == "sent"


@pytest.mark.parametrize("hindrance", ["answers changed", "rights lost", "a warning"])
def test_what_hinders_then_is_not_sent_and_the_employer_is_told(hindrance: str) -> None:
    acting, part = asked()
    events.order_sending(acting=acting, request_id=part.request_id, declared=True)
    match hindrance:
        case "answers changed":
            request_events.save_answers(
                acting=acting, request_id=part.request_id, answers={"activities[0].end": "2028-02-29"}
            )
        case "rights lost":
            Person.objects.get(pk=acting.person_id).memberships.update(role="viewer")
        case _:
            request_events.save_answers(
                acting=acting, request_id=part.request_id, answers={"activities[0].end": "2027-03-01"}
            )
            WorkerPart.objects.update(order_mark="")
            events.cancel_sending(acting=acting, request_id=part.request_id)
            events.order_sending(acting=acting, request_id=part.request_id, declared=True)
    phone = come_in()
    fill_in(phone, part)
    assert phone.post(at(part, "check"), {"declared": "yes"})["Location"] == at(part, "done")
    assert Request.objects.get().state == "draft"
    assert WorkerPart.objects.get().order == "hindered"
    assert sent_letters(1)[0].facts.template == "worker_part_stuck"
    if hindrance != "rights lost":
        page = html(client_of(acting).get(reverse("request_worker", args=[part.request_id])))
        assert "Not sent yet" in page


def test_programs_that_open_links_use_nothing_up() -> None:
    _, part = asked()
    scanner = Client()
    for _ in range(3):
        page = html(scanner.get(link_of()))
    assert "Lakeside Robotics Inc. asks for your details" in page
    assert part.words in page
    part.refresh_from_db()
    assert part.state == State.INVITED
    assert part.words in sent_letters(1)[0].text


def test_the_page_behind_the_link_names_the_employer_and_nobody_else() -> None:
    acting, draft = half_a_draft()
    request_events.save_answers(acting=acting, request_id=draft.pk, answers=of_worker())
    events.ask_worker(acting=acting, request_id=draft.pk, email=EMAIL, language="en", key=uuid.uuid4())
    page = html(Client().get(link_of()))
    for word in ("Okafor", "Adaeze", "1989", "808-21", EMAIL, "Windwerk"):
        assert word not in page


def test_a_forwarded_link_shows_nothing_that_was_filled_in() -> None:
    _, part = asked()
    fill_in(come_in(), part)
    stranger = Client()
    page = html(stranger.get(link_of()))
    assert "Send me a code" in page
    stranger.post(link_of(), {"do": "open"})
    for name in ("you", "work", "check", "done", "copy"):
        response = stranger.get(at(part, name), follow=True)
        assert "Okafor" not in html(response)
        assert "Send me a code" in html(response)
    stranger.post(at(part, "you"), page_of("you", family_name="Stranger"))
    assert WorkerPart.objects.get().particulars["worker.family_name"] == "Okafor"


def test_another_browser_comes_in_with_a_code_from_the_same_mailbox() -> None:
    _, part = asked()
    fill_in(come_in(), part)
    laptop = Client()
    assert laptop.post(at(part, "part"))["Location"] == at(part, "code")
    page = html(laptop.get(at(part, "code")))
    assert 'autocomplete="one-time-code"' in page
    assert 'inputmode="numeric"' in page
    wrong = laptop.post(at(part, "code"), {"code": "12"})
    assert "Code must be the 6 digits" in html(wrong)
    code = code_sent()
    assert laptop.post(at(part, "code"), {"code": f"{code[:3]} {code[3:]}"})["Location"] == at(part, "part")
    assert "Okafor" in html(laptop.get(at(part, "you")))


def test_codes_are_neither_sent_nor_tried_without_end() -> None:
    _, part, _ = opened()
    client = Client()
    answers = [client.post(at(part, "part")).status_code for _ in range(5)]
    assert answers == [302, 302, 302, 429, 429]
    tried = [client.post(at(part, "code"), {"code": "1"}).status_code for _ in range(31)]
    assert tried[-1] == 429


def test_whoever_knew_the_session_before_is_not_in() -> None:
    _, part = asked()
    client = Client()
    client.get(reverse("home"))
    client.session["seen"] = True
    session = client.session
    session["seen"] = True
    session.save()
    client.cookies["sessionid"] = session.session_key
    fixed = session.session_key
    come_in(client)
    assert client.session.session_key != fixed
    thief = Client()
    thief.cookies["sessionid"] = fixed
    assert thief.get(at(part, "you")).status_code == 302


def test_unknown_links_look_like_any_page_that_is_not_there_and_cannot_be_guessed_at() -> None:
    client = Client()
    missing = re.sub(r'value="[^"]*"', "", html(client.get("/there-is-no-such-page")))
    for address in (
        f"/w/{'a' * 43}",
        f"/w/{uuid.uuid4()}",
        f"/w/{uuid.uuid4()}/you",
        f"/w/{uuid.uuid4()}/code",
    ):
        response = client.get(address)
        assert response.status_code == 404
        assert re.sub(r'value="[^"]*"', "", html(response)) == missing
    for _ in range(BY_CLIENT.most):
        client.get(f"/w/{'b' * 43}")
    assert client.get(f"/w/{'b' * 43}").status_code == 429


def test_no_page_of_the_worker_tells_its_address_or_is_kept() -> None:
    _, part = asked()
    link = link_of()
    client = come_in()
    for address in (link, at(part, "you"), at(part, "work"), at(part, "code"), f"/w/{'a' * 43}"):
        response = client.get(address)
        assert response["Referrer-Policy"] == "no-referrer"
        assert "no-store" in response["Cache-Control"]
        assert response["X-Robots-Tag"].startswith("noindex")
        title = re.search(r"<title>([^<]*)</title>", html(response))
        assert not title or not re.search("Okafor|Lakeside|Adaeze", title[1])


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "null", "sec-fetch-site": "same-origin"}, 302),
        ({"origin": "null"}, 302),
        ({"origin": "null", "sec-fetch-site": "cross-site"}, 403),
        ({"origin": "null", "sec-fetch-site": "same-site"}, 403),
        ({"origin": "https://evil.example"}, 403),
    ],
)
def test_forms_work_without_a_referrer_and_not_from_other_sites(headers: dict[str, str], status: int) -> None:
    asked()
    client = Client(enforce_csrf_checks=True)
    page = html(client.get(link_of()))
    token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[-1]
    pressed = client.post(link_of(), {"do": "open", "csrfmiddlewaretoken": token}, headers=headers)
    assert pressed.status_code == status
    assert WorkerPart.objects.get().state == ("opened" if status == 302 else "invited")


def test_a_form_without_its_secret_is_refused() -> None:
    asked()
    client = Client(enforce_csrf_checks=True)
    headers = {"origin": "null", "sec-fetch-site": "same-origin"}
    assert client.post(link_of(), {"do": "open"}, headers=headers).status_code == 403


def test_an_expired_link_says_so_and_sends_a_new_one_to_the_same_address() -> None:
    asked()
    link = link_of()
    with clock.fixed(clock.now() + timedelta(days=15)):
        client = Client()
        page = client.get(link)
        assert page.status_code == 410
        assert "This link has expired." in html(page)
        assert "on its way" in html(client.post(link, {"do": "renew"}))
        assert client.get(link).status_code == 404
        assert sent_letters(1)[0].recipient == EMAIL
        assert client.get(link_of()).status_code == 200


def test_a_link_that_was_taken_back_says_so() -> None:
    acting, part = asked()
    client = come_in()
    events.stop_asking(acting=acting, request_id=part.request_id)
    assert client.get(link_of()).status_code == 410
    response = client.get(at(part, "you"), follow=True)
    assert response.status_code == 410
    assert "Nothing to do here any more" in html(response)


def test_not_this_person_from_the_first_page() -> None:
    acting, part = asked()
    assert "Thank you for telling us" in html(Client().post(link_of(), {"do": "refuse"}))
    page = html(client_of(acting).get(reverse("request_worker", args=[part.request_id])))
    assert "says it is not for them" in page
    assert "Mend the address" in page


def test_wrong_and_missing_answers_are_kept_and_told() -> None:
    _, part = asked()
    client = come_in()
    response = client.post(at(part, "you"), page_of("you", ssn="666 21 4471", birth_place=""))
    assert response["Location"].endswith("?mend")
    page = html(client.get(response["Location"]))
    assert "There is a problem" in page
    assert 'value="666 21 4471"' in page
    assert "Enter the place of birth" in page or "birth" in page
    assert client.get(at(part, "check"))["Location"] == f"{at(part, 'you')}?mend"


def test_a_no_asks_why_and_goes_on() -> None:
    acting, part = asked()
    client = come_in()
    client.post(at(part, "you"), page_of("you"))
    no = page_of("work") | {"topic.trip": "no"}
    assert client.post(at(part, "work"), no)["Location"].endswith("?mend")
    assert "The work abroad: enter why it is not right." in html(client.get(at(part, "work") + "?mend"))
    no |= {"reason.trip": "I was told until December."}
    assert client.post(at(part, "work"), no)["Location"] == at(part, "check")
    client.post(at(part, "check"), {"declared": "yes"})
    for address in (
        address_of(Request.objects.get(), "check"),
        reverse("request_worker", args=[part.request_id]),
    ):
        page = html(client_of(acting).get(address))
        assert "The worker says that this is not right" in page
        assert "until December" not in page


def hidden(page: str, name: str) -> str:
    """What a page carries along, unseen."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found
    return unescape(found[1])


def test_two_browsers_at_once_replace_nothing_silently() -> None:
    _, part = asked()
    phone = come_in()
    phone.post(at(part, "you"), page_of("you"))
    worker_events.send_code(part_id=part.pk)
    laptop = Client()
    laptop.post(at(part, "code"), {"code": code_sent()})
    drawn = [html(browser.get(at(part, "you"))) for browser in (phone, laptop)]
    carried = [{name: hidden(page, name) for name in ("window", "marks")} for page in drawn]
    phone.post(at(part, "you"), page_of("you", birth_place="Boston") | carried[0])
    second = laptop.post(at(part, "you"), page_of("you", birth_place="Denver") | carried[1])
    assert second.status_code == 409
    assert "Boston" in html(second)
    assert 'value="Denver"' in html(second)
    assert WorkerPart.objects.get().particulars["worker.birth_place"] == "Boston"


def test_after_sending_everything_is_read_only() -> None:
    acting, request, holder = done()
    client = Client()
    worker_events.send_code(part_id=holder.part_id)
    part = WorkerPart.objects.get()
    client.post(at(part, "code"), {"code": code_sent()})
    assert "Change my answers" in html(client.get(at(part, "done")))
    request_events.hand_in(acting=acting, request_id=request.pk, key="k", declared=True)
    assert client.post(at(part, "you"), page_of("you", birth_place="Boston"))["Location"] == at(part, "done")
    assert client.post(at(part, "check"), {"declared": "yes"})["Location"] == at(part, "done")
    assert "Change my answers" not in html(client.get(at(part, "done")))
    assert "808-21-4471" in html(client.get(at(part, "copy")))
    assert Request.objects.get().particulars["worker.birth_place"] == "Chicago"


def test_the_employer_asks_by_page_and_sees_how_it_stands() -> None:
    acting, draft = half_a_draft()
    client = client_of(acting)
    person = html(client.get(address_of(draft, "person")))
    assert reverse("request_invite", args=[draft.pk]) in person
    invite = reverse("request_invite", args=[draft.pk])
    assert "Social Security number" in html(client.get(invite))
    wrong = client.post(invite, {"email": "amira", "language": "en", "acting": acting.token})
    assert "E-mail address must be like" in html(wrong)
    sent = {"email": EMAIL, "language": "fr", "acting": acting.token, "key": str(uuid.uuid4())}
    assert client.post(invite, sent)["Location"] == reverse("request_worker", args=[draft.pk])
    part = WorkerPart.objects.get()
    page = html(client.get(reverse("request_worker", args=[draft.pk])))
    assert part.words in page
    assert "Link sent, not opened yet" in page
    assert client.get(address_of(draft, "person"))["Location"] == reverse("request_worker", args=[draft.pk])
    assert client.post(reverse("request_law", args=[draft.pk]))["Location"] == address_of(draft, "check")
    check = html(client.get(address_of(draft, "check")))
    assert "Send when the worker has finished" in check
    assert "The worker is asked" in check
    assert "votre employeur" in sent_letters(1)[0].text.lower()


def test_an_undelivered_letter_shows_at_the_employers_task() -> None:
    acting, part = asked()
    Letter.objects.filter(about_kind="worker_part").update(state="failed", next_try=None)
    page = html(client_of(acting).get(reverse("request_worker", args=[part.request_id])))
    assert "Not delivered" in page
    assert reverse("request_invite", args=[part.request_id]) in page


def test_the_order_is_given_with_a_declaration_and_taken_back() -> None:
    acting, part = asked()
    client = client_of(acting)
    here = reverse("request_worker", args=[part.request_id])
    refused = client.post(here, {"do": "order", "acting": acting.token})
    assert refused["Location"].endswith("?why=not_declared")
    client.post(here, {"do": "order", "acting": acting.token, "declared": "yes"})
    assert "You ordered on" in html(client.get(address_of(Request.objects.get(), "check")))
    client.post(here, {"do": "cancel", "acting": acting.token})
    assert WorkerPart.objects.get().order == ""


def test_the_employer_is_not_shown_what_is_only_the_workers() -> None:
    family = [
        {"relation": "spouse", "given_names": "Chidi", "family_name": "Okafor", "birth_date": "1988-02-03"}
    ]
    acting, _, holder = answered(
        country="JP",
        **{
            "question.family_comes_along": "yes",
            "worker.family": family,
            "person.private_health_cover": "yes",
        },
    )
    worker_events.finish(holder=holder, declared=True)
    request = Request.objects.get()
    page = html(client_of(acting).get(address_of(request, "check")))
    assert "808-21-4471" in page
    assert "Chidi" not in page
    assert "The worker has answered this" in page


def test_the_employer_fills_in_for_the_worker() -> None:
    acting, request, _ = done(says={"trip": Confirmed(False, "Until December.")})
    client = client_of(acting)
    here = reverse("request_worker", args=[request.pk])
    refused = client.post(here, {"do": "fill_in", "acting": acting.token})
    assert "Tick that the worker has agreed" in html(client.get(refused["Location"]))
    client.post(here, {"do": "fill_in", "acting": acting.token, "declared": "yes"})
    assert client.get(address_of(request, "person")).status_code == 200


def test_another_employer_finds_none_of_it() -> None:
    acting, part = asked()
    stranger = client_of(an_employer(name="Harbor Cranes Inc."))
    for name in ("request_invite", "request_worker"):
        address = reverse(name, args=[part.request_id])
        assert stranger.get(address).status_code == 404
        post = {"do": "stop", "acting": acting.token, "email": "thief@example.com", "language": "en"}
        assert stranger.post(address, post).status_code == 404
        assert Client().get(address).status_code == 302
    assert WorkerPart.objects.get().state == State.INVITED


def test_a_page_left_open_for_another_employer_does_nothing() -> None:
    acting, part = asked()
    client_of(acting).post(
        reverse("request_worker", args=[part.request_id]), {"do": "stop", "acting": "self"}
    )
    assert WorkerPart.objects.get().state == State.INVITED


def test_a_worker_with_an_account_finds_the_certificate_there() -> None:
    set_up_institution(institution_id="us-ssa", actor=SYSTEM)
    acting, part = asked()
    events.order_sending(acting=acting, request_id=part.request_id, declared=True)
    phone = come_in()
    fill_in(phone, part)
    phone.post(at(part, "check"), {"declared": "yes"})
    client = Client()
    client.force_login(a_person(email=EMAIL))
    number = Request.objects.get().certificate_number
    assert number in html(client.get(reverse("my_certificates")))
    file = reverse("my_certificate_file", args=[part.pk])
    assert client.get(file).content.startswith(b"%PDF")
    stranger = Client()
    stranger.force_login(a_person())
    assert "No certificates yet." in html(stranger.get(reverse("my_certificates")))
    assert stranger.get(file).status_code == 404


@pytest.mark.parametrize(
    ("language", "word"), [("de", "bittet um"), ("fr", "vous demande"), ("es", "le pide")]
)
def test_the_page_speaks_the_language_of_the_letter(language: str, word: str) -> None:
    asked(language=language)
    assert word in html(Client().get(link_of()))
