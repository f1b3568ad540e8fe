"""Agreements that say nothing of somebody go to an officer; and how the agreements of one pair are told apart."""

from dataclasses import replace

import pytest

from sojourn.engine import determine, load_law, read_situation
from sojourn.engine.telling.texts import title
from tests.engine.builders import posting

LAW = load_law()
GERMANY = LAW.instruments["us-de"]


def test_public_service_that_an_agreement_has_no_rule_for_goes_to_an_officer() -> None:
    (period,) = determine(read_situation(posting(status="civil_servant")), LAW).periods
    assert (period.outcome, period.legislation) == ("refer", None)
    assert [each.code for each in period.refer_reasons] == ["no_rule_for_public_service"]


@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
def test_of_two_agreements_of_the_same_countries_the_year_is_told(language: str) -> None:
    spain = replace(LAW.instruments["us-es"], short={})
    assert spain.signed is not None
    assert str(spain.signed.year) in title(LAW, spain, language)
    assert not any(sign.isdigit() for sign in title(LAW, replace(GERMANY, short={}), language))
