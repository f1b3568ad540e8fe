"""A certificate from abroad is read, checked, registered once, and found again by those who may."""

import pytest

from sojourn.casework.foreign.access import certificates_of, draft_for, foreign_for, look_at_holder
from sojourn.casework.foreign.checks.all_checks import run_foreign_checks
from sojourn.casework.foreign.events import (
    begin_registration,
    drop_draft,
    judge_items,
    record_withdrawal,
    register,
    tend_registered,
)
from sojourn.casework.foreign.gathering import foreign_facts, person_indexes
from sojourn.casework.foreign.listing import ForeignFilter, find_foreign, foreign_list
from sojourn.casework.foreign.models import ForeignCertificate, ForeignDraft
from sojourn.casework.foreign.states import ForeignState, Standing
from sojourn.certificates.events import withdraw_certificate
from sojourn.core.actors import SYSTEM, Subject
from sojourn.core.errors import InvalidInput, NotAllowed, WrongState
from sojourn.files.access import read as read_file
from sojourn.files.errors import FileUnknown
from sojourn.journal.access import lines_about
from tests.casework.foreign.builders import (
    a_dropped_certificate,
    a_host_officer,
    a_text_pdf,
    a_typed_certificate,
    an_issuing_officer,
    both_hosted,
    day,
    items,
    typed,
)
from tests.certificates.builders import a_certificate, paper, sealed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _hosted() -> None:
    both_hosted()


def found(**changes: str) -> list[str]:
    """The codes of what the checks find."""
    return [each.code for each in run_foreign_checks(foreign_facts(items(**changes), "DE"))]


def test_our_own_sealed_pdf_is_read_by_itself_and_registered_as_verified() -> None:
    officer = a_host_officer()
    certificate = a_certificate()
    draft = draft_for(officer, begin_registration(acting=officer, data=paper(certificate)))
    assert draft.is_verified
    assert draft.fields["number"] == certificate.number
    assert draft.fields["family_name"]
    assert {"number", "start", "family_name"} <= draft.sealed
    # What the form says of a sealed item does not count.
    forged = dict(draft.fields) | {"family_name": "Somebody Else", "end": "2040-01-01"}
    reference = register(acting=officer, draft_id=draft.id, given=forged)
    view = foreign_for(officer, reference)
    assert view.row.standing is Standing.VERIFIED
    assert view.row.end == certificate.period_end
    assert view.issuer_status is not None
    assert look_at_holder(acting=officer, reference=reference)["family_name"] == draft.fields["family_name"]
    lines = [line.event for line in lines_about(Subject("foreign_certificate", str(view.id)))]
    assert lines == ["foreign.registered", "foreign.person_looked_at"]


def test_a_sealed_pdf_that_nobody_here_issued_is_only_seen() -> None:
    officer = a_host_officer()
    draft = draft_for(officer, begin_registration(acting=officer, data=sealed()))
    assert draft.standing is Standing.SEEN
    assert draft.fields["family_name"]
    assert draft.sealed == frozenset()


def test_text_of_another_pdf_is_proposed_only_where_it_is_beyond_doubt() -> None:
    officer = a_host_officer()
    data = a_text_pdf(
        "1.2 Surname: Marchand", "1.3 Forenames: Élodie", "2.2 Starting date: 1 March 2027",
        "2.3 Ending date: 03/04/2028", "Date of birth: 1985-02-11", "Surname: Martin",
    )  # fmt: skip
    draft = draft_for(officer, begin_registration(acting=officer, data=data))
    assert dict(draft.read) == {"given_names": "read", "start": "read", "birth_date": "read"}
    assert draft.fields["start"] == "2027-03-01"
    assert draft.fields["family_name"] == "", "two surnames are none"
    assert draft.fields["end"] == "", "a day that can be read in two ways is none"


def test_registering_twice_is_once_and_a_newer_version_takes_the_place() -> None:
    officer = a_host_officer()
    reference, certificate = a_dropped_certificate(officer)
    with pytest.raises(WrongState) as refusal:
        begin_registration(acting=officer, data=paper(certificate))
    assert refusal.value.params["reference"] == reference
    draft = begin_registration(acting=officer)
    first = register(acting=officer, draft_id=draft, given=typed())
    assert register(acting=officer, draft_id=draft, given=typed()) == first
    assert a_typed_certificate(officer, number="fr-75 2026/0147") != first
    # The number is written in another way, and so is the item: a newer version.
    standing = ForeignCertificate.objects.get(state="registered", issuer_country="FR")
    old = ForeignCertificate.objects.get(reference=first)
    assert (old.state, old.replaced_by_id) == (ForeignState.SUPERSEDED.value, standing.pk)
    assert a_typed_certificate(officer, number="fr-75 2026/0147") == standing.reference


def test_what_is_wrong_is_said_and_what_contradicts_has_to_be_read() -> None:
    officer = a_host_officer()
    draft = begin_registration(acting=officer)
    with pytest.raises(InvalidInput) as refusal:
        judge_items(acting=officer, draft_id=draft, given=typed(end="2026-12-31", family_name="", start="?"))
    assert {problem.field for problem in refusal.value.problems} == {"family_name", "start"}
    findings = judge_items(acting=officer, draft_id=draft, given=typed(legislation="DE"))
    assert findings[0].code == "own_state_named"
    with pytest.raises(InvalidInput):
        register(acting=officer, draft_id=draft, given=typed(legislation="DE"))
    assert register(acting=officer, draft_id=draft, given=typed(legislation="DE"), in_spite=True)


