"""Looking things up in the law: what is in force, how two countries stand, who issues. Nothing is weighed."""

from datetime import date

import pytest

from sojourn.engine import load_law
from sojourn.engine.lawbook.browsing import (
    Standing,
    State,
    bonds_between,
    find_instruments,
    instruments_in_force,
    pair_summary,
    partners_of,
    rules_between,
    standing_between,
    state_of_instrument,
    system_of,
    systems,
)

LAW = load_law()
DAY = date(2026, 12, 1)


def ids(**asked: object) -> set[str]:
    return {each.id for each in find_instruments(LAW, on=DAY, **asked)}  # type: ignore[arg-type]


def test_agreements_are_found_by_a_country_in_any_language_and_whatever_the_accents() -> None:
    assert "us-jp" in ids(text="japan")
    assert "us-de" in ids(text="DEUTSCHLAND")
    assert "us-ca-qc" in ids(text="quebec")
    assert ids(text="japan germany iceland") == set()


def test_agreements_are_found_by_country_and_state() -> None:
    assert "us-de" in ids(country="DE", state=State.IN_FORCE)
    assert "us-de" not in ids(country="DE", state=State.ENDED)
    assert ids(country="AQ") == set()


def test_a_day_before_the_agreement_finds_it_not_in_force() -> None:
    germany = LAW.instruments["us-de"]
    assert state_of_instrument(germany, date(1979, 11, 30)) is State.NOT_YET
    assert state_of_instrument(germany, date(1979, 12, 1)) is State.IN_FORCE
    assert germany not in instruments_in_force(LAW, date(1979, 11, 30))


def test_a_pair_says_since_when_it_is_tied() -> None:
    bond = pair_summary(LAW, "US", "DE", DAY).bond
    assert bond is not None
    assert (bond.instrument.id, bond.since) == ("us-de", date(1979, 12, 1))


def test_a_signed_agreement_is_none_in_force() -> None:
    assert standing_between(LAW, "US", "MX", DAY) is Standing.NOT_YET
    assert pair_summary(LAW, "US", "MX", DAY).bond is None


def test_countries_without_a_tie_stand_alone() -> None:
    summary = pair_summary(LAW, "AQ", "BV", DAY)
    assert summary.standing is Standing.NONE
    assert summary.bonds == summary.rules == summary.issuers == ()


def test_a_place_of_another_system_is_that_system() -> None:
    assert system_of(LAW, "PR") == "US"
    assert "PR" not in systems(LAW)
    assert standing_between(LAW, "US", "PR", DAY) is Standing.SAME_SYSTEM


def test_the_world_holds_every_other_system_once() -> None:
    partners = [each.country for each in partners_of(LAW, "US", DAY)]
    assert sorted(partners) == [each for each in systems(LAW) if each != "US"]


@pytest.mark.parametrize(("home", "host"), [("US", "DE"), ("DE", "US")])
def test_a_partner_says_how_long_one_may_be_sent(home: str, host: str) -> None:
    partner = next(each for each in partners_of(LAW, home, DAY) if each.country == host)
    assert {posting.term.months for posting in partner.employee if posting.term} == {60}


def test_rules_of_one_direction_leave_out_those_of_the_other() -> None:
    for instrument in LAW.instruments.values():
        for provision in instrument.provisions:
            if provision.home and provision.host:
                other_way = rules_between(instrument, provision.host, provision.home, DAY)
                assert provision not in other_way


def test_still_due_and_branches_are_those_of_the_host() -> None:
    summary = pair_summary(LAW, "DE", "US", DAY)
    assert set(summary.still_due) == {"unemployment", "work_accident"}
    assert "medicare" in {each.name for each in summary.branches_host}
    assert "health_care" in {each.name for each in summary.branches_home}


def test_the_issuer_is_that_of_the_home_country() -> None:
    assert {each.institution.country for each in pair_summary(LAW, "US", "DE", DAY).issuers} == {"US"}
    assert {each.institution.country for each in pair_summary(LAW, "DE", "US", DAY).issuers} == {"DE"}


def test_ties_in_force_come_first() -> None:
    order = list(State)
    for one, other in LAW.by_pair:
        states = [order.index(each.state) for each in bonds_between(LAW, one, other, DAY)]
        assert states == sorted(states), (one, other)


@pytest.mark.parametrize("pair", [("DE", "CH"), ("NL", "FR"), ("DK", "SE")])
def test_an_agreement_for_a_few_does_not_stand_for_the_one_for_everybody(pair: tuple[str, str]) -> None:
    bond = pair_summary(LAW, *pair, DAY).bond
    assert bond is not None
    assert bond.instrument.id == "eu-883-2004"
