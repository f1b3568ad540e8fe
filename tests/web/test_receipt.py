"""What stands after sending: the receipt, the certificate, the refusal, taking it back. And the list."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from sojourn.casework.decision_events import refuse
from sojourn.casework.events import set_up_institution, take_up
from sojourn.casework.issuing import issue_what_waits
from sojourn.casework.models import Case
from sojourn.casework.officer_events import assign
from sojourn.certificates import access as certificates
from sojourn.certificates import events as issuing
from sojourn.certificates.errors import SealUnavailable
from sojourn.core import clock
from sojourn.core.actors import SYSTEM
from sojourn.parties.access import ActingAs, staff_of
from sojourn.requests.models import Request
from tests.desk.builders import an_officer_at_work
from tests.parties.builders import a_person, an_employer, an_officer
from tests.requests.builders import a_draft, a_sent_request
from tests.web.builders import client_of, html

pytestmark = pytest.mark.django_db


def decided(**changes: str) -> tuple[ActingAs, Request]:
    """A request that the institution has taken up."""
    set_up_institution(institution_id="us-ssa", actor=SYSTEM)
    acting, request = a_sent_request(**changes)
    take_up(request_id=request.pk)
    request.refresh_from_db()
    return acting, request


def receipt(acting: ActingAs, request: Request) -> str:
    return html(client_of(acting).get(reverse("request", args=[request.reference])))


def test_a_clear_case_shows_the_certificate_and_how_anybody_can_check_it() -> None:
    acting, request = decided()
    page = receipt(acting, request)
    certificate = certificates.certificate(request.certificate_number)
    assert "<h1>Certificate issued</h1>" in page
    assert certificate.number in page
    assert certificate.address in page


def test_the_certificate_is_downloaded_under_its_number_alone_and_kept_nowhere() -> None:
    acting, request = decided()
    response = client_of(acting).get(reverse("certificate_file", args=[request.reference]))
    assert response.content == certificates.document(request.certificate_number)
    assert response["Content-Disposition"] == f'attachment; filename="{request.certificate_number}.pdf"'
    assert "no-store" in response["Cache-Control"]
    assert response["Content-Type"] == "application/pdf"


def test_while_the_certificate_cannot_be_issued_the_page_says_that_the_decision_stands(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def away(*_: object, **__: object) -> bytes:
        raise SealUnavailable("no_seal_key")

    with monkeypatch.context() as patch:
        patch.setattr(issuing, "seal_and_stamp", away)
        acting, request = decided()
        page = receipt(acting, request)
    assert "<h1>Approved; the certificate is being made</h1>" in page
    assert "The decision stands" in page
    assert request.certificate_number in page
    assert client_of(acting).get(reverse("certificate_file", args=[request.reference])).status_code == 404
    _, desk = an_officer_at_work()
    assert "1 certificate is decided and waits to be issued" in html(desk.get("/desk/"))
    with clock.fixed(clock.now() + timedelta(minutes=1)):
        issue_what_waits()
    assert "<h1>Certificate issued</h1>" in receipt(acting, request)
    assert "waits to be issued" not in html(desk.get("/desk/"))


def test_before_the_decision_there_is_a_receipt_but_no_certificate() -> None:
    acting, request = a_sent_request()
    page = receipt(acting, request)
    assert "<h1>Request received</h1>" in page
    assert "It is not a certificate." in page
    assert client_of(acting).get(reverse("certificate_file", args=[request.reference])).status_code == 404


def test_a_refusal_gives_its_reasons_and_what_can_be_done() -> None:
    set_up_institution(institution_id="us-ssa", actor=SYSTEM, straight_through=False)
    acting, request = a_sent_request()
    take_up(request_id=request.pk)
    officer = staff_of(an_officer(), "us-ssa")
    case = Case.objects.get(request_id=request.pk)
    assign(acting=officer, case_id=case.pk, version=case.version)
    case.refresh_from_db()
    refuse(
        acting=officer,
        case_id=case.pk,
        version=case.version,
        reasons=["no_direct_relation"],
        own_words="The contract names another employer.",
    )
    page = receipt(acting, request)
    assert "No certificate: here is why" in page
    assert "does not stay employed" in page
    assert "The contract names another employer." in page
    assert "What you can do" in page


def test_a_request_has_one_address_however_it_is_written() -> None:
    acting, request = a_sent_request()
    client = client_of(acting)
    wanted = reverse("request", args=[request.reference])
    for key in (str(request.pk), request.reference.lower(), request.reference.replace("-", "")):
        assert client.get(f"/requests/{key}")["Location"] == wanted
    assert client.get(wanted).status_code == 200


def test_a_draft_is_resumed_where_something_is_open() -> None:
    acting, draft = a_draft(family_name="")
    client = client_of(acting)
    assert client.get(reverse("request", args=[draft.pk]))["Location"].endswith("/person")


def test_withdrawing_needs_a_press_of_its_own_and_stands_on_record() -> None:
    acting, request = a_sent_request()
    client = client_of(acting)
    address = reverse("request_withdraw", args=[request.reference])
    assert "Keep it" in html(client.get(address))
    request.refresh_from_db()
    assert request.state == "submitted"
    client.post(address)
    client.post(address)
    assert "You withdrew this request on" in receipt(acting, request)


def test_the_list_is_useful_when_it_is_empty() -> None:
    page = html(client_of(an_employer()).get(reverse("requests")))
    assert "No requests yet." in page
    assert reverse("request_new") in page


def test_the_list_says_the_state_of_each_request_in_words_and_names_nobody() -> None:
    acting, _ = decided()
    a_draft(acting)
    page = html(client_of(acting).get(reverse("requests")))
    assert "Certificate issued" in page
    assert "Not sent yet" in page
    assert "Germany, 1\xa0March\xa02027 to 28\xa0February\xa02030" in page
    assert "Okafor" not in page


def test_a_long_list_costs_as_few_queries_as_a_short_one(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    acting = an_employer()
    for _ in range(12):
        a_draft(acting)
    client = client_of(acting)
    with django_assert_max_num_queries(12):
        client.get(reverse("requests"))


def test_of_several_employers_the_one_to_act_for_is_chosen_first() -> None:
    person = a_person()
    an_employer(person)
    an_employer(person, name="Prairie Turbines Inc.")
    client = Client()
    client.force_login(person)
    assert client.get(reverse("requests"))["Location"] == reverse("request_new")


def test_the_page_of_a_request_shows_its_own_employer_whatever_the_session_says() -> None:
    person = a_person()
    first, second = an_employer(person), an_employer(person, name="Prairie Turbines Inc.")
    client = Client()
    client.force_login(person)
    for acting in (first, second):
        _, request = a_sent_request(acting)
        page = html(client.get(reverse("request", args=[request.reference])))
        assert f"Acting for <strong>{acting.label}</strong>" in page
