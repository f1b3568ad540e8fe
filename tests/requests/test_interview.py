"""Which questions stand on which page, and where Continue leads."""

from typing import Any

import pytest

from sojourn.core import clock
from sojourn.core.errors import Problem
from sojourn.engine.lawbook.facts import load_facts
from sojourn.parties.access import acting_for_self
from sojourn.requests import events, interview
from sojourn.requests.entry import UNKNOWN, Typed
from sojourn.requests.models import Request
from tests.parties.builders import a_person, an_employer
from tests.requests.builders import a_draft, typed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_november(monkeypatch: pytest.MonkeyPatch) -> Any:
    with clock.fixed(clock.now().replace(year=2026, month=11, day=23)):
        yield


def asked(draft: Request, matter: str) -> list[str]:
    return [question.asked.fact.id for question in interview.page(draft, matter).questions]


def test_an_employers_interview_has_six_matters_and_counts_them() -> None:
    _, draft = a_draft()
    pages = [interview.page(draft, matter) for matter in interview.matters_of(draft.applicant)]
    assert [page.matter for page in pages] == ["trip", "place", "job", "person", "law", "check"]
    assert [(page.number, page.count) for page in pages] == [(n, 6) for n in range(1, 7)]
    assert [page.previous for page in pages] == [None, "trip", "place", "job", "person", "law"]


def test_the_field_budget_of_a_plain_posting_is_kept() -> None:
    _, draft = a_draft()
    fields = {
        matter: [q for q in interview.page(draft, matter).questions if q.asked.required]
        for matter in interview.matters_of(draft.applicant)
    }
    # The country of home is remembered from the employer, so it is no field of the first page.
    assert {matter: len(questions) for matter, questions in fields.items()} == {
        "trip": 3 + 1,
        "place": 4,
        "job": 3,
        "person": 7,
        "law": 0,
        "check": 0,
    }


def test_the_country_of_home_is_known_from_the_employer() -> None:
    acting = an_employer(seat="US")
    draft = events.start_request(acting=acting, applicant_kind="employer")
    (sent_from, *_) = interview.page(draft, "trip").questions
    assert (sent_from.asked.fact.id, sent_from.value) == ("activities[0].sent_from", "US")


def test_health_cover_and_family_are_asked_for_france_and_not_for_germany() -> None:
    _, to_germany = a_draft()
    _, to_france = a_draft(country="FR")
    there = {"question.family_comes_along", "person.private_health_cover", "worker.birth_name"}
    assert there <= set(asked(to_france, "person"))
    assert not there & set(asked(to_germany, "person"))


def test_the_part_of_the_united_kingdom_is_asked_for_there_only() -> None:
    _, draft = a_draft(country="GB")
    assert "receiver.nation" in asked(draft, "place")
    assert "receiver.nation" not in asked(a_draft()[1], "place")


def test_the_agreement_with_the_irs_is_asked_where_a_group_company_becomes_the_employer() -> None:
    _, draft = a_draft(for_whom="group_their_contract")
    assert "employers[1].us_3121l_agreement" in asked(draft, "place")
    assert "sender.us_3121l_since" not in asked(draft, "place")
    _, with_agreement = a_draft(for_whom="group_their_contract", **{"employers[1].us_3121l_agreement": "yes"})
    assert "sender.us_3121l_since" in asked(with_agreement, "place")


def test_latin_letters_are_asked_for_a_name_in_another_script() -> None:
    _, draft = a_draft(family_name="Коваленко")
    assert "worker.family_name_latin" in asked(draft, "person")
    assert "worker.given_names_latin" not in asked(draft, "person")
    assert Problem("worker.family_name_latin", "missing") in interview.what_is_missing(draft)


def test_earlier_stays_are_asked_once_somebody_says_that_there_were_some() -> None:
    assert "history" not in asked(a_draft()[1], "job")
    assert "history" in asked(a_draft(worked_there_before="yes")[1], "job")


def test_what_follows_from_an_answer_is_shown_beside_it() -> None:
    _, draft = a_draft(recruited_in="DE")
    (following,) = interview.page(draft, "job").derived
    assert (following.path, following.value) == ("activities[0].hired_locally", True)


def test_a_question_that_the_engine_names_stands_on_its_page_once_the_rest_is_answered() -> None:
    acting, draft = a_draft(for_whom="group_our_contract")
    missing = interview.standing(draft).missing_paths
    pending = {each.fact.id for each in interview.standing(draft).pending()}
    assert {"activities[0].local_contract"} & set(missing) == pending & {"activities[0].local_contract"}
    unfinished = events.save_answers(
        acting=acting, request_id=draft.pk, answers={"receiver.city": ""}
    ).request
    assert "activities[0].local_contract" not in asked(unfinished, "place")


def test_a_wrong_answer_to_what_the_law_asks_stays_before_ones_eyes() -> None:
    acting, draft = a_draft(country="IT", nationalities=["IT"])
    assert asked(draft, "law") == ["person.chosen_legislation"]
    choice = {"person.chosen_legislation": "Atlantis"}
    draft = events.save_answers(acting=acting, request_id=draft.pk, answers=choice).request
    assert asked(draft, "law") == ["person.chosen_legislation"]
    assert [problem.code for problem in interview.page(draft, "law").problems] == ["country_unknown"]
    choice = {"person.chosen_legislation": "IT"}
    draft = events.save_answers(acting=acting, request_id=draft.pk, answers=choice).request
    assert asked(draft, "law") == []
    assert "person.chosen_legislation" in asked(draft, "person")


