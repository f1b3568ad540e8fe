"""A request in two parts: the employer asks, the worker answers on a phone, it sends itself, both get the paper."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from sojourn.casework.events import set_up_institution
from sojourn.core.actors import SYSTEM
from sojourn.requests.models import Request
from tests.fixtures.browser import PHONE
from tests.journeys.people import (
    Visitor,
    describe_job,
    describe_place,
    describe_trip,
    newest_link,
    sign_in,
)
from tests.parties.builders import PASSWORD, a_person, an_employer

pytestmark = pytest.mark.django_db(transaction=True)
CLERK, WORKER = "dana@example.com", "adaeze@example.com"


def ask(dana: Visitor) -> str:
    """From the start of a request to the two words."""
    dana.go("/requests/new")
    dana.pick("For whom do you ask?", "Lakeside Robotics Inc.")
    dana.press("^Start$")
    describe_trip(dana)
    describe_place(dana)
    describe_job(dana)
    dana.press("Ask the worker for them")
    dana.sees("Ask the worker to fill in their part")
    dana.fill("E-mail address of the worker", WORKER)
    dana.press("^Send link$")
    dana.sees("The worker’s part")
    dana.reads("7 answers, then the confirmation")
    found = re.search(r"these two words: (\w+ \w+)", dana.page.locator("main").inner_text())
    assert found
    return found[1]


def test_in_two_parts_from_the_first_page_to_the_paper_on_the_workers_phone(
    open_page: Callable[..., Page],
) -> None:
    set_up_institution(institution_id="us-ssa", actor=SYSTEM)
    an_employer(a_person(email=CLERK, password=PASSWORD))
    dana = Visitor(open_page())
    sign_in(dana, CLERK)
    dana.looks = True
    words = ask(dana)
    dana.press("^Continue$")
    dana.sees("What the law says")
    dana.press("Continue to check")
    dana.tick("My own answers are true")
    dana.press("Send when the worker has finished")
    dana.reads("You ordered on")

    adaeze = Visitor(open_page(width=PHONE))
    adaeze.go(newest_link(WORKER, "w/"))
    adaeze.sees("Lakeside Robotics Inc. asks for your details")
    adaeze.reads(words)
    adaeze.press("^Continue$")
    adaeze.sees("About you")
    adaeze.fill("Given names", "Adaeze")
    adaeze.fill("Family name", "Okafor")
    adaeze.date("Date of birth", "21", "July", "1989")
    adaeze.fill("Place of birth", "Chicago")
    adaeze.choose("Nationalit", "United States")
    adaeze.fill("Social Security number", "808 21 4471")
    adaeze.press("^Continue$")
    adaeze.sees("Does this look right?")
    for topic in ("The work abroad", "Where and for whom", "Your job at home"):
        adaeze.pick(topic, "Yes")
    adaeze.choose("Country where your home is", "United States")
    adaeze.press("^Continue$")
    adaeze.sees("Check and finish")
    adaeze.reads("808-21-4471")
    adaeze.tick("My answers are true")
    adaeze.page.get_by_role("button", name="Done").dblclick()
    adaeze.sees("Your certificate is ready")
    with adaeze.page.expect_download() as arriving:
        adaeze.page.get_by_role("link", name="Download certificate").click()
    assert arriving.value.path().read_bytes().startswith(b"%PDF")

    dana.page.reload()
    dana.sees("Certificate issued")
    assert Request.objects.get().state == "approved"
