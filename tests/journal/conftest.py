from collections.abc import Iterator

import pytest
from django.db import connection

from sojourn.journal import guard


@pytest.fixture
def guarded(db: None) -> Iterator[None]:
    """The guard as in production, until this test's transaction is rolled back."""
    guard.put_up(connection)
    return None
