"""The pages of European notifications: made, sent on paper, objected to, seen by nobody else."""

import pytest

from sojourn.casework.european.models import Delivery
from tests.casework.european.test_notices import FR, a_determination
from tests.desk.builders import an_officer_at_work

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
