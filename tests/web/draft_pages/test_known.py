"""A request that begins with a person, or a place, that one has asked for before."""

import pytest
from django.urls import reverse

from sojourn.core import clock
from sojourn.requests.known import RESIDENCE_HOLDS, answers_about_stays, known_places, known_travellers
from sojourn.requests.known_events import begin_with_place, begin_with_traveller, recall_stays
from sojourn.requests.models import Request
from tests.parties.builders import a_person, an_employer
from tests.requests.builders import a_draft, a_sent_request
from tests.web.builders import client_of, html
from tests.web.test_interview import start

pytestmark = pytest.mark.django_db


def test_nobody_is_offered_before_the_first_request() -> None:
    acting = an_employer()
    draft = start(client_of(acting), acting.token)
    assert known_travellers(draft) == []
    assert known_places(draft) == []


def test_each_person_and_place_is_listed_once_the_latest_first() -> None:
    acting, _ = a_sent_request()
    a_sent_request(acting, start="2031-03-01", end="2031-06-30")
    a_sent_request(acting, given_names="Bela", ssn="808-21-4472", city="Bremen")
    _, draft = a_draft(acting)
    assert [each.name for each in known_travellers(draft)] == ["Bela Okafor", "Adaeze Okafor"]
    assert [each.city for each in known_places(draft)] == ["Bremen", "Hamburg"]
    assert [each.name for each in known_travellers(draft, "okafor ada")] == ["Adaeze Okafor"]


def test_another_employers_people_are_never_offered_or_taken() -> None:
    _, foreign = a_sent_request()
    acting = an_employer()
    draft = start(client_of(acting), acting.token)
    response = client_of(acting).post(
        reverse("request_traveller", args=[draft.pk]), {"traveller": foreign.reference}
    )
    assert response.status_code == 404
    draft.refresh_from_db()
    assert draft.particulars.get("worker.ssn") is None


def test_what_is_known_of_the_person_is_filled_in_and_what_was_of_that_trip_is_not() -> None:
    acting, sent = a_sent_request()
    draft = start(client_of(acting), acting.token)
    begun = begin_with_traveller(acting=acting, request_id=draft.pk, reference=sent.reference or "")
    assert begun.particulars["worker.ssn"] == "808-21-4471"
    assert begun.plain["activities[0].employed_since"] == "2019-04-01"
    assert "activities[0].start" not in begun.plain
    assert "receiver.city" not in begun.particulars


def test_a_residence_said_more_than_a_year_ago_is_asked_again() -> None:
    acting, sent = a_sent_request()
    Request.objects.filter(pk=sent.pk).update(handed_in_at=clock.now() - RESIDENCE_HOLDS * 1.1)
    draft = start(client_of(acting), acting.token)
    begun = begin_with_traveller(acting=acting, request_id=draft.pk, reference=sent.reference or "")
    assert not begun.answers.is_given("person.residence")


def test_an_earlier_stay_in_the_country_is_remembered_as_one() -> None:
    acting, sent = a_sent_request(start="2027-01-11", end="2027-01-29")
    draft = start(client_of(acting), acting.token)
    begin_with_traveller(acting=acting, request_id=draft.pk, reference=sent.reference or "")
    begin_with_place(acting=acting, request_id=draft.pk, reference=sent.reference or "")
    Request.objects.filter(pk=draft.pk).update(period_start="2027-03-01")
    draft.refresh_from_db()
    stays = answers_about_stays(draft)
    assert stays["question.worked_there_before"] is True
    assert stays["history"] == [
        {"start": "2027-01-11", "end": "2027-01-29", "how": "sent_by_us", "certificate": False}
    ]


def test_what_was_answered_is_never_replaced_by_what_is_remembered() -> None:
    acting, _ = a_sent_request(start="2027-01-11", end="2027-01-29")
    _, draft = a_draft(acting, worked_there_before="no")
    assert (
        recall_stays(acting=acting, request_id=draft.pk).answers.values["question.worked_there_before"]
        is False
    )


def test_the_page_says_where_the_answers_come_from() -> None:
    acting, sent = a_sent_request()
    client = client_of(acting)
    draft = start(client, acting.token)
    page = html(client.get(reverse("request_traveller", args=[draft.pk])))
    assert "Adaeze Okafor" in page
    assert "Somebody new" in page
    client.post(reverse("request_traveller", args=[draft.pk]), {"traveller": sent.reference})
    assert sent.reference in html(client.get(reverse("request_check", args=[draft.pk])))


def test_without_a_choice_the_page_says_so() -> None:
    acting, _ = a_sent_request()
    client = client_of(acting)
    draft = start(client, acting.token)
    assert "Choose one." in html(client.post(reverse("request_traveller", args=[draft.pk]), {}))


def test_a_stranger_finds_no_such_page() -> None:
    _, draft = a_draft()
    address = reverse("request_traveller", args=[draft.pk])
    assert client_of(an_employer(a_person())).get(address).status_code == 404
