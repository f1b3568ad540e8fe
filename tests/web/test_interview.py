"""The applicant's pages: asking, saving, mending, checking, sending once."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from sojourn.casework.events import set_up_institution
from sojourn.core.actors import SYSTEM
from sojourn.requests.models import Request
from tests.parties.builders import a_person, an_employer
from tests.requests.builders import a_draft, a_sent_request
from tests.web.builders import address_of, client_of, html, posted_page

pytestmark = pytest.mark.django_db
HUGE = "x" * 1_000_000


def start(client: Client, acting_token: str) -> Request:
    key = re.search(r'name="key" value="([^"]+)"', html(client.get(reverse("request_new"))))
    assert key
    client.post(reverse("request_new"), {"acting": acting_token, "key": key[1]})
    return Request.objects.get(creation_key=key[1])


def sent_form(client: Client, draft: Request, **changes: str) -> dict[str, str]:
    page = html(client.get(address_of(draft, "check")))
    hidden = dict(re.findall(r'type="hidden" name="(key|acting)" value="([^"]+)"', page))
    return hidden | {"declared": "yes", "notify": "yes"} | changes


def test_a_clerk_goes_from_page_to_page_up_to_the_check() -> None:
    acting = an_employer()
    client = client_of(acting)
    draft = start(client, acting.token)
    for matter, following in [("trip", "place"), ("place", "job"), ("job", "person"), ("person", "law")]:
        response = client.post(address_of(draft, matter), posted_page(matter))
        assert response["Location"] == address_of(draft, following)
    assert "The social security law of the United States" in html(client.get(address_of(draft, "law")))
    assert client.post(address_of(draft, "law"))["Location"] == address_of(draft, "check")


def test_starting_twice_with_one_press_begins_one_draft() -> None:
    acting = an_employer()
    client = client_of(acting)
    key = re.search(r'name="key" value="([^"]+)"', html(client.get(reverse("request_new"))))
    assert key
    for _ in range(2):
        client.post(reverse("request_new"), {"acting": acting.token, "key": key[1]})
    assert Request.objects.count() == 1


def test_without_choosing_for_whom_the_page_says_so() -> None:
    client = client_of(an_employer())
    page = html(client.post(reverse("request_new"), {"key": "1"}))
    assert "Choose for whom you ask." in page
    assert "<title>Error:" in page


def test_continue_with_nothing_filled_in_shows_each_error_at_its_field_and_on_top() -> None:
    acting, draft = a_draft(country="", start="", end="")
    client = client_of(acting)
    response = client.post(address_of(draft, "trip"), posted_page("trip", country="", start="--", end="--"))
    assert response.status_code == 302
    page = html(client.get(response["Location"]))
    assert page.count("Choose the country of the work abroad.") == 2
    assert 'href="#activities-0-start-day"' in page
    assert "<title>Error: 1 of 6" in page


def test_a_page_opened_for_the_first_time_scolds_nobody() -> None:
    acting, draft = a_draft(country="", start="")
    assert "There is a problem" not in html(client_of(acting).get(address_of(draft, "trip")))


def test_what_was_typed_wrong_stands_in_its_box_again() -> None:
    acting, draft = a_draft()
    client = client_of(acting)
    post = posted_page("person") | {"worker.ssn": "666 21 44"}
    page = html(client.get(client.post(address_of(draft, "person"), post)["Location"]))
    assert 'value="666 21 44"' in page
    assert "must have 9 digits" in page
    assert 'value="Okafor"' in page


def test_an_impossible_day_is_kept_and_explained() -> None:
    acting, draft = a_draft()
    client = client_of(acting)
    post = posted_page("trip", end="2028-02-31")
    page = html(client.get(client.post(address_of(draft, "trip"), post)["Location"]))
    assert "February\xa02028 has 29 days" in page
    assert 'name="activities[0].end-day" inputmode="numeric" value="31"' in page


@pytest.mark.parametrize(
    "name",
    [HUGE, "Anna\x07", "\u202eanna", "Zoë 李 محمد", "<script>alert(1)</script>"],
    ids=["huge", "control", "turned", "scripts", "markup"],
)
def test_any_name_is_taken_or_told_about_and_never_breaks_the_page(name: str) -> None:
    acting, draft = a_draft()
    client = client_of(acting)
    post = posted_page("person") | {"worker.given_names": name}
    response = client.post(address_of(draft, "person"), post)
    page = client.get(response["Location"])
    assert page.status_code == 200
    assert "<script>alert" not in html(page)


def test_the_stay_is_counted_while_it_is_typed_without_scolding() -> None:
    acting, draft = a_draft()
    client = client_of(acting)
    address = reverse("request_autosave", args=[draft.pk, "trip"])
    told = client.post(address, posted_page("trip", end="2027-03-31")).json()
    assert told["saved"].startswith("Saved at")
    assert told["live"].startswith("1\xa0month.")
    assert client.post(address, posted_page("trip", end="2027-03-")).json()["live"] == ""
    draft.refresh_from_db()
    assert draft.entered["activities[0].end"]["year"] == "2027"


def test_autosave_of_a_stranger_finds_nothing_and_of_a_guest_keeps_nothing() -> None:
    _, draft = a_draft()
    address = reverse("request_autosave", args=[draft.pk, "trip"])
    assert client_of(an_employer()).post(address, posted_page("trip")).status_code == 404
    assert Client().post(address, posted_page("trip")).status_code == 401


def test_a_question_that_was_not_on_the_page_is_not_emptied() -> None:
    acting, draft = a_draft()
    post = posted_page("place")
    post["on_page"].remove("receiver.city")
    del post["receiver.city"]
    client_of(acting).post(address_of(draft, "place"), post)
    draft.refresh_from_db()
    assert draft.particulars["receiver.city"] == "Hamburg"


def test_an_unusual_answer_can_be_gone_on_from_with_a_reason() -> None:
    acting, draft = a_draft(end="2027-03-01")
    client = client_of(acting)
    post = posted_page("trip", end="2027-03-01")
    page = html(client.get(client.post(address_of(draft, "trip"), post)["Location"]))
    assert "a stay of 1 day" in page
    name = re.search(r'name="(reason-[0-9a-f]+)"', page)
    assert name
    without = html(client.get(client.post(address_of(draft, "trip"), post | {"anyway": name[1]})["Location"]))
    assert "Enter why it is right." in without
    given = client.post(address_of(draft, "trip"), post | {name[1]: "A trade fair."})
    assert given["Location"] == address_of(draft, "place")
    assert "A trade fair." in html(client.get(address_of(draft, "check")))


def test_a_second_request_for_the_same_stay_shows_the_first() -> None:
    acting, first = a_sent_request()
    _, second = a_draft(acting)
    page = html(client_of(acting).get(address_of(second, "check")))
    assert first.reference in page
    assert "You asked for this person and country before" in page


def test_six_years_cannot_be_sent_unknowingly() -> None:
    acting, draft = a_draft(end="2033-02-28")
    client = client_of(acting)
    page = html(client.get(address_of(draft, "law")))
    assert "There is nothing to send" in page
    assert "Continue to check" not in page
    assert client.get(address_of(draft, "check"))["Location"] == address_of(draft, "law")
    response = client.post(
        address_of(draft, "check"), {"key": "k", "acting": acting.token, "declared": "yes"}
    )
    assert response["Location"] == address_of(draft, "law")
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_five_years_differ_from_six_and_can_be_sent() -> None:
    acting, draft = a_draft(end="2032-02-29")
    page = html(client_of(acting).get(address_of(draft, "law")))
    assert "Continue to check" in page


def test_sending_twice_gives_one_request_and_the_same_receipt() -> None:
    set_up_institution(institution_id="us-ssa", actor=SYSTEM)
    acting, draft = a_draft()
    client = client_of(acting)
    form = sent_form(client, draft)
    addresses = {client.post(address_of(draft, "check"), form)["Location"] for _ in range(3)}
    draft.refresh_from_db()
    assert addresses == {reverse("request", args=[draft.reference])}
    assert Request.objects.exclude(reference=None).count() == 1
    assert client.get(address_of(draft, "check")).status_code == 302


def test_without_the_declaration_nothing_is_sent() -> None:
    acting, draft = a_draft()
    client = client_of(acting)
    response = client.post(address_of(draft, "check"), sent_form(client, draft, declared=""))
    page = html(client.get(response["Location"]))
    assert page.count("Confirm that the answers are true") == 2
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_a_form_opened_for_somebody_else_sends_nothing() -> None:
    acting, draft = a_draft()
    client = client_of(acting)
    response = client.post(address_of(draft, "check"), sent_form(client, draft, acting="self"))
    assert "while acting for somebody else" in html(client.get(response["Location"]))
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_what_is_missing_is_named_on_the_check_page_with_the_way_to_it() -> None:
    acting, draft = a_draft(family_name="")
    page = html(client_of(acting).get(address_of(draft, "check")))
    assert "Enter the family name." in page
    assert f"{address_of(draft, 'person')}?back=check#worker-family-name" in page


def test_a_change_leads_back_to_the_check_page() -> None:
    acting, draft = a_draft()
    client = client_of(acting)
    post = posted_page("place", city="Kiel") | {"back": "check"}
    assert client.post(address_of(draft, "place"), post)["Location"] == address_of(draft, "check")
    assert "Kiel" in html(client.get(address_of(draft, "check")))


def test_somebody_who_asks_for_themselves_needs_no_employer() -> None:
    acting = an_employer()
    client = Client()
    client.force_login(a_person())
    assert "enter the employer first" in html(client.get(reverse("request_new")))
    draft = start(client, "self")
    assert "Your work at home" in html(client.get(address_of(draft, "business")))
    assert client_of(acting).get(address_of(draft, "business")).status_code == 404


def test_rows_can_be_added_without_scripts() -> None:
    acting, draft = a_draft(worked_there_before="yes")
    client = client_of(acting)
    post = posted_page("job", worked_there_before="yes")
    post["on_page"].append("history")
    post |= {"history[0].start-day": "1", "history[0].start-month": "5", "history[0].start-year": "2021"}
    response = client.post(address_of(draft, "job"), post | {"add_row": "history"})
    page = html(client.get(response["Location"].partition("#")[0]))
    assert 'name="history[1].start-year"' in page
    assert 'name="history[0].start-year" inputmode="numeric" value="2021"' in page


def test_pages_of_a_draft_are_not_cached_and_name_nobody_in_title_or_address() -> None:
    acting, draft = a_draft()
    client = client_of(acting)
    for page in ("trip", "place", "job", "person", "law", "check"):
        response = client.get(address_of(draft, page))
        title = re.search(r"<title>([^<]*)</title>", html(response))
        assert title
        assert not {"Okafor", "Adaeze", "Lakeside"} & set(re.findall(r"\w+", title[1]))
        assert "no-store" in response["Cache-Control"]
        assert "'unsafe-inline'" not in response["Content-Security-Policy"]


def test_a_page_needs_few_queries(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    acting, draft = a_draft()
    client = client_of(acting)
    for page in ("trip", "person", "law", "check"):
        with django_assert_max_num_queries(20):
            client.get(address_of(draft, page))


def test_a_plain_posting_by_a_known_employer_asks_for_no_more_than_eighteen_values() -> None:
    acting = an_employer()
    client = client_of(acting)
    draft = start(client, acting.token)
    asked = 0
    for matter in ("trip", "place", "job", "person"):
        asked += len(posted_page(matter)["on_page"])
        page = html(client.get(address_of(draft, matter)))
        boxes = set(re.findall(r'name="on_page" value="([^"]+)"', page))
        prefilled = {"activities[0].sent_from"}
        optional = {
            name
            for name in boxes
            if f'for="{field_id(name)}">' in page and "(optional)" in label_of(page, name)
        }
        assert boxes - prefilled - optional <= set(posted_page(matter)["on_page"])
        client.post(address_of(draft, matter), posted_page(matter))
    declaration = 1
    assert asked + declaration <= 18


def field_id(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-")


def label_of(page: str, name: str) -> str:
    found = re.search(rf'<label[^>]* for="{field_id(name)}">(.*?)</label>', page, re.DOTALL)
    return found[1] if found else ""


def test_of_an_empty_draft_the_check_page_leads_to_what_is_open() -> None:
    acting = an_employer()
    client = client_of(acting)
    draft = start(client, acting.token)
    page = html(client.get(address_of(draft, "check")))
    assert "<h1>Check your answers</h1>" in page
    assert "Send request" not in page
    assert f"{address_of(draft, 'trip')}?mend" in page


def test_questions_that_an_answer_opens_are_asked_before_anybody_is_scolded() -> None:
    acting, draft = a_draft(worked_there_before="")
    client = client_of(acting)
    response = client.post(address_of(draft, "job"), posted_page("job", worked_there_before="yes"))
    assert response["Location"] == f"{address_of(draft, 'job')}?more#history"
    page = html(client.get(response["Location"].partition("#")[0]))
    assert "Your answers open more questions on this page." in page
    assert "There is a problem" not in page
    post = posted_page("job", worked_there_before="yes")
    again = client.post(address_of(draft, "job"), post | {"on_page": [*post["on_page"], "history"]})
    assert "There is a problem" in html(client.get(again["Location"]))
