"""The pages of exceptions, at Django's client: each side's own view of one file, and what strangers find."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfWriter

from sojourn.casework.exceptions.criteria import criteria_under
from sojourn.casework.exceptions.models import Exchange, Reply
from sojourn.casework.exceptions.proposing_events import signature_waits
from sojourn.casework.models import Case
from sojourn.casework.officer_events import assign
from sojourn.casework.signing.events import sign
from sojourn.core import clock
from sojourn.core.actors import Subject
from sojourn.journal.access import lines_about
from sojourn.parties.access import staff_of
from sojourn.parties.models import Person
from tests.casework.builders import an_acting_officer
from tests.casework.exceptions.builders import DE, TEXT, a_wish, at_the_other_side, both_hosted, signed
from tests.desk.builders import an_officer_at_work, signed_in

pytestmark = pytest.mark.django_db

US = "us-ssa"


def weighed(**changes: str) -> dict[str, str]:
    """The form's answers to each criterion."""
    return {f"verdict-{each.code}": "speaks_for" for each in criteria_under("us-de")} | changes


def version_of(exchange: Exchange) -> dict[str, str]:
    exchange.refresh_from_db()
    return {"version": str(exchange.version)}


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    assert found, f"no {name} on the page"
    return found[1]


def posted(client: Client, address: str, **data: object) -> str:
    answer = client.post(address, data, follow=True)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def day(name: str, value: str) -> dict[str, str]:
    year, month, of_month = value.split("-")
    return {f"{name}-day": of_month, f"{name}-month": month, f"{name}-year": year}


