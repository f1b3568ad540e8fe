"""The officers' pages, through their addresses and without scripts."""

import re
from datetime import date

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sojourn.casework.events import take_up
from sojourn.casework.models import Case, Decision
from sojourn.casework.officer_events import assign
from sojourn.certificates.access import certificate
from sojourn.core.actors import Subject
from sojourn.journal.access import lines_about
from sojourn.parties.access import staff_of
from sojourn.parties.account_events import change_account
from sojourn.parties.models import Person
from sojourn.requests.models import Request
from tests.casework.builders import a_queued_case, said_about
from tests.desk.builders import an_officer_at_work, signed_in
from tests.parties.builders import an_employer, an_officer
from tests.requests.builders import a_sent_request

pytestmark = pytest.mark.django_db

NAMES = ("Okafor", "Adaeze", "808-21-4471", "Lakeside")


def words_of(response: object) -> str:
    """The text of a page without its marks, in one line."""
    text = re.sub(r"<[^>]+>", " ", response.content.decode())  # type: ignore[attr-defined]
    return " ".join(text.replace("\u00a0", " ").split())


def in_hand(client: Client, case: Case) -> Case:
    client.post(f"/desk/cases/{case.reference}/assign", {"version": case.version})
    case.refresh_from_db()
    return case


ADDRESSES = [
    "/desk/",
    "/desk/search",
    "/desk/institution/automation",
    "/desk/cases/{reference}",
    "/desk/cases/{reference}/decide/approved",
    "/desk/cases/{reference}/decide/refused",
    "/desk/cases/{reference}/withdraw",
]
POSTED = [
    "/desk/next",
    "/desk/search",
    "/desk/institution/automation/stop",
    "/desk/cases/{reference}/person",
    "/desk/cases/{reference}/assign",
    "/desk/cases/{reference}/pass-on",
    "/desk/cases/{reference}/fact",
    "/desk/cases/{reference}/restrict",
    "/desk/cases/{reference}/decide/refused",
    "/desk/cases/{reference}/withdraw",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_strangers_are_asked_to_sign_in(address: str) -> None:
    case = a_queued_case()
    response = Client().get(address.format(reference=case.reference))
    assert response.status_code in (302, 404)
    assert b"Okafor" not in response.content


@pytest.mark.parametrize("address", [*ADDRESSES, *POSTED])
def test_applicants_find_no_desk(address: str) -> None:
    employer = an_employer()
    case = a_queued_case(employer)
    client = signed_in(Request.objects.get(pk=case.request_id).created_by)
    address = address.format(reference=case.reference)
    assert {client.get(address).status_code, client.post(address).status_code} <= {404, 405}


@pytest.mark.parametrize("address", ADDRESSES)
def test_officer_without_second_factor_is_led_to_it_first(address: str) -> None:
    case = a_queued_case()
    client = signed_in(an_officer(), second_factor=False)
    response = client.get(address.format(reference=case.reference))
    assert response.status_code == 302
    assert "/desk" not in response["Location"].split("?")[0]


@pytest.mark.parametrize("address", [each for each in [*ADDRESSES, *POSTED] if "reference" in each])
def test_officer_of_another_institution_finds_no_case(address: str) -> None:
    case = a_queued_case()
    _, client = an_officer_at_work(institution_id="de-dvka")
    address = address.format(reference=case.reference)
    assert client.get(address).status_code in (404, 405)
    assert client.post(address, {"version": case.version}).status_code in (404, 405)
    assert said_about(case) == ["case.opened", "case.queued"]


def test_first_page_shows_the_queue_and_names_nobody() -> None:
    case = a_queued_case()
    _, client = an_officer_at_work()
    response = client.get("/desk/")
    text = words_of(response)
    assert "Monday, 23 November: 0 cases for you" in text
    assert case.reference in text
    assert "Germany" in text
    assert "Number missing" in text
    assert not any(name in text for name in NAMES)
    assert response.headers["Cache-Control"] == "no-store"


def test_empty_queue_says_so() -> None:
    _, client = an_officer_at_work()
    assert "This queue is empty." in words_of(client.get("/desk/"))
    response = client.post("/desk/next", follow=True)
    assert "Nothing waits here that you can take." in words_of(response)


def test_queue_is_filtered_by_address_and_says_when_nothing_fits() -> None:
    case = a_queued_case()
    _, client = an_officer_at_work()
    assert case.reference in words_of(client.get("/desk/?host=DE&flag=number_missing&kind=first"))
    text = words_of(client.get("/desk/?host=FR"))
    assert case.reference not in text
    assert "Nothing fits." in text


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999", "²"])
def test_nonsense_in_the_address_of_the_queue_is_forgiven(page: str) -> None:
    _, client = an_officer_at_work()
    assert client.get("/desk/", {"page": page, "host": "'\"<", "flag": "x" * 500}).status_code == 200


def test_take_next_leads_to_the_case_and_puts_it_in_hand() -> None:
    case = a_queued_case()
    _, client = an_officer_at_work()
    response = client.post("/desk/next")
    assert response["Location"] == f"/desk/cases/{case.reference}"
    assert "1 case for you" in words_of(client.get("/desk/"))


def test_case_shows_the_law_and_hides_the_person_until_asked_for() -> None:
    case = a_queued_case()
    _, client = an_officer_at_work()
    text = words_of(client.get(f"/desk/cases/{case.reference}"))
    assert "6(2)" in text
    assert "No U.S. Social Security number was given." in text
    assert "Take this case" in text
    assert not any(name in text for name in NAMES)
    assert "case.person_looked_at" not in said_about(case)
    refused = client.post(f"/desk/cases/{case.reference}/person")
    assert refused.status_code == 422
    assert "Choose why you look at this person’s data." in words_of(refused)
    assert "case.person_looked_at" not in said_about(case)
    shown = words_of(client.post(f"/desk/cases/{case.reference}/person", {"look_why": "call"}))
    assert "Okafor" in shown
    assert "The look is written down." in shown
    assert said_about(case).count("case.person_looked_at") == 1


def test_officer_in_charge_sees_the_person_and_the_look_is_written_down() -> None:
    case = a_queued_case()
    _, client = an_officer_at_work()
    in_hand(client, case)
    text = words_of(client.get(f"/desk/cases/{case.reference}"))
    assert "Okafor" in text
    assert "Review begun" in text
    assert said_about(case).count("case.person_looked_at") == 1


def test_officer_approves_with_reason_and_waiver() -> None:
    case = a_queued_case()
    _, client = an_officer_at_work()
    in_hand(client, case)
    address = f"/desk/cases/{case.reference}/decide/approved"
    assert "No U.S. Social Security number was given." in words_of(client.get(address))
    sent = {
        "version": case.version,
        "step": "decide",
        "reasons": ["facts_established"],
        "waiver-number_missing": "Seen on the card.",
        "own_words": "Welcome.",
    }
    text = words_of(client.post(address, sent, follow=True))
    assert "Decided. The applicant has been told." in text
    assert "Seen on the card." in text
    number = Decision.objects.get().certificate_number
    assert number in text
    assert certificate(str(number)).period_end == date(2030, 2, 28)


def test_missing_waiver_is_said_at_its_field_and_nothing_typed_is_lost() -> None:
    case = a_queued_case()
    _, client = an_officer_at_work()
    in_hand(client, case)
    sent = {"version": case.version, "step": "decide", "own_words": "Mind <b>this</b>."}
    response = client.post(f"/desk/cases/{case.reference}/decide/approved", sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Say why this may be set aside" in page
    assert 'href="#waiver-number_missing"' in page
    assert "Mind &lt;b&gt;this&lt;/b&gt;." in page
    assert not Decision.objects.exists()


def test_letter_is_shown_before_it_is_sent() -> None:
    case = a_queued_case()
    _, client = an_officer_at_work()
    in_hand(client, case)
    sent = {
        "version": case.version,
        "step": "preview",
        "reasons": ["facts_not_shown", "made_up"],
        "own_words": "We asked twice.",
    }
    text = words_of(client.post(f"/desk/cases/{case.reference}/decide/refused", sent))
    assert "The letter as it will be sent" in text
    assert "What would decide the request is not known to us" in text
    assert "We asked twice." in text
    assert "You can send a new request at any time" in text
    assert not Decision.objects.exists()


def test_second_officer_sees_who_decided() -> None:
    case = a_queued_case()
    person, client = an_officer_at_work()
    _, colleague = an_officer_at_work()
    in_hand(client, case)
    sent = {"version": case.version, "step": "decide", "reasons": ["facts_not_shown"]}
    address = f"/desk/cases/{case.reference}/decide/refused"
    client.post(address, sent)
    text = words_of(colleague.post(address, sent, follow=True))
    assert "This case was decided on 23 November 2026 by " + person.email in text
    assert Decision.objects.count() == 1


def test_stale_page_shows_how_the_case_stands_now() -> None:
    case = a_queued_case()
    person, client = an_officer_at_work()
    drawn = in_hand(client, case).version
    assign(acting=staff_of(an_officer(), "us-ssa"), case_id=case.pk)
    assign(acting=staff_of(person, "us-ssa"), case_id=case.pk)
    sent = {"version": drawn, "step": "decide", "reasons": ["facts_not_shown"]}
    text = words_of(client.post(f"/desk/cases/{case.reference}/decide/refused", sent, follow=True))
    assert "Somebody else changed this case" in text
    assert not Decision.objects.exists()


def test_certificate_is_withdrawn_from_its_case() -> None:
    case = a_queued_case()
    _, client = an_officer_at_work()
    in_hand(client, case)
    approve = {
        "version": case.version,
        "step": "decide",
        "reasons": ["facts_established"],
        "waiver-number_missing": "Seen.",
    }
    client.post(f"/desk/cases/{case.reference}/decide/approved", approve)
    case.refresh_from_db()
    address = f"/desk/cases/{case.reference}/withdraw"
    wrong = {"version": case.version, "effective_on-day": "31", "effective_on-month": "2"}
    refused = client.post(address, wrong)
    assert refused.status_code == 422
    assert "Choose at least one reason." in words_of(refused)
    right = {
        "version": case.version,
        "reason": "facts_were_wrong",
        "effective_on-day": "1",
        "effective_on-month": "3",
        "effective_on-year": "2027",
    }
    assert "The certificate is withdrawn." in words_of(client.post(address, right, follow=True))
    number = Decision.objects.get(position=1).certificate_number
    assert certificate(str(number)).status == "withdrawn"


def test_cases_are_found_by_whole_reference_and_number_only() -> None:
    _, request = a_sent_request()
    take_up(request_id=request.pk)
    number = Decision.objects.get().certificate_number
    reference = Case.objects.get().reference
    _, client = an_officer_at_work()
    for typed in (reference, reference.lower(), str(number), "808-21-4471", "808 21 4471", "808214471"):
        assert reference in words_of(client.post("/desk/search", {"q": typed})), typed
    for typed in ("Adaeze Okafor", "okafor, ADAEZE", "Prairie Turbines Inc."):
        assert (reference in words_of(client.post("/desk/search", {"q": typed}))) is (typed[0] != "P"), typed
    for typed in (reference[:-1], "Okafor", "808-21-4472", "", "%", "' OR 1=1"):
        assert reference not in words_of(client.post("/desk/search", {"q": typed})), typed


def test_what_was_searched_for_is_not_shown_again_and_only_the_search_is_written_down() -> None:
    _, client = an_officer_at_work()
    assert b"808-21-4479" not in client.post("/desk/search", {"q": "808-21-4479"}).content
    (line,) = [
        each for each in lines_about(Subject("institution", "us-ssa")) if each.event == "case.searched"
    ]
    assert line.details == {"found": 0, "by": "number"}


def test_desk_says_what_of_automation_is_stopped() -> None:
    _, client = an_officer_at_work("lead")
    client.post("/desk/institution/automation/stop", {"scope": "corridor", "value": "JP"})
    assert "except for 1 country" in words_of(client.get("/desk/"))
    client.post("/desk/institution/automation/stop", {"scope": "all"})
    assert "Automation is stopped" in words_of(client.get("/desk/"))


def test_unknown_case_and_result_are_not_found() -> None:
    case = a_queued_case()
    _, client = an_officer_at_work()
    assert client.get("/desk/cases/SJ-XXXX-XXXX").status_code == 404
    assert client.get(f"/desk/cases/{case.reference}/decide/postponed").status_code == 404


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_queue_costs_the_same_number_of_queries_however_long_it_is() -> None:
    _, client = an_officer_at_work()
    a_queued_case()
    few = queries_of(client, "/desk/")
    for number in range(5):
        a_queued_case(given_names=f"Person {chr(65 + number)}")
    assert queries_of(client, "/desk/") == few
    assert few <= 30


def test_case_costs_a_fixed_number_of_queries() -> None:
    case = a_queued_case()
    _, client = an_officer_at_work()
    address = f"/desk/cases/{case.reference}"
    client.post(f"{address}/person", {"look_why": "call"})
    few = queries_of(client, address)
    for _ in range(3):
        client.post(f"{address}/person", {"look_why": "call"})
        a_queued_case(family_name="Okafor")
    assert queries_of(client, address) == few
    assert few <= 42


def test_staff_of_an_institution_that_is_not_hosted_has_no_desk() -> None:
    _, client = an_officer_at_work("lead", "de-dvka")
    assert client.get("/desk/").status_code == 404
    assert client.post("/desk/institution/automation/stop", {"running": "no"}).status_code == 404


def test_the_desk_speaks_german() -> None:
    case = a_queued_case()
    _, client = an_officer_at_work()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "de"
    assert "Montag, 23. November: 0 Fälle für Sie" in words_of(client.get("/desk/"))
    in_hand(client, case)
    text = words_of(client.get(f"/desk/cases/{case.reference}"))
    assert "Bewilligen" in text
    assert "Voraussetzungen" in text
    refuse = words_of(client.get(f"/desk/cases/{case.reference}/decide/refused"))
    assert "kein Abkommen" in refuse


def test_whoever_sees_the_person_sees_whom_to_call() -> None:
    employer = an_employer()
    asker = Person.objects.get(pk=employer.person_id)
    change_account(person=asker, name="Dana Reed", language="en", phone="+49 30 1234567", notices=True)
    case = a_queued_case(employer)
    _, client = an_officer_at_work()
    assert "1234567" not in words_of(client.get(f"/desk/cases/{case.reference}"))
    in_hand(client, case)
    shown = words_of(client.get(f"/desk/cases/{case.reference}"))
    assert "Dana Reed +49 30 1234567" in shown
