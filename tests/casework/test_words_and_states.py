"""Tables of the room: reasons, states, words. What they name must be there."""

from itertools import chain

import pytest
from django.utils.translation import override

from sojourn.casework import texts
from sojourn.casework.reasons import catalogue, chosen_reasons, pointed_to, reasons_for
from sojourn.casework.states import ARROWS, OPEN_STATES, CaseState, target_of
from sojourn.core.errors import InvalidInput, WrongState
from sojourn.engine.words.vocabulary import WORDS
from tests.casework.plain import DETERMINATION

OUTCOMES = {"decided", "undetermined", "refer", "uncoordinated", "uncovered", "no_work"}
TABLES = (
    texts.STATES,
    texts.KINDS,
    texts.RESULTS,
    texts.FINDINGS,
    texts.FINDINGS_SHORT,
    texts.CHECKS,
    texts.LINES,
    texts.PROBLEMS,
    texts.REFUSALS,
    texts.REMARKS,
)


def determined(**period: object) -> dict[str, object]:
    return {"periods": [DETERMINATION["periods"][0] | period]}


def test_reasons_point_only_to_what_there_is() -> None:
    reasons = catalogue().reasons.values()
    assert set(chain.from_iterable(reason.conditions for reason in reasons)) <= set(WORDS)
    assert set(chain.from_iterable(reason.outcomes for reason in reasons)) <= OUTCOMES
    assert set(chain.from_iterable(reason.findings for reason in reasons)) <= set(texts.FINDINGS)


def test_every_result_has_reasons_and_every_reason_a_remedy_in_every_language() -> None:
    for result in texts.RESULTS:
        assert reasons_for(result)
    for reason in catalogue().reasons.values():
        assert {*reason.words} == {*catalogue().remedies[reason.remedy]} == {"en", "de", "fr", "es"}


def test_failed_condition_points_to_its_reason() -> None:
    too_long = determined(
        legislation="DE",
        certificate=None,
        conditions=[{"id": "expected_within", "result": "not_met"}, {"id": "route", "result": "met"}],
    )
    assert pointed_to("refused", too_long, []) == ["over_limit"]


def test_no_agreement_points_to_its_reason() -> None:
    assert pointed_to("refused", determined(outcome="uncoordinated"), []) == ["no_agreement"]


def test_reason_given_twice_counts_once() -> None:
    assert [reason.code for reason in chosen_reasons("refused", ["over_limit", "over_limit"])] == [
        "over_limit"
    ]


def test_reason_of_another_result_is_refused() -> None:
    with pytest.raises(InvalidInput):
        chosen_reasons("approved", ["over_limit"])


def test_every_state_can_be_reached_and_every_open_one_left() -> None:
    reached = {CaseState.NEW} | {arrow.target for arrow in ARROWS.values()}
    assert reached == set(CaseState)
    for state in OPEN_STATES:
        assert any(state in arrow.sources for arrow in ARROWS.values())


def test_only_an_appeal_leads_back_from_a_decision() -> None:
    back = {name for name, arrow in ARROWS.items() if arrow.target.is_open and _ENDED & arrow.sources}
    assert back == {"reopen"}


def test_what_waits_for_somebody_else_can_be_taken_over_and_gone_on_with() -> None:
    for waiting in (CaseState.WAITING, CaseState.LIAISON):
        targets = {arrow.target for arrow in ARROWS.values() if waiting in arrow.sources}
        assert targets == {waiting, CaseState.IN_REVIEW, CaseState.CLOSED}


_ENDED = {CaseState.DECIDED, CaseState.CLOSED}


@pytest.mark.parametrize("name", sorted(ARROWS))
@pytest.mark.parametrize("state", list(CaseState))
def test_arrows_lead_only_from_where_they_start(name: str, state: CaseState) -> None:
    arrow = ARROWS[name]
    if state in arrow.sources:
        assert target_of(name, state) is arrow.target
    else:
        with pytest.raises(WrongState):
            target_of(name, state)


def test_every_line_of_the_journal_has_words() -> None:
    assert {arrow.line for arrow in ARROWS.values()} <= set(texts.LINES)


def test_every_sentence_is_said_in_german_too() -> None:
    same_in_both = set()
    for table in TABLES:
        for code, words in table.items():
            with override("de"):
                german = str(words)
            with override("en"):
                if german == str(words):
                    same_in_both.add(code)
    assert same_in_both == set()


@pytest.mark.parametrize("language", ["en", "de"])
def test_sentences_take_their_values(language: str) -> None:
    params = {"by": "Thomas", "at": "2026-11-23", "result": "refused"}
    with override(language):
        said = texts.refusal_sentence("case_decided", params).replace("\u00a0", " ")
    assert (
        said
        == {
            "en": "This case was decided on 23 November 2026 by Thomas: Refused.",
            "de": "Dieser Fall wurde am 23. November 2026 von Thomas entschieden: Abgelehnt.",
        }[language]
    )
