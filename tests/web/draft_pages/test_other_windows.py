"""Two people, or two windows, on one draft: nothing is replaced silently, and nothing typed is lost."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sojourn.parties.access import acting_for_employer
from sojourn.parties.models import Membership
from tests.parties.builders import a_person
from tests.requests.builders import a_draft
from tests.web.builders import address_of, client_of, html, posted_page

pytestmark = pytest.mark.django_db


def hidden(client: Client, address: str) -> dict[str, str]:
    """What the page carries along."""
    found = re.findall(r'type="hidden" name="(window|marks)" value="([^"]*)"', html(client.get(address)))
    return {name: unescape(value) for name, value in found}


@pytest.fixture
def two() -> Any:
    """A draft, and the browsers of two colleagues who may change it."""
    acting, draft = a_draft()
    colleague = a_person(name="Marc Duval")
    Membership.objects.create(person=colleague, employer_id=acting.employer_id, role="requester")
    return draft, client_of(acting), client_of(acting_for_employer(colleague, acting.employer_id))


def test_what_a_colleague_changed_meanwhile_stands_beside_mine(two: Any) -> None:
    draft, mine, theirs = two
    address = address_of(draft, "place")
    seen_by_me, seen_by_them = hidden(mine, address), hidden(theirs, address)
    theirs.post(address, posted_page("place", city="Bremen") | seen_by_them)
    response = mine.post(address, posted_page("place", city="Kiel") | seen_by_me)
    page = html(response)
    assert response.status_code == 409
    assert "Marc Duval changed this at" in page
    assert "Theirs: Bremen." in page
    assert 'value="Kiel"' in page
    draft.refresh_from_db()
    assert draft.particulars["receiver.city"] == "Bremen"


def test_what_i_left_alone_stays_as_the_colleague_changed_it(two: Any) -> None:
    draft, mine, theirs = two
    address = address_of(draft, "place")
    seen_by_me = hidden(mine, address)
    theirs.post(address, posted_page("place", city="Bremen") | hidden(theirs, address))
    mine.post(address, posted_page("place", name="Windwerk Süd GmbH") | seen_by_me)
    draft.refresh_from_db()
    assert draft.particulars["receiver.city"] == "Bremen"
    assert draft.particulars["receiver.name"] == "Windwerk Süd GmbH"


@pytest.mark.parametrize(("take", "city"), [([], "Kiel"), (["receiver.city"], "Bremen")])
def test_the_person_chooses_between_the_two(two: Any, take: list[str], city: str) -> None:
    draft, mine, theirs = two
    address = address_of(draft, "place")
    seen_by_me = hidden(mine, address)
    theirs.post(address, posted_page("place", city="Bremen") | hidden(theirs, address))
    conflict = html(mine.post(address, posted_page("place", city="Kiel") | seen_by_me))
    again = {
        name: unescape(value)
        for name, value in re.findall(r'type="hidden" name="(window|marks)" value="([^"]*)"', conflict)
    }
    response = mine.post(address, posted_page("place", city="Kiel") | again | {"take": take})
    assert response.status_code == 302
    draft.refresh_from_db()
    assert draft.particulars["receiver.city"] == city


def test_what_the_same_window_saved_while_typing_is_no_conflict(two: Any) -> None:
    draft, mine, _ = two
    address = address_of(draft, "place")
    seen = hidden(mine, address)
    saving = reverse("request_autosave", args=[draft.pk, "place"])
    assert mine.post(saving, posted_page("place", city="Ki") | seen).json()["saved"].startswith("Saved")
    assert mine.post(address, posted_page("place", city="Kiel") | seen).status_code == 302
    draft.refresh_from_db()
    assert draft.particulars["receiver.city"] == "Kiel"


def test_saving_while_typing_does_not_replace_a_colleagues_answer(two: Any) -> None:
    draft, mine, theirs = two
    address = address_of(draft, "place")
    seen = hidden(mine, address)
    theirs.post(address, posted_page("place", city="Bremen") | hidden(theirs, address))
    saving = reverse("request_autosave", args=[draft.pk, "place"])
    assert "changed meanwhile" in mine.post(saving, posted_page("place", city="Kiel") | seen).json()["saved"]
    draft.refresh_from_db()
    assert draft.particulars["receiver.city"] == "Bremen"


def test_ones_own_other_window_is_called_that(two: Any) -> None:
    draft, mine, _ = two
    address = address_of(draft, "place")
    first, second = hidden(mine, address), hidden(mine, address)
    mine.post(address, posted_page("place", city="Bremen") | first)
    page = html(mine.post(address, posted_page("place", city="Kiel") | second))
    assert "You changed this in another window at" in page


@pytest.mark.parametrize("marks", ["", "[]", "{", '{"receiver.city": 7}', "x" * 100_000])
def test_a_form_without_readable_marks_is_saved_as_before(two: Any, marks: str) -> None:
    draft, mine, _ = two
    address = address_of(draft, "place")
    response = mine.post(address, posted_page("place", city="Kiel") | {"marks": marks, "window": "w"})
    assert response.status_code == 302
    draft.refresh_from_db()
    assert draft.particulars["receiver.city"] == "Kiel"
