"""Who may see and do what: a stranger finds nothing, a viewer looks only."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from sojourn.core.errors import NotAllowed
from sojourn.parties.access import ActingAs, acting_for_employer, acting_for_self, staff_of
from sojourn.parties.models import Membership
from sojourn.requests import access, events
from sojourn.requests.for_casework import request_file, withdrawn_ids
from sojourn.requests.for_working_off import fair_ids
from sojourn.requests.models import Request
from tests.parties.builders import a_person, a_representative, an_employer, an_officer
from tests.requests.builders import a_draft, a_sent_request

pytestmark = pytest.mark.django_db


def a_viewer(acting: ActingAs) -> ActingAs:
    assert acting.employer_id is not None
    person = a_person()
    Membership.objects.create(person=person, employer_id=acting.employer_id, role="viewer")
    return acting_for_employer(person, acting.employer_id)


STRANGERS: dict[str, Callable[[], ActingAs]] = {
    "another employer": an_employer,
    "another person": lambda: acting_for_self(a_person()),
    "an officer": lambda: staff_of(an_officer(), "us-ssa"),
    "a representative of another employer": lambda: a_representative(an_employer()),
}


@pytest.mark.parametrize("who", list(STRANGERS))
def test_a_stranger_finds_no_draft_and_can_do_nothing_with_it(who: str) -> None:
    _, draft = a_draft()
    stranger = STRANGERS[who]()
    assert not access.requests_for(stranger).filter(pk=draft.pk).exists()
    attempts: list[Callable[[], object]] = [
        lambda: access.request_for(stranger, draft.pk),
        lambda: events.save_answers(acting=stranger, request_id=draft.pk, answers={"receiver.city": "Kiel"}),
        lambda: events.acknowledge(acting=stranger, request_id=draft.pk, fingerprint="x", reason="y"),
        lambda: events.choose_notices(acting=stranger, request_id=draft.pk, notify=False),
        lambda: events.hand_in(acting=stranger, request_id=draft.pk, key="k", declared=True),
        lambda: events.withdraw(acting=stranger, request_id=draft.pk),
    ]
    for attempt in attempts:
        with pytest.raises(NotAllowed):
            attempt()
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_what_is_not_there_and_what_is_not_ones_own_look_the_same() -> None:
    _, draft = a_draft()
    stranger = an_employer()
    told = []
    for request_id in (draft.pk, uuid4()):
        with pytest.raises(NotAllowed) as error:
            access.request_for(stranger, request_id)
        told.append((error.value.code, error.value.params))
    assert told[0] == told[1]


def test_a_viewer_sees_and_changes_nothing() -> None:
    acting, draft = a_draft()
    viewer = a_viewer(acting)
    assert access.request_for(viewer, draft.pk).pk == draft.pk
    assert not access.may_change(viewer, draft)
    assert not access.may_hand_in(viewer, draft)
    for attempt in (
        lambda: events.save_answers(acting=viewer, request_id=draft.pk, answers={"receiver.city": "Kiel"}),
        lambda: events.hand_in(acting=viewer, request_id=draft.pk, key="k", declared=True),
        lambda: events.withdraw(acting=viewer, request_id=draft.pk),
        lambda: events.start_request(acting=viewer, applicant_kind="employer"),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_a_representative_who_may_only_prepare_cannot_send() -> None:
    acting, draft = a_draft()
    preparing = a_representative(acting, may_send=False)
    saved = events.save_answers(acting=preparing, request_id=draft.pk, answers={"receiver.city": "Kiel"})
    assert saved.request.particulars["receiver.city"] == "Kiel"
    with pytest.raises(NotAllowed):
        events.hand_in(acting=preparing, request_id=draft.pk, key="k", declared=True)


def test_a_representative_with_the_mandate_sends() -> None:
    acting, draft = a_draft()
    sending = a_representative(acting, may_send=True)
    sent = events.hand_in(acting=sending, request_id=draft.pk, key="k", declared=True)
    assert sent.handed_in_by_id == sending.person_id


def test_a_capacity_that_has_ended_opens_nothing() -> None:
    acting, draft = a_draft()
    Membership.objects.filter(person_id=acting.person_id).delete()
    with pytest.raises(NotAllowed):
        access.request_for(acting, draft.pk)
    with pytest.raises(NotAllowed):
        events.hand_in(acting=acting, request_id=draft.pk, key="k", declared=True)


def test_an_institution_sees_what_was_sent_to_it_and_no_draft() -> None:
    _, draft = a_draft()
    _, sent = a_sent_request(family_name="Mensah")
    ours, other = staff_of(an_officer(), "us-ssa"), staff_of(an_officer("de-dvka"), "de-dvka")
    assert list(access.requests_for(ours)) == [sent]
    assert not access.requests_for(other).exists()
    assert draft.pk != sent.pk


def test_casework_gets_the_file_of_what_was_sent_and_of_nothing_else() -> None:
    acting, sent = a_sent_request()
    _, draft = a_draft()
    file = request_file(sent.pk)
    assert file.is_submitted
    assert file.particulars["worker.family_name"] == "Okafor"
    assert "Okafor" not in repr(file)
    with pytest.raises(NotAllowed):
        request_file(draft.pk)
    nothing = Request.objects.none().values("pk")
    assert fair_ids(["us-ssa"], but=nothing, limit=10) == [sent.pk]
    assert fair_ids(["de-dvka"], but=nothing, limit=10) == []
    events.withdraw(acting=acting, request_id=sent.pk)
    assert list(withdrawn_ids()) == [sent.pk]
    assert not request_file(sent.pk).is_submitted


def test_a_withdrawn_draft_was_never_sent() -> None:
    acting, draft = a_draft()
    events.withdraw(acting=acting, request_id=draft.pk)
    assert list(withdrawn_ids()) == []
    assert Request.objects.get(pk=draft.pk).reference is None
