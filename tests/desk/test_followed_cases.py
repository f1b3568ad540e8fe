"""What an officer sees of a request that follows another, and the consent of authorities."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.test import Client

from sojourn.casework.afterwards import begin_about_certificate
from sojourn.casework.events import hand_in_and_take_up, take_up
from sojourn.casework.models import Case
from sojourn.casework.officer_events import assign
from sojourn.core import clock
from sojourn.parties.access import staff_of
from sojourn.parties.models import Person
from tests.casework.builders import a_hosted_institution
from tests.casework.exceptions.builders import agreed
from tests.desk.builders import an_officer_at_work
from tests.requests.builders import a_sent_request, go_on

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_monday() -> Iterator[None]:
    with clock.fixed(datetime(2026, 11, 23, 9, 0, tzinfo=UTC)):
        yield


def an_extension_in_hand() -> tuple[Client, Case, str]:
    """Beyond the limit of the law, in the hands of the officer who is signed in."""
    a_hosted_institution()
    acting, request = a_sent_request()
    taken = take_up(request_id=request.pk)
    assert taken is not None
    number = str(taken.certificate_number)
    said = {
        "activities[0].end": "2033-02-28",
        "question.extension_reason": "other",
        "request.own_words": "The turbine hall was flooded.",
        "question.both_agree": "yes",
    }
    draft = begin_about_certificate(acting=acting, number=number, kind="extension", key=uuid4(), answers=said)
    go_on(acting, draft)
    hand_in_and_take_up(acting=acting, request_id=draft.pk, key="extension", declared=True)
    person, browser = an_officer_at_work()
    officer = staff_of(person, "us-ssa")
    case = Case.objects.get(request_id=draft.pk)
    assign(acting=officer, case_id=case.pk)
    case.refresh_from_db()
    return browser, case, number


def test_the_case_shows_what_it_follows_and_the_applicants_own_words() -> None:
    browser, case, number = an_extension_in_hand()
    page = browser.get(f"/desk/cases/{case.reference}").content.decode()
    for words in (
        "What it follows",
        number,
        "The turbine hall was flooded.",
        "Propose an exception to the other authority",
    ):
        assert words in page


def test_what_was_agreed_is_shown_and_the_law_counts_with_it() -> None:
    browser, case, _ = an_extension_in_hand()
    officer = staff_of(Person.objects.get(pk=case.assigned_to_id), "us-ssa")
    agreed(officer, case, date(2032, 12, 31))
    page = browser.get(f"/desk/cases/{case.reference}").content.decode()
    assert "The authorities agreed until 31\u00a0December\u00a02032." in page
    assert case.consent["kind"] == "extension"


def test_another_institutions_officer_finds_nothing() -> None:
    _, case, _ = an_extension_in_hand()
    _, stranger = an_officer_at_work(institution_id="de-dvka")
    assert stranger.post(f"/desk/cases/{case.reference}/exception").status_code == 404
