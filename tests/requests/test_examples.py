"""The example requests, on the same way as the pages: what becomes of each is what its file expects."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from sojourn.core import clock
from sojourn.core.errors import InvalidInput
from sojourn.parties.access import ActingAs, acting_for_self
from sojourn.parties.events import create_employer
from sojourn.requests import events
from sojourn.requests.models import Request
from sojourn.requests.sending import NotSendable, Sendable
from sojourn.requests.states import State
from tests.parties.builders import a_person, an_employer
from tests.requests.builders import example_files

pytestmark = pytest.mark.django_db

EXAMPLES = dict(example_files())


@pytest.fixture(autouse=True)
def _in_november() -> Iterator[None]:
    with clock.fixed(datetime(2026, 11, 23, 9, 0, tzinfo=UTC)):
        yield


def acting_of(example: dict[str, Any]) -> ActingAs:
    if example["employer"] is None:
        return acting_for_self(a_person())
    return create_employer(person=a_person(), key=uuid4(), **example["employer"])


def certificate_of(request: Request) -> dict[str, Any]:
    assert request.determination is not None
    (period,) = request.determination["periods"]
    return {
        "instrument": period["basis"]["instrument"],
        "article": period["basis"]["article"],
        "until": period["certificate"]["until"],
        "institution": request.institution_id,
    }


def without_spaces(value: object) -> object:
    return value.replace(" ", "") if isinstance(value, str) else value


SENT = ("certificate", "officer")


@pytest.mark.parametrize("name", [n for n, e in EXAMPLES.items() if e["expect"]["outcome"] in SENT])
def test_an_example_on_which_the_institution_decides_is_sent(name: str) -> None:
    example = EXAMPLES[name]
    sent = events.request_from_file(acting=acting_of(example), data=example["request"])
    assert sent.stands is State.SUBMITTED
    given = certificate_of(sent)
    wanted = {"institution": "us-ssa"} | example["expect"]
    for fact in wanted.keys() & given.keys():
        assert without_spaces(given[fact]) == without_spaces(wanted[fact]), fact


@pytest.mark.parametrize(
    "name", [n for n, e in EXAMPLES.items() if e["expect"]["outcome"] == "no_certificate"]
)
def test_an_example_that_the_law_would_refuse_is_not_sent(name: str) -> None:
    example = EXAMPLES[name]
    with pytest.raises(NotSendable) as error:
        events.request_from_file(acting=acting_of(example), data=example["request"])
    open_way: Sendable = error.value.sendable
    assert open_way.determination is not None
    (period,) = open_way.determination.periods
    assert period.legislation == example["expect"]["legislation"]
    if "alternative" in example["expect"]:
        assert example["expect"]["alternative"] in {way.category for way in period.alternatives}


@pytest.mark.parametrize("name", [n for n, e in EXAMPLES.items() if e["expect"]["outcome"] == "problems"])
def test_an_example_with_a_keying_error_is_told_at_its_question(name: str) -> None:
    example = EXAMPLES[name]
    with pytest.raises(InvalidInput) as error:
        events.request_from_file(acting=acting_of(example), data=example["request"])
    assert {p.field: p.code for p in error.value.problems} == example["expect"]["problems"]


def test_each_example_expects_one_of_the_known_outcomes() -> None:
    outcomes = {example["expect"]["outcome"] for example in EXAMPLES.values()}
    assert outcomes == {*SENT, "no_certificate", "problems"}
    assert len(EXAMPLES) >= 14


def test_a_file_sent_twice_is_one_request() -> None:
    acting, data = an_employer(), EXAMPLES["01-germany-three-years"]["request"]
    first = events.request_from_file(acting=acting, data=data)
    assert events.request_from_file(acting=acting, data=data).pk == first.pk
    assert Request.objects.count() == 1


def test_the_same_file_of_another_employer_is_another_request() -> None:
    data = EXAMPLES["01-germany-three-years"]["request"]
    one, other = (events.request_from_file(acting=an_employer(), data=data) for _ in range(2))
    assert one.pk != other.pk


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"salary": 1}, "salary"),
        ({"applicant": "ghost"}, "applicant"),
        ({"situation": {"activities[0].planet": "Mars"}}, "situation.activities[0].planet"),
        ({"situation": {"worker.ssn": "808-21-4471"}}, "situation.worker.ssn"),
        ({"particulars": {"activities[0].country": "DE"}}, "particulars.activities[0].country"),
        ({"situation": {"activities[0].country": {"a": {"b": "c"}}}}, "situation.activities[0].country"),
        ({"declared": "perhaps"}, "declared"),
        ({"particulars": None}, "particulars"),
    ],
)
def test_a_file_that_is_no_request_is_refused_with_path_and_reason(
    change: dict[str, Any], field: str
) -> None:
    data = EXAMPLES["01-germany-three-years"]["request"] | change
    with pytest.raises(InvalidInput) as error:
        events.request_from_file(acting=an_employer(), data=data)
    assert any(problem.field.startswith(field) for problem in error.value.problems)
    assert not Request.objects.exists()


@pytest.mark.parametrize("data", [None, [], "text", 7, {}])
def test_what_is_no_object_is_refused(data: object) -> None:
    with pytest.raises(InvalidInput):
        events.request_from_file(acting=an_employer(), data=data)


def test_a_fault_in_a_file_never_repeats_what_the_file_holds() -> None:
    data = EXAMPLES["01-germany-three-years"]["request"] | {"declared": "808-21-4471"}
    with pytest.raises(InvalidInput) as error:
        events.request_from_file(acting=an_employer(), data=data)
    assert "808" not in str([(p.field, p.code, p.params) for p in error.value.problems])
