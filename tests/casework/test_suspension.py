"""A certificate is suspended while its issuer examines it anew: it binds, people are told, and it comes back."""

import pytest
from django.test import Client

from sojourn.casework.decision_events import approve
from sojourn.casework.events import set_up_institution
from sojourn.casework.foreign.dispute_access import dispute_for
from sojourn.casework.foreign.dispute_events import take_step
from sojourn.casework.models import Case
from sojourn.casework.suspension_events import (
    case_with_certificate,
    confirm_certificate,
    suspend_certificate,
    suspension_of,
)
from sojourn.certificates import access as certificates
from sojourn.certificates import events as issued
from sojourn.certificates.states import Status
from sojourn.core.actors import SYSTEM
from sojourn.core.errors import InvalidInput, NotAllowed, WrongState
from sojourn.messages.models import Letter as Mail
from sojourn.parties.acting import ActingAs
from sojourn.requests.models import Request
from tests.casework.builders import a_case_in_hand, a_hosted_institution, an_acting_officer
from tests.casework.foreign.builders import HOST, a_dropped_certificate, a_host_officer, an_issuing_officer
from tests.casework.foreign.test_disputes import doubts
from tests.desk.builders import an_officer_at_work
from tests.desk.test_pages import words_of
from tests.parties.builders import an_employer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _hosted() -> None:
    a_hosted_institution()
    set_up_institution(institution_id=HOST, actor=SYSTEM)


def a_decided_case(officer: ActingAs) -> Case:
    case = a_case_in_hand(officer, acting=an_employer())
    approve(
        acting=officer,
        case_id=case.pk,
        version=case.version,
        reasons=["facts_established"],
        waivers={"number_missing": "Seen."},
    )
    case.refresh_from_db()
    return case


def number_of(case: Case) -> str:
    return Request.objects.get(pk=case.request_id).certificate_number


def test_suspended_and_confirmed_with_letters_once_each_and_the_case_stays_as_it_is() -> None:
    officer = an_acting_officer()
    case = a_decided_case(officer)
    number, version = number_of(case), case.version
    given = {"acting": officer, "case_id": case.pk, "version": version}
    for wrong, code in (("", "reason_missing"), ("because", "reason_unknown")):
        with pytest.raises(InvalidInput) as refused:
            suspend_certificate(**given, reason=wrong)
        assert refused.value.problems[0].code == code
    assert suspension_of(officer, case.reference).is_suspended is False  # type: ignore[union-attr]
    for _ in range(2):
        suspend_certificate(**given, reason="report_received")
    found = suspension_of(officer, case.reference)
    assert found is not None
    assert (found.number, found.is_suspended, found.reason) == (number, True, "report_received")
    for _ in range(2):
        confirm_certificate(**given)
    assert certificates.certificate(number).status is Status.VALID
    case.refresh_from_db()
    assert (case.state, case.version) == ("decided", version)
    told = Mail.objects.filter(template__in=("certificate_suspended", "certificate_confirmed"))
    assert sorted(told.values_list("template", flat=True)) == [
        "certificate_confirmed",
        "certificate_suspended",
    ]
    assert case_with_certificate(officer, number) == case.reference


def test_only_officers_of_the_issuer_who_see_the_case_and_a_page_of_now() -> None:
    officer, stranger = an_acting_officer(), a_host_officer()
    case = a_decided_case(officer)
    for change in (
        lambda acting, version: suspend_certificate(
            acting=acting, case_id=case.pk, version=version, reason="report_received"
        ),
        lambda acting, version: confirm_certificate(acting=acting, case_id=case.pk, version=version),
    ):
        with pytest.raises(NotAllowed):
            change(stranger, case.version)
        with pytest.raises(NotAllowed):
            change(an_employer(), case.version)
        with pytest.raises(WrongState, match="case_changed"):
            change(officer, case.version - 1)
    assert suspension_of(stranger, case.reference) is None
    assert case_with_certificate(stranger, number_of(case)) == ""
    undecided = a_case_in_hand(officer, family_name="Meyer")
    with pytest.raises(WrongState, match="no_certificate"):
        suspend_certificate(
            acting=officer, case_id=undecided.pk, version=undecided.version, reason="report_received"
        )


def test_an_issuer_that_upholds_confirms_what_it_suspended_for_the_doubts_and_nothing_else() -> None:
    host, issuer = a_host_officer(), an_issuing_officer()
    reference, certificate = a_dropped_certificate(host)
    dispute = doubts(host, reference)

    def upheld_after(reason: str) -> Status:
        issued.suspend_certificate(number=certificate.number, actor=issuer.actor, reason_code=reason)
        row = dispute_for(issuer, dispute)
        step = {"acting": issuer, "reference": dispute, "version": row.version}
        take_step(**step, step="uphold", text="We looked: the facts are as stated.")
        return certificates.certificate(certificate.number).status

    assert upheld_after("facts_in_question") is Status.SUSPENDED
    issued.confirm_certificate(number=certificate.number, actor=issuer.actor, reason_code="examined")
    row = dispute_for(host, dispute)
    take_step(acting=host, reference=dispute, step="hand_up", version=row.version, text="Not so.")
    assert upheld_after("doubts_from_abroad") is Status.VALID


def test_the_desk_suspends_and_confirms_and_says_how_it_stands() -> None:
    person, client = an_officer_at_work()
    case = a_decided_case(an_acting_officer())
    case_page, address = f"/desk/cases/{case.reference}", f"/desk/cases/{case.reference}/suspend"

    def shown(where: str, browser: Client = client) -> str:
        return words_of(browser.get(where))

    assert "Suspend the certificate while it is examined" in shown(case_page)
    assert "It binds until it is withdrawn" in shown(address)
    refused = client.post(address, {"version": case.version})
    assert refused.status_code == 422
    assert "Choose at least one reason." in words_of(refused)
    done = client.post(address, {"version": case.version, "reason": "doubts_from_abroad"}, follow=True)
    assert "The certificate is suspended and binds." in words_of(done)
    assert "An institution of another country doubts it." in words_of(done)
    assert "Certificate suspended while it is examined" in words_of(done)
    assert "Confirm certificate" in shown(address)
    done = client.post(address, {"version": case.version, "do": "confirm"}, follow=True)
    assert "The certificate is confirmed." in words_of(done)
    assert "suspended, binds" not in words_of(done)
    assert person.pk