def test_a_file_goes_from_case_to_case_page_by_page() -> None:
    both_hosted()
    _, case = a_wish()
    officer, client = an_officer_at_work()
    assign(acting=staff_of(officer, US), case_id=case.pk)
    page = client.get(f"/desk/cases/{case.reference}").content.decode()
    assert "Propose an exception to the other authority" in page
    case.refresh_from_db()
    page = posted(
        client,
        f"/desk/cases/{case.reference}/exception",
        version=case.version,
        key=re.findall(r'name="key" value="([^"]+)"', page)[0],
    )
    exchange = Exchange.objects.get()
    address = f"/desk/exceptions/{exchange.reference}"
    assert "Twelve years with the company" in page
    assert "POMS RS 02001.135" in page

    answer = client.post(f"{address}/write", {**version_of(exchange), "text": TEXT, "step": "propose"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Enter the last day of the exception." in page
    assert page.count("Say how this weighs.") >= len(weighed())
    assert TEXT in page

    stale = client.post(
        f"{address}/write", {"version": "0", "text": "Typed on an older page."}
    ).content.decode()
    assert "Somebody changed this file" in stale
    assert "Typed on an older page." in stale

    form = {**weighed(), **day("start", "2027-03-01"), **day("end", "2034-02-28"), "text": TEXT}
    page = posted(client, f"{address}/write", **version_of(exchange), **form, step="propose")
    assert "Waiting for a second signature" in page or "A second officer signs" in page
    waiting = signature_waits(staff_of(officer, US), case.reference)
    assert waiting is not None
    sign(acting=an_acting_officer(), proposal_id=waiting)

    page = client.get(address).content.decode()
    assert "Waiting for the answer" in page
    assert "Okafor" in page
    _, bonn = an_officer_at_work(institution_id=DE)
    page = bonn.get("/desk/exceptions").content.decode()
    assert exchange.reference in page
    assert "Take up and answer" in page
    assert "Okafor" not in page
    page = bonn.get(address).content.decode()
    assert "proposed to us" in page
    assert TEXT in page
    assert case.reference not in page.replace(f"{case.reference}</dd>", "")
    posted(bonn, f"{address}/do/take-up", **version_of(exchange))
    page = bonn.get(f"{address}/reply").content.decode()
    form = {**weighed(), "result": "part", **day("start", "2027-03-01"), **day("end", "2033-02-28")}
    form |= {"remarks": "A year less is enough.", "key": hidden(page, "key")}
    page = posted(bonn, f"{address}/reply", **version_of(exchange), **form, step="propose")
    assert "The answer waits for a second officer." in page
    assert "Sign the answer" not in page
    assert "A year less" not in client.get(address).content.decode()

    _, second = an_officer_at_work(institution_id=DE)
    page = posted(second, f"{address}/do/reply-sign", **version_of(exchange))
    assert "Agreed for another period" in page
    page = client.get(address).content.decode()
    assert "A year less is enough." in page
    assert "Go to the case to decide it" in page
    page = client.get(f"/desk/cases/{case.reference}").content.decode()
    assert "The authorities agreed until 28\N{NO-BREAK SPACE}February\N{NO-BREAK SPACE}2033." in page
    looks = [
        line
        for line in lines_about(Subject("exception", str(exchange.pk)))
        if line.event.endswith("looked_at")
    ]
    assert len(looks) >= 5


def test_each_side_keeps_its_notes_and_its_weighing() -> None:
    both_hosted()
    _, case = a_wish()
    _, exchange = at_the_other_side(case)
    address = f"/desk/exceptions/{exchange.reference}"
    (_, washington), (_, bonn) = an_officer_at_work(), an_officer_at_work(institution_id=DE)
    for client, words in ((washington, "Ask about the pension."), (bonn, "Hold against the last one.")):
        key = hidden(client.get(address).content.decode(), "key")
        posted(client, f"{address}/note", key=key, note=words, **version_of(exchange))
    ours, theirs = (client.get(address).content.decode() for client in (washington, bonn))
    assert ("Ask about the pension." in ours, "Ask about the pension." in theirs) == (True, False)
    assert ("Hold against" in ours, "Hold against" in theirs) == (False, True)
    spoken = "Speaks\N{NO-BREAK SPACE}for\N{NO-BREAK SPACE}it"
    assert (spoken in ours, spoken in theirs) == (True, False)


def test_an_institution_without_the_service_gets_paper_and_its_answer_is_noted() -> None:
    _, case = a_wish()
    officer, client = an_officer_at_work()
    acting = staff_of(officer, US)
    exchange = signed(acting, an_acting_officer(), case)
    address = f"/desk/exceptions/{exchange.reference}"
    letter = client.get(f"{address}/get/letter")
    assert (letter["Content-Type"], letter.content[:5]) == ("application/pdf", b"%PDF-")
    assert client.get(f"{address}/get/data").json()["person"]["family_name"] == "Okafor"
    assert client.get(f"{address}/get/nothing").status_code == 404
    answer = client.post(f"{address}/send", {**version_of(exchange), **day("on", "2026-11-23"), "way": ""})
    assert answer.status_code == 422
    assert "Say how it was sent." in answer.content.decode()
    posted(client, f"{address}/send", **version_of(exchange), **day("on", "2026-11-23"), way="post")
    page = client.get(f"{address}/paper").content.decode()
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    paper = BytesIO()
    writer.write(paper)
    paper.seek(0)
    paper.name = "answer.pdf"
    answer = client.post(
        f"{address}/paper",
        {
            **version_of(exchange),
            "key": hidden(page, "key"),
            "result": "full",
            **day("on", "2026-11-23"),
            "file": paper,
        },
        follow=True,
    )
    page = answer.content.decode()
    assert "Agreed as proposed" in page
    kept = Reply.objects.get().papers.get()
    assert client.get(f"{address}/papers/{kept.pk}").content[:5] == b"%PDF-"
    case.refresh_from_db()
    assert case.state == "in_review"


def test_a_late_answer_stands_as_a_task_on_top() -> None:
    both_hosted()
    _, case = a_wish()
    officer, exchange = at_the_other_side(case)
    client = signed_in(Person.objects.get(pk=officer.person_id))
    with clock.fixed(clock.now() + timedelta(days=70)):
        page = client.get("/desk/exceptions").content.decode()
        assert "No answer in time" in page
        page = posted(client, f"/desk/exceptions/{exchange.reference}/do/remind", **version_of(exchange))
        assert "Reminded." in page
        page = posted(client, f"/desk/exceptions/{exchange.reference}/do/give-up", **version_of(exchange))
        assert "You go on without an agreement." in page


@pytest.mark.parametrize("institution", ["fr-cleiss", DE])
def test_officers_elsewhere_find_nothing(institution: str) -> None:
    _, case = a_wish()
    exchange = signed(an_acting_officer(), an_acting_officer(), case)
    _, stranger = an_officer_at_work(institution_id=institution)
    address = f"/desk/exceptions/{exchange.reference}"
    for path in ("", "/write", "/reply", "/paper", "/send", "/get/letter", "/get/data"):
        assert stranger.get(address + path).status_code == 404, path
    for path in ("/do/take-up", "/do/reply-sign", "/do/give-up", "/note"):
        data = {"version": exchange.version, "key": str(exchange.pk), "note": "Hello"}
        assert stranger.post(address + path, data).status_code == 404, path
    assert exchange.reference not in stranger.get("/desk/exceptions").content.decode()


def test_the_list_asks_the_database_as_often_for_many_as_for_one() -> None:
    both_hosted()
    _, client = an_officer_at_work()

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            client.get("/desk/exceptions")
        return len(caught)

    at_the_other_side(a_wish()[1])
    client.get("/desk/exceptions")
    one = queries()
    for number in range(3):
        at_the_other_side(a_wish(ssn=f"808-21-460{number}", family_name="Okafor" + "aeo"[number])[1])
    assert Case.objects.filter(kind="exception").count() == 4
    assert queries() == one
