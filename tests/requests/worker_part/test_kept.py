"""What the worker keeps from the employer stays kept: in what is printed, and in what follows the request."""

import pytest

from sojourn.engine.lawbook.facts import load_facts
from sojourn.requests.models import Request
from sojourn.requests.on_paper.form import filled_form
from sojourn.requests.packages.answers_told import answers_told
from sojourn.requests.worker_questions import kept_from_applicant
from tests.papers.test_drawing import letters, text_of
from tests.requests.worker_part.builders import done

pytestmark = pytest.mark.django_db
KEPT = "worker.host_number"
NUMBER = "65 170839 J 003"


@pytest.fixture
def request_with_number() -> Request:
    """A request with the worker's part done, in which the worker has a number abroad."""
    _, request, _ = done(**{KEPT: NUMBER})
    assert request.answers.text(KEPT)
    request.questions_asked = [*request.plain, *request.particulars]
    return request


def test_a_package_names_what_it_does_not_tell(request_with_number: Request) -> None:
    told = {each.fact.id: each for each in answers_told(request_with_number, "en")}
    assert told[KEPT].value is None
    assert told[KEPT].lines == (
        "Known to the worker, who does not share it with the employer. The worker gives it when you ask.",
    )
    assert told["worker.ssn"].value is not None


def test_the_form_on_paper_leaves_it_for_the_worker(request_with_number: Request) -> None:
    said = letters(text_of(filled_form(request_with_number, "en")))
    assert letters("808-21-4471") in said
    assert letters(NUMBER) not in said


def test_a_request_that_follows_keeps_it_too(request_with_number: Request) -> None:
    later = Request(follows=request_with_number, applicant_kind="employer")
    latest = Request(follows=later, applicant_kind="employer")
    assert KEPT in kept_from_applicant(latest, load_facts())


def test_where_the_worker_was_not_asked_nothing_is_kept() -> None:
    assert kept_from_applicant(Request(applicant_kind="employer"), load_facts()) == frozenset()
