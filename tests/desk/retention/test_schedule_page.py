"""The page of the schedule: years with their source, holds, what would be erased, what was."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from sojourn.casework.events import take_up
from sojourn.casework.models import Case
from sojourn.casework.retention.erasing import erase_due
from sojourn.certificates import access as certificates
from sojourn.core import clock
from sojourn.parties.models import Person
from tests.desk.builders import an_officer_at_work, signed_in
from tests.requests.builders import a_sent_request

pytestmark = pytest.mark.django_db


def test_years_are_set_with_a_source_something_is_held_back_and_the_rest_is_erased() -> None:
    acting, request = a_sent_request()
    taken = take_up(request_id=request.pk)
    assert taken is not None
    case = Case.objects.get(pk=taken.case_id)
    number = str(taken.certificate_number)
    issued = certificates.certificate(number)
    _, client = an_officer_at_work("administrator")
    assert "No time is set, so everything is kept." in client.get("/desk/retention/").content.decode()
    wrong = client.post("/desk/retention/rule", {"matter": "covered", "years": "0", "source": ""})
    assert wrong.status_code == 422
    assert "Enter between 1 and 100 years." in wrong.content.decode()
    assert "Name the text that sets this time." in wrong.content.decode()
    rule = {"matter": "covered", "years": "10", "source": "Archive rules, section 4"}
    assert "Archive rules" in client.post("/desk/retention/rule", rule, follow=True).content.decode()
    hold = {"reference": case.reference, "reason": "Court case"}
    assert client.post("/desk/retention/hold", {"reference": "SJ-0", "reason": "x"}).status_code == 422
    held = client.post("/desk/retention/hold", hold, follow=True).content.decode()
    assert "Court case" in held
    with clock.fixed(datetime(2060, 1, 1, 2, tzinfo=UTC)):
        assert erase_due() == 0
    lift = held.partition('action="/desk/retention/hold/')[2].partition('"')[0]
    client.post(f"/desk/retention/hold/{lift}")
    with clock.fixed(datetime(2060, 1, 1, 2, tzinfo=UTC)):
        assert erase_due() == 1
    assert number in client.get("/desk/retention/").content.decode()

    told = Client().get(f"/c/{number}/{issued.secret}").content.decode()
    assert "Issued here; its data has been erased." in told
    assert number in told
    assert client.get(f"/desk/cases/{case.reference}").status_code == 200
    applicant = signed_in(Person.objects.get(pk=acting.person_id), second_factor=False)
    assert applicant.get(f"/requests/{case.reference}").status_code == 200
    assert applicant.get(f"/requests/{case.reference}/certificate.pdf").status_code == 404


def test_the_schedule_is_for_those_who_lead() -> None:
    _, officer = an_officer_at_work()
    _, lead = an_officer_at_work("lead")
    assert officer.get("/desk/retention/").status_code == 404
    assert lead.get("/desk/retention/").status_code == 200
    rule = {"matter": "covered", "years": "10", "source": "x"}
    assert lead.post("/desk/retention/rule", rule).status_code == 404
    assert officer.post("/desk/retention/hold", {"reference": "x", "reason": "x"}).status_code == 404
