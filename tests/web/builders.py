"""Somebody signed in, at a browser without scripts."""

from typing import Any

from django.test import Client
from django.urls import reverse

from sojourn.engine.lawbook.facts import Applicant, FactType, load_facts
from sojourn.parties.access import ActingAs
from sojourn.parties.models import Person
from sojourn.requests.entry import Typed
from sojourn.requests.models import Request
from tests.requests.builders import typed


def client_of(acting: ActingAs) -> Client:
    """A browser in which the acting person is signed in."""
    client = Client()
    client.force_login(Person.objects.get(pk=acting.actor.person_id))
    return client


def as_posted(answers: dict[str, Typed]) -> dict[str, Any]:
    """Answers as the boxes of a page send them."""
    post: dict[str, Any] = {"on_page": list(answers)}
    for name, value in answers.items():
        if load_facts()[name].type in (FactType.DATE, FactType.OPEN_DATE):
            year, month, day = str(value).split("-")
            post |= {f"{name}-day": day, f"{name}-month": month, f"{name}-year": year}
        else:
            post[name] = value
    return post


def posted_page(matter: str, **changes: Typed) -> dict[str, Any]:
    """One page of the plain posting, filled in."""
    facts = load_facts()
    return as_posted(
        {
            name: value
            for name, value in typed(**changes).items()
            if facts[name].matter_for(Applicant.EMPLOYER) == matter
        }
    )


def address_of(request: Request, page: str) -> str:
    """Where a page of the request stands."""
    if page in ("law", "check"):
        return reverse(f"request_{page}", args=[request.pk])
    return reverse("request_matter", args=[request.pk, page])


def html(response: Any) -> str:
    """What the page says."""
    return str(response.content.decode())
