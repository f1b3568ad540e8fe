"""Finding out, without an account: what the address says is answered, and nothing is kept."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from sojourn.requests.models import Request
from tests.requests.builders import a_draft, typed
from tests.web.builders import as_posted, client_of, html

pytestmark = pytest.mark.django_db
FIRST = ("activities[0].country", "activities[0].start", "activities[0].end")


def asked(*more: str, **changes: str) -> str:
    """The page for the plain posting, with these questions answered besides the first ones."""
    answers = {name: value for name, value in typed(**changes).items() if name in (*FIRST, *more)}
    query = as_posted(answers | {"activities[0].sent_from": "US"}) | {"who": "employee"}
    return html(Client().get(reverse("find_out"), query))


def verdict(page: str) -> str:
    found = re.search(r'<h2 id="law-1">(.*?)</h2>', page)
    return unescape(found[1]) if found else ""


def test_the_first_page_asks_and_does_not_scold() -> None:
    page = html(Client().get(reverse("find_out")))
    assert "Who works abroad?" in page
    assert "There is a problem" not in page


def test_what_is_left_out_is_named_at_its_field() -> None:
    page = asked(country="")
    assert page.count("Choose the country of the work abroad.") == 2


def test_few_facts_give_the_answer_so_far_and_the_next_questions() -> None:
    page = asked()
    assert "Facts are missing" in verdict(page)
    assert "These answers decide it" in page
    assert "For whom will the person work there?" in page


def test_enough_facts_give_the_law_with_its_article() -> None:
    page = asked("question.for_whom", "person.nationalities", "person.residence")
    assert verdict(page).startswith("The social security law of the United States applies")
    assert "Article\xa06(2)" in page
    assert f'href="{reverse("request_new")}?' in page


def shared(page: str) -> str:
    """The address that the page gives of its answer."""
    found = re.search(r'id="share" value="([^"]*)"', page)
    return unescape(found[1]) if found else ""


def test_the_address_of_an_answer_gives_the_same_answer() -> None:
    page = asked("question.for_whom", "person.nationalities", "person.residence")
    assert verdict(html(Client().get(shared(page)))) == verdict(page)


def test_the_address_of_an_answer_holds_nothing_empty_and_nothing_unknown() -> None:
    query = {"who": "employee", "activities[0].sent_from": "US", "activities[0].country": "DE", "name": "Ada"}
    page = html(Client().get(reverse("find_out"), query | {"on_page": "person.residence"}))
    assert "Ada" not in shared(page)
    assert "person.residence" not in shared(page)


def test_the_answer_leads_to_the_page_of_the_two_countries() -> None:
    assert 'href="/law/from/us/to/de/"' in asked()


def test_two_countries_in_the_address_are_no_fault_of_anybodys() -> None:
    query = {"activities[0].sent_from": "US", "activities[0].country": "JP"}
    page = html(Client().get(reverse("find_out"), query))
    assert "There is a problem" not in page
    assert '<option value="JP" selected>' in page


def test_the_older_name_of_the_calculator_leads_to_it() -> None:
    response = Client().get("/check-cover/?who=employee")
    assert response["Location"] == "/find-out?who=employee"


def test_a_request_begins_with_what_was_found_out() -> None:
    acting, _ = a_draft()
    page = asked("question.for_whom", "person.nationalities", "person.residence", country="DE")
    link = re.search(r'href="(/requests/new\?[^"]*)"', page)
    assert link
    client = client_of(acting)
    form = html(client.get(unescape(link[1])))
    key = re.search(r'name="key" value="([^"]*)"', form)
    assert key
    response = client.post(unescape(link[1]), {"key": key[1], "acting": acting.token})
    draft = Request.objects.order_by("-created_at").first()
    assert draft is not None
    assert str(draft.pk) in response["Location"]
    assert draft.answers.host == "DE"
    assert draft.answers.text("question.for_whom")
    assert draft.answers.is_given("sender.name"), "the employer's record stays"


def test_six_years_give_another_answer_than_three() -> None:
    page = asked("question.for_whom", "person.nationalities", "person.residence", end="2033-02-28")
    assert verdict(page).startswith("The social security law of Germany applies")


def test_nobody_is_named_whatever_the_address_says() -> None:
    query = {"who": "employee", "on_page": ["worker.family_name"], "worker.family_name": "Okafor"}
    page = html(Client().get(reverse("find_out"), query))
    assert 'name="worker.family_name"' not in page
    assert 'value="Okafor"' not in page


def test_nothing_is_kept_and_no_address_leaves_the_page() -> None:
    response = Client().get(reverse("find_out"), {"who": "employee"})
    assert response["Referrer-Policy"] == "no-referrer"
    assert not Request.objects.exists()


def test_a_broken_address_still_gives_a_page() -> None:
    query = {"who": "\x00", "on_page": ["nonsense", "history"], "activities[0].start-day": "x" * 5000}
    assert Client().get(reverse("find_out"), query).status_code == 200
