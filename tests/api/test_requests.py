"""Requests through the API: with a key, once, whole, and for one employer."""

import copy
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sojourn.api import limits
from sojourn.api.request_description import EXAMPLE
from sojourn.casework.events import set_up_institution
from sojourn.core import clock
from sojourn.core.actors import SYSTEM
from sojourn.core.errors import InvalidInput, NotAllowed
from sojourn.parties.access import ActingAs
from sojourn.parties.api_keys import api_keys_of, make_api_key, revoke_api_key
from sojourn.parties.models import Membership
from sojourn.requests.models import Request
from tests.api.calling import LINES, assert_problem, json_of, lines_of, post
from tests.parties.builders import a_representative, an_employer

pytestmark = pytest.mark.django_db
REQUESTS = "/api/v1/requests"


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with clock.fixed(datetime(2026, 11, 23, 9, 0, tzinfo=UTC)):
        yield


def a_key(acting: ActingAs, *scopes: str, until: date = date(2027, 6, 30)) -> str:
    return make_api_key(
        acting=acting, name="Payroll", scopes=scopes or ("read", "request"), expires_on=until, key=uuid4()
    )


def using(key: str, **more: str) -> dict[str, Any]:
    return {"headers": {"Authorization": f"Bearer {key}", **more}}


def asked(**changes: Any) -> dict[str, Any]:
    """The example of the description, changed by the last part of a name."""
    made = copy.deepcopy(EXAMPLE)
    for part in ("situation", "particulars"):
        for name in made[part]:
            if name.split(".")[-1] in changes:
                made[part][name] = changes[name.split(".")[-1]]
    return made | {name: value for name, value in changes.items() if name in made}


def send(program: Client, key: str, content: Any, **more: str) -> Any:
    return post(program, content, REQUESTS, **using(key, **more))


class TestSending:
    def test_the_example_of_the_description_is_sent(self, program: Client) -> None:
        answer = send(program, a_key(an_employer()), EXAMPLE)
        assert answer.status_code == 200, answer.content
        told = json_of(answer)
        # The institution is not hosted here: what is sent to it becomes a package.
        assert told["state"] in {"submitted", "package_ready"}
        assert (told["institution"], told["host"]) == ("us-ssa", "DE")
        assert answer["Cache-Control"] == "no-store"
        assert "Access-Control-Allow-Origin" not in answer
        assert "Maria" not in answer.content.decode()

    def test_a_clear_case_has_its_certificate_at_once(self, program: Client) -> None:
        set_up_institution(institution_id="us-ssa", actor=SYSTEM)
        key = a_key(an_employer())
        told = json_of(send(program, key, asked(ssn="530-21-4471")))
        assert told["state"] == "approved", told
        assert told["certificate_number"]
        paper = program.get(f"{REQUESTS}/{told['reference']}/certificate.pdf", **using(key))
        assert paper.content.startswith(b"%PDF-")

    def test_the_same_again_is_one_request(self, program: Client) -> None:
        key = a_key(an_employer())
        first, second = send(program, key, EXAMPLE), send(program, key, EXAMPLE)
        assert json_of(first) == json_of(second)
        assert Request.objects.count() == 1

    def test_a_name_used_for_another_content_is_refused(self, program: Client) -> None:
        key, name = a_key(an_employer()), {"Idempotency-Key": "trip-17"}
        assert send(program, key, EXAMPLE, **name).status_code == 200
        assert send(program, key, EXAMPLE, **name).status_code == 200
        assert_problem(send(program, key, asked(city="Bremen"), **name), 409, "key_used_otherwise")
        assert Request.objects.count() == 1

    @pytest.mark.parametrize(
        ("change", "path", "code"),
        [
            ({"country": "Atlantis"}, "situation.activities[0].country", "country_unknown"),
            ({"ssn": "12"}, "particulars.worker.ssn", "ssn_digits"),
            ({"family_name": ""}, "particulars.worker.family_name", "missing"),
            ({"start": "2026-03-01", "end": "2028-02-28"}, "acknowledge.start_passed", "start_passed"),
            ({"country": "IN"}, "situation", "no_certificate"),
            ({"declared": False}, "declared", "not_declared"),
            ({"applicant": "self_employed"}, "applicant", "not_for_this_key"),
        ],
    )
    def test_what_is_wrong_is_named_by_its_path(
        self, program: Client, change: dict[str, Any], path: str, code: str
    ) -> None:
        problem = assert_problem(send(program, a_key(an_employer()), asked(**change)), 422, "invalid_request")
        assert (path, code) in {(each["path"], each["code"]) for each in problem["errors"]}
        assert all(each["message"] for each in problem["errors"])
        assert not Request.objects.exists()

    def test_unknown_names_are_refused_and_a_warning_gone_on_from(self, program: Client) -> None:
        key = a_key(an_employer())
        strange = asked()
        strange["situation"]["activities[0].colour"] = "red"
        assert_problem(send(program, key, strange), 422, "invalid_request")
        late = asked(start="2026-03-01", end="2028-02-28") | {
            "acknowledge": {"start_passed": "We learned late."}
        }
        assert send(program, key, late).status_code == 200

    def test_many_lines_are_sent_and_bad_ones_told(self, program: Client) -> None:
        key = a_key(an_employer())
        lines = [asked(), asked(ssn="12"), asked(ssn="530-21-4499", given_names="Ngozi"), asked()]
        text = "\n".join([*map(json.dumps, lines), "{"])
        answer = post(program, text, f"{REQUESTS}/batch", content_type=LINES, **using(key))
        told = lines_of(answer)
        assert told[0] == told[3]
        assert told[0]["state"] == told[2]["state"] == "submitted"
        assert told[1]["error"]["line"] == 2
        assert told[4]["error"]["code"] == "not_json"
        assert Request.objects.count() == 2


