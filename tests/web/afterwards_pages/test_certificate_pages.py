"""The page of a certificate, and what can be asked from it, in a browser without scripts."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from sojourn.casework.events import take_up
from sojourn.certificates import access as certificates
from sojourn.core import clock
from sojourn.parties.acting import ActingAs
from sojourn.requests.models import Request
from tests.casework.builders import a_hosted_institution
from tests.parties.builders import a_representative, an_employer
from tests.requests.builders import a_draft, a_sent_request
from tests.web.builders import address_of, as_posted, client_of, html

pytestmark = pytest.mark.django_db

END = "activities[0].end"


@pytest.fixture(autouse=True)
def _a_monday() -> Iterator[None]:
    with clock.fixed(datetime(2026, 11, 23, 9, 0, tzinfo=UTC)):
        a_hosted_institution()
        yield


def a_certificate(acting: ActingAs | None = None) -> tuple[ActingAs, str, Client]:
    acting, request = a_sent_request(acting)
    taken = take_up(request_id=request.pk)
    assert taken is not None
    return acting, str(taken.certificate_number), client_of(acting)


def begun(client: Client, number: str, step: str, **answers: Any) -> Request:
    """What the page of the beginning leads to."""
    response = client.post(f"/certificates/{number}/{step}", as_posted(answers) | {"key": str(uuid4())})
    assert response.status_code == 302, html(response)
    return Request.objects.filter(follows_number=number).latest("created_at")


def sent(client: Client, acting: ActingAs, draft: Request) -> Any:
    form = {"key": str(uuid4()), "acting": acting.token, "declared": "yes", "notify": "yes"}
    return client.post(address_of(draft, "check"), form, follow=True)


def test_the_page_says_what_is_certified_and_what_can_have_changed() -> None:
    _, number, client = a_certificate()
    page = html(client.get(f"/certificates/{number}"))
    for words in ("Adaeze Okafor", "6(2)", "What has changed?", "The work goes on longer", "Valid from"):
        assert words in page
    for step in ("extend", "correct", "end", "replace"):
        assert f"/certificates/{number}/{step}" in page


def test_however_the_number_is_typed_it_is_found() -> None:
    _, number, client = a_certificate()
    assert client.get(f"/certificates/{number.lower().replace('-', '')}").status_code == 200


@pytest.mark.parametrize("step", ["", "/extend", "/correct", "/end", "/replace"])
def test_a_stranger_finds_nothing(step: str) -> None:
    _, number, _ = a_certificate()
    stranger = client_of(an_employer())
    assert stranger.get(f"/certificates/{number}{step}").status_code == 404
    assert stranger.post(f"/certificates/{number}{step}", {"key": str(uuid4())}).status_code in (404, 405)


def test_a_step_that_there_is_not_is_not_found() -> None:
    _, number, client = a_certificate()
    assert client.get(f"/certificates/{number}/dance").status_code == 404


def test_the_law_stands_first_and_an_extension_within_it_is_decided_at_once() -> None:
    acting, number, client = a_certificate()
    first = html(client.get(f"/certificates/{number}/extend"))
    assert "Until 29\u00a0February\u00a02032 the law allows it by itself" in first
    draft = begun(client, number, "extend", **{END: "2031-02-28"})
    law = html(client.get(address_of(draft, "law")))
    assert "is within what the law allows by itself" in law
    client.post(address_of(draft, "law"))
    post = as_posted({"question.extension_reason": "not_finished"})
    moved = client.post(address_of(draft, "extension"), post)
    assert moved["Location"] == address_of(draft, "check")
    check = html(client.get(address_of(draft, "check")))
    assert "Unchanged" in check
    assert "Adaeze" in check
    page = html(sent(client, acting, draft))
    assert "Certificate issued" in page
    draft.refresh_from_db()
    old = html(client.get(f"/certificates/{number}"))
    assert draft.certificate_number in old
    assert "Replaced on" in old
    assert f"/certificates/{number}/extend" not in old


def test_beyond_the_limit_the_law_says_so_and_both_are_asked() -> None:
    _, number, client = a_certificate()
    draft = begun(client, number, "extend", **{END: "2033-02-28"})
    law = html(client.get(address_of(draft, "law")))
    assert "beyond what the law gives" in law
    assert "question.both_agree" in html(client.get(address_of(draft, "extension")))


def test_a_day_left_empty_is_asked_for() -> None:
    _, number, client = a_certificate()
    response = client.post(
        f"/certificates/{number}/extend", {"key": str(uuid4()), "on_page": END}, follow=True
    )
    assert "There is a problem" in html(response)


def test_a_slip_is_put_right_through_the_pages() -> None:
    acting, number, client = a_certificate()
    assert "Adaeze Okafor" in html(client.get(f"/certificates/{number}/correct"))
    draft = begun(client, number, "correct", **{"question.wrong_item": "name"})
    page = html(client.get(address_of(draft, "correction")))
    assert "worker.family_name" in page
    assert 'name="worker.birth_date-day"' not in page
    client.post(
        address_of(draft, "correction"),
        as_posted(
            {
                "question.wrong_item": "name",
                "worker.given_names": "Adaeze",
                "worker.family_name": "Okaford",
                "question.whose_mistake": "applicant",
            }
        ),
    )
    assert "Certificate issued" in html(sent(client, acting, draft))
    draft.refresh_from_db()
    assert certificates.content(draft.certificate_number).holder.family_name == "Okaford"


def test_what_was_taken_over_cannot_be_changed_by_the_way() -> None:
    _, number, client = a_certificate()
    draft = begun(client, number, "extend", **{END: "2031-02-28"})
    client.post(address_of(draft, "extension"), as_posted({"worker.family_name": "Somebody"}))
    draft.refresh_from_db()
    assert draft.particulars["worker.family_name"] == "Okafor"


def test_a_copy_is_handed_out_at_once() -> None:
    _, number, client = a_certificate()
    post = as_posted({"question.copy_reason": "lost"}) | {"key": str(uuid4())}
    page = html(client.post(f"/certificates/{number}/replace", post, follow=True))
    assert "ready again" in page
    assert client.get(f"/requests/{Request.objects.get(kind='first').reference}/certificate.pdf").content


def test_a_copy_without_a_reason_is_asked_for_one() -> None:
    _, number, client = a_certificate()
    response = client.post(f"/certificates/{number}/replace", {"key": str(uuid4())})
    assert response.status_code == 422
    assert "Choose why you need it again." in html(response)
    assert not Request.objects.filter(kind="replacement", handed_in_at__isnull=False).exists()


def test_work_that_never_began_ends_the_certificate_and_no_copy_is_given() -> None:
    acting, number, client = a_certificate()
    draft = begun(client, number, "end", **{"question.end_reason": "never_began"})
    client.post(
        address_of(draft, "early_end"),
        as_posted({"question.end_reason": "never_began", "question.holder_told": "yes"}),
    )
    sent(client, acting, draft)
    page = html(client.get(f"/certificates/{number}"))
    assert "Withdrawn, with effect from" in page
    assert "no copy is handed out" in page
    assert client.get(f"/certificates/{number}/replace").status_code == 302


def test_an_open_request_about_it_is_told_before_another_begins() -> None:
    _, number, client = a_certificate()
    begun(client, number, "extend", **{END: "2031-02-28"})
    assert "You have asked about it already" in html(client.get(f"/certificates/{number}/extend"))


def test_an_exception_begins_with_what_the_law_refuses() -> None:
    acting = an_employer()
    _, draft = a_draft(acting, end="2034-02-28")
    client = client_of(acting)
    law = html(client.get(address_of(draft, "law")))
    assert f"/requests/new/exception?from={draft.pk}" in law
    page = html(client.get(f"/requests/new/exception?from={draft.pk}"))
    assert "Not enough decisions in the last 90 days to give a time" in page
    assert "6(5)" in page
    assert "Wishing to choose is no reason" in page
    response = client.post("/requests/new/exception", {"from": str(draft.pk), "key": str(uuid4())})
    wish = Request.objects.get(kind="exception")
    assert response["Location"] == address_of(wish, "exception")
    assert wish.follows_id == draft.pk
    asked = html(client.get(address_of(wish, "exception")))
    assert "exception.career" in asked


def test_no_exception_is_offered_where_no_agreement_has_a_clause() -> None:
    acting = an_employer()
    _, draft = a_draft(acting, country="BD")
    page = html(client_of(acting).get(f"/requests/new/exception?from={draft.pk}"))
    assert "No agreement that binds these countries" in page


def test_the_choice_of_requests_for_an_exception_shows_ones_own() -> None:
    _, number, client = a_certificate()
    page = html(client.get("/requests/new/exception"))
    assert Request.objects.get(certificate_number=number).reference in page
    assert Request.objects.get(certificate_number=number).reference not in html(
        client_of(an_employer()).get("/requests/new/exception", follow=True)
    )


def test_a_mandate_for_first_requests_alone_shows_the_certificate_and_changes_nothing() -> None:
    acting, number, _ = a_certificate()
    firm = client_of(a_representative(acting, kinds=["first"], may_send=True))
    page = html(firm.get(f"/certificates/{number}"))
    assert "What has changed?" not in page
    assert firm.get(f"/certificates/{number}/extend").status_code == 404
    assert firm.post(f"/certificates/{number}/replace", {"key": str(uuid4())}).status_code == 404


@pytest.mark.parametrize("language", ["de", "fr", "es"])
def test_the_pages_speak_the_language(language: str) -> None:
    _, number, client = a_certificate()
    client.cookies["django_language"] = language
    for address in (f"/certificates/{number}", f"/certificates/{number}/extend", "/requests/new/exception"):
        page = html(client.get(address))
        assert f'lang="{language}"' in page
        assert "What has changed?" not in page
        assert "New last day of the work abroad" not in page
