"""What most stories of casework begin with."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from sojourn.core import clock


@pytest.fixture(autouse=True)
def _a_monday() -> Iterator[None]:
    """Monday, 23 November 2026: before the work of the builders begins."""
    with clock.fixed(datetime(2026, 11, 23, 9, 0, tzinfo=UTC)):
        yield