class TestKeys:
    @pytest.mark.parametrize("header", ["", "Bearer", "Bearer x", "Basic abc", "Bearer sjk_" + "a" * 43])
    def test_without_a_key_there_is_nothing(self, program: Client, header: str) -> None:
        answer = program.get(REQUESTS, headers={"Authorization": header})
        assert_problem(answer, 401, "key_needed")
        assert answer["WWW-Authenticate"].startswith("Bearer")

    def test_a_key_for_reading_does_not_send(self, program: Client) -> None:
        assert_problem(send(program, a_key(an_employer(), "read"), EXAMPLE), 403, "scope_needed")
        assert_problem(program.get(REQUESTS, **using(a_key(an_employer(), "request"))), 403, "scope_needed")

    def test_a_key_ends_and_can_be_revoked(self, program: Client) -> None:
        acting = an_employer()
        ending, revoked = a_key(acting, until=date(2026, 11, 23)), a_key(acting)
        assert program.get(REQUESTS, **using(ending)).status_code == 200
        for view in api_keys_of(acting):
            if view.expires_on > date(2026, 11, 23):
                revoke_api_key(acting=acting, key_id=view.id)
        assert_problem(program.get(REQUESTS, **using(revoked)), 401, "key_needed")
        with clock.fixed(datetime(2026, 11, 24, 0, 1, tzinfo=UTC)):
            assert_problem(program.get(REQUESTS, **using(ending)), 401, "key_needed")

    def test_a_key_ends_with_the_membership_of_who_made_it(self, program: Client) -> None:
        acting = an_employer()
        key = a_key(acting)
        Membership.objects.filter(person_id=acting.person_id).update(role="viewer")
        assert_problem(send(program, key, EXAMPLE), 403, "scope_needed")
        Membership.objects.filter(person_id=acting.person_id).delete()
        assert_problem(send(program, key, EXAMPLE), 401, "key_needed")

    def test_only_administrators_make_keys(self) -> None:
        with pytest.raises(NotAllowed):
            a_key(a_representative(an_employer()))
        with pytest.raises(InvalidInput):
            a_key(an_employer(), until=date(2026, 11, 22))
        with pytest.raises(InvalidInput):
            a_key(an_employer(), until=date(2026, 11, 23) + timedelta(days=400))

    def test_a_key_has_its_own_limit(self, program: Client, monkeypatch: Any) -> None:
        monkeypatch.setattr(limits, "A_MINUTE_BY_KEY", {"read": 2, "request": 2})
        key = a_key(an_employer())
        answers = [program.get(REQUESTS, **using(key)).status_code for _ in range(3)]
        assert answers == [200, 200, 429]


class TestFollowing:
    def test_the_list_has_pages_and_no_drafts(self, program: Client) -> None:
        acting = an_employer()
        key = a_key(acting)
        for number in range(3):
            send(program, key, asked(ssn=f"530-21-450{number}", given_names="ABC"[number]))
        first = json_of(program.get(REQUESTS, {"limit": 2}, **using(key)))
        second = json_of(program.get(REQUESTS, {"limit": 2, "after": first["next"]}, **using(key)))
        references = [each["reference"] for each in [*first["items"], *second["items"]]]
        assert len(set(references)) == 3
        assert second["next"] is None

    def test_another_employer_finds_nothing(self, program: Client) -> None:
        told = json_of(send(program, a_key(an_employer()), EXAMPLE))
        key = a_key(an_employer())
        for more in ("", "/certificate.pdf"):
            answer = program.get(f"{REQUESTS}/{told['reference']}{more}", **using(key))
            assert_problem(answer, 404, "unknown_request")
        assert json_of(program.get(REQUESTS, **using(key)))["items"] == []
        assert_problem(
            program.get(REQUESTS, {"after": told["reference"]}, **using(key)), 404, "unknown_request"
        )

    def test_there_is_no_certificate_before_the_decision(self, program: Client) -> None:
        key = a_key(an_employer())
        told = json_of(send(program, key, EXAMPLE))
        answer = program.get(f"{REQUESTS}/{told['reference']}/certificate.pdf", **using(key))
        assert_problem(answer, 404, "no_certificate_yet")


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
NAMES = st.sampled_from([*EXAMPLE["situation"], *EXAMPLE["particulars"], "history", "worker.family"])


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(changes=st.dictionaries(NAMES, ANY, min_size=1, max_size=3), odd=ANY)
def test_whatever_is_sent_is_answered_with_a_reason(changes: dict[str, Any], odd: Any) -> None:
    key = a_key(an_employer())
    program = Client(enforce_csrf_checks=True, raise_request_exception=False)
    content = copy.deepcopy(EXAMPLE)
    for name, value in changes.items():
        content["particulars" if name in content["particulars"] else "situation"][name] = value
    for sent in (content, odd):
        answer = send(program, key, sent)
        assert answer.status_code in {200, 400, 422}, answer.content
        if answer.status_code == 422:
            assert json_of(answer)["errors"]
