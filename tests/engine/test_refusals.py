"""Why an officer must look: an agreement that says nothing of somebody, or only part of what is needed."""

from dataclasses import replace
from typing import Any

import pytest

from sojourn.engine import determine, load_law, read_situation
from sojourn.engine.lawbook.law import Instrument
from sojourn.engine.telling.texts import title
from tests.engine.builders import posting

LAW = load_law()
GERMANY = LAW.instruments["us-de"]


class Only:
    """One agreement between any two countries."""

    def __init__(self, instrument: Instrument) -> None:
        self.instrument = instrument

    def between(self, one: str, other: str) -> tuple[Instrument, ...]:
        return (self.instrument,)


@pytest.mark.parametrize(
    ("status", "reason"), [("civil_servant", "no_rule_for_public_service"), ("employee", "assigns_nothing")]
)
def test_an_agreement_without_a_rule_for_this_work_goes_to_an_officer(status: str, reason: str) -> None:
    few = replace(
        GERMANY, provisions=tuple(p for p in GERMANY.provisions if p.category == "local_self_employed")
    )
    only: Any = Only(few)
    answer = determine(read_situation(posting(status=status)), replace(LAW, by_pair=only, memory={}))
    (period,) = answer.periods
    assert (period.outcome, period.legislation) == ("refer", None)
    assert [each.code for each in period.refer_reasons] == [reason]


@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
def test_of_two_agreements_of_the_same_countries_the_year_is_told(language: str) -> None:
    spain = replace(LAW.instruments["us-es"], short={})
    assert spain.signed is not None
    assert str(spain.signed.year) in title(LAW, spain, language)
    assert not any(sign.isdigit() for sign in title(LAW, replace(GERMANY, short={}), language))
