"""What an institution does with what it decided: forwarded, discontinued, corrected, ended early, copied; letters."""

from datetime import date
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from pypdf import PdfReader

from sojourn.casework.asking.access import conversation_of_officer, file_of_officer
from sojourn.casework.asking.along import papers_for_package
from sojourn.casework.asking.models import Attachment
from sojourn.casework.asking.thread_events import write_to_applicant, write_to_institution
from sojourn.casework.certificate_events import (
    correct_certificate,
    hand_out_copy,
    shorten_certificate,
    withdraw_certificate,
)
from sojourn.casework.decided import (
    decisions_of,
    letter_of_applicant,
    letter_of_officer,
    letters_of_applicant,
    went_on_to,
)
from sojourn.casework.deciding import Hands, write_forwarding
from sojourn.casework.decision_acts import look_ahead
from sojourn.casework.decision_events import Terms, approve, discontinue, forward
from sojourn.casework.drafts import draft_of, drop_draft, keep_draft
from sojourn.casework.events import pack_if_elsewhere, set_up_institution, take_up
from sojourn.casework.gathering import gather
from sojourn.casework.models import Case, Decision, FormDraft, InstitutionSetting
from sojourn.casework.notice import notice_of
from sojourn.casework.reasons import chosen_reasons
from sojourn.certificates import access as certificates
from sojourn.core.actors import SYSTEM
from sojourn.core.errors import InvalidInput, NotAllowed, WrongState
from sojourn.messages.models import Letter as Mail
from sojourn.parties.access import ActingAs
from sojourn.requests.for_casework import request_file
from sojourn.requests.models import Request
from tests.casework.asking.builders import PDF, a_file
from tests.casework.builders import a_case_in_hand, a_hosted_institution, an_acting_officer, said_about
from tests.parties.builders import an_employer
from tests.web.builders import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _hosted() -> None:
    a_hosted_institution()


@pytest.fixture
def employer() -> ActingAs:
    return an_employer()


@pytest.fixture
def officer() -> ActingAs:
    return an_acting_officer()


def a_decided_case(officer: ActingAs, employer: ActingAs) -> Case:
    case = a_case_in_hand(officer, acting=employer)
    approve(
        acting=officer,
        case_id=case.pk,
        version=case.version,
        reasons=["facts_established"],
        own_words="The number was seen.",
        waivers={"number_missing": "Seen."},
    )
    case.refresh_from_db()
    return case


def steps(officer: ActingAs, case: Case) -> dict[str, Any]:
    return {"acting": officer, "case_id": case.pk, "version": case.version}


def number_of(case: Case) -> str:
    case.refresh_from_db()
    assert case.decision is not None
    return str(case.decision.certificate_number)


