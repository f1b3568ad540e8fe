"""The pages of European notifications: made, sent on paper, objected to, seen by nobody else."""

from uuid import uuid4

import pytest

from sojourn.casework.european.models import Delivery
from sojourn.casework.events import take_up
from sojourn.casework.models import Case
from sojourn.casework.officer_events import assign
from sojourn.parties.access import staff_of
from tests.casework.builders import a_sent_request
from tests.casework.european.test_notices import DE, FR, GERMAN, a_determination, hosted, worked_in
from tests.desk.builders import an_officer_at_work
from tests.parties.builders import an_employer

pytestmark = pytest.mark.django_db


def test_a_determination_is_sent_objected_to_and_looked_into_page_by_page() -> None:
    _, notice = a_determination()
    _, bonn = an_officer_at_work(institution_id="de-dvka")
    address = f"/desk/notices/{notice.reference}"
    assert "Send the paper" in bonn.get("/desk/notices").content.decode()
    page = bonn.get(address).content.decode()
    assert "LA_BUC_02" in page
    assert "It was not sent through EESSI." in page
    paper = Delivery.objects.get(notice=notice, here=False)
    today = {"on-day": "23", "on-month": "11", "on-year": "2026"}
    bonn.post(f"{address}/sent/{paper.pk}", today | {"way": "post"})
    page = bonn.get(address).content.decode()
    assert "other states may object until 23\N{NO-BREAK SPACE}January\N{NO-BREAK SPACE}2027" in page

    _, paris = an_officer_at_work(institution_id=FR)
    assert "Answer" in paris.get("/desk/notices").content.decode()
    page = paris.post(f"{address}/answer", {"step": "objects"}, follow=True).content.decode()
    assert "Say why you object." in page
    paris.post(f"{address}/answer", {"step": "objects", "reasons": "Most of the work is in Lyon."})
    page = bonn.get(address).content.decode()
    assert "Most of the work is in Lyon." in page
    page = bonn.post(f"{address}/settle", follow=True).content.decode()
    assert "I have looked into it" not in page
    assert bonn.get(f"{address}/get/data").json()["use_case"] == "LA_BUC_02"

    _, stranger = an_officer_at_work(institution_id="at-ministry")
    for path in ("", "/get/data", "/get/paper"):
        assert stranger.get(address + path).status_code == 404
    for path in (f"/sent/{paper.pk}", f"/said/{paper.pk}", "/answer", "/settle"):
        assert stranger.post(address + path, {"reasons": "Hello"}).status_code == 404
    assert paris.post(f"{address}/sent/{paper.pk}", today).status_code == 404


def test_a_question_that_went_on_paper_gets_its_answer_on_paper() -> None:
    hosted(DE)
    _, request = a_sent_request(an_employer(**GERMAN), **worked_in("DE", "FR"))
    taken = take_up(request_id=request.pk)
    assert taken is not None
    case = Case.objects.get(pk=taken.case_id)
    person, bonn = an_officer_at_work(institution_id=DE)
    assign(acting=staff_of(person, DE), case_id=case.pk)
    case.refresh_from_db()
    form = {
        "version": case.version,
        "key": str(uuid4()),
        "country": "FR",
        "text": "Is the person insured with you?",
    }
    address = bonn.post(f"/desk/cases/{case.reference}/ask-abroad", form)["Location"]
    paper, today = Delivery.objects.get(here=False), {"on-day": "23", "on-month": "11", "on-year": "2026"}
    said = f"{address}/said/{paper.pk}"
    # Nobody can have answered what was not sent.
    assert bonn.post(said, today | {"reasons": "No."}).status_code == 404
    bonn.post(f"{address}/sent/{paper.pk}", today | {"way": "post"})
    assert "Write the answer." in bonn.post(said, today | {"reasons": " "}, follow=True).content.decode()
    assert (
        "No, not since 2020."
        in bonn.post(said, today | {"reasons": "No, not since 2020."}, follow=True).content.decode()
    )
    bonn.post(said, today | {"reasons": "Yes after all."})
    paper.refresh_from_db()
    assert (paper.result, paper.remarks) == ("agreed", "No, not since 2020.")
    assert "What it answered on paper" not in bonn.get(address).content.decode()
