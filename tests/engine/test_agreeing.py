"""Who agrees exceptions, as the law data name them: by the clause, by a role under the instrument, or nobody."""

import pytest

from sojourn.engine import load_law
from sojourn.engine.lawbook.agreeing import who_agrees


@pytest.mark.parametrize(
    ("instrument", "country", "who"),
    [("us-de", "DE", "de-dvka"), ("eu-883-2004", "DE", "de-dvka"), ("us-jp", "JP", None)],
)
def test_the_authority_is_the_one_that_the_law_data_name(
    instrument: str, country: str, who: str | None
) -> None:
    assert who_agrees(load_law(), instrument, country) == who