def test_continue_leads_onwards_from_a_page_that_is_complete() -> None:
    _, draft = a_draft()
    assert interview.next_matter(draft, "trip") == "place"
    assert interview.next_matter(draft, "person") == "law"
    assert interview.next_matter(draft, "law") == "check"
    assert interview.first_open_matter(draft) == "check"


@pytest.mark.parametrize(
    ("left_out", "page"),
    [("start", "trip"), ("city", "place"), ("employed_since", "job"), ("birth_date", "person")],
)
def test_continue_stays_where_something_is_missing(left_out: str, page: str) -> None:
    _, draft = a_draft(**{left_out: ""})
    assert interview.next_matter(draft, page) == page
    assert interview.first_open_matter(draft) == page
    assert [problem.code for problem in interview.page(draft, page).problems] == ["missing"]


def test_two_dates_that_do_not_fit_are_told_on_the_later_page_at_both() -> None:
    _, draft = a_draft(employed_since="2027-05-04")
    assert interview.page(draft, "trip").is_complete
    assert [problem.field for problem in interview.page(draft, "job").problems] == [
        "activities[0].employed_since",
        "activities[0].start",
    ]


def test_a_wrong_answer_is_shown_as_it_was_typed_with_its_problem() -> None:
    _, draft = a_draft(ssn="808-21-447")
    question = next(q for q in interview.page(draft, "person").questions if q.asked.fact.id == "worker.ssn")
    assert (question.entered, question.value) == ("808-21-447", None)
    assert [p.code for p in interview.page(draft, "person").problems] == ["ssn_digits"]


def test_a_number_not_yet_issued_is_an_answer() -> None:
    _, draft = a_draft(ssn=UNKNOWN)
    assert interview.page(draft, "person").is_complete


def test_a_warning_stays_until_somebody_goes_on_from_it() -> None:
    acting, draft = a_draft(start="2026-03-02", end="2028-03-01")
    (finding,) = interview.page(draft, "trip").warnings
    assert interview.next_matter(draft, "trip") == "trip"
    events.acknowledge(
        acting=acting, request_id=draft.pk, fingerprint=finding.fingerprint, reason="We learned of it late."
    )
    draft.refresh_from_db()
    assert interview.next_matter(draft, "trip") == "place"
    ((_, reason),) = interview.page(draft, "trip").acknowledged
    assert reason == "We learned of it late."


def test_a_page_that_the_interview_does_not_have_is_refused() -> None:
    _, draft = a_draft()
    with pytest.raises(KeyError):
        interview.page(draft, "secrets")


def test_a_self_employed_person_is_asked_about_the_business_and_not_about_an_employer() -> None:
    acting = acting_for_self(a_person())
    draft = events.start_request(acting=acting, applicant_kind="self_employed")
    assert interview.matters_of(draft.applicant) == ("trip", "business", "person", "law", "check")
    assert asked(draft, "business")[:2] == ["sender.activity", "activities[0].home_activity_since"]
    everything = [fact for matter in interview.matters_of(draft.applicant) for fact in asked(draft, matter)]
    assert not {"question.for_whom", "employers[0].seat", "activities[0].employed_since"} & set(everything)


def test_no_question_stands_on_two_pages_and_none_is_lost() -> None:
    _, draft = a_draft(country="FR")
    now = interview.standing(draft)
    on_pages = [
        fact
        for matter in (*interview.matters_of(draft.applicant), "employer")
        for fact in asked(draft, matter)
    ]
    pending = {each.fact.id for each in now.pending()}
    assert {fact for fact in on_pages if on_pages.count(fact) > 1} <= pending
    assert set(on_pages) == {each.fact.id for each in now.asked}


ANSWERS_BY_TYPE: dict[str, Typed] = {"yes_no": "yes", "date": "2015-05-01", "percent": "25", "country": "US"}


@pytest.mark.parametrize("host", ["DE", "FR", "JP", "IT", "GB", "DK", "CA-QC", "BR", "SG"])
def test_answering_what_is_asked_leaves_nothing_that_could_be_asked(host: str) -> None:
    acting, draft = a_draft(country=host)
    for _ in range(6):
        now = interview.standing(draft)
        open_questions = [each.fact for each in (*filter(now.lacks, now.asked), *now.pending())]
        if not open_questions:
            break
        given: dict[str, Typed] = {
            fact.id: fact.options[0].code if fact.options else _an_answer(fact.type.value)
            for fact in open_questions
        }
        draft = events.save_answers(acting=acting, request_id=draft.pk, answers=given).request
    now = interview.standing(draft)
    assert not [each.fact.id for each in now.asked if now.lacks(each)]
    assert now.pending() == ()
    facts = load_facts()
    askable = {path for path in now.missing_paths if facts.covering(path, draft.applicant)}
    answered = {fact.id for path in askable for fact in facts.covering(path, draft.applicant)}
    assert all(now.answers.is_given(fact) for fact in answered & {each.fact.id for each in now.asked})


def _an_answer(kind: str) -> Typed:
    if kind == "rows":
        return [
            {"relation": "spouse", "given_names": "Ann", "family_name": "Lee", "birth_date": "1990-01-01"}
        ]
    return ANSWERS_BY_TYPE.get(kind, "Chicago")


def test_the_answers_of_the_builder_are_all_of_the_vocabulary() -> None:
    assert set(typed()) <= {fact.id for fact in load_facts().facts}
