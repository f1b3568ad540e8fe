"""The pages about samples and standing waivers, as officers and those who lead use them."""

import pytest
from django.test import Client

from sojourn.casework.grounds.models import RecordedFact, StandingWaiver
from sojourn.casework.models import InstitutionSetting
from sojourn.casework.sampling.models import Sample
from sojourn.core.actors import Subject
from sojourn.journal.access import lines_about
from tests.casework.builders import a_queued_case
from tests.casework.sampling.builders import a_sample, decided
from tests.desk.builders import an_officer_at_work

pytestmark = pytest.mark.django_db


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode().replace("\xa0", " ")


def test_officer_takes_looks_and_judges() -> None:
    sample = a_sample()
    _, client = an_officer_at_work()
    page = text_of(client, "/desk/sampling")
    assert "1 sample waits for a look" in page
    response = client.post("/desk/sampling/next")
    address = f"/desk/sampling/{sample.pk}"
    assert response["Location"] == address
    page = text_of(client, address)
    assert "Sample: decided automatically on 23 November 2026" in page
    assert "Okafora" not in page
    assert "The law decides every day of the period" in page
    assert "certificate_overlap" in page
    seen = client.post(f"{address}/person").content.decode()
    assert "Okafora" in seen
    look = lines_about(Subject("case", str(sample.decision.case_id)))[-1]
    assert (look.event, look.details["why"]) == ("case.person_looked_at", "quality")
    refused = client.post(address, {"version": "1", "verdict": "wrong"})
    assert refused.status_code == 422
    assert "Choose where the fault lay" in refused.content.decode()
    kept = client.post(
        address, {"version": "1", "verdict": "wrong", "cause": "law_data", "words": "Article."}
    )
    assert kept["Location"] == address
    page = text_of(client, address)
    assert "The certificate still stands" in page
    assert f'href="/desk/cases/{sample.decision.case.reference}/correct"' in page
    assert client.get(f"/desk/cases/{sample.decision.case.reference}/correct").status_code == 200
    assert "Those who lead have been told" in page
    assert "100.0 percent (between 20.7 percent and 100.0 percent)" in text_of(client, "/desk/sampling")
    assert client.post(f"{address}/stop").status_code == 404


def test_one_who_leads_stops_the_corridor_from_the_sample_and_sets_the_limit() -> None:
    sample = a_sample()
    _, lead = an_officer_at_work("lead")
    address = f"/desk/sampling/{sample.pk}"
    lead.post(f"{address}/take", {"version": "0"})
    lead.post(address, {"version": "1", "verdict": "wrong", "cause": "other"})
    assert "Stop automation for Germany now" in text_of(lead, address)
    lead.post(f"{address}/stop")
    assert InstitutionSetting.objects.get().stopped_corridors == ["DE"]
    assert "Automation is stopped for this country of work" in text_of(lead, address)
    version = InstitutionSetting.objects.get().version
    wrong = lead.post("/desk/sampling/limits", {"version": version, "above": "200", "judged": "x"})
    assert wrong.status_code == 422
    lead.post(
        "/desk/sampling/limits",
        {"version": version, "above": "7", "judged": "30", "bases": ["verified", "established"]},
    )
    terms = InstitutionSetting.objects.get().read
    assert (terms.sampling_stop.above_percent, terms.sampling_stop.least_judged) == (7, 30)
    assert terms.accepted_bases == ("verified", "established")
    waits = decided(ssn="812-34-7719", family_name="Berg")
    assert "basis_not_accepted" in {flag.code for flag in waits.flags.all()}


def test_pages_are_for_staff_of_the_institution_and_settings_for_those_who_lead() -> None:
    sample = a_sample()
    _, stranger = an_officer_at_work(institution_id="de-dvka")
    _, officer = an_officer_at_work()
    assert stranger.get(f"/desk/sampling/{sample.pk}").status_code == 404
    assert stranger.post(f"/desk/sampling/{sample.pk}/person").status_code == 404
    for address in ("/desk/sampling/limits", "/desk/waivers/new"):
        assert officer.get(address).status_code == 404
    assert Sample.objects.get().version == 0


def test_waiver_is_made_once_seen_by_all_and_revoked() -> None:
    _, lead = an_officer_at_work("lead")
    _, officer = an_officer_at_work()
    case = a_queued_case()
    assert "Nothing is set aside" in text_of(officer, "/desk/waivers")
    refused = lead.post("/desk/waivers/new", {"code": "outcome_refer", "reference": "SJ-XXXX-XXXX"})
    said = refused.content.decode()
    assert refused.status_code == 422
    for words in ("Choose a hindrance", "Say why", "Enter the last day", "Enter the reference of a case"):
        assert words in said
    form = {
        "key": "6f1c3b2e-1f53-4c4e-9e0e-5a2f4a0f7c11",
        "code": "number_missing",
        "reference": case.reference.lower(),
        "until-day": "31",
        "until-month": "3",
        "until-year": "2027",
        "reason": "The employer's numbers come later, by letter of 3 November.",
    }
    for _ in range(2):
        assert lead.post("/desk/waivers/new", form)["Location"] == "/desk/waivers"
    waiver = StandingWaiver.objects.get()
    page = text_of(officer, "/desk/waivers")
    assert f"the employer of case {case.reference}" in page
    assert "by letter of 3 November" in page
    assert officer.post(f"/desk/waivers/{waiver.pk}/revoke").status_code == 404
    lead.post(f"/desk/waivers/{waiver.pk}/revoke")
    assert "revoked by" in text_of(officer, "/desk/waivers")


def test_what_was_learned_is_recorded_in_a_case_and_taken_back() -> None:
    _, officer = an_officer_at_work()
    case = a_queued_case()
    address = f"/desk/cases/{case.reference}/record"
    assert officer.post(address, {"kind": "ceased"}).status_code == 422
    form = {
        "kind": "ceased",
        "day-day": "1",
        "day-month": "10",
        "day-year": "2026",
        "source": "Register of companies, notice of 2 October.",
    }
    officer.post(address, form)
    officer.post(address, form)
    fact = RecordedFact.objects.get()
    assert "Register of companies" in text_of(officer, address)
    assert "ceased its business on 1 October 2026" in text_of(officer, f"/desk/cases/{case.reference}")
    officer.post(f"{address}/{fact.pk}/take-back")
    assert "Register of companies" not in text_of(officer, address)


def test_pages_cost_a_fixed_number_of_queries(django_assert_max_num_queries) -> None:
    _, client = an_officer_at_work()
    for nth in range(3):
        a_sample(nth)
    client.get("/desk/sampling")
    with django_assert_max_num_queries(26):
        client.get("/desk/sampling")