def test_limits_articles_and_force_are_those_of_the_law_data() -> None:
    assert found() == []
    assert found(end="2029-01-01") == [], "the anniversary is what institutions abroad often write"
    assert found(end="2029-01-02") == ["longer_than_limit"]
    assert found(end="") == ["no_end_under_limit"]
    assert found(article="Art. 12 (1)", end="2029-01-02") == ["longer_than_limit"]
    assert found(article="99(9)") == ["article_does_not_fit"]
    assert found(article="13(1)(a)", end="") == [], "work in several countries has no limit"
    assert found(article="11(3)(a)") == ["article_does_not_fit"], "that is the law of the place of work"
    assert found(instrument="us-de", article="6(1)", issuer_country="US", legislation="US") == [
        "article_does_not_fit"
    ], "by that article the law of the place of work applies"
    assert found(start="1990-01-01", end="1990-12-31", birth_date="1960-01-01") == ["instrument_not_in_force"]
    assert found(host="AT") == ["host_elsewhere"]
    assert found(legislation="BE") == ["other_state_named"]
    assert found(birth_date="2027-01-01") == ["born_after_start"]
    assert found(instrument="other") == ["instrument_unknown"]


def test_other_cover_of_the_person_is_found_whichever_number_is_known() -> None:
    officer = a_host_officer()
    first = a_typed_certificate(officer)
    other = {"number": "ES 1", "issuer_country": "ES", "legislation": "ES", "start": "2028-06-01"}
    assert found(**other, end="2028-12-31") == ["overlap_foreign"]
    assert found(**other, end="2029-12-31", birth_date="1985-02-12") == []
    number_index, identity_index, _ = person_indexes(items())
    (row,) = certificates_of("", identity_index)
    assert (row.reference, row.issuer_country, row.start, row.stands) == (
        first,
        "FR",
        day("2027-01-01"),
        True,
    )
    assert certificates_of("a number of another kind", identity_index) == (row,)
    assert certificates_of("", "") == ()
    record_withdrawal(acting=officer, reference=first)
    assert not certificates_of(number_index, "")[0].stands
    assert found(**other, end="2028-12-31") == []


def test_what_the_issuer_withdrew_is_not_registered_and_stands_no_more() -> None:
    officer = a_host_officer()
    reference, certificate = a_dropped_certificate(officer)
    assert tend_registered() == 0
    gone = a_certificate()
    for each in (certificate, gone):
        withdraw_certificate(
            number=each.number, actor=SYSTEM, reason_code="wrong", effective_on=each.period_start
        )
    with pytest.raises(WrongState, match="issuer_says_withdrawn"):
        begin_registration(acting=officer, data=paper(gone))
    assert tend_registered() == 1
    assert tend_registered() == 0
    assert foreign_for(officer, reference).row.state is ForeignState.WITHDRAWN


def test_files_that_cannot_be_taken_are_refused_with_the_reason() -> None:
    officer = a_host_officer()
    for data, code in (
        (b"", "file_empty"),
        (b"MZ\x90\x00", "file_type_not_allowed"),
        (b"%PDF-1.7 /Encrypt", "file_locked"),
        (b"%PDF-" + bytes(11 * 1024 * 1024), "file_too_large"),
    ):
        with pytest.raises(InvalidInput) as refusal:
            begin_registration(acting=officer, data=data)
        assert refusal.value.problems[0].code == code
    draft = begin_registration(acting=officer, data=b"%PDF-1.7 nothing of a PDF")
    assert dict(draft_for(officer, draft).read) == {}
    file_id = ForeignDraft.objects.get(pk=draft).file_id
    assert file_id is not None
    drop_draft(acting=officer, draft_id=draft)
    with pytest.raises(FileUnknown):
        read_file(file_id)


def test_nobody_else_sees_what_an_institution_registered() -> None:
    officer, colleague, stranger = a_host_officer(), a_host_officer(), an_issuing_officer()
    reference = a_typed_certificate(officer)
    draft = begin_registration(acting=officer)
    for each in (colleague, stranger):
        with pytest.raises(NotAllowed):
            draft_for(each, draft)
    assert foreign_for(colleague, reference).row.reference == reference
    for forbidden in (
        lambda: foreign_for(stranger, reference),
        lambda: look_at_holder(acting=stranger, reference=reference),
        lambda: record_withdrawal(acting=stranger, reference=reference),
        lambda: register(acting=stranger, draft_id=draft, given=typed()),
    ):
        with pytest.raises(NotAllowed):
            forbidden()
    assert find_foreign(acting=stranger, typed=reference) == ()


def test_lists_find_by_whole_numbers_and_filter_by_country_state_and_end() -> None:
    officer = a_host_officer()
    french = a_typed_certificate(officer)
    soon = a_typed_certificate(
        officer, number="ES 1", issuer_country="ES", legislation="ES", start="2026-01-01", end="2026-12-31",
        person_number="ES 2",
    )  # fmt: skip
    for wanted, expected in (
        (ForeignFilter(), {french, soon}),
        (ForeignFilter(issuer_country="FR"), {french}),
        (ForeignFilter(state="withdrawn"), set()),
        (ForeignFilter(state="in_dispute"), set()),
        (ForeignFilter(ending="soon"), {soon}),
        (ForeignFilter(ending="ended"), set()),
    ):
        assert {row.reference for row in foreign_list(officer, wanted).rows} == expected
    shown = foreign_list(officer)
    assert (shown.all, shown.ending_soon, shown.countries) == (2, 1, ("ES", "FR"))
    for typed_in in ("fr 75 2026 0147".replace(" 0", "/0"), french.lower(), "285 0275 116 001 42"):
        assert [row.reference for row in find_foreign(acting=officer, typed=typed_in)] == [french], typed_in
    assert find_foreign(acting=officer, typed="Marchand") == ()
