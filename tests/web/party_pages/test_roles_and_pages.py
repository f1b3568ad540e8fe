"""Each role at each page of an employer: what it may read, what it may do, and where there is nothing for it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sojourn.parties import events
from sojourn.parties.access import ActingAs, acting_for_employer
from sojourn.parties.directory import mandates_of
from sojourn.parties.models import Membership, Person
from sojourn.requests.models import Request
from tests.parties.builders import a_firm, a_person, a_representative, an_employer, particulars
from tests.requests.builders import a_draft
from tests.web.builders import address_of, client_of, posted_page

pytestmark = pytest.mark.django_db

ROLES = ("administrator", "requester", "viewer", "representative", "preparing", "past", "stranger")
# What each may: a page read (r), something done (d), seen without doing (-), or not there at all (0).
MAY = {
    #              admin req view rep prep past stranger
    "employer": ("rd", "r-", "r-", "r-", "r-", "00", "00"),
    "employer_people": ("rd", "r-", "r-", "00", "00", "00", "00"),
    "mandates": ("rd", "r-", "r-", "r-", "r-", "--", "--"),
    "mandate": ("r-", "r-", "r-", "00", "00", "00", "00"),
    "mandate_revoke": ("r-", "00", "00", "00", "00", "00", "00"),
    "draft": ("rd", "rd", "r-", "rd", "rd", "r-", "00"),
    "send": ("rd", "rd", "r-", "rd", "r-", "r-", "00"),
}


@pytest.fixture
def house() -> dict[str, Any]:
    """An employer with a draft of its firm, and somebody in each role."""
    administrator = an_employer()
    assert administrator.employer_id
    actings: dict[str, ActingAs] = {
        "administrator": administrator,
        "stranger": an_employer(name="Other Inc."),
    }
    for role in ("requester", "viewer"):
        person = a_person()
        Membership.objects.create(person=person, employer_id=administrator.employer_id, role=role)
        actings[role] = acting_for_employer(person, administrator.employer_id)
    actings["representative"] = a_representative(administrator)
    actings["preparing"] = a_representative(administrator, may_send=False)
    actings["past"] = a_representative(administrator)
    _, draft = a_draft(actings["past"])
    events.revoke_mandate(acting=administrator, mandate_id=actings["past"].mandate_id)  # type: ignore[arg-type]
    return {"actings": actings, "draft": draft, "firm": a_firm()}


def reading(house: dict[str, Any], client: Client, page: str) -> Any:
    return client.get(address(house, page), follow=True)


def address(house: dict[str, Any], page: str) -> str:
    administrator: ActingAs = house["actings"]["administrator"]
    if page in ("draft", "send"):
        return address_of(house["draft"], "place" if page == "draft" else "check")
    if page in ("mandate", "mandate_revoke"):
        return reverse(page, args=[house["actings"]["representative"].mandate_id])
    return reverse(page, args=[] if page == "mandates" else [administrator.employer_id])


def doing(house: dict[str, Any], client: Client, acting: ActingAs, page: str) -> None:
    """Try what the page is for."""
    posts: dict[str, dict[str, Any]] = {
        "employer": particulars(name="Changed Inc.") | {"kind": "private"},
        "employer_people": {"email": "new@example.com", "role": "viewer"},
        "mandates": {"firm_code": house["firm"].code, "kinds": ["first"], "may_send": "yes"},
        "draft": posted_page("place", **{"receiver.city": "Potsdam"}),
        "send": {"declared": "yes", "key": "k"},
        "mandate": {},
        "mandate_revoke": {},
    }
    if posts[page]:
        client.post(address(house, page), posts[page] | {"acting": acting.token})


def done(house: dict[str, Any], page: str) -> bool:
    """Whether it was done."""
    administrator: ActingAs = house["actings"]["administrator"]
    draft = Request.objects.get(pk=house["draft"].pk)
    ways: dict[str, Callable[[], bool]] = {
        "employer": lambda: acting_label(administrator) == "Changed Inc.",
        "employer_people": lambda: (
            Person.objects.get(pk=administrator.person_id).memberships.get().employer.invitations.exists()
        ),
        "mandates": lambda: len(mandates_of(administrator)) > 3,
        "draft": lambda: draft.particulars.get("receiver.city") == "Potsdam",
        "send": lambda: draft.handed_in_at is not None,
        "mandate": lambda: False,
        "mandate_revoke": lambda: False,
    }
    return ways[page]()


def acting_label(acting: ActingAs) -> str:
    assert acting.employer_id
    return acting_for_employer(Person.objects.get(pk=acting.person_id), acting.employer_id).label


@pytest.mark.parametrize("page", MAY)
@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_do_what_its_row_says(house: dict[str, Any], role: str, page: str) -> None:
    reads, does = MAY[page][ROLES.index(role)]
    acting: ActingAs = house["actings"][role]
    client = client_of(acting)
    answer = reading(house, client, page)
    if reads == "0":
        assert answer.status_code == 404
    if reads == "r":
        assert answer.status_code == 200
    doing(house, client, acting, page)
    assert done(house, page) is (does == "d")