def words_in(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def test_each_decision_has_its_letter_for_both_sides(officer: ActingAs, employer: ActingAs) -> None:
    case = a_decided_case(officer, employer)
    (row,) = letters_of_applicant(employer, case.request_id)
    pdf = letter_of_applicant(employer, case.request_id, row.id)
    text = words_in(pdf)
    for words in (
        "We have approved your request.",
        "The number was seen.",
        number_of(case),
        "If you do not agree",
    ):
        assert words in text
    assert letter_of_officer(officer, case.reference, row.id) == pdf
    for stranger in (an_acting_officer(institution_id="de-dvka"), employer):
        with pytest.raises(NotAllowed):
            letter_of_officer(stranger, case.reference, row.id)
    with pytest.raises(NotAllowed):
        letter_of_applicant(an_employer(), case.request_id, row.id)


def test_request_goes_on_to_another_hosted_institution_as_received(
    officer: ActingAs, employer: ActingAs
) -> None:
    set_up_institution(institution_id="de-dvka", actor=SYSTEM)
    case = a_case_in_hand(officer, acting=employer)
    for wrong in ("", "nowhere", "us-ssa"):
        with pytest.raises(InvalidInput):
            forward(**steps(officer, case), to=wrong, reasons=["other_country_competent"])
    forward(**steps(officer, case), to="de-dvka", reasons=["other_country_competent"], own_words="Ask there.")
    case.refresh_from_db()
    old = Request.objects.get(pk=case.request_id)
    new = Request.objects.exclude(pk=old.pk).get(institution_id="de-dvka")
    assert (case.state, old.state, new.state) == ("closed", "forwarded", "submitted")
    assert (new.handed_in_at, new.particulars, new.situation) == (
        old.handed_in_at,
        old.particulars,
        old.situation,
    )
    assert take_up(request_id=new.pk) is not None
    assert Case.objects.get(request_id=new.pk).institution_id == "de-dvka"
    notice = notice_of(old.pk, "en")
    assert notice is not None
    assert "DVKA" in notice.forwarded_to or "Deutsche Verbindungsstelle" in notice.forwarded_to
    with pytest.raises(WrongState):
        forward(**steps(officer, case), to="de-dvka", reasons=["other_country_competent"])
    assert Request.objects.count() == 2


def test_the_applicants_papers_go_with_a_request_that_is_sent_on(
    officer: ActingAs, employer: ActingAs
) -> None:
    set_up_institution(institution_id="de-dvka", actor=SYSTEM)
    case = a_case_in_hand(officer, acting=employer)
    to = {"acting": employer, "request_id": case.request_id}
    write_to_institution(**to, key=uuid4(), text="The contract.", uploads=[a_file("contract.pdf")])
    write_to_applicant(
        acting=officer, case_id=case.pk, key=uuid4(), text="Ours.", uploads=[a_file("internal.pdf")]
    )
    case.refresh_from_db()
    ahead = look_ahead(officer, case.reference, "forwarded", Terms(("other_country_competent",)))
    assert ahead.papers == 1
    forward(**steps(officer, case), to="de-dvka", reasons=["other_country_competent"])
    new = Request.objects.get(institution_id="de-dvka")
    assert take_up(request_id=new.pk) is not None
    assert take_up(request_id=new.pk) is not None
    german = an_acting_officer(institution_id="de-dvka")
    there = Case.objects.get(request_id=new.pk)
    (message,) = conversation_of_officer(german, there.reference).messages
    (paper,) = message.files
    assert (message.side, paper.name) == ("applicant", "contract.pdf")
    assert "Social Security Administration" in message.text
    assert file_of_officer(german, there.reference, paper.id)[1] == PDF
    # A copy of its own: neither institution reaches into the other's case, and erasing one leaves the other.
    before = Attachment.objects.get(case=case, message__side="applicant")
    assert before.file_id != Attachment.objects.get(case=there).file_id
    for acting, reference, kept in (
        (german, case.reference, before.pk),
        (officer, there.reference, paper.id),
    ):
        with pytest.raises(NotAllowed):
            file_of_officer(acting, reference, kept)
    assert "case.papers_sent_on" in said_about(case)
    assert "case.papers_came" in said_about(there)


def test_papers_stay_where_the_officer_or_a_restriction_says_so_and_a_package_names_them(
    officer: ActingAs, employer: ActingAs
) -> None:
    given = {"text": "The contract.", "uploads": [a_file("contract.pdf")]}
    for to, papers, restricted, along in (
        ("jp-jps", True, False, 1),
        ("jp-jps", False, False, 0),
        ("jp-jps", True, True, 0),
    ):
        case = a_case_in_hand(officer, acting=employer)
        write_to_institution(acting=employer, request_id=case.request_id, key=uuid4(), **given)
        case.refresh_from_db()
        gathered = gather(case, request_file(case.request_id), InstitutionSetting.objects.get(pk="us-ssa"))
        if restricted:
            case.restricted_to = uuid4()
        write_forwarding(
            gathered,
            to=to,
            hands=Hands.of(officer),
            reasons=chosen_reasons("forwarded", ["other_country_competent"]),
            papers=papers,
        )
        went = went_on_to(employer, case.request_id)
        assert went is not None
        pack_if_elsewhere(went.id)
        shown = papers_for_package(employer, went.id)
        assert [each.name for each in shown] == ["contract.pdf"] * along
        page = client_of(employer).get(reverse("package", args=[went.reference])).content.decode()
        assert ("contract.pdf" in page) == bool(along)
        with pytest.raises(NotAllowed):
            papers_for_package(an_employer(), went.id)


def test_case_is_closed_without_a_decision_on_the_certificate(officer: ActingAs, employer: ActingAs) -> None:
    case = a_case_in_hand(officer, acting=employer)
    discontinue(**steps(officer, case), reasons=["withdrawn_in_words"])
    case.refresh_from_db()
    assert (case.state, Request.objects.get(pk=case.request_id).state) == ("decided", "discontinued")
    assert Decision.objects.get().result == "discontinued"
    assert Mail.objects.filter(template="request_refused").exists()


def test_certificate_is_corrected_by_a_new_one(officer: ActingAs, employer: ActingAs) -> None:
    case = a_decided_case(officer, employer)
    old = number_of(case)
    for items, words, field in (
        ({}, "Typed wrong.", "items"),
        ({"holder.given_names": "Anna"}, " ", "own_words"),
        ({"period_end": "2035-01-01"}, "Longer.", "item-period_end"),
        ({"holder.birth_date": "soon"}, "Wrong day.", "item-holder.birth_date"),
    ):
        with pytest.raises(InvalidInput) as refused:
            correct_certificate(**steps(officer, case), items=items, own_words=words)
        assert refused.value.problems[0].field == field
    correct_certificate(
        **steps(officer, case), items={"holder.birth_place": "Enugu"}, own_words="Typed wrong by us."
    )
    new = number_of(case)
    assert (certificates.certificate(old).status, certificates.certificate(new).status) == (
        "superseded",
        "valid",
    )
    changed, before = certificates.content(new), certificates.content(old)
    assert changed.holder.birth_place == "Enugu"
    assert changed.model_copy(update={"holder": before.holder, "decided_on": before.decided_on}) == before
    assert Request.objects.get(pk=case.request_id).certificate_number == new
    assert [each.position for each in decisions_of(officer, case.reference)] == [2, 1]
    assert Mail.objects.filter(template="certificate_changed").exists()
    assert (case.state, len(letters_of_applicant(employer, case.request_id))) == ("decided", 2)


def test_certificate_ends_early_and_is_then_withdrawn_for_the_future(
    officer: ActingAs, employer: ActingAs
) -> None:
    case = a_decided_case(officer, employer)
    for day in (date(2027, 2, 28), date(2030, 2, 28)):
        with pytest.raises(InvalidInput):
            shorten_certificate(**steps(officer, case), last_day=day, own_words="Back home.")
    shorten_certificate(**steps(officer, case), last_day=date(2028, 2, 29), own_words="Back home.")
    number = number_of(case)
    assert certificates.certificate(number).period_end == date(2028, 2, 29)
    with pytest.raises(InvalidInput):
        withdraw_certificate(**steps(officer, case), reason="facts_were_wrong", effective_on=date(2028, 3, 1))
    hand_out_copy(**steps(officer, case))
    withdraw_certificate(**steps(officer, case), reason="facts_were_wrong", effective_on=date(2027, 9, 1))
    change = certificates.last_change(number)
    assert change is not None
    assert (change.status, change.effective_on) == ("withdrawn", date(2027, 9, 1))
    assert [each.result for each in decisions_of(officer, case.reference)] == [
        "withdrawn",
        "approved",
        "approved",
    ]
    case.refresh_from_db()
    with pytest.raises(WrongState, match="no_certificate_to_withdraw"):
        hand_out_copy(**steps(officer, case))


def test_what_is_typed_is_kept_for_its_officer_alone_until_it_is_sent(
    officer: ActingAs, employer: ActingAs
) -> None:
    case = a_case_in_hand(officer, acting=employer)
    typed = {"own_words": "Half a sent", "reasons": ["over_limit"]}
    keep_draft(acting=officer, reference=case.reference, form="decide_refused", content=typed)
    keep_draft(acting=officer, reference=case.reference, form="decide_refused", content=typed)
    assert draft_of(officer, case.reference, "decide_refused") == typed
    colleague = an_acting_officer()
    assert draft_of(colleague, case.reference, "decide_refused") == {}
    assert not keep_draft(acting=colleague, reference=case.reference, form="decide_refused", content=typed)
    with pytest.raises(NotAllowed):
        draft_of(an_acting_officer(institution_id="de-dvka"), case.reference, "decide_refused")
    assert FormDraft.objects.count() == 1
    discontinue(**steps(officer, case), reasons=["stay_cancelled"])
    assert not FormDraft.objects.exists()
    drop_draft(acting=officer, reference=case.reference, form="decide_refused")
