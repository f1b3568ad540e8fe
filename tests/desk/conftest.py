"""What each page of the desk stands on."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from sojourn.core import clock
from tests.casework.builders import a_hosted_institution


@pytest.fixture(autouse=True)
def _a_monday() -> Iterator[None]:
    """Monday, 23 November 2026."""
    with clock.fixed(datetime(2026, 11, 23, 9, 0, tzinfo=UTC)):
        yield


@pytest.fixture(autouse=True)
def _hosted(db: None) -> None:
    a_hosted_institution()
