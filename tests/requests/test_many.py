"""Many requests at once are the same requests as one by one."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sojourn.core import clock
from sojourn.core.actors import Subject
from sojourn.core.errors import InvalidInput, NotAllowed, SojournError
from sojourn.journal.access import lines_about
from sojourn.parties.access import ActingAs, acting_for_self
from sojourn.requests import events, many
from sojourn.requests.entry import Typed
from sojourn.requests.interview import standing
from sojourn.requests.models import Request
from tests.parties.builders import a_person, an_employer
from tests.requests.builders import typed

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
REASON = "It is right as it stands."
CODES = ("start_passed", "one_day_stay", "asked_before", "overlaps_other_request", "start_far_ahead")
REASONS = dict.fromkeys(
    (*CODES, "number_looks_made_up", "asked_before_open", "overlaps_other_request_open"), REASON
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday() -> Any:
    with clock.fixed(MONDAY):
        yield


def frozen(request: Request) -> dict[str, Any]:
    """All that a request holds, but for what must differ: its id, keys and reference."""
    own = {
        "id",
        "creation_key",
        "hand_in_key",
        "reference",
        "stamps",
        "employer_id",
        "created_by_id",
        "handed_in_by_id",
    }
    names = {field.attname for field in Request._meta.concrete_fields} - own
    return {name: getattr(request, name) for name in sorted(names)} | {"stamped": sorted(request.stamps)}


def journal(request: Request) -> list[tuple[str, dict[str, Any]]]:
    return [(each.event, dict(each.details)) for each in lines_about(Subject("request", str(request.pk)))]


def one_by_one(acting: ActingAs, key: UUID, answers: dict[str, Typed]) -> Request | None:
    """The way of the pages; None where it cannot be sent."""
    draft = events.start_request(acting=acting, applicant_kind="employer", key=key)
    saved = events.save_answers(acting=acting, request_id=draft.pk, answers=answers)
    for finding in standing(saved.request).findings:
        if not finding.hinders and finding.code in REASONS:
            events.acknowledge(
                acting=acting, request_id=draft.pk, fingerprint=finding.fingerprint, reason=REASON
            )
    try:
        return events.hand_in(acting=acting, request_id=draft.pk, key=f"one:{key}", declared=True)
    except SojournError:
        return None


def send(acting: ActingAs, *askings: many.Asking) -> tuple[list[many.Made], list[many.Judged]]:
    return many.send_all(acting=acting, askings=askings, notify=True, declared=True)


def asking(**changes: Typed) -> many.Asking:
    return many.Asking(uuid4(), typed(**changes))


SOME = st.fixed_dictionaries(
    {},
    optional={
        "country": st.sampled_from(["DE", "France", "JP", "GB", "IN", "US", "Atlantis", ""]),
        "start": st.sampled_from(["2027-03-01", "2026-03-01", "1 April 2027", "03/04/2027", ""]),
        "end": st.sampled_from(["2027-03-01", "2030-02-28", "2040-01-01", {"unknown": "on"}]),
        "for_whom": st.sampled_from(["own_office", "group_their_contract", "other_employer", "nobody"]),
        "family_name": st.sampled_from(["Okafor", "Ωmega", ""]),
        "ssn": st.sampled_from(["808-21-4471", "123-45-6789", "000-00-0000"]),
        "recruited_in": st.sampled_from(["US", "DE"]),
        "worked_there_before": st.sampled_from(["no", "yes"]),
    },
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(SOME, min_size=1, max_size=3))
def test_many_are_the_same_requests_as_one_by_one(changes: list[dict[str, Typed]]) -> None:
    singly, together = an_employer(), an_employer()
    askings = [many.Asking(uuid4(), typed(**each), REASONS) for each in changes]
    expected = [one_by_one(singly, each.key, dict(each.typed)) for each in askings]
    again = [many.Asking(uuid4(), each.typed, REASONS) for each in askings]
    made = {each.key: each for each in send(together, *again)[0]}
    for each, request in zip(again, expected, strict=True):
        assert (each.key in made) == (request is not None)
        if request is not None:
            other = Request.objects.get(creation_key=each.key)
            one = Request.objects.get(pk=request.pk)
            assert frozen(other) == frozen(one) | {"acknowledged": other.acknowledged}
            said = [{kept["code"] for kept in row.acknowledged.values()} for row in (one, other)]
            assert said[0] == said[1]
            lines = [[each for each in journal(row) if "acknowledged" not in each[0]] for row in (one, other)]
            assert lines[0] == lines[1]


def test_drafts_are_the_same_as_one_by_one() -> None:
    singly, together = an_employer(), an_employer()
    wrong = typed(country="Atlantis", ssn="12")
    draft = events.start_request(acting=singly, applicant_kind="employer")
    one = events.save_answers(acting=singly, request_id=draft.pk, answers=wrong).request
    (made,) = many.make_drafts(acting=together, askings=[many.Asking(uuid4(), wrong)], notify=True)
    other = Request.objects.get(pk=made.request_id)
    assert frozen(other) == frozen(Request.objects.get(pk=one.pk))
    assert journal(other) == journal(one)


def test_the_same_again_is_sent_once() -> None:
    acting, both = an_employer(), [asking(), asking(ssn="808-21-4472", given_names="Ngozi")]
    first, second = send(acting, *both)[0], send(acting, *both)[0]
    assert first == second
    assert Request.objects.count() == 2


def test_two_for_one_worker_in_the_same_breath_are_noticed() -> None:
    acting = an_employer()
    made, refused = send(acting, asking(), asking())
    assert len(made) == 1
    assert [finding.code for finding in refused[0].open_warnings] == ["asked_before"]


def test_a_key_of_somebody_else_is_nobodys() -> None:
    mine = asking()
    send(an_employer(), mine)
    with pytest.raises(NotAllowed):
        send(an_employer(), mine)


def test_nothing_is_sent_without_the_declaration_or_the_right() -> None:
    acting = an_employer()
    with pytest.raises(InvalidInput):
        many.send_all(acting=acting, askings=[asking()], notify=True, declared=False)
    with pytest.raises(InvalidInput):
        send(acting, many.Asking(uuid4(), typed() | {"sender.name": "Another Inc."}))
    with pytest.raises(InvalidInput):
        send(acting_for_self(a_person()), asking())
    assert not Request.objects.exists()


def test_the_number_of_queries_does_not_grow_with_the_rows(django_assert_max_num_queries: Any) -> None:
    acting = an_employer()
    rows = [asking(ssn=f"808-21-{number:04}", given_names=f"A{chr(97 + number)}") for number in range(1, 21)]
    with django_assert_max_num_queries(30):
        made, refused = send(acting, *rows)
    assert (len(made), refused) == (20, [])
