"""The day on which a rule, a branch, an agreement begins is in; so is the day on which it ends."""

from dataclasses import replace
from datetime import date

import pytest

from sojourn.engine import determine, load_law, read_situation
from sojourn.engine.lawbook.browsing import (
    State,
    bonds_between,
    institution_to_ask,
    pair_summary,
    rules_between,
    state_of_instrument,
)
from sojourn.engine.lawbook.issuing import issuers_of
from tests.engine.builders import posting

LAW = load_law()
GERMANY = LAW.instruments["us-de"]
DAY = date(2026, 12, 1)


@pytest.mark.parametrize(("on", "there"), [(date(1996, 4, 30), False), (date(1996, 5, 1), True)])
def test_a_rule_and_a_branch_count_from_their_first_day(on: date, there: bool) -> None:
    rules = {each.id for each in rules_between(GERMANY, "US", "DE", on)}
    assert ("us-de-posted-employee" in rules) is there
    branches = {each.name for each in pair_summary(LAW, "US", "DE", on).branches_host}
    assert ("sickness" in branches) is there


@pytest.mark.parametrize(("on", "there"), [(DAY, True), (date(2026, 12, 2), False)])
def test_a_rule_and_an_agreement_count_to_their_last_day(on: date, there: bool) -> None:
    rules = tuple(replace(each, valid_until=DAY) for each in GERMANY.provisions)
    ending = replace(GERMANY, provisions=rules, ended=DAY)
    assert bool(rules_between(ending, "US", "DE", on)) is there
    assert state_of_instrument(ending, on) is (State.IN_FORCE if there else State.ENDED)


@pytest.mark.parametrize(
    ("on", "state"), [(date(2013, 6, 30), State.NOT_YET), (date(2013, 7, 1), State.IN_FORCE)]
)
def test_a_party_that_came_later_is_tied_from_its_own_day(on: date, state: State) -> None:
    bond = next(each for each in bonds_between(LAW, "AT", "HR", on) if each.instrument.id == "eu-883-2004")
    assert (bond.state, bond.since) == (state, date(2013, 7, 1))


@pytest.mark.parametrize(("on", "known"), [(date(2012, 5, 31), ("eec-1408-71",)), (date(2012, 6, 1), ())])
def test_law_of_the_past_that_is_not_carried_is_named_to_its_last_day(
    on: date, known: tuple[str, ...]
) -> None:
    assert pair_summary(LAW, "AT", "BE", on).not_carried == known


def test_law_that_is_not_carried_and_has_no_last_day_is_named() -> None:
    lasting = {pair: known for pair, known in LAW.not_carried.items() if any(end is None for _, end in known)}
    for one, other in lasting:
        named = {name for name, end in lasting[one, other] if end is None}
        assert named <= set(pair_summary(LAW, one, other, DAY).not_carried)


def test_the_exceptions_of_a_pair_are_its_rules_of_exception_and_no_others() -> None:
    summary = pair_summary(LAW, "US", "DE", DAY)
    assert [each.category for each in summary.exceptions] == ["exception"]
    assert {each.id for each in summary.rules} > {each.id for each in summary.exceptions}


def test_whom_one_asks_for_an_exception_is_an_institution_of_that_country() -> None:
    exception = pair_summary(LAW, "US", "DE", DAY).exceptions[0]
    for country in ("US", "DE"):
        asked = institution_to_ask(LAW, exception, country)
        assert asked is not None
        assert (asked.id, asked.country) == (exception.ask[country], country)
    assert institution_to_ask(LAW, exception, "FR") is None


def test_a_day_on_which_the_law_changes_elsewhere_cuts_no_period() -> None:
    # On 28 June 2012 the regulation got its rule about air crews, in the middle of this posting.
    regulation = LAW.instruments["eu-883-2004"]
    assert date(2012, 6, 28) in regulation.cuts
    facts = posting("FR", "DE", start="2012-05-01", end="2012-08-31", employed_since="2010-01-01")
    (period,) = determine(read_situation(facts), LAW).periods
    assert (period.start, period.end) == (date(2012, 5, 1), date(2012, 8, 31))
    assert period.instrument is regulation


def test_who_an_agreement_names_for_everybody_issues_in_its_form() -> None:
    for instrument in LAW.instruments.values():
        for party, form in instrument.certificate.items():
            if party != "*" and set(form.issuers) == {""}:
                (issuer,) = issuers_of(LAW, instrument, party)
                assert issuer.institution.id == form.issuers[""], instrument.id
                assert issuer.form == form.form, instrument.id
