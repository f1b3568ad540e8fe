"""The pages on which officers decide, sign, examine appeals and change certificates."""

import pytest

from sojourn.casework.appeals.events import appeal
from sojourn.casework.decided import decisions_of
from sojourn.casework.decision_events import refuse
from sojourn.casework.events import take_up
from sojourn.casework.models import Case, Decision
from sojourn.casework.signing.models import Proposal
from sojourn.parties.access import staff_of
from tests.casework.builders import a_case_in_hand, a_queued_case, an_acting_officer
from tests.desk.builders import an_officer_at_work, signed_in
from tests.desk.test_pages import in_hand, words_of
from tests.parties.builders import an_employer
from tests.requests.builders import a_sent_request

pytestmark = pytest.mark.django_db

REFUSAL = {"reasons": ["facts_not_shown"], "own_words": "We asked twice.\nNobody answered."}


def test_letter_is_shown_as_it_will_be_sent_in_the_language_of_the_applicant() -> None:
    case = a_queued_case()
    _, client = an_officer_at_work()
    in_hand(client, case)
    address = f"/desk/cases/{case.reference}/decide/refused"
    shown = client.post(address, {"version": case.version, "step": "preview", **REFUSAL})
    for words in ("We have refused your request.", "We asked twice.", "If you do not agree", case.reference):
        assert words in words_of(shown)
    assert not Decision.objects.exists()


def test_what_was_typed_is_there_again_after_the_session_died() -> None:
    case = a_queued_case()
    person, client = an_officer_at_work()
    in_hand(client, case)
    address = f"/desk/cases/{case.reference}/decide/refused"
    assert client.post(f"{address}/draft", {"version": case.version, **REFUSAL}).content == b"Kept"
    client.logout()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert b"We asked twice." not in client.get(address, follow=True).content
    _, other = an_officer_at_work()
    assert b"We asked twice." not in other.get(address).content
    again = signed_in(person).get(address)
    assert b"We asked twice." in again.content
    assert "This is what you had typed before." in words_of(again)


def test_change_of_an_automatic_decision_is_proposed_and_signed_on_pages() -> None:
    _, request = a_sent_request()
    take_up(request_id=request.pk)
    case = Case.objects.get()
    _, client = an_officer_at_work()
    address = f"/desk/cases/{case.reference}/shorten"
    form = words_of(client.get(address))
    assert "It changes what was decided automatically." in form
    day = {"last_day-day": "31", "last_day-month": "3", "last_day-year": "2028"}
    typed = {"version": case.version, "own_words": "Back home.", **day}
    assert client.post(address, {**typed, "own_words": ""}).status_code == 422
    said = client.post(address, typed, follow=True)
    assert "It is done when another officer signs." in words_of(said)
    proposal = Proposal.objects.get()
    page = f"/desk/signing/{proposal.pk}"
    own = words_of(client.get(page))
    assert "You proposed this. Another officer signs it." in own
    assert "Sign: it is done at once" not in own
    assert client.post(page, {"step": "sign"}, follow=True).status_code == 200
    assert Decision.objects.count() == 1
    second, another = an_officer_at_work()
    assert case.reference in words_of(another.get("/desk/signing"))
    shown = words_of(another.get(page))
    assert "31 March 2028" in shown.replace("\N{NO-BREAK SPACE}", " ")
    assert another.post(page, {"step": "return", "words": ""}).status_code == 422
    assert "Signed and done." in words_of(another.post(page, {"step": "sign"}, follow=True))
    newest, _ = decisions_of(staff_of(second, "us-ssa"), case.reference)
    letter = another.get(f"/desk/cases/{case.reference}/letters/{newest.letter_id}")
    assert letter.content.startswith(b"%PDF")
    assert letter["Cache-Control"] == "no-store"


def test_correcting_shows_what_is_printed_and_changes_one_item() -> None:
    case = a_queued_case()
    _, client = an_officer_at_work()
    in_hand(client, case)
    terms = {"version": case.version, "step": "decide", "reasons": ["facts_established"]}
    client.post(f"/desk/cases/{case.reference}/decide/approved", {**terms, "waiver-number_missing": "Seen."})
    case.refresh_from_db()
    address = f"/desk/cases/{case.reference}/correct"
    assert b"Okafor" in client.get(address).content
    typed = {"version": case.version, "item-holder.birth_place": "Enugu", "own_words": "Typed wrong."}
    client.post(address, typed)
    assert Decision.objects.count() == 2
    case.refresh_from_db()
    copied = client.post(f"/desk/cases/{case.reference}/copy", {"version": case.version}, follow=True)
    assert "once more" in words_of(copied)


def test_appeal_is_admitted_and_answered_on_its_page() -> None:
    officer, employer = an_acting_officer(), an_employer()
    case = a_case_in_hand(officer, acting=employer)
    refuse(acting=officer, case_id=case.pk, version=case.version, reasons=["facts_not_shown"])
    key = case.pk
    made = appeal(acting=employer, request_id=case.request_id, key=key, words="Look at the contract.")
    _, client = an_officer_at_work()
    assert case.reference in words_of(client.get("/desk/appeals"))
    page = f"/desk/appeals/{made}"
    assert "Look at the contract." in words_of(client.get(page))
    assert client.post(page, {"step": "not_admit", "words": ""}).status_code == 422
    assert "Admitted." in words_of(client.post(page, {"step": "admit"}, follow=True))
    case.refresh_from_db()
    stale = client.post(page, {"step": "uphold", "version": 0, "words": "It stands."}, follow=True)
    assert "Somebody else changed this case" in words_of(stale)
    client.post(page, {"step": "uphold", "version": case.version, "words": "Nothing new."}, follow=True)
    case.refresh_from_db()
    assert case.state == "decided"
    assert client.get("/desk/appeals").status_code == 200


def test_lists_cost_the_same_for_one_and_for_many(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    officer = an_acting_officer()
    _, client = an_officer_at_work()
    for _ in range(3):
        employer = an_employer()
        case = a_case_in_hand(officer, acting=employer)
        refuse(acting=officer, case_id=case.pk, version=case.version, reasons=["facts_not_shown"])
        appeal(acting=employer, request_id=case.request_id, key=case.pk, words="Look again.")
    client.get("/desk/appeals")
    with django_assert_max_num_queries(14):
        client.get("/desk/appeals")
    with django_assert_max_num_queries(14):
        client.get("/desk/signing")
